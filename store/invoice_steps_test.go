package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

var freeze = portal.InvoiceFreeze{
	BillTo: portal.Address{Name: "Acme then", Email: "then@example.com", Lines: "Street then", VATNumber: "VAT then"},
	Issuer: portal.Address{Name: "Studio then", Lines: "Road then", VATNumber: "S then"},
}

// logged is what the log says of a step of an invoice.
func logged(action string, id int64) portal.AuditEntry {
	return portal.AuditEntry{At: storetest.Now, Actor: portal.Actor{Kind: "user", ID: 1, Name: "ada"}, Action: action, Subject: portal.Subject{Kind: "invoice", ID: id}}
}

// draft is a draft with a line and, as those written here, no number.
func draft(db *storetest.DB, client portal.ClientID) int64 {
	id := db.Invoice(client, storetest.Invoice{Status: portal.InvoiceDraft, Minor: 100})
	db.Exec("UPDATE invoices SET number = NULL WHERE id = ?", id)
	return id
}

// Fifty drafts issued at once get fifty numbers without gaps or doubles, and those
// who want the same draft get one number and one winner.
func TestConcurrentIssues(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	acme := db.Client(storetest.Client{})
	db.Exec("UPDATE settings SET invoice_prefix = 'INV'")
	const drafts, rivals = 50, 3
	var mu sync.Mutex
	var wait sync.WaitGroup
	var numbers []string
	refused := 0
	for range drafts {
		id := draft(db, acme)
		for range rivals {
			wait.Go(func() {
				number, err := db.IssueInvoice(context.Background(), id, 1, freeze, logged("invoice issued", id))
				mu.Lock()
				defer mu.Unlock()
				var refusal *portal.InvoiceRefusal
				switch {
				case err == nil:
					numbers = append(numbers, number)
				case errors.As(err, &refusal) && refusal.Status == portal.InvoiceSent && refusal.Number != "":
					refused++
				default:
					t.Errorf("issue: %v", err)
				}
			})
		}
	}
	wait.Wait()

	slices.Sort(numbers)
	for n := range drafts {
		if want := fmt.Sprintf("INV-%04d", n+1); len(numbers) != drafts || numbers[n] != want {
			t.Fatalf("%d numbers, the %d. is not %s: %v", len(numbers), n+1, want, numbers)
		}
	}
	if refused != drafts*(rivals-1) || db.Int("SELECT count(*) FROM audit_log WHERE action = 'invoice issued'") != drafts {
		t.Errorf("%d refused, %d in the log", refused, db.Int("SELECT count(*) FROM audit_log"))
	}
	if next := db.Int("SELECT next_number FROM invoice_sequences WHERE prefix = 'INV'"); next != drafts+1 {
		t.Errorf("next is %d", next)
	}
}

// A number belongs to a prefix, goes on where it was, and passes over what came from elsewhere.
func TestNumbersOfPrefixes(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	acme := db.Client(storetest.Client{})
	for _, taken := range []string{"INV-0002", "INV-0003", "NEW-0001"} {
		db.Invoice(acme, storetest.Invoice{Number: taken})
	}
	for _, c := range []struct{ prefix, want string }{
		{"INV", "INV-0001"}, {"INV", "INV-0004"}, {"NEW", "NEW-0002"}, {"INV", "INV-0005"}, {"", "0001"}, {"NEW", "NEW-0003"},
	} {
		db.Exec("UPDATE settings SET invoice_prefix = ?", c.prefix)
		if next, err := db.NextInvoiceNumber(ctx); err != nil || next != c.want {
			t.Errorf("next is %s, %v; want %s", next, err, c.want)
		}
		id := draft(db, acme)
		if got, err := db.IssueInvoice(ctx, id, 1, freeze, logged("invoice issued", id)); err != nil || got != c.want {
			t.Errorf("%s gives %s, %v; want %s", c.prefix, got, err, c.want)
		}
	}
}

// An issue that fails uses no number and leaves the draft as it was.
func TestFailedIssueUsesNoNumber(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	acme := db.Client(storetest.Client{})
	id := draft(db, acme)
	db.Exec("UPDATE settings SET invoice_prefix = 'INV'")
	if _, err := db.IssueInvoice(ctx, id, 7, freeze, logged("invoice issued", id)); !errors.Is(err, portal.ErrStale) {
		t.Errorf("an old revision: %v", err)
	}
	broken := logged("", id) // the log refuses an action without a name
	if _, err := db.IssueInvoice(ctx, id, 1, freeze, broken); !errors.Is(err, portal.ErrInvalid) {
		t.Errorf("a log that refuses: %v", err)
	}
	if _, err := db.IssueInvoice(ctx, 999, 1, freeze, logged("invoice issued", 999)); !errors.Is(err, portal.ErrNotFound) {
		t.Errorf("no draft: %v", err)
	}
	if db.Int("SELECT count(*) FROM invoices WHERE status = 'draft' AND number IS NULL AND revision = 1 AND issuer_name = ''") != 1 {
		t.Error("the draft changed")
	}
	if got, err := db.IssueInvoice(ctx, id, 1, freeze, logged("invoice issued", id)); err != nil || got != "INV-0001" {
		t.Errorf("then it is %s, %v", got, err)
	}
}

// What is frozen stays, whatever becomes of the client and the company; a draft that came
// with a number keeps it.
func TestIssueFreezes(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	acme := db.Client(storetest.Client{Name: "Acme now"})
	id := db.Invoice(acme, storetest.Invoice{Status: portal.InvoiceDraft, Number: "OLD-7", Minor: 100})
	number, err := db.IssueInvoice(ctx, id, 1, freeze, logged("invoice issued", id))
	if err != nil || number != "OLD-7" {
		t.Fatalf("%s, %v", number, err)
	}
	r, err := db.InvoiceRecord(ctx, id)
	if err != nil || r.BillTo != freeze.BillTo || r.Issuer != freeze.Issuer || r.ClientName != "Acme now" || r.Status != portal.InvoiceSent || r.Revision != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	if got := db.Text("SELECT detail FROM audit_log WHERE subject_id = ?", id); got != "OLD-7" {
		t.Errorf("the log says %q", got)
	}
}

// Cancelling frees the hours and keeps the number; money on it stands in the way.
func TestCancelInvoice(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	acme := db.Client(storetest.Client{})
	sam := db.User(storetest.User{})
	id := db.Invoice(acme, storetest.Invoice{Number: "INV-1", Minor: 100})
	other := db.Invoice(acme, storetest.Invoice{Number: "INV-2", Minor: 100})
	for _, of := range []int64{id, other} {
		db.Exec("UPDATE time_entries SET invoice_id = ?, invoice_line_id = (SELECT id FROM invoice_lines WHERE invoice_id = ?) WHERE id = ?", of, of, db.Entry(acme, storetest.Entry{User: sam}))
	}
	if hours, err := db.InvoiceHours(ctx, id); err != nil || len(hours) != 1 || hours[0].Hours != 3600 {
		t.Errorf("%+v, %v", hours, err)
	}
	for _, money := range []string{
		"INSERT INTO payments (invoice_id, paid_on, amount_minor, created_at) VALUES (?, '2026-01-01', 1, 0)",
		"INSERT INTO credits (invoice_id, credited_on, amount_minor, created_at) VALUES (?, '2026-01-01', 1, 0)",
	} {
		db.Exec(money, id)
		if err := db.CancelInvoice(ctx, id, 1, logged("invoice cancelled", id)); !errors.Is(err, portal.ErrInUse) {
			t.Errorf("with money: %v", err)
		}
		db.Exec("DELETE FROM payments")
		db.Exec("DELETE FROM credits")
	}
	db.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, status, created_at) VALUES (?, '2026-01-01', 1, 'failed', 0)", id)
	if err := db.CancelInvoice(ctx, id, 9, logged("invoice cancelled", id)); !errors.Is(err, portal.ErrStale) {
		t.Errorf("on an old revision: %v", err)
	}
	if db.Int("SELECT count(*) FROM time_entries WHERE invoice_id = ?", id) != 1 || db.Int("SELECT count(*) FROM audit_log") != 0 {
		t.Error("what was refused was half done")
	}
	if err := db.CancelInvoice(ctx, id, 1, logged("invoice cancelled", id)); err != nil {
		t.Fatal(err)
	}
	if db.Int("SELECT count(*) FROM time_entries WHERE invoice_id IS NULL AND invoice_line_id IS NULL") != 1 || db.Int("SELECT count(*) FROM time_entries WHERE invoice_id = ?", other) != 1 {
		t.Error("other hours are free than those of the invoice")
	}
	var refusal *portal.InvoiceRefusal
	if err := db.CancelInvoice(ctx, id, 2, logged("invoice cancelled", id)); !errors.As(err, &refusal) || refusal.Number != "INV-1" {
		t.Errorf("again: %v", err)
	}
}
