package handlers_test

import (
	"net/http"
	"net/url"
	"testing"

	"foyer/mail"
	"foyer/portal"
	"foyer/store/storetest"
)

// C04: an account that a hundred failures closed for a day is opened by the mailed link, and
// by nothing that a stranger can do.
func TestMailedLinkReopensAnAccount(t *testing.T) {
	t.Parallel()
	s, _, server := withServer(t)
	s.Client(storetest.Client{Username: "acme", Email: "client@example.com"})
	s.User(storetest.User{Username: "tom"})
	s.Exec("UPDATE users SET email = 'tom@example.com' WHERE username = 'tom'")
	post := s.config.Mail.(*mail.Post)
	for door, name := range map[string]string{"/client-portal/login": "acme", "/login": "tom"} {
		s.Exec("INSERT INTO sign_in_limits (key, count, blocked_until, expires_at) VALUES (?, 100, 0, ?)", portal.AccountKey(name), storetest.Now.Unix()+86_400)
		s.visitor().signIn(door, name, storetest.Password).wantStatus(http.StatusTooManyRequests).wantText("24 hours")

		asked := s.Int("SELECT count(*) FROM outbox")
		ctx, stop := contextOf(t)
		done := make(chan struct{})
		go func() { post.AnswerForgotten(ctx); close(done) }()
		v := s.visitor()
		form := v.get(door + "/forgot")
		v.post(door+"/forgot", url.Values{"_csrf": {form.token()}, "username": {name}}).wantStatus(http.StatusOK)
		waitUntil(t, func() bool { return s.Int("SELECT count(*) FROM outbox") > asked })
		stop()
		<-done
		if err := post.Outbox.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		s.visitor().signIn(door, name, storetest.Password).wantStatus(http.StatusTooManyRequests) // asking opens nothing

		mails := server.Mails()
		v = s.visitor()
		v.get(linkIn(readMail(t, mails[len(mails)-1].Data)["text/plain"]))
		form = v.get("/client-portal/set-password").wantStatus(http.StatusOK)
		v.post("/client-portal/set-password", url.Values{"_csrf": {form.token()}, "password": {goodPassword}, "again": {goodPassword}}).wantLocation(door)
		if a := s.visitor().signIn(door, name, goodPassword); a.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: %d after a new password", name, a.StatusCode)
		}
		if err := post.Outbox.Drain(t.Context()); err != nil { // the notice
			t.Fatal(err)
		}
	}
}
