package handlers_test

import (
	"net/http"
	"net/http/cookiejar"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// linkIsLookedAtFirst: what mail programs and link scanners do with a link before its reader
// does, up to sending its form empty with scripts on, never uses it up; and the address bar
// does not keep it (C18, C19).
func linkIsLookedAtFirst(t testing.TB, b *browser, _ *site) {
	s := newLiveSite(t)
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme", NoPassword: true})
	token, err := s.config.Links.Make(t.Context(), portal.AccountRef{Kind: portal.ClientAccount, ID: int64(acme)}, portal.AuditEntry{At: s.clock.now(), Actor: portal.System, Action: "link made"})
	if err != nil {
		t.Fatal(err)
	}
	link := s.config.BaseURL.String() + "/client-portal/set-password?token=" + token
	for range 20 {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			scan(t, method, link)
		}
	}

	scanner := b.tab(t, s)
	scanner.tolerate("status of 422")
	for range 2 {
		scanner.visit(link).at("/client-portal/set-password").wantText("that Acme signs in with")
		scanner.button("Set password").until("document.querySelector('.field-error') !== null")
	}
	want(scanner, "[location.href, document.referrer, document.documentElement.outerHTML].join().includes('"+token+"')", false)

	person := b.tab(t, s)
	person.visit(link).at("/client-portal/set-password")
	person.typeInto("#password", goodPassword).typeInto("#again", goodPassword).button("Set password").at("/client-portal/login")
	person.fillSignIn("acme", goodPassword).at("/client-portal").wantText("Acme")
}

// scan follows a link as a program does, with cookies and all.
func scan(t testing.TB, method, link string) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(method, link, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := (&http.Client{Jar: jar}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Errorf("%s is answered with %d", method, answer.StatusCode)
	}
}
