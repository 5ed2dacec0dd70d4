package handlers_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

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
	v.choose(token, "short", "short").wantStatus(http.StatusUnprocessableEntity).wantText("Use at least 12 characters.", "that Acme signs in with")
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
	for name, kill := range map[string]func(token string){
		"a newer link": func(string) { linkOf(t, admin, page) },
		"used": func(token string) {
			s.visitor().choose(token, "a good new password", "a good new password").wantLocation("/client-portal/login")
		},
		"a new address": func(string) { s.Exec("UPDATE clients SET email = email || 'x'") },
		"a new name":    func(string) { s.Exec("UPDATE clients SET portal_username = portal_username || 'x'") },
		"switched off": func(string) {
			s.Exec("UPDATE clients SET portal_enabled = 0")
			s.Exec("UPDATE clients SET portal_enabled = 1")
		},
		"deactivated": func(string) { s.Exec("UPDATE clients SET active = 0"); s.Exec("UPDATE clients SET active = 1") },
		"expired":     func(string) { s.Exec("UPDATE clients SET password_setup_token_expires = ?", storetest.Now.Unix()) },
		"clock set back": func(string) {
			s.Exec("UPDATE clients SET password_setup_token_expires = ?", storetest.Now.Unix()+90_000)
		},
	} {
		token := linkOf(t, admin, page)
		kill(token)
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

// C05, C21: who guesses is stopped; a good link then waits too, and works afterwards.
func TestLinkAttemptsAreLimited(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	token := linkOf(t, admin, fmt.Sprintf("/admin/clients/%d", id))
	v := s.visitor()
	for range 20 {
		v.choose(token, "short", "short").wantStatus(http.StatusUnprocessableEntity)
	}
	a := v.choose(token, goodPassword, goodPassword).wantStatus(http.StatusTooManyRequests).wantText("Too many attempts")
	if a.Header.Get("Retry-After") != "900" {
		t.Errorf("Retry-After %s", a.Header.Get("Retry-After"))
	}
	s.clock.move(15 * time.Minute)
	v.choose(token, goodPassword, goodPassword).wantLocation("/client-portal/login")
}

// C18, C28: the token is in a cookie of a quarter of an hour that scripts and other sites
// can't read, and neither in the page nor in the address.
func TestLinkCookie(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	token := linkOf(t, admin, fmt.Sprintf("/admin/clients/%d", id))
	v := s.visitor()
	for _, path := range []string{"/client-portal/set-password?token=" + token, "/client-portal/set-password"} {
		a := v.get(path).wantSecure(false).wantNoText(token)
		var found bool
		for _, c := range a.Cookies() {
			if c.Name == "foyer_setup" {
				found = true
				if c.Value != token || c.MaxAge != 900 || !c.HttpOnly || c.Path != "/" || c.Domain != "" || c.SameSite != http.SameSiteLaxMode {
					t.Errorf("%s: cookie %v", path, c)
				}
			}
		}
		if !found {
			t.Errorf("%s sets no cookie", path)
		}
	}
}

// Two links opened in one browser: a form sets the password of its own link, or none.
func TestTwoLinksInOneBrowser(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	one, two := s.Client(storetest.Client{Name: "One", Username: "one"}), s.Client(storetest.Client{Name: "Two", Username: "two"})
	first, second := linkOf(t, admin, fmt.Sprintf("/admin/clients/%d", one)), linkOf(t, admin, fmt.Sprintf("/admin/clients/%d", two))
	v := s.visitor()
	v.get("/client-portal/set-password?token=" + first)
	form := v.get("/client-portal/set-password").wantText("that One signs in with")
	v.get("/client-portal/set-password?token=" + second)
	v.get("/client-portal/set-password").wantText("that Two signs in with")
	v.post("/client-portal/set-password", url.Values{"_csrf": {form.token()}, "password": {goodPassword}, "again": {goodPassword}}).wantStatus(http.StatusForbidden)
	s.signedIn("one")
	s.signedIn("two")
}

// C15: a link works for a day and not a second longer, also after the clock was set back.
func TestLinkLife(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	token := linkOf(t, admin, fmt.Sprintf("/admin/clients/%d", id))
	open := func() int { return s.visitor().choose(token, "short", "short").StatusCode }
	for _, step := range []struct {
		move time.Duration
		want int
	}{{24*time.Hour - time.Second, 422}, {time.Second, 410}, {time.Minute, 410}, {-48 * time.Hour, 410}} {
		s.clock.move(step.move)
		if got := open(); got != step.want {
			t.Errorf("%v later: %d, want %d", step.move, got, step.want)
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
				err = s.Data.UseLink(t.Context(), account, portal.HashToken(token), "hash", s.clock.now(), nil, portal.AuditEntry{At: s.clock.now(), Actor: portal.System, Action: "set"})
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

// C16: so it is with the whole page between: fifty forms, one password.
func TestLinkFormRace(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	v := s.visitor()
	v.get("/client-portal/set-password?token=" + linkOf(t, admin, fmt.Sprintf("/admin/clients/%d", id)))
	form := v.get("/client-portal/set-password")
	statuses := inParallel(50, func(n int) int {
		password := fmt.Sprintf("a good new password %d", n)
		one := &visitor{site: s, cookies: maps.Clone(v.cookies), header: http.Header{}, t: t}
		return one.post("/client-portal/set-password", url.Values{"_csrf": {form.token()}, "password": {password}, "again": {password}}).StatusCode
	})
	if statuses[http.StatusSeeOther] != 1 || s.Int("SELECT count(*) FROM audit_log WHERE action = 'password set by link'") != 1 {
		t.Errorf("answers %v", statuses)
	}
}
