package handlers_test

import (
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// C45, C67: every field of every step of an invoice, and every part of its address, with
// every kind of rubbish: a message, never a fault, and nothing that was not meant is stored.
func TestRubbishInInvoiceSteps(t *testing.T) {
	t.Parallel()
	s, _, admin := target(t)
	s.Exec("UPDATE settings SET company_name = 'Studio'")
	acme := portal.ClientID(s.Int("SELECT min(id) FROM clients"))
	sent, draft := s.Int("SELECT min(id) FROM invoices"), s.Invoice(acme, storetest.Invoice{Status: portal.InvoiceDraft, Minor: 100})
	token := admin.get(invoicePage(sent, "payment")).token()
	for step, fields := range map[string][]string{
		invoicePage(sent, "payment"): {"key", "amount", "on", "method", "x"},
		invoicePage(sent, "credit"):  {"key", "amount", "on", "_csrf"},
		invoicePage(draft, "issue"):  {"revision", "seen", "mail"},
		invoicePage(sent, "mail"):    {"to", "_csrf"},
		invoicePage(sent, "remind"):  {"to"},
		invoicePage(sent, "cancel"):  {"revision"},
	} {
		for _, field := range fields {
			for what, value := range rubbish {
				if len(value) > 5000 || field == "revision" && value == "1" {
					continue
				}
				good := map[string]string{"_csrf": token, "amount": "", "on": "2026-11-22", "method": "cash", "revision": "0"}
				good[field] = value
				a := admin.form(step, encoded(good)).wantHarmless(400, 403, 409, 422)
				if t.Failed() {
					t.Fatalf("%s: %s of %s", what, field, a.what)
				}
			}
		}
	}
	for what, value := range rubbish {
		if what == "nothing" {
			continue
		}
		for _, step := range []string{"", "/issue", "/cancel", "/mail", "/remind", "/payment", "/credit", "/payments/1/remove", "/credits/1/remove"} {
			admin.get("/admin/invoices/"+value+step).wantHarmless(400, 404)
		}
		admin.get(invoicePage(sent, "payments", value, "remove")).wantHarmless(400, 404)
		admin.form(invoicePage(sent, "credits", value, "remove"), "_csrf="+token).wantHarmless(400, 404)
	}
	if n := s.Int("SELECT (SELECT count(*) FROM payments) + (SELECT count(*) FROM credits) + (SELECT count(*) FROM outbox) + (SELECT count(*) FROM invoices WHERE revision > 1)"); n != 0 {
		t.Errorf("%d things were stored", n)
	}
}
