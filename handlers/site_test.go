package handlers_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/gofiber/fiber/v2"

	"foyer/handlers"
	"foyer/portal"
	"foyer/store/storetest"
)

const base = "http://127.0.0.1:8080"

// site is the real app over a real database, with a clock that tests move.
type site struct {
	*storetest.DB
	app    *fiber.App
	config handlers.Config
	clock  *clock
	log    *safeBuffer
	t      testing.TB
}

// clock stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// safeBuffer collects the log.
type safeBuffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// newSite starts an app; changes may alter its configuration first.
func newSite(t testing.TB, changes ...func(*handlers.Config)) *site {
	t.Helper()
	s := &site{DB: storetest.New(t), clock: &clock{at: storetest.Now}, log: &safeBuffer{}, t: t}
	hasher := portal.NewHasher(portal.NewHashGate(2 * runtime.NumCPU()))
	address, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}

	post := newMailer(t, s)
	s.config = handlers.Config{
		Clients: s.Data, Staff: s.Data, Access: s.Data, Sessions: s.Data.Sessions(),
		Accounts: &portal.Accounts{
			Store: s.Data, Hasher: hasher, Now: s.clock.now,
			Pace: func() func(context.Context) { return func(context.Context) {} },
		},
		Links: &portal.Links{Store: s.Data, Hasher: hasher, Now: s.clock.now, Notice: post.Notice},
		Mail:  post,
		Setup: &portal.Setup{Store: s.Data, Hasher: hasher, Now: s.clock.now},
		Key:   []byte("0123456789abcdef0123456789abcdef"), BaseURL: address,
		Log: slog.New(slog.NewJSONHandler(s.log, nil)), Now: s.clock.now,
	}
	for _, change := range changes {
		change(&s.config)
	}
	s.app = handlers.New(s.config)
	return s
}

// visitor is a browser: it keeps cookies and says where its requests come from.
type visitor struct {
	site    *site
	cookies map[string]string
	header  http.Header // goes with every request
	t       testing.TB
}

func (s *site) visitor() *visitor {
	return &visitor{site: s, cookies: map[string]string{}, header: http.Header{}, t: s.t}
}

// signedIn is a visitor who signed in at the portal's door.
func (s *site) signedIn(username string) *visitor {
	s.t.Helper()
	v := s.visitor()
	v.signIn("/client-portal/login", username, storetest.Password).wantStatus(http.StatusSeeOther)
	return v
}

// staff is a visitor who signed in at the staff's door.
func (s *site) staff(username string) *visitor {
	s.t.Helper()
	v := s.visitor()
	v.signIn("/login", username, storetest.Password).wantStatus(http.StatusSeeOther)
	return v
}

// signIn fetches the form like a browser would and sends it.
func (v *visitor) signIn(page, username, password string) *answer {
	v.t.Helper()
	path, _, _ := strings.Cut(page, "?")
	form := v.get(page)
	fields := url.Values{"_csrf": {form.token()}, "username": {username}, "password": {password}}
	if next, ok := form.doc().Find("input[name=next]").Attr("value"); ok {
		fields.Set("next", next)
	}
	return v.post(path, fields)
}

func (v *visitor) get(path string) *answer { return v.do(http.MethodGet, path, nil) }

func (v *visitor) post(path string, fields url.Values) *answer {
	return v.do(http.MethodPost, path, fields)
}

// htmx asks as htmx does.
func (v *visitor) htmx(path string) *answer {
	return v.with("HX-Request", "true").do(http.MethodGet, path, nil)
}

// swapping asks as htmx does for what is to take the place of the element with this id.
func (v *visitor) swapping(id string) func(path string) *answer {
	return v.with("HX-Target", id).htmx
}

// with is the same browser sending one more header.
func (v *visitor) with(name, value string) *visitor {
	header := v.header.Clone()
	header.Set(name, value)
	return &visitor{site: v.site, cookies: v.cookies, header: header, t: v.t}
}

func (v *visitor) do(method, path string, fields url.Values) *answer {
	v.t.Helper()
	r := httptest.NewRequest(method, "/", strings.NewReader(fields.Encode()))
	r.RequestURI, r.Host = path, "127.0.0.1:8080"
	if method != http.MethodGet && method != http.MethodHead {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", base)
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	return v.send(r)
}

func (v *visitor) send(r *http.Request) *answer {
	v.t.Helper()
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	for name, values := range v.header {
		r.Header[name] = values
	}
	response, err := v.site.app.Test(r, -1)
	if err != nil {
		v.t.Fatalf("%s %s: %v", r.Method, clipped(r.RequestURI, 200), err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	for _, c := range response.Cookies() {
		if c.MaxAge < 0 || !c.Expires.IsZero() && c.Expires.Before(time.Unix(100, 0)) {
			delete(v.cookies, c.Name)
			continue
		}
		v.cookies[c.Name] = c.Value
	}
	return &answer{Response: response, body: string(body), what: r.Method + " " + clipped(r.RequestURI, 200), t: v.t}
}

// answer is a response with its body read.
type answer struct {
	*http.Response
	body string
	what string
	t    testing.TB
}

func (a *answer) doc() *goquery.Document {
	a.t.Helper()
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(a.body))
	if err != nil {
		a.t.Fatal(err)
	}
	return doc
}

// token is the hidden field of the page's first form.
func (a *answer) token() string {
	value, _ := a.doc().Find("input[name=_csrf]").First().Attr("value")
	return value
}

func (a *answer) wantStatus(status int) *answer {
	a.t.Helper()
	if a.StatusCode != status {
		a.t.Fatalf("%s: status %d, want %d: %s", a.what, a.StatusCode, status, clipped(a.text(), 300))
	}
	return a
}

// text is what a reader sees, spaces folded.
func (a *answer) text() string {
	a.t.Helper()
	return strings.Join(strings.Fields(a.doc().Find("body").Text()), " ")
}

func clipped(s string, bytes int) string {
	if len(s) > bytes {
		return s[:bytes] + "…"
	}
	return s
}

func (a *answer) wantText(texts ...string) *answer {
	a.t.Helper()
	page := a.text()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			a.t.Errorf("%s: %q is not on the page:\n%s", a.what, text, page)
		}
	}
	return a
}

func (a *answer) wantNoText(texts ...string) *answer {
	a.t.Helper()
	for _, text := range texts {
		if strings.Contains(a.body, text) {
			a.t.Errorf("%s: %q is on the page", a.what, text)
		}
	}
	return a
}

func (a *answer) wantLocation(path string) *answer {
	a.t.Helper()
	a.wantStatus(http.StatusSeeOther)
	if got := a.Header.Get("Location"); got != path {
		a.t.Errorf("%s: leads to %q, want %q", a.what, got, path)
	}
	return a
}
