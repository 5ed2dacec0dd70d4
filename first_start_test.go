package main_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var printedLink = regexp.MustCompile(`(?m)^  (https?://\S+/setup\?token=[A-Za-z0-9_-]{43})$`)

// setupLink is the link to create the first admin, as the console says it.
func setupLink(t *testing.T, p *process) string {
	t.Helper()
	p.wait(t, &p.out, "/setup?token=")
	found := printedLink.FindStringSubmatch(p.out.String())
	if found == nil {
		t.Fatalf("no link among %q", p.out.String())
	}
	return found[1]
}

// createFirstAdmin fills in the form that the visitor has open.
func (v *visitor) createFirstAdmin(page, name, password string) (status int, answer string) {
	v.t.Helper()
	token := formToken.FindStringSubmatch(page)
	if token == nil {
		v.t.Fatalf("no form:\n%s", page)
	}
	form := url.Values{"_csrf": {token[1]}, "username": {name}, "full_name": {"Ines Moreau"}, "password": {password}, "again": {password}}
	request, err := http.NewRequest(http.MethodPost, v.base+"/setup", strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	response, err := v.Do(request)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.read(response)
}

// C66: the printed link creates the first admin, once; then the page is gone, also after a
// restart, which prints no link any more. C68: the log never holds the link.
func TestFirstAdminByLink(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--addr", "127.0.0.1:0")
	base := serving(t, p)
	link := setupLink(t, p)
	if status := get(base + "/setup"); status != http.StatusNotFound {
		t.Errorf("without the link: %d", status)
	}

	v := newVisitor(t, base)
	status, page := v.open(strings.TrimPrefix(link, base))
	if status != http.StatusOK || !strings.Contains(page, "Create the first admin") {
		t.Fatalf("the link opens %d\n%s", status, page)
	}
	if status, page = v.createFirstAdmin(page, "Ines", goodPassword); status != http.StatusOK || !strings.Contains(page, "The first admin is created.") {
		t.Fatalf("after the form: %d\n%s", status, page)
	}
	if status, page := v.signIn("/login", "ines", goodPassword); status != http.StatusOK || !strings.Contains(page, "Clients") {
		t.Errorf("the admin cannot sign in: %d\n%s", status, page)
	}
	if status := get(link); status != http.StatusNotFound {
		t.Errorf("the used link answers %d", status)
	}
	p.kill(t)

	again := prepareIn(t, p, "--addr", "127.0.0.1:0")
	base = serving(t, again)
	if get(base+"/setup") != http.StatusNotFound || strings.Contains(again.out.String(), "setup") {
		t.Errorf("after a restart: %s", again.out.String())
	}
	token := link[strings.LastIndex(link, "=")+1:]
	if logs := p.err.String() + again.err.String(); strings.Contains(logs, token) || strings.Contains(logs, "token") {
		t.Errorf("the log holds the link:\n%s", logs)
	}
}

// C66: a restart makes a new link, and kills the old one; the link is built from the base
// URL; an admin made from the shell makes the page go.
func TestSetupLinkIsRenewed(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--addr", "127.0.0.1:0")
	base := serving(t, p)
	first := setupLink(t, p)
	p.kill(t)

	again := prepareIn(t, p, "--addr", "127.0.0.1:0", "--base-url", "https://foyer.example")
	base2 := ""
	again.begin(t)
	again.wait(t, &again.err, `"msg":"started"`)
	base2 = "http://" + regexp.MustCompile(`"address":"([^"]+)"`).FindStringSubmatch(again.err.String())[1]
	second := setupLink(t, again)
	if !strings.HasPrefix(second, "https://foyer.example/setup?token=") {
		t.Errorf("link %s", second)
	}
	at := func(link string) string { return base2 + "/setup?" + link[strings.Index(link, "token="):] }
	noFollow := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	status := func(link string) int {
		answer, err := noFollow.Get(at(link))
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		return answer.StatusCode
	}
	if status(first) != http.StatusNotFound || status(second) != http.StatusSeeOther {
		t.Errorf("the old link answers %d, the new one %d", status(first), status(second))
	}
	prepareIn(t, p, "admin", "create", "ines").typing(goodPassword + "\n").begin(t).finish(t).ok(t)
	if got := status(second); got != http.StatusNotFound {
		t.Errorf("with an admin the link answers %d", got)
	}
	if n := value(t, database(t, filepath.Join(p.Dir, "data")), "SELECT count(*) FROM users"); n != "1" {
		t.Errorf("%s users (%s)", n, base)
	}
}
