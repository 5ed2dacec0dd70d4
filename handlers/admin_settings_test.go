package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"foyer/store/storetest"
)

// C43: the company's settings are the admins'.
func (p *people) settingsPromises() []promise {
	return []promise{
		{"GET /admin/settings", "", adminPage},
		{"POST /admin/settings", "", adminsUnreadable},
	}
}

// What is set is in force at the next request, in the portal, on the sign-in page and on
// invoices.
func TestSettingsAreInForceAtOnce(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	invoice := s.Invoice(acme, storetest.Invoice{Minor: 100})
	client := s.signedIn("acme")
	admin.submit("/admin/settings", "/admin/settings", url.Values{
		"name": {" Halyard & Co "}, "address": {"Quay 1\r\nGhent"}, "email": {"hello@halyard.example"}, "phone": {"+32 9"}, "website": {"halyard.example"},
		"vat_number": {"BE 1"}, "bank_account": {"BE68 5390"}, "time_zone": {"Pacific/Auckland"}, "currency": {"CHF"}, "invoice_prefix": {"HAL/26"}, "next_number": {"42"},
		"invoice_terms": {"Soon"}, "invoice_notes": {"Thanks"}, "password_length": {"20"},
	}).wantLocation("/admin/settings")
	admin.get("/admin/settings").wantText("Saved.", "Halyard & Co")

	client.get("/client-portal").wantText("Halyard & Co", "Nov 23, 2026") // already tomorrow in Auckland
	client.get("/client-portal/invoices/"+s.Text("SELECT id FROM invoices WHERE id = ?", invoice)).wantText("Quay 1 Ghent", "hello@halyard.example", "VAT BE 1", "BE68 5390")
	s.visitor().get("/client-portal/login").wantText("Halyard & Co")
	if got, _ := admin.get("/admin/clients/new").doc().Find("#currency option[selected]").Attr("value"); got != "CHF" {
		t.Errorf("a new client is offered %q", got)
	}
	if next := s.Int("SELECT next_number FROM invoice_sequences WHERE prefix = 'HAL/26'"); next != 42 {
		t.Errorf("the next number is %d", next)
	}
	line := s.Text("SELECT detail FROM audit_log WHERE action = 'settings changed' AND actor_name = 'ada'")
	for _, part := range []string{"name, address", "time zone from UTC to Pacific/Auckland", "currency from EUR to CHF", "invoice prefix from INV to HAL/26", "shortest password from 12 to 20", "default terms"} {
		if !strings.Contains(line, part) {
			t.Errorf("the log says %q and not %q", line, part)
		}
	}
	if strings.Contains(line, "BE68") || strings.Contains(line, "session") {
		t.Errorf("the log says too much: %q", line)
	}
}

// C25: new limits hold for the sessions that are there.
func TestSessionTimesAreInForceAtOnce(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	s.Client(storetest.Client{Username: "acme"})
	client := s.signedIn("acme")
	admin.submit("/admin/settings", "/admin/settings", url.Values{"portal_idle": {"0:10"}, "portal_absolute": {"3 hours"}, "staff_idle": {"15 m"}, "staff_absolute": {"1 h 30 min"}}).wantStatus(http.StatusSeeOther)
	s.clock.move(11 * time.Minute)
	client.get("/client-portal").wantLocation("/client-portal/login?next=%2Fclient-portal")
	member.get("/admin/clients").wantStatus(http.StatusOK)
	s.clock.move(16 * time.Minute)
	member.get("/admin/clients").wantStatus(http.StatusSeeOther)

	member = s.staff("mia")
	for range 8 {
		member.get("/admin/clients").wantStatus(http.StatusOK)
		s.clock.move(12 * time.Minute)
	}
	member.get("/admin/clients").wantStatus(http.StatusSeeOther)
}

// C45: what can't be read is told by its field, everything typed stays, nothing is stored.
func TestSettingsBadInput(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	for field, values := range map[string][]string{
		"name": {strings.Repeat("x", 201), "two\nlines"}, "email": {"nobody", "Me <me@example.com>"}, "address": {"bell\a"},
		"time_zone":       {"", "Europe/Nowhere", "Local", "../../etc/passwd", "/etc/localtime", "europe/brussels", "posixrules", "UTC\x01"},
		"currency":        {"", "XXY", "EUR;"},
		"invoice_prefix":  {"INV 1", "ÄB", "a_b", "<b>", strings.Repeat("x", 21), "a\nb"},
		"next_number":     {"", "0", "-1", "1.5", "1e3", "99999999999999999999", "1000000001", "NaN", "٣"},
		"password_length": {"", "7", "65", "-8", "twelve", "1e1"}, "portal_idle": {"", "2", "0 min", "721 h", "1:60", "-1 h", "99999 h", "two hours", "1 h 30"},
		"staff_idle": {"25 h", "0:00", "13 h"}, "staff_absolute": {"24 h 1 min", "30 min", "∞"}, "portal_absolute": {"1 h"},
	} {
		for _, value := range values {
			a := admin.submit("/admin/settings", "/admin/settings", url.Values{"phone": {"typed <phone>"}, field: {value}})
			a.wantStatus(http.StatusUnprocessableEntity).wantNoText("<phone>")
			if got, _ := a.doc().Find("#phone").Attr("value"); got != "typed <phone>" {
				t.Errorf("%s=%q: the phone became %q", field, value, got)
			}
			errors := a.doc().Find(".field-error")
			if errors.Length() != 1 || field != "staff_idle" && a.doc().Find("#"+field+"-error").Length() != 1 {
				t.Errorf("%s=%q: %q", field, value, errors.Text())
			}
		}
	}
	if s.Int("SELECT revision FROM settings") != 1 || s.Int("SELECT count(*) FROM audit_log WHERE subject_kind = 'settings'") != 0 {
		t.Error("something was stored")
	}
}

// An import may have brought a zone by an older name: it can be kept.
func TestStoredTimeZoneCanBeKept(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	s.Exec("UPDATE settings SET time_zone = 'US/Eastern'")
	admin.submit("/admin/settings", "/admin/settings", url.Values{"name": {"Kept"}}).wantStatus(http.StatusSeeOther)
	if got := s.Text("SELECT time_zone || company_name FROM settings"); got != "US/EasternKept" {
		t.Error(got)
	}
}

// A number that exists never comes again; one that was given while the form was open is
// no reason to refuse the form.
func TestNextNumberNeverComesAgain(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	acme := s.Client(storetest.Client{})
	for _, number := range []string{"INV-0007", "INV-x", "OLD-0099", "INV-2020-5"} {
		s.Invoice(acme, storetest.Invoice{Number: number, Minor: 100})
	}
	s.Exec("UPDATE invoice_sequences SET next_number = 8")
	for number, prefix := range map[string]string{"7": "INV", "1": "INV", "99": "OLD", "50": "OLD"} {
		a := admin.submit("/admin/settings", "/admin/settings", url.Values{"next_number": {number}, "invoice_prefix": {prefix}}).wantStatus(http.StatusUnprocessableEntity)
		if a.doc().Find("#next_number-error").Length() != 1 {
			t.Errorf("%s %s: no message by the number", prefix, number)
		}
	}
	admin.submit("/admin/settings", "/admin/settings", url.Values{"next_number": {"9"}}).wantStatus(http.StatusSeeOther)

	page := admin.get("/admin/settings")
	s.Invoice(acme, storetest.Invoice{Number: "INV-0009", Minor: 100})
	s.Exec("UPDATE invoice_sequences SET next_number = 10")
	admin.fill(page, "/admin/settings", url.Values{"name": {"Renamed"}}).wantStatus(http.StatusSeeOther)
	if got := s.Text("SELECT company_name || next_number FROM settings, invoice_sequences"); got != "Renamed10" {
		t.Error(got)
	}
}

// Two admins save what they read: one wins, the other is told and loses nothing typed.
func TestStaleSettings(t *testing.T) {
	t.Parallel()
	s, _, _ := office(t)
	desks := []*visitor{s.staff("ada"), s.staff("ada")}
	pages := []*answer{desks[0].get("/admin/settings"), desks[1].get("/admin/settings")}
	answers := make([]*answer, 2)
	var both sync.WaitGroup
	for i, name := range []string{"First", "Second"} {
		both.Go(func() { answers[i] = desks[i].fill(pages[i], "/admin/settings", url.Values{"name": {name}}) })
	}
	both.Wait()

	loser := 0
	if answers[0].StatusCode == http.StatusSeeOther {
		loser = 1
	}
	answers[1-loser].wantStatus(http.StatusSeeOther)
	told := answers[loser].wantStatus(http.StatusConflict).wantText("Somebody else saved this")
	typed, _ := told.doc().Find("#name").Attr("value")
	if stored := s.Text("SELECT company_name FROM settings"); stored == typed {
		t.Errorf("%q was stored over the other", stored)
	}
	desks[loser].fill(told, "/admin/settings", nil).wantStatus(http.StatusSeeOther)
	if stored := s.Text("SELECT company_name FROM settings"); stored != typed || s.Int("SELECT count(*) FROM audit_log WHERE action = 'settings changed'") != 2 {
		t.Errorf("%q was stored in the end", stored)
	}
}

// The admins' places are in the menu of admins alone.
func TestAdminMenu(t *testing.T) {
	t.Parallel()
	_, admin, member := office(t)
	page := admin.get("/admin/settings").doc()
	if got := page.Find("nav[aria-label=Staff] [aria-current=page]").Text(); got != "Settings" || page.Find(".nav-menu summary[aria-current]").Length() != 1 {
		t.Errorf("the settings page is at %q", got)
	}
	if admin.get("/admin/clients").doc().Find(".nav-menu summary[aria-current]").Length() != 0 {
		t.Error("the list of clients is in the menu")
	}
	if member.get("/admin/clients").doc().Find(".nav-menu, a[href='/admin/settings']").Length() != 0 {
		t.Error("a member is offered what it may not do")
	}
}
