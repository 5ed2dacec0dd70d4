package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"foyer/handlers"
	"foyer/portal"
	"foyer/static"
	"foyer/store/storetest"
)

const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

// wantSecure wants the headers that every answer has, whatever it is: C35, C36.
func (a *answer) wantSecure(cached bool) *answer {
	a.t.Helper()
	for name, want := range map[string]string{
		"Content-Security-Policy":      contentPolicy,
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
		"X-Robots-Tag":                 "noindex, nofollow",
	} {
		if got := a.Header.Values(name); len(got) != 1 || got[0] != want {
			a.t.Errorf("%s (%d): %s: %q", a.what, a.StatusCode, name, got)
		}
	}
	for _, name := range []string{"Server", "X-Powered-By", "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Etag"} {
		if got := a.Header.Values(name); got != nil {
			a.t.Errorf("%s (%d): %s: %q", a.what, a.StatusCode, name, got)
		}
	}
	want := "no-store"
	if cached {
		want = "public, max-age=31536000, immutable"
	}
	if got := a.Header.Values("Cache-Control"); len(got) != 1 || got[0] != want {
		a.t.Errorf("%s (%d): Cache-Control: %q", a.what, a.StatusCode, got)
	}
	return a
}

// C35, C36: the headers are on every route, whoever asks, with every kind of method.
func TestHeadersOnEveryRoute(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	for _, r := range p.promises() {
		for _, who := range []role{nobody, clientA, admin} {
			for _, method := range []string{"GET", "HEAD", "POST", "OPTIONS", "TRACE", "BREW"} {
				p.as(who).do(method, r.url(), nil).wantSecure(false)
			}
		}
		p.again()
	}
}

// C35, C36: and on every status that there is, C67 included: each an HTML page.
func TestHeadersOnEveryStatus(t *testing.T) {
	t.Parallel()
	broken := &faulty{}
	s := newSite(t, func(c *handlers.Config) { broken.ClientData, c.Clients = c.Clients, broken })
	s.Client(storetest.Client{Username: "acme"})
	v := s.signedIn("acme")
	for _, c := range []struct {
		status int
		ask    func() *answer
	}{
		{200, func() *answer { return v.get("/client-portal") }},
		{303, func() *answer { return v.get("/") }},
		{400, func() *answer { return v.get("/client-portal?a=1&a=2") }},
		{401, func() *answer { return s.visitor().signIn("/login", "x", "y") }},
		{401, func() *answer { return s.visitor().htmx("/client-portal") }},
		{403, func() *answer { return v.with("Sec-Fetch-Site", "cross-site").post("/client-portal/logout", nil) }},
		{404, func() *answer { return v.get("/nowhere") }},
		{405, func() *answer { return v.post("/client-portal", nil) }},
		{415, func() *answer {
			return v.with("Content-Type", "application/json").post("/login", url.Values{"a": {"b"}})
		}},
		{422, func() *answer { return v.get("/client-portal/invoices?status=x") }},
		{500, func() *answer { return broken.failing(errFault, v, "/client-portal/projects") }},
		{500, func() *answer { return broken.panicking("fault", v, "/client-portal/projects") }},
		{503, func() *answer { return broken.failing(context.DeadlineExceeded, v, "/client-portal/projects") }},
		{503, func() *answer { return broken.failing(portal.ErrBusy, v, "/client-portal/projects") }},
	} {
		a := c.ask().wantStatus(c.status).wantSecure(false)
		if c.status >= 400 && a.Header.Get("HX-Redirect") == "" && !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
			t.Errorf("%d: %s", c.status, a.Header.Get("Content-Type"))
		}
		if c.status == 503 && a.Header.Get("Retry-After") == "" {
			t.Error("503 does not say when to come back")
		}
	}
}

// C36: over https browsers are told to stay there, and over http nothing of the sort.
func TestStrictTransport(t *testing.T) {
	t.Parallel()
	plain := newSite(t)
	secure := newSite(t, func(c *handlers.Config) { c.BaseURL = &url.URL{Scheme: "https", Host: "portal.example.com"} })
	for _, path := range []string{"/", "/client-portal/login", "/nowhere", "/healthz", static.URL("app.css")} {
		if got := secure.visitor().get(path).Header.Get("Strict-Transport-Security"); got != "max-age=31536000; includeSubDomains" {
			t.Errorf("%s over https: %q", path, got)
		}
		if got := plain.visitor().get(path).Header.Values("Strict-Transport-Security"); got != nil {
			t.Errorf("%s over http: %q", path, got)
		}
	}
}

// C36: files are served under names that change with them, to be kept for good. C60: there
// is no way from there to any other file.
func TestStaticFiles(t *testing.T) {
	t.Parallel()
	v := newSite(t).visitor()
	files := regexp.MustCompile(`/static/[^"]+`).FindAllString(v.get("/client-portal/login").body, -1)
	if len(files) != 3 {
		t.Fatalf("files of a page: %v", files)
	}
	for _, path := range files {
		a := v.get(path).wantStatus(http.StatusOK).wantSecure(true)
		if kind := a.Header.Get("Content-Type"); kind == "" || kind == "application/octet-stream" {
			t.Errorf("%s: %q", path, kind)
		}
	}
	for _, path := range []string{
		"/static/", "/static", "/static/app.css", "/static/embed.go", "/static/..%2fgo.mod", "/static/..%2f..%2fetc%2fpasswd", "/static/%2e%2e/go.mod",
		"/static/%252e%252e/go.mod", "/static/../handlers/app.go", "/static/..", "/static/.", "/static/....//go.mod", "/static/..\\go.mod", "/static/%5c..%5cgo.mod",
		"/static/app.css%00.js", "/static/x%00", "//etc/passwd", "/static//etc/passwd", "/static/%2fetc/passwd", "/../etc/passwd", "/static/%zz", "/static/" + strings.Repeat("../", 50) + "etc/passwd",
		files[0] + "/", files[0] + "/x", strings.ToUpper(files[0]), files[0] + "%20",
	} {
		a := v.get(path)
		if a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", path, a.StatusCode)
		}
		a.wantSecure(false)
	}
}
