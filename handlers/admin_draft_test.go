package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"foyer/portal"
	"foyer/store/storetest"
)

// C43: who may write drafts.
func (p *people) draftPromises() []promise {
	draft, sent := fmt.Sprintf("/admin/invoices/%d", p.draft), fmt.Sprintf("/admin/invoices/%d", p.invoice)
	toForm := adminPage
	toForm[len(toForm)-1] = "303 " + draft + "/edit"
	adminsBad := adminPage
	adminsBad[len(adminsBad)-1] = "400"
	miss := "/admin/invoices/999999"
	return []promise{
		{"GET /admin/invoices/new", "", adminPage},
		{"POST /admin/invoices/new", "", adminsUnreadable},
		{"GET /admin/invoices/:id/edit", draft + "/edit", adminPage},
		{"POST /admin/invoices/:id/edit", draft + "/edit", adminsUnreadable},
		{"GET /admin/invoices/:id/edit", sent + "/edit", adminsStale},
		{"POST /admin/invoices/:id/edit", sent + "/edit", adminsStale},
		{"GET /admin/invoices/:id/edit", miss + "/edit", adminsMiss},
		{"POST /admin/invoices/:id/edit", miss + "/edit", adminsMiss},
		{"GET /admin/invoices/:id/lines", draft + "/lines", toForm},
		{"POST /admin/invoices/:id/lines", draft + "/lines", adminPage},
		{"GET /admin/invoices/:id/lines", sent + "/lines", adminsStale},
		{"POST /admin/invoices/:id/lines", sent + "/lines", adminsStale},
		{"POST /admin/invoices/:id/totals", draft + "/totals", adminPage},
		{"POST /admin/invoices/:id/totals", "/admin/invoices/99999999999999999999/totals", adminsMiss},
		{"GET /admin/invoices/:id/delete", draft + "/delete", adminPage},
		{"POST /admin/invoices/:id/delete", draft + "/delete", adminsStale},
		{"GET /admin/invoices/:id/delete", sent + "/delete", adminsStale},
		{"POST /admin/invoices/:id/delete", sent + "/delete", adminsStale},
		{"GET /admin/invoices/:id/delete", "/admin/invoices/x/delete", adminsMiss},
		{"POST /admin/invoices/:id/delete", "/admin/invoices/x/delete", adminsMiss},
		{"POST /admin/invoices/:id/duplicate", draft + "/duplicate", adminsBad},
		{"POST /admin/invoices/:id/duplicate", miss + "/duplicate", adminsMiss},
	}
}

// blankDraft is a draft of a client without lines, and the address of its form.
func (s *site) blankDraft(client portal.ClientID) (id int64, edit string) {
	s.t.Helper()
	s.Exec("INSERT INTO invoices (client_id, issue_date, due_date, currency, created_at, updated_at) VALUES (?, '2026-11-01', '2026-12-01', 'EUR', 0, 0)", client)
	id = s.Int("SELECT max(id) FROM invoices")
	return id, fmt.Sprintf("/admin/invoices/%d/edit", id)
}

// typed is a form of a draft with lines of description, quantity and price.
func typed(lines ...[3]string) url.Values {
	v := url.Values{}
	for i, l := range lines {
		names := portal.LineFields(i + 1)
		v[names.Description], v[names.Quantity], v[names.UnitPrice] = []string{l[0]}, []string{l[1]}, []string{l[2]}
	}
	return v
}

// fields is what the form on a page would send.
func (a *answer) fields() url.Values {
	a.t.Helper()
	sent := url.Values{}
	a.doc().Find("form.draft").Find("input[name], textarea[name], select[name]").Each(func(_ int, field *goquery.Selection) {
		value, _ := field.Attr("value")
		switch {
		case field.Is("textarea"):
			value = field.Text()
		case field.Is("select"):
			value, _ = field.Find("option[selected]").Attr("value")
		}
		sent.Set(field.AttrOr("name", ""), value)
	})
	return sent
}

func with(v url.Values, changes url.Values) url.Values {
	for name, values := range changes {
		v[name] = values
	}
	return v
}

func (s *site) invoiceLines(invoice int64) string {
	return s.Text("SELECT coalesce(group_concat(description || ' ' || quantity_milli || '×' || unit_price_minor || '=' || total_minor, '; '), '') FROM (SELECT * FROM invoice_lines WHERE invoice_id = ? ORDER BY position)", invoice)
}

func TestDraftIsWritten(t *testing.T) {
	t.Parallel()
	s, admin, member := office(t)
	client := s.Client(storetest.Client{Name: "Acme & Söhne"})
	project := s.Project(client, "Relaunch")
	id, edit := s.blankDraft(client)
	page := admin.get(edit).wantStatus(http.StatusOK).wantText("Draft for Acme & Söhne", "Add line")
	if value, _ := page.doc().Find("#quantity_1").Attr("value"); value != "1" {
		t.Error("an empty draft offers no line")
	}
	sent := with(page.fields(), with(typed([3]string{"Design\r\nand more", "1,5", "92.50"}, [3]string{"Discount", "1", "-10"}, [3]string{"", "1", " "}),
		url.Values{"tax_rate": {"7,7 %"}, "project_id": {fmt.Sprint(project)}, "due_date": {"2026-12-15"}, "notes": {"Thank you"}, "status": {"sent"}, "number": {"X"}, "client_id": {"7"}, "total_minor": {"1"}}))
	admin.post(edit, sent).wantLocation(fmt.Sprintf("/admin/invoices/%d", id))
	if got := s.invoiceLines(id); got != "Design\nand more 1500×9250=13875; Discount 1000×-1000=-1000" {
		t.Error(got)
	}
	if got := s.Text("SELECT client_id || ' ' || status || ' ' || coalesce(number, '-') || ' ' || project_id || ' ' || due_date || ' ' || tax_rate_bp || ' ' || tax_minor || ' ' || total_minor || ' ' || notes FROM invoices"); got != fmt.Sprintf("%d draft - %d 2026-12-15 770 991 13866 Thank you", client, project) {
		t.Error(got)
	}
	again := admin.get(edit).fields()
	if again.Get("tax_rate") != "7.7" || again.Get("quantity_1") != "1.5" || again.Get("price_2") != "-10.00" || again.Get("project_id") != fmt.Sprint(project) {
		t.Errorf("the form says %v", again)
	}
	if got := s.Text("SELECT actor_name || ': ' || detail FROM audit_log WHERE action = 'invoice draft edited' AND subject_id = ?", id); got != "ada: Acme & Söhne, lines: 2, total: 138.66 EUR" {
		t.Error(got)
	}
	member.get(edit).wantStatus(http.StatusForbidden)
}

// Every button works without JavaScript, loses nothing typed and stores nothing.
func TestDraftButtons(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id, edit := s.blankDraft(s.Client(storetest.Client{}))
	path := fmt.Sprintf("/admin/invoices/%d/lines", id)
	form := with(admin.get(edit).fields(), with(typed([3]string{"A", "2", "10"}, [3]string{"B", "oops", "x<y"}), url.Values{"notes": {"typed"}, "tax_rate": {"bad"}}))
	press := func(form url.Values, button string) *answer {
		return admin.post(path, with(form, url.Values{"do": {button}})).wantStatus(http.StatusOK)
	}
	order := func(v url.Values) string {
		return strings.Join([]string{v.Get("description_1"), v.Get("description_2"), v.Get("description_3")}, ",")
	}
	focus := func(a *answer) string { return a.doc().Find("[autofocus]").AttrOr("id", "none") }

	a := press(form, "add")
	if got := a.fields(); order(got) != "A,B," || got.Get("quantity_2") != "oops" || got.Get("price_2") != "x<y" || got.Get("notes") != "typed" || got.Get("tax_rate") != "bad" || focus(a) != "description_3" {
		t.Errorf("%v, focus on %s", got, focus(a))
	}
	for _, step := range []struct{ button, want, focus string }{
		{"up.2", "B,A,", "down_1"}, {"up.1", "B,A,", "none"}, {"down.1", "A,B,", "down_2"}, {"down.2", "A,,B", "up_3"}, {"remove.2", "A,B,", "add"}, {"remove.9", "A,B,", "none"}, {"up.-1", "A,B,", "none"}, {"bogus", "A,B,", "none"}, {"", "A,B,", "none"}, {"remove.1", "B,,", "add"},
	} {
		a = press(a.fields(), step.button)
		if order(a.fields()) != step.want || focus(a) != step.focus {
			t.Errorf("%s: %s, focus on %s", step.button, order(a.fields()), focus(a))
		}
	}
	a.wantText("Without line 1, which is not complete.", "Without tax: the rate is not a percentage.")
	if first, _ := a.doc().Find("form.draft button[type=submit]").First().Attr("name"); first != "" {
		t.Error("Enter presses another button than Save")
	}
	if s.Int("SELECT count(*) FROM invoice_lines") != 0 || s.Int("SELECT revision FROM invoices") != 1 {
		t.Error("a button stored something")
	}
	admin.get(path).wantLocation(edit)
}

// As one types htmx gets the sums and no more, whatever button has the focus.
func TestDraftTotalsAsOneTypes(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id, edit := s.blankDraft(s.Client(storetest.Client{}))
	path := fmt.Sprintf("/admin/invoices/%d/totals", id)
	form := with(admin.get(edit).fields(), with(typed([3]string{"A", "1.5", "33.33"}, [3]string{"", "", ""}, [3]string{"C", "x", "1"}), url.Values{"tax_rate": {"19"}, "do": {"remove.1"}}))
	a := admin.with("HX-Request", "true").post(path, form).wantStatus(http.StatusOK).wantText("€50.00", "Tax 19 %", "€9.50", "€59.50", "Without line 3")
	if a.doc().Find("input, textarea, h1").Length() != 0 || a.doc().Find("#amount_1[hx-swap-oob]").Text() != "50.00" || a.doc().Find("#draft-total").Text() != "€59.50" {
		t.Error(a.body)
	}
	lines := admin.with("HX-Request", "true").post(fmt.Sprintf("/admin/invoices/%d/lines", id), with(form, url.Values{"do": {"add"}})).wantStatus(http.StatusOK)
	if lines.doc().Find("#draft-lines #description_4[autofocus]").Length() != 1 || lines.doc().Find("h1").Length() != 0 {
		t.Error(lines.body)
	}
	admin.post(path, with(form, url.Values{"_csrf": {"x"}})).wantStatus(http.StatusForbidden)
}

// C45: what can't be read is told by its field, everything typed stays, nothing is stored.
func TestDraftBadInput(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	theirs := s.Project(s.Client(storetest.Client{Name: "Other"}), "Theirs")
	id, edit := s.blankDraft(s.Client(storetest.Client{}))
	for field, values := range map[string][]string{
		"issue_date":    {"", "2026-02-31", "x", "31/12/2026", "9999-01-01"},
		"due_date":      {"2026-10-31", "2025-13-45"},
		"project_id":    {"x", "-1", "999999", fmt.Sprint(theirs)},
		"tax_rate":      {"-1", "1000.01", "NaN", "1e3", "19.005", "%", "nineteen"},
		"notes":         {strings.Repeat("y", 10_001), "bell\a"},
		"description_1": {"", "  ", strings.Repeat("é", 301), "bell\a"},
		"quantity_1":    {"", "1e9", "NaN", "1.2345", "99999999999999", "9999999999", "∞", "1.234,5678"},
		"price_1":       {"", "1e9", "1.005", "99999999999999999", "100000000000.01", "0x10"},
	} {
		for _, value := range values {
			form := with(admin.get(edit).fields(), typed([3]string{"Kept <b>", "2", "3"}))
			form.Set("terms", "typed terms")
			form.Set(field, value)
			a := admin.post(edit, form).wantStatus(http.StatusUnprocessableEntity).wantNoText("<b>")
			if a.fields().Get("terms") != "typed terms" {
				t.Errorf("%s=%.40q: lost what was typed", field, value)
			}
			if a.doc().Find("#"+field+"-error").Text() == "" {
				t.Errorf("%s=%.40q: no message by the field", field, value)
			}
		}
	}
	form := with(admin.get(edit).fields(), typed([3]string{"A", "1", "90000000000"}, [3]string{"B", "1", "90000000000"}))
	admin.post(edit, form).wantStatus(http.StatusUnprocessableEntity).wantText("more than an invoice can hold")
	admin.post(edit, with(form, typed([3]string{"A", "1000", "90000000000"}))).wantStatus(http.StatusUnprocessableEntity).wantText("The amount of this line is too large.")
	if s.invoiceLines(id) != "" || s.Int("SELECT revision FROM invoices WHERE id = ?", id) != 1 {
		t.Error("something was stored")
	}
}

// As many lines as an invoice takes fit into the form, in any script; one more is told.
func TestDraftOfManyLines(t *testing.T) {
	t.Parallel()
	s, admin, _ := office(t)
	id, edit := s.blankDraft(s.Client(storetest.Client{}))
	form := admin.get(edit).fields()
	for n := 1; n <= portal.MaxInvoiceLines; n++ {
		names := portal.LineFields(n)
		form.Set(names.Description, strings.Repeat("Ж", portal.DescriptionLength))
		form.Set(names.Quantity, "-1000.125")
		form.Set(names.UnitPrice, "-1000.25")
	}
	form.Set("notes", strings.Repeat("Ж", portal.TextLength))
	if size := len(form.Encode()); size > 512<<10 || size < 64<<10 {
		t.Errorf("the form has %d bytes", size)
	}
	admin.post(edit, form).wantStatus(http.StatusSeeOther)
	if n := s.Int("SELECT count(*) FROM invoice_lines WHERE invoice_id = ?", id); n != portal.MaxInvoiceLines {
		t.Errorf("%d lines", n)
	}
	full := admin.get(edit)
	if full.doc().Find("#add").Length() != 0 {
		t.Error("one more line is offered")
	}
	more := with(full.fields(), url.Values{"description_201": {"One more"}, "quantity_201": {"1"}, "price_201": {"1"}})
	admin.post(edit, more).wantStatus(http.StatusUnprocessableEntity).wantText("at most 200 lines")
}
