package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// linkOf makes a link as an admin does and gives its token.
func linkOf(t *testing.T, admin *visitor, page string) string {
	t.Helper()
	made := admin.submit(page, page+"/link", nil).wantStatus(http.StatusOK)
	link, _ := made.doc().Find("#link").Attr("value")
	token, found := strings.CutPrefix(link, base+"/client-portal/set-password?token=")
	if !found || len(token) != 43 {
		t.Fatalf("link %q", link)
	}
	return token
}

// choose opens a link and sets a password.
func (v *visitor) choose(token, password, again string) *answer {
	v.t.Helper()
	v.get("/client-portal/set-password?token=" + token).wantLocation("/client-portal/set-password")
	form := v.get("/client-portal/set-password")
	if form.StatusCode != http.StatusOK {
		return form
	}
	return v.post("/client-portal/set-password", url.Values{"_csrf": {form.token()}, "password": {password}, "again": {again}})
}

// C14, C16, C18, C22: a link sets a password once; looking never uses it up; nobody is
// signed in by it; older sessions end.
func TestSetPasswordLink(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	page := fmt.Sprintf("/admin/clients/%d", id)
	old := s.signedIn("acme")
	token := linkOf(t, admin, page)
	if n := s.Int("SELECT count(*) FROM clients WHERE password_setup_token = ?", token); n != 0 {
		t.Error("the token itself is stored")
	}
	for range 20 {
		s.visitor().get("/client-portal/set-password?token=" + token)
		s.visitor().do(http.MethodHead, "/client-portal/set-password?token="+token, nil)
	}

	v := s.visitor()
	v.choose(token, "short", "short").wantStatus(http.StatusUnprocessableEntity).wantText("Use at least 12 characters.", "who signs in as acme")
	v.choose(token, "a good new password", "a good new passwort").wantStatus(http.StatusUnprocessableEntity).wantText("not the same").wantNoText("a good new")
	v.choose(token, "a good new password", "a good new password").wantLocation("/client-portal/login")
	v.get("/client-portal/login").wantText("Your password is set.")
	v.get("/client-portal").wantStatus(http.StatusSeeOther)
	old.get("/client-portal").wantStatus(http.StatusSeeOther)
	s.visitor().signIn("/client-portal/login", "acme", "a good new password").wantStatus(http.StatusSeeOther)
	s.visitor().choose(token, "another good password", "another good password").wantStatus(http.StatusGone)
	if strings.Contains(s.log.String(), token) {
		t.Error("the log holds the token")
	}
}

// C15, C17, C21: expired, superseded, used and malformed links are dead, and all alike;
// a change of name, address or switch kills a link.
func TestDeadLinks(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id := s.Client(storetest.Client{Name: "Acme", Username: "acme", Email: "a@example.com"})
	page := fmt.Sprintf("/admin/clients/%d", id)
	bodyOf := func(token string) string {
		return s.visitor().choose(token, "a good new password", "a good new password").wantStatus(http.StatusGone).body
	}
	want := bodyOf(strings.Repeat("A", 43))
	for name, kill := range map[string]func(){
		"a newer link":  func() { linkOf(t, admin, page) },
		"a new address": func() { s.Exec("UPDATE clients SET email = email || 'x'") },
		"a new name":    func() { s.Exec("UPDATE clients SET portal_username = portal_username || 'x'") },
		"switched off": func() {
			s.Exec("UPDATE clients SET portal_enabled = 0")
			s.Exec("UPDATE clients SET portal_enabled = 1")
		},
		"deactivated":    func() { s.Exec("UPDATE clients SET active = 0"); s.Exec("UPDATE clients SET active = 1") },
		"expired":        func() { s.Exec("UPDATE clients SET password_setup_token_expires = ?", storetest.Now.Unix()) },
		"clock set back": func() { s.Exec("UPDATE clients SET password_setup_token_expires = ?", storetest.Now.Unix()+90_000) },
	} {
		token := linkOf(t, admin, page)
		kill()
		if bodyOf(token) != want {
			t.Errorf("%s: another page", name)
		}
	}
	for _, malformed := range []string{"x", strings.Repeat("A", 44), "%27", strings.Repeat("z", 3000)} {
		if bodyOf(malformed) != want {
			t.Errorf("%.20s: another page", malformed)
		}
	}
}

// C16: of fifty who use a link at once, one wins.
func TestLinkRace(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	token := linkOf(t, admin, fmt.Sprintf("/admin/clients/%d", id))
	links := s.config.Links
	var wins int
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			account, err := links.Whose(t.Context(), token)
			if err == nil {
				err = s.Data.UseLink(t.Context(), account, portal.HashToken(token), "hash", s.clock.now(), portal.AuditEntry{At: s.clock.now(), Actor: portal.System, Action: "set"})
			}
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				wins++
			}
		})
	}
	all.Wait()
	if wins != 1 || s.Int("SELECT count(*) FROM audit_log WHERE action = 'set'") != 1 {
		t.Errorf("%d won", wins)
	}
}
