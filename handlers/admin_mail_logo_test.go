package handlers_test

import (
	"bytes"
	"image"
	"image/png"
	"net/url"
	"strings"
	"testing"

	"foyer/portal"
)

// Mails carry the company's logo with them: nothing is fetched from elsewhere.
func TestMailsCarryTheLogo(t *testing.T) {
	t.Parallel()
	s, admin, server := withServer(t)
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 400, 100))); err != nil {
		t.Fatal(err)
	}
	logo, fault := portal.ReadLogo(file.Bytes())
	if fault != "" {
		t.Fatal(fault)
	}
	by := portal.AuditEntry{At: s.clock.now(), Actor: portal.System, Action: "logo changed"}
	if err := s.Data.SetLogo(t.Context(), logo, s.Int("SELECT revision FROM settings"), by); err != nil {
		t.Fatal(err)
	}

	admin.submit("/admin/mail", "/admin/mail/test", url.Values{"to": {"me@example.com"}}).wantText("took the test mail")
	data := server.Mails()[0].Data
	_, id, _ := strings.Cut(data, "Content-Id: <")
	id, _, found := strings.Cut(id, ">")
	if !found || !strings.Contains(data, "image/png") || !strings.Contains(strings.ReplaceAll(data, "=\r\n", ""), `src=3D"cid:`+id+`" width=3D"180"`) {
		t.Errorf("the logo is not shown: id %q", id)
	}
	if strings.Contains(data, `src=3D"http`) {
		t.Error("something is fetched")
	}
}
