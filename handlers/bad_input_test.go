package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"foyer/handlers"
	"foyer/portal"
	"foyer/store/storetest"
)

// rubbish is what strangers put where a value belongs, as it stands in an address.
var rubbish = map[string]string{
	"nothing": "", "a space": "%20", "zero": "0", "minus": "-1", "words": "abc", "long": strings.Repeat("a", 10_000), "long digits": strings.Repeat("9", 10_000),
	"NUL": "%00", "NUL inside": "1%00", "broken UTF-8": "%ff", "overlong UTF-8": "%c0%ae", "half a rune": "%f0%9f%92", "a surrogate": "%ed%a0%80",
	"SQL": "1%27%20OR%201=1--", "markup": "%3Cscript%3Ealert(1)%3C/script%3E", "a path": "..%2f..%2fetc%2fpasswd", "a template": "%7B%7B7*7%7D%7D",
	"a header": "a%0d%0aSet-Cookie:%20x=y", "too large": "9223372036854775808", "a float": "1e309", "broken percent": "%zz", "half a percent": "%", "a semicolon": "1;2",
	"an emoji": "%F0%9F%92%A9", "other direction": "%E2%80%AE1", "other digits": "%D9%A1", "brackets": "[999999999]=1", "no day": "2025-13-45", "no such day": "2026-02-31",
	"first day": "0001-01-01", "last day": "9999-12-31", "a cursor": "after.9999999999999999999.1", "a comma": "1,2", "quotes": "%22%27%60", "a tab": "%09",
}

// fine are the answers to rubbish: all but faults, and never more than a page can say.
var fine = []int{200, 303, 400, 401, 403, 404, 405, 413, 415, 422, 431}

// target is a site with a signed-in client and an admin, where sign-ins cost nothing.
func target(t testing.TB) (s *site, client, admin *visitor) {
	t.Helper()
	s = newSite(t, func(c *handlers.Config) {
		c.Accounts.Hasher = &portal.Hasher{Gate: portal.NewHashGate(2), Decoy: quickHash}
	})
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	s.User(storetest.User{Username: "ada", Role: portal.Admin})
	s.Invoice(acme, storetest.Invoice{Number: "A-1", Minor: 100})
	s.Entry(acme, storetest.Entry{User: 1})
	return s, s.signedIn("acme"), s.staff("ada")
}

// wantHarmless wants an answer that says what is wrong and nothing else: C67.
func (a *answer) wantHarmless(statuses ...int) *answer {
	a.t.Helper()
	if !slices.Contains(statuses, a.StatusCode) {
		a.t.Errorf("%s: %d", a.what, a.StatusCode)
	}
	a.wantSecure(false)
	if a.StatusCode >= 400 && a.Header.Get("HX-Redirect") == "" && a.doc().Find("h1, [role=alert], .field-error").Length() == 0 {
		a.t.Errorf("%s: %d without a clear page: %.100q", a.what, a.StatusCode, a.body)
	}
	for _, word := range internal {
		if strings.Contains(a.body, word) {
			a.t.Errorf("%s shows %q", a.what, word)
		}
	}
	if strings.Contains(a.body, "<script>alert") {
		a.t.Errorf("%s echoes markup", a.what)
	}
	for _, c := range a.Cookies() {
		if c.Name == "x" {
			a.t.Errorf("%s sets a foreign cookie", a.what)
		}
	}
	return a
}

// Every parameter of every page with every kind of rubbish, once and repeated, as a page
// and to htmx: C46.
func TestBadParameters(t *testing.T) {
	t.Parallel()
	_, client, admin := target(t)
	for path, names := range map[string][]string{
		"/client-portal":                       {"x"},
		"/client-portal/invoices":              {"status", "page", "status%5B%5D", "%ff"},
		"/client-portal/time-entries":          {"project_id", "date_from", "date_to", "page"},
		"/client-portal/login":                 {"next"},
		"/admin/clients":                       {"x"},
		"/admin/projects":                      {"q", "client_id", "state", "page"},
		"/admin/projects/new":                  {"client_id"},
		"/admin/time-entries":                  {"q", "client_id", "project_id", "person_id", "billable", "invoiced", "date_from", "date_to", "page"},
		"/admin/time-entries/new":              {"work"},
		"/admin/timer":                         {"work"},
		"/admin":                               {"x"},
		"/admin/settings":                      {"x"},
		"/admin/settings/logo":                 {"x"},
		"/admin/invoices":                      {"q", "client", "state", "date_from", "date_to", "page"},
		"/admin/users":                         {"q", "role", "state", "portal"},
		"/setup":                               {"token"},
		"/client-portal/set-password":          {"token"},
		"/login":                               {"next"},
		"/nowhere":                             {"x"},
		"/client-portal/time-entries?page=&a=": {"date_from"},
	} {
		v := client
		if strings.HasPrefix(path, "/admin") || path == "/login" {
			v = admin
		}
		for _, name := range names {
			for _, value := range rubbish {
				query := joined(path) + name + "=" + value
				v.get(query).wantHarmless(200, 303, 400, 404, 410, 422)
				v.htmx(query).wantHarmless(200, 303, 400, 404, 410, 422)
			}
			v.get(joined(path)+name+"=1&"+name+"=2").wantHarmless(400, 404)
		}
	}
}

func joined(path string) string {
	if strings.Contains(path, "?") {
		return path + "&"
	}
	return path + "?"
}

// What a page makes of rubbish is known, not just survived.
func TestBadParametersAreNamed(t *testing.T) {
	t.Parallel()
	_, v, _ := target(t)
	for query, status := range map[string]int{
		"date_from=2025-13-45": 422, "date_from=2026-02-31": 422, "date_from=0001-01-01": 422, "date_to=9999-12-31": 422, "date_from=2026-02-02&date_to=2026-02-01": 422,
		"project_id=abc": 422, "project_id=9223372036854775808": 422, "project_id=9223372036854775807": 200, "project_id=0": 422, "page=after.1.1": 200,
		"date_from=" + strings.Repeat("1", 3000): 422, "date_from=" + strings.Repeat("1", 10_000): 400, "date_from=%00": 400, "date_from=%ff": 400, "date_from=1&date_from=1": 400,
		"project_id[]=1": 200, "x[999999999]=1": 200, "PROJECT_ID=abc": 200,
	} {
		v.get("/client-portal/time-entries?" + query).wantHarmless(status)
		v.htmx("/client-portal/time-entries?" + query).wantHarmless(status)
	}
}

// Every path segment that takes a value.
func TestBadPaths(t *testing.T) {
	t.Parallel()
	_, client, admin := target(t)
	for what, value := range rubbish {
		if what == "nothing" {
			continue
		}
		for _, v := range []*visitor{client, admin} {
			v.get("/client-portal/invoices/"+value).wantHarmless(400, 403, 404)
			v.get("/"+value).wantHarmless(400, 404)
			v.get("/client-portal/"+value).wantHarmless(400, 404)
			v.get("/static/"+value).wantHarmless(400, 404)
			v.post("/admin/clients/"+value+"/view-as", url.Values{"_csrf": {admin.get("/admin/clients").token()}}).wantHarmless(303, 400, 404)
		}
	}
}

// Every field of every form; nobody gets in, and no field is echoed but the name.
func TestBadFields(t *testing.T) {
	t.Parallel()
	s, client, admin := target(t)
	for _, door := range []string{"/client-portal/login", "/login"} {
		for _, value := range rubbish {
			for _, field := range []string{"username", "password", "next", "_csrf", "x"} {
				v := s.visitor()
				good := map[string]string{"_csrf": v.get(door).token(), "username": "nobody", "password": "wrong"}
				good[field] = value
				v.form(door, encoded(good)).wantHarmless(400, 401, 403)
				s.Exec("DELETE FROM sign_in_limits")
			}
		}
		v := s.visitor()
		token := v.get(door).token()
		v.form(door, "_csrf="+token+"&username=a&username=b&password=c").wantHarmless(400)
		v.form(door, "_csrf="+token+"&username=a&password=c&x[999999999]=1&x[a][b][c]=1").wantHarmless(401)
		v.form(door, strings.Repeat("a=1&", 4_000)).wantHarmless(400)
	}
	for _, value := range rubbish {
		client.form("/client-portal/logout", "_csrf="+value).wantHarmless(303, 400, 403)
		admin.form("/logout", "_csrf="+value).wantHarmless(303, 400, 403)
	}
}

func encoded(fields map[string]string) string {
	var parts []string
	for name, value := range fields {
		parts = append(parts, name+"="+value)
	}
	return strings.Join(parts, "&")
}

// form posts a body as it is.
func (v *visitor) form(path, body string) *answer {
	v.t.Helper()
	return v.body(path, "application/x-www-form-urlencoded", body)
}

func (v *visitor) body(path, kind, body string) *answer {
	v.t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.RequestURI, r.Host = path, "127.0.0.1:8080"
	r.Header.Set("Origin", base)
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	return v.send(r)
}

// C45: forms are forms; other kinds of bodies are not looked into.
func TestBadBodies(t *testing.T) {
	t.Parallel()
	s, _, _ := target(t)
	v := s.visitor()
	token := v.get("/client-portal/login").token()
	multipart := "--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + token + "\r\n--b--\r\n"
	for kind, body := range map[string]string{
		"application/json":                `{"_csrf":"` + token + `","username":"acme","password":"` + storetest.Password + `"}`,
		"multipart/form-data; boundary=b": multipart,
		"multipart/form-data":             multipart,
		"text/plain":                      "_csrf=" + token,
		"application/xml":                 "<a/>",
		"rubbish":                         "a",
		"":                                "_csrf=" + token,
	} {
		v.body("/client-portal/login", kind, body).wantHarmless(415)
	}
	v.body("/client-portal/login", "application/x-www-form-urlencoded; charset=UTF-8", "_csrf="+token).wantHarmless(401)
	v.body("/client-portal/login", "APPLICATION/X-WWW-FORM-URLENCODED", "").wantHarmless(403)
}

// Every cookie of ours and others, with rubbish: it counts as none.
func TestBadCookies(t *testing.T) {
	t.Parallel()
	s, _, _ := target(t)
	values := []string{"", "a", strings.Repeat("A", 43), strings.Repeat("A", 44), strings.Repeat("a", 10_000), "\xff\xfe", "%00", "a=b=c", "a\"b", "'; DROP TABLE sessions; --", "../../x", "{}", strings.Repeat("=", 43)}
	for _, name := range []string{"foyer_portal", "foyer_staff", "foyer_form", "foyer_notice", "__Host-foyer_portal", "x", ""} {
		for _, value := range values {
			for _, cookie := range []string{name + "=" + value, name + "=" + value + "; " + name + "=b", value} {
				v := s.visitor().with("Cookie", cookie)
				v.get("/client-portal/invoices").wantLocation("/client-portal/login?next=%2Fclient-portal%2Finvoices")
				v.get("/admin/clients").wantStatus(http.StatusSeeOther)
				v.get("/client-portal/login").wantHarmless(200)
				v.post("/client-portal/logout", nil).wantHarmless(303)
				v.post("/client-portal/login", url.Values{"username": {"acme"}, "password": {storetest.Password}}).wantHarmless(403)
			}
		}
	}
}

// Every header that is read, and some that are not.
func TestBadHeaders(t *testing.T) {
	t.Parallel()
	_, v, _ := target(t)
	values := []string{"", "a", "\xff\xfe", strings.Repeat("a", 10_000), "<script>alert(1)</script>", "-", ";", "en-" + strings.Repeat("x-", 500), "1e9", "true, true", "TRUE"}
	names := []string{"Accept-Language", "HX-Request", "HX-Boosted", "HX-History-Restore-Request", "HX-Target", "HX-Trigger", "HX-Current-URL", "HX-Prompt",
		"User-Agent", "Referer", "Accept", "Accept-Encoding", "X-Forwarded-For", "X-Forwarded-Host", "If-None-Match", "If-Modified-Since", "Range", "Expect", "Upgrade", "X-HTTP-Method-Override", "Sec-Fetch-Site", "Origin"}
	for _, name := range names {
		for _, value := range values {
			for _, path := range []string{"/client-portal/invoices?status=paid", "/client-portal/time-entries?date_from=x", "/nowhere"} {
				if name == "Expect" && value != "" {
					continue // is for the connection, not for us
				}
				v.with(name, value).get(path).wantHarmless(fine...)
			}
		}
	}
}

// A page that kept a bad value shows it as text, where it was typed.
func TestBadValuesAreEscaped(t *testing.T) {
	t.Parallel()
	_, v, _ := target(t)
	for _, value := range []string{`"><script>alert(1)</script>`, `' onfocus='alert(1)`, "<img src=x onerror=alert(1)>", "{{.}}", "&lt;b&gt;"} {
		page := v.get("/client-portal/time-entries?date_from=" + url.QueryEscape(value)).wantHarmless(422)
		if got := page.doc().Find("#date_from").AttrOr("value", ""); got != value {
			t.Errorf("%q became %q", value, got)
		}
		page.doc().Find("*").Each(func(_ int, e *goquery.Selection) {
			for _, attribute := range e.Nodes[0].Attr {
				if strings.HasPrefix(attribute.Key, "on") || attribute.Key == "style" {
					t.Errorf("%q made %s=%q", value, attribute.Key, attribute.Val)
				}
			}
			if src, found := e.Attr("src"); found && !strings.HasPrefix(src, "/static/") {
				t.Errorf("%q made src=%q", value, src)
			}
		})
	}
}
