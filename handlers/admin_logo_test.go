package handlers_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
	"testing"

	"foyer/store/storetest"
)

// C43: the logo is the admins' to change, and everybody's to see.
func (p *people) logoPromises() []promise {
	return []promise{
		{"GET /logo/:file", "/logo/none.png", all(missing)},
		{"GET /admin/settings/logo", "", adminPage},
		{"POST /admin/settings/logo", "", adminsUnreadable},
		{"POST /admin/settings/logo/remove", "", adminsStale},
	}
}

func drawn(t testing.TB, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// part is a field of a form with files, a file where it has a file's name.
type part struct{ name, file, content string }

// upload posts a form with files as a browser does.
func (v *visitor) upload(path string, parts ...part) *answer {
	v.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, p := range parts {
		header := fmt.Sprintf(`form-data; name="%s"`, p.name)
		if p.file != "" {
			header += fmt.Sprintf(`; filename="%s"`, p.file)
		}
		to, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {header}})
		if err != nil {
			v.t.Fatal(err)
		}
		if _, err := to.Write([]byte(p.content)); err != nil {
			v.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		v.t.Fatal(err)
	}
	return v.body(path, w.FormDataContentType(), body.String())
}

const logoPage = "/admin/settings/logo"

// uploadLogo chooses a file on the page of the logo.
func (v *visitor) uploadLogo(file []byte) *answer {
	v.t.Helper()
	page := v.get(logoPage).wantStatus(http.StatusOK)
	revision, _ := page.doc().Find("input[name=revision]").First().Attr("value")
	return v.upload(logoPage, part{"_csrf", "", page.token()}, part{"revision", "", revision}, part{"logo", "../../x.php", string(file)})
}

func (a *answer) logos() (sources []string) {
	a.t.Helper()
	for _, n := range a.doc().Find("img").Nodes {
		for _, attribute := range n.Attr {
			if attribute.Key == "src" {
				sources = append(sources, attribute.Val)
			}
			if attribute.Key == "alt" && !strings.HasPrefix(attribute.Val, "Logo of ") {
				a.t.Errorf("%s: the logo is called %q", a.what, attribute.Val)
			}
		}
	}
	return sources
}

// C59: a logo is shown everywhere at once, kept for good by browsers, and gone as fast.
func TestLogo(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	invoice := fmt.Sprintf("/client-portal/invoices/%d", s.Invoice(acme, storetest.Invoice{Minor: 100}))
	client := s.signedIn("acme")
	admin.uploadLogo(drawn(t, 1024, 256)).wantLocation("/admin/settings")

	where := admin.get("/admin/settings").wantText("Saved.", "Change the logo").logos()[0]
	for _, c := range []struct {
		by    *visitor
		path  string
		times int
	}{
		{client, "/client-portal", 1}, {client, invoice, 2}, {client, "/nowhere", 1}, {member, "/admin/clients", 1}, {s.visitor(), "/login", 1}, {s.visitor(), "/client-portal/login", 1},
	} {
		if got := c.by.get(c.path).logos(); len(got) != c.times || slices.ContainsFunc(got, func(src string) bool { return src != where }) {
			t.Errorf("%s shows %q", c.path, got)
		}
	}
	served := s.visitor().get(where).wantStatus(http.StatusOK).wantSecure(true)
	size, err := png.DecodeConfig(strings.NewReader(served.body))
	if err != nil || size.Width != 512 || size.Height != 128 || served.Header.Get("Content-Type") != "image/png" {
		t.Errorf("%v %+v %s", err, size, served.Header.Get("Content-Type"))
	}

	admin.uploadLogo(drawn(t, 10, 10)).wantStatus(http.StatusSeeOther)
	s.visitor().get(where).wantStatus(http.StatusNotFound).wantSecure(false)
	admin.submit(logoPage, logoPage+"/remove", nil).wantLocation("/admin/settings")
	if got := s.visitor().get("/login").logos(); got != nil || s.Int("SELECT count(*) FROM logo") != 0 {
		t.Errorf("still there: %q", got)
	}
	if s.Int("SELECT count(*) FROM audit_log WHERE action = 'logo changed'") != 2 || s.Int("SELECT count(*) FROM audit_log WHERE action = 'logo removed'") != 1 {
		t.Error("the log does not tell")
	}
}

// C59: whatever is no picture of ours is told by the field, and nothing is stored.
func TestLogoBadInput(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	good := drawn(t, 20, 20)
	for name, file := range map[string][]byte{
		"svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "gif": []byte("GIF89a\x01\x00\x01\x00\x80\x00\x00"),
		"html as png": []byte("\x89PNG\r\n\x1a\n<script>alert(1)</script>"), "cut short": good[:len(good)-20], "empty": {},
		"too large": append(good, make([]byte, 1<<20)...),
	} {
		a := admin.uploadLogo(file).wantStatus(http.StatusUnprocessableEntity)
		if a.doc().Find("#logo-error").Length() != 1 {
			t.Errorf("%s: no message by the field", name)
		}
		a.wantHarmless(422)
	}
	token := admin.get(logoPage).token()
	for name, parts := range map[string][]part{
		"no file":       {{"_csrf", "", token}, {"revision", "", "1"}},
		"another field": {{"_csrf", "", token}, {"revision", "", "1"}, {"picture", "a.png", string(good)}},
		"as text":       {{"_csrf", "", token}, {"revision", "", "1"}, {"logo", "", "a.png"}},
	} {
		if admin.upload(logoPage, parts...).wantHarmless(422).doc().Find("#logo-error").Length() != 1 {
			t.Errorf("%s: no message by the field", name)
		}
	}
	if s.Int("SELECT count(*) FROM logo") != 0 || s.Int("SELECT revision FROM settings") != 1 {
		t.Error("something was stored")
	}
}

// C33, C45: a form with a file is held to the rules of every other form.
func TestLogoForm(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	good := part{"logo", "a.png", string(drawn(t, 20, 20))}
	token := admin.get(logoPage).token()
	for name, c := range map[string]struct {
		by     *visitor
		parts  []part
		status int
	}{
		"no token":       {admin, []part{good}, 403},
		"another's":      {admin, []part{{"_csrf", "", member.get("/admin/clients").token()}, good}, 403},
		"a member":       {member, []part{{"_csrf", "", member.get("/admin/clients").token()}, good}, 403},
		"a stranger":     {s.visitor(), []part{good}, 303},
		"a token twice":  {admin, []part{{"_csrf", "", token}, {"_csrf", "", token}, good}, 400},
		"two files":      {admin, []part{{"_csrf", "", token}, good, good}, 400},
		"file and field": {admin, []part{{"_csrf", "", token}, good, {"logo", "", "x"}}, 400},
		"many parts":     {admin, []part{{"_csrf", "", token}, {"a", "", ""}, {"b", "", ""}, {"c", "", ""}, {"d", "", ""}, {"e", "", ""}, {"f", "", ""}, {"g", "", ""}, {"h", "", ""}}, 400},
		"bytes as text":  {admin, []part{{"_csrf", "", token}, {"revision", "", "\xff\x00"}, good}, 400},
		"a long text":    {admin, []part{{"_csrf", "", token}, {"revision", "", strings.Repeat("1", 5000)}, good}, 400},
		"no revision":    {admin, []part{{"_csrf", "", token}, good}, 409},
		"an old one":     {admin, []part{{"_csrf", "", token}, {"revision", "", "0"}, good}, 409},
	} {
		if a := c.by.upload(logoPage, c.parts...); a.StatusCode != c.status {
			t.Errorf("%s: %d, want %d", name, a.StatusCode, c.status)
		}
	}
	for kind, body := range map[string]string{
		"multipart/form-data": "--b--", "multipart/form-data; boundary=b": "--b\r\nrubbish", "multipart/form-data; boundary=\"": "x",
		"multipart/form-data; boundary=c": "--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + token + "\r\n--b--\r\n",
	} {
		admin.body(logoPage, kind, body).wantHarmless(400, 403)
	}
	admin.form(logoPage, url.Values{"_csrf": {token}, "revision": {"1"}, "logo": {"x"}}.Encode()).wantHarmless(422)
	if s.Int("SELECT count(*) FROM logo") != 0 {
		t.Error("a logo was stored")
	}
}

// C63: the one form with a file takes a megabyte, of staff alone; every other body, and
// this one in any other shape, ends at 64 KiB.
func TestUploadLimits(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	address := s.listen()
	session := admin.cookies["foyer_staff"]
	ask := func(path, kind string, size int) string {
		return s.wire(address, "POST "+path+" HTTP/1.1\r\nHost: a\r\nConnection: close\r\nCookie: foyer_staff="+session+"\r\nContent-Type: "+kind+"\r\nContent-Length: "+fmt.Sprint(size)+"\r\n\r\n"+strings.Repeat("a", size))
	}
	const files, fields = "multipart/form-data; boundary=b", "application/x-www-form-urlencoded"
	for _, c := range []struct {
		path, kind string
		size       int
		status     string
	}{
		{logoPage, files, 1_000_000, "400"}, // read whole, and then no form
		{logoPage, files, 1<<20 + 17<<10, "413"},
		{logoPage, fields, 65 << 10, "413"},
		{logoPage + "?a=b", files, 65 << 10, "413"},
		{logoPage + "/", files, 65 << 10, "413"},
		{logoPage + "/remove", files, 65 << 10, "413"},
		{"/admin/settings", files, 65 << 10, "413"},
		{"/login", files, 65 << 10, "413"},
		{"/login", files, 100, "415"},
		{"/admin/settings", files, 100, "415"},
	} {
		if got := ask(c.path, c.kind, c.size); got != "" && !strings.HasPrefix(got, "HTTP/1.1 "+c.status+" ") {
			t.Errorf("%s, %s, %d bytes: %.100q", c.path, c.kind, c.size, got)
		}
	}
	if got := ask(logoPage, files, 1_000_000); !strings.HasPrefix(got, "HTTP/1.1 400 ") {
		t.Errorf("a megabyte: %.100q", got)
	}
	for _, stranger := range []string{"", "x", strings.Repeat("A", len(session))} {
		session = stranger
		for _, path := range []string{logoPage, "/admin/invoices/1/lines"} {
			if got := ask(path, files, 65<<10); got != "" && !strings.HasPrefix(got, "HTTP/1.1 413 ") {
				t.Errorf("%s of a stranger: %.100q", path, got)
			}
		}
	}
}
