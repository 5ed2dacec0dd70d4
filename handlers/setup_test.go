package handlers_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"foyer/handlers"
	"foyer/portal"
	"foyer/store/storetest"
)

const goodPassword = "a good new password"

// openSetup opens a setup link and gives the page behind it.
func (v *visitor) openSetup(token string) *answer {
	v.t.Helper()
	if a := v.get("/setup?token=" + token); a.StatusCode != http.StatusSeeOther {
		return a
	}
	return v.get("/setup")
}

func (v *visitor) createFirstAdmin(form *answer, fields url.Values) *answer {
	v.t.Helper()
	sent := url.Values{"_csrf": {form.token()}, "username": {"Ines"}, "full_name": {"Ines Moreau"}, "password": {goodPassword}, "again": {goodPassword}}
	for name, values := range fields {
		sent[name] = values
	}
	return v.post("/setup", sent)
}

// C66, C18, C22: the link creates one admin, who is not signed in by it; looking never uses
// it up; the token leaves the address; then there is nothing for anybody.
func TestSetupCreatesTheFirstAdmin(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.User(storetest.User{Username: "els", Role: portal.Admin, NoPassword: true}) // as imports bring them: nobody can administer
	token := s.config.Setup.Begin()
	for range 20 {
		s.visitor().openSetup(token).wantStatus(http.StatusOK)
		s.visitor().do(http.MethodHead, "/setup?token="+token, nil)
		s.visitor().do(http.MethodOptions, "/setup?token="+token, nil)
	}

	v := s.visitor()
	v.get("/setup?token=" + token).wantLocation("/setup")
	form := v.get("/setup").wantStatus(http.StatusOK).wantNoText(token).wantSecure(false)
	made := v.createFirstAdmin(form, url.Values{"role": {"member"}, "active": {"0"}, "client_id": {"1"}}).wantLocation("/login")
	if made.Header.Get("Referrer-Policy") != "no-referrer" || v.cookies["foyer_first_admin"] != "" || v.cookies["foyer_staff"] != "" {
		t.Errorf("cookies %v", v.cookies)
	}
	v.get("/login").wantText("The first admin is created. Sign in now.")
	if got := s.Text("SELECT username || ' ' || full_name || ' ' || role || ' ' || active FROM users WHERE id = 2"); got != "ines Ines Moreau admin 1" {
		t.Errorf("stored %q", got)
	}
	if got := s.Text("SELECT actor_kind || actor_id || actor_name || subject_kind || subject_id || ip FROM audit_log WHERE action = 'first admin created'"); got != "user2inesuser20.0.0.0" {
		t.Errorf("the log says %q", got)
	}
	v.signIn("/login", "ines", goodPassword).wantLocation("/admin")
	s.Exec("DELETE FROM users") // not even then does the used link come back
	v.openSetup(token).wantStatus(http.StatusNotFound)
	if strings.Contains(s.log.String(), token) || s.Int("SELECT count(*) FROM audit_log WHERE detail LIKE '%' || ? || '%'", token) != 0 {
		t.Error("a log holds the token")
	}
}

// C21, C66: wrong, expired, used, superseded, malformed and no token, a clock set back, and
// an admin made meanwhile: the same page, byte for byte, to read and to send.
func TestDeadSetupLinks(t *testing.T) {
	t.Parallel()
	want := ""
	for name, test := range map[string]func(s *site, token string) string{
		"none":           func(*site, string) string { return "" },
		"wrong":          func(*site, string) string { return strings.Repeat("A", 43) },
		"malformed":      func(*site, string) string { return "x" },
		"long":           func(*site, string) string { return strings.Repeat("z", 3000) },
		"expired":        func(s *site, token string) string { s.clock.move(portal.SetupLife); return token },
		"clock set back": func(s *site, token string) string { s.clock.move(-time.Second); return token },
		"superseded":     func(s *site, token string) string { s.config.Setup.Begin(); return token },
		"an admin":       func(s *site, token string) string { s.User(storetest.User{Role: portal.Admin}); return token },
		"used": func(s *site, token string) string {
			v := s.visitor()
			v.createFirstAdmin(v.openSetup(token), nil).wantLocation("/login")
			return token
		},
	} {
		s := newSite(t)
		token := s.config.Setup.Begin()
		early := s.visitor()
		form := early.openSetup(token).wantStatus(http.StatusOK)
		bad := test(s, token)
		v := s.visitor()
		v.cookies["foyer_first_admin"] = bad
		answers := []*answer{s.visitor().get("/setup?token=" + bad), v.get("/setup"), v.createFirstAdmin(form, nil), s.visitor().post("/setup", nil)}
		if bad == token {
			answers = append(answers, early.createFirstAdmin(form, nil))
		}
		for _, a := range answers {
			if want == "" {
				want = a.body
			}
			if a.wantStatus(http.StatusNotFound).body != want {
				t.Errorf("%s: another page: %s", name, a.text())
			}
		}
		if n := s.Int("SELECT count(*) FROM users WHERE username = 'ines'"); (name == "used") != (n == 1) {
			t.Errorf("%s: %d users", name, n)
		}
	}
}

// The link works until the last second of its half an hour.
func TestSetupLinkLives(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	token := s.config.Setup.Begin()
	s.clock.move(portal.SetupLife - time.Second)
	v := s.visitor()
	v.createFirstAdmin(v.openSetup(token), nil).wantLocation("/login")
}

// C08: faults are told by their fields and what was typed stays, but for passwords.
func TestSetupFaults(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	s.Client(storetest.Client{Username: "taken"})
	v := s.visitor()
	form := v.openSetup(s.config.Setup.Begin())
	for field, values := range map[string][]string{
		"username":  {"", "ab", "Two words", "аdmin", "TAKEN", strings.Repeat("x", 65)},
		"full_name": {"", "  ", strings.Repeat("x", 201)},
		"password":  {"", "elevenchars", strings.Repeat("x", 1025), "Ines Ines Moreau"},
		"again":     {"", goodPassword + " "},
	} {
		for _, typed := range values {
			fields := url.Values{field: {typed}}
			if typed == "Ines Ines Moreau" {
				fields.Set("full_name", typed)
			}
			s.Exec("DELETE FROM sign_in_limits")
			a := v.createFirstAdmin(form, fields).wantStatus(http.StatusUnprocessableEntity).wantNoText(goodPassword)
			if a.doc().Find("#"+field+"-error").Length() != 1 {
				t.Errorf("%s=%q: no message by the field", field, typed)
			}
		}
	}
	if n := s.Int("SELECT count(*) FROM users"); n != 0 {
		t.Errorf("%d users", n)
	}
	v.createFirstAdmin(form, url.Values{"_csrf": {"wrong"}}).wantStatus(http.StatusForbidden)
	v.createFirstAdmin(form, nil).wantLocation("/login")
}

// C05: who guesses is stopped, whatever the address says of itself; others go on.
func TestSetupAttemptsAreLimited(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(c *handlers.Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/32")} })
	token := s.config.Setup.Begin()
	guess := func(from string) *answer {
		v := s.visitor().with("X-Forwarded-For", from)
		v.cookies["foyer_first_admin"] = strings.Repeat("B", 43)
		return v.post("/setup", nil)
	}
	for range 20 {
		guess("192.0.2.1").wantStatus(http.StatusNotFound)
	}
	a := guess("192.0.2.1").wantStatus(http.StatusTooManyRequests).wantText("Too many attempts", "15 minutes")
	if a.Header.Get("Retry-After") != "900" {
		t.Errorf("Retry-After %s", a.Header.Get("Retry-After"))
	}
	other := s.visitor().with("X-Forwarded-For", "192.0.2.2")
	other.createFirstAdmin(other.openSetup(token), nil).wantLocation("/login")
	guess("192.0.2.1").wantStatus(http.StatusNotFound)
}

// C66: of a hundred forms sent at once one wins, whoever sends them; so it is at the
// database too, whatever let them through.
func TestSetupRace(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(c *handlers.Config) { c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/32")} })
	v := s.visitor()
	form := v.openSetup(s.config.Setup.Begin())
	statuses := inParallel(100, func(n int) int {
		fields := url.Values{"_csrf": {form.token()}, "username": {fmt.Sprintf("admin%d", n)}, "full_name": {"Somebody"}, "password": {goodPassword}, "again": {goodPassword}}
		r := httptest.NewRequest(http.MethodPost, "/setup", strings.NewReader(fields.Encode()))
		r.RequestURI, r.Host = "/setup", "127.0.0.1:8080"
		for name, value := range map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Origin": base, "Sec-Fetch-Site": "same-origin", "X-Forwarded-For": fmt.Sprintf("192.0.2.%d", n)} {
			r.Header.Set(name, value)
		}
		for name, value := range v.cookies {
			r.AddCookie(&http.Cookie{Name: name, Value: value})
		}
		response, err := s.app.Test(r, -1)
		if err != nil {
			return 0
		}
		_ = response.Body.Close()
		return response.StatusCode
	})
	if statuses[http.StatusSeeOther] != 1 || statuses[http.StatusSeeOther]+statuses[http.StatusNotFound]+statuses[http.StatusServiceUnavailable] != 100 {
		t.Errorf("answers %v", statuses)
	}
	if n := s.Int("SELECT count(*) FROM users"); n != 1 || s.Int("SELECT count(*) FROM audit_log WHERE action = 'first admin created'") != 1 {
		t.Errorf("%d users", n)
	}

	s = newSite(t)
	results := inParallel(100, func(n int) string {
		err := s.Data.CreateFirstAdmin(t.Context(), portal.UserRecord{Username: fmt.Sprintf("admin%d", n)}, "hash", portal.AuditEntry{At: s.clock.now(), Actor: portal.System, Action: "made"})
		if errors.Is(err, portal.ErrNoSetup) {
			return "late"
		}
		return fmt.Sprint(err)
	})
	if results["<nil>"] != 1 || results["late"] != 99 || s.Int("SELECT count(*) FROM users") != 1 {
		t.Errorf("results %v", results)
	}
}

// inParallel does something n times at once and counts the outcomes.
func inParallel[T comparable](n int, do func(n int) T) map[T]int {
	outcomes := map[T]int{}
	var mu sync.Mutex
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			outcome := do(i)
			mu.Lock()
			defer mu.Unlock()
			outcomes[outcome]++
		})
	}
	close(start)
	all.Wait()
	return outcomes
}
