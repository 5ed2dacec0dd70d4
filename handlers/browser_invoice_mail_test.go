package handlers_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// mailsOfInvoices: every page about them passes axe and holds texts longer than anybody
// expects, with mail on and off.
func mailsOfInvoices(t testing.TB, b *browser, _ *site) {
	s := newLiveSite(t)
	sent := "/admin/invoices/" + fillOverlong(s)
	client := s.Int("SELECT min(id) FROM clients")
	draft := fmt.Sprintf("/admin/invoices/%d", s.Invoice(portal.ClientID(client), storetest.Invoice{Status: portal.InvoiceDraft, Minor: 9e12}))
	word := strings.Repeat("Donaudampfschiff", 10)
	states := slices.DeleteFunc(slices.Clone(portal.DeliveryStates), func(s portal.DeliveryState) bool { return s == portal.MailTrouble })
	for n, state := range states {
		s.Exec(`INSERT INTO outbox (kind, account_kind, account_id, invoice_id, to_address, subject, message_id, state, next_at, not_after, code, said, created_at)
			SELECT iif(?1 % 2, 'invoice', 'reminder'), 'client', client_id, id, ?2 || '@example.com', ?2, ?1, ?3, 0, 9e9, 550, ?2, 0 FROM invoices WHERE status = 'sent'`, n, word, state)
	}
	a, v := newAxe(t), b.tab(t, s).signIn("/login", "boss", storetest.Password)
	look := func(paths ...string) {
		for _, path := range paths {
			a.look(v.open(path), path)
			v.wantNoOverflow(320, 390, 768, 1280)
		}
	}
	look(sent, sent+"/mail", sent+"/remind", draft+"/issue", "/admin/mail/outbox", fmt.Sprintf("/admin/clients/%d/edit", client))
	s.Exec("DELETE FROM outbox")
	s.Exec("UPDATE mail_settings SET enabled = 1, host = 'localhost', encryption = 'none', sender = 'studio@example.com'")
	s.Exec("UPDATE clients SET invoice_mail = 1")
	look(sent, sent+"/remind", draft+"/issue")
	v.open(sent + "/remind").button("Send reminder").until("document.body.innerText.includes('Mails to the client')")
}
