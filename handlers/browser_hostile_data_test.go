package handlers_test

import (
	"fmt"
	"net/url"
	"strings"

	"foyer/store/storetest"
)

// fillTexts makes a client whose every text is one of texts, or all of them, and returns
// an invoice and a project of it.
func fillTexts(s *site, username string, texts []string) (invoice, project int64) {
	s.Exec("PRAGMA synchronous = OFF") // hundreds of small writes
	all := strings.Join(texts, "\n")
	client := s.Client(storetest.Client{Name: texts[0], Email: texts[1], Address: all, Notes: all, Username: username})
	s.Exec("UPDATE clients SET contact_person = ?, phone = ?, vat_number = ? WHERE id = ?", texts[2], texts[3], texts[4], client)
	s.Exec("UPDATE settings SET company_name = ?1, company_address = ?1, company_email = ?1, company_phone = ?1, company_website = ?1, company_vat_number = ?1, company_bank_account = ?1", "Studio "+texts[9])
	for i, text := range texts {
		project = s.Project(client, text)
		s.Exec("UPDATE projects SET description = ?, code = ? WHERE id = ?", text, text, project)
		user := s.User(storetest.User{Username: fmt.Sprint(username, i), FullName: text})
		s.Entry(client, storetest.Entry{Project: project, User: user, Notes: text})
	}
	for i, text := range texts[:8] {
		invoice = s.Invoice(client, storetest.Invoice{Number: fmt.Sprint(username, i, text), Minor: 10000, Paid: 100, Credited: 100, Notes: all})
	}
	fillInvoiceTexts(s, invoice, project, texts, all)
	return invoice, project
}

func fillInvoiceTexts(s *site, invoice, project int64, texts []string, all string) {
	s.Exec("UPDATE invoices SET project_id = ?, bill_to_name = ?, bill_to_email = ?, bill_to_address = ?, bill_to_vat = ?, terms = ? WHERE id = ?",
		project, texts[0], texts[1], all, texts[2], all, invoice)
	for i, text := range texts {
		s.Exec("INSERT INTO invoice_lines (invoice_id, position, description, quantity_milli, unit_price_minor, total_minor) VALUES (?, ?, ?, 1000, 100, 100)", invoice, i+2, text)
		s.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, method, reference, created_at) VALUES (?, ?, 1, ?, ?, 0)", invoice, storetest.Today, text, text)
		s.Exec("INSERT INTO credits (invoice_id, number, credited_on, amount_minor, reason, created_at) VALUES (?, ?, ?, 1, ?, 0)", invoice, text, storetest.Today, text)
	}
}

// values is a query of names and values, in turn.
func values(pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v.Encode()
}
