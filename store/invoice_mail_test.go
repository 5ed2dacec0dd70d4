package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"foyer/portal"
	"foyer/store/storetest"
)

// invoiceMail is a mail about an invoice to an address, with a Message-ID of its own.
func invoiceMail(kind portal.MailKind, to string) portal.InvoiceMail {
	return portal.InvoiceMail{Kind: kind, To: to, Studio: "Studio", MessageID: portal.NewID() + "@foyer.test", On: storetest.Today}
}

// mailed is a database with a client that gets its invoices by mail.
func mailed(t *testing.T) (*storetest.DB, portal.ClientID) {
	t.Helper()
	db := storetest.New(t)
	acme := db.Client(storetest.Client{Username: "acme", Email: "a@example.com"})
	db.Exec("UPDATE clients SET invoice_mail = 1")
	return db, acme
}

// R13: the mail is queued with the invoice that is issued, or neither is.
func TestIssueAndMail(t *testing.T) {
	t.Parallel()
	db, acme := mailed(t)
	db.Exec("UPDATE settings SET invoice_prefix = 'INV'")
	id := draft(db, acme)
	broken := logged("", id) // the log refuses an action without a name
	if _, _, err := db.IssueAndMail(t.Context(), id, 1, freeze, invoiceMail(portal.MailInvoice, "a@example.com"), broken); !errors.Is(err, portal.ErrInvalid) {
		t.Errorf("a log that refuses: %v", err)
	}
	if _, _, err := db.IssueAndMail(t.Context(), id, 1, freeze, invoiceMail(portal.MailInvoice, ""), logged("invoice issued", id)); !errors.Is(err, portal.ErrInvalid) {
		t.Errorf("a mail to nobody: %v", err)
	}
	if _, _, err := db.IssueAndMail(t.Context(), id, 7, freeze, invoiceMail(portal.MailInvoice, "a@example.com"), logged("invoice issued", id)); !errors.Is(err, portal.ErrStale) {
		t.Errorf("an old revision: %v", err)
	}
	if db.Int("SELECT count(*) FROM outbox") != 0 || db.Int("SELECT count(*) FROM invoices WHERE status = 'draft' AND number IS NULL") != 1 {
		t.Error("what failed was half done")
	}

	const presses = 20
	var wait sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for range presses {
		wait.Go(func() {
			number, mail, err := db.IssueAndMail(t.Context(), id, 1, freeze, invoiceMail(portal.MailInvoice, "a@example.com"), logged("invoice issued", id))
			mu.Lock()
			defer mu.Unlock()
			if err == nil && number == "INV-0001" && mail == 1 {
				won++
			} else if refusal, ok := errors.AsType[*portal.InvoiceRefusal](err); !ok || refusal.Number != "INV-0001" {
				t.Errorf("%s, mail %d, %v", number, mail, err)
			}
		})
	}
	wait.Wait()
	if won != 1 || db.Int("SELECT count(*) FROM outbox") != 1 || db.Int("SELECT count(*) FROM audit_log") != 1 {
		t.Errorf("%d won, %d mails", won, db.Int("SELECT count(*) FROM outbox"))
	}
	want := fmt.Sprintf("invoice client %d %d a@example.com Invoice INV-0001 from Studio queued -", acme, id)
	if got := db.Text("SELECT kind || ' ' || account_kind || ' ' || account_id || ' ' || invoice_id || ' ' || to_address || ' ' || subject || ' ' || state || ' ' || coalesce(content, '-') FROM outbox"); got != want {
		t.Errorf("the outbox holds %q", got)
	}
	if got := db.Text("SELECT detail FROM audit_log"); got != "INV-0001, mail to a@example.com" {
		t.Errorf("the log says %q", got)
	}
}

// However many press at once, one mail is written, and all are told which.
func TestManyPressesMailOnce(t *testing.T) {
	t.Parallel()
	db, acme := mailed(t)
	id := db.Invoice(acme, storetest.Invoice{Number: "INV-1", Minor: 100, Issued: "2026-10-01", Due: "2026-11-01"})
	for _, kind := range []portal.MailKind{portal.MailInvoice, portal.MailReminder} {
		var wait sync.WaitGroup
		var mu sync.Mutex
		fresh, ids := 0, map[int64]bool{}
		for range 20 {
			wait.Go(func() {
				mail, first, err := db.MailInvoice(t.Context(), id, invoiceMail(kind, "a@example.com"), logged("mailed", id))
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				if ids[mail] = true; first {
					fresh++
				}
			})
		}
		wait.Wait()
		if n := db.Int("SELECT count(*) FROM outbox WHERE kind = ?", kind); n != 1 || fresh != 1 || len(ids) != 1 {
			t.Errorf("%s: %d mails, %d first ones, ids %v", kind, n, fresh, ids)
		}
	}
	if n := db.Int("SELECT count(*) FROM audit_log"); n != 2 {
		t.Errorf("%d lines in the log", n)
	}
}

// What became of an earlier mail decides whether there is another one.
func TestMailInvoiceAgain(t *testing.T) {
	t.Parallel()
	db, acme := mailed(t)
	for _, c := range []struct {
		state, to string
		kind      portal.MailKind
		day       portal.Day
		fresh     bool
		becomes   string // of the earlier one
	}{
		{"queued", "a@example.com", portal.MailInvoice, storetest.Today, false, "queued"},
		{"sent", "a@example.com", portal.MailInvoice, "2027-01-01", false, "sent"},
		{"failed", "a@example.com", portal.MailInvoice, storetest.Today, false, "failed"}, // Send again is for these
		{"unsure", "a@example.com", portal.MailInvoice, storetest.Today, false, "unsure"},
		{"cancelled", "a@example.com", portal.MailInvoice, storetest.Today, true, "cancelled"},
		{"expired", "a@example.com", portal.MailInvoice, storetest.Today, true, "expired"},
		{"sent", "b@example.com", portal.MailInvoice, storetest.Today, true, "sent"},
		{"failed", "b@example.com", portal.MailInvoice, storetest.Today, true, "cancelled"},
		{"queued", "b@example.com", portal.MailInvoice, storetest.Today, true, "cancelled"},
		{"sending", "b@example.com", portal.MailInvoice, storetest.Today, true, "sending"},
		{"sent", "a@example.com", portal.MailReminder, storetest.Today, false, "sent"},
		{"sent", "a@example.com", portal.MailReminder, "2026-11-23", true, "sent"},
		{"queued", "a@example.com", portal.MailReminder, "2026-11-23", false, "queued"},
		{"failed", "a@example.com", portal.MailReminder, "2026-11-23", true, "cancelled"},
		{"unsure", "a@example.com", portal.MailReminder, "2026-11-23", true, "unsure"},
	} {
		id := db.Invoice(acme, storetest.Invoice{Minor: 100, Issued: "2026-10-01", Due: "2026-11-01"})
		first, _, err := db.MailInvoice(t.Context(), id, invoiceMail(c.kind, "a@example.com"), logged("mailed", id))
		if err != nil {
			t.Fatal(err)
		}
		db.Exec("UPDATE outbox SET state = ? WHERE id = ?", c.state, first)
		again := invoiceMail(c.kind, c.to)
		again.On = c.day
		before, err := db.InvoiceMailed(t.Context(), id, again)
		if err != nil || before == c.fresh {
			t.Errorf("%+v: mailed before is %v, %v", c, before, err)
		}
		second, fresh, err := db.MailInvoice(t.Context(), id, again, logged("mailed", id))
		if err != nil || fresh != c.fresh || (second == first) == c.fresh {
			t.Errorf("%+v: mail %d after %d, fresh %v, %v", c, second, first, fresh, err)
		}
		if got := db.Text("SELECT state FROM outbox WHERE id = ?", first); got != c.becomes {
			t.Errorf("%+v: the first one is %s", c, got)
		}
		list, err := db.InvoiceMails(t.Context(), id)
		if err != nil || list[0].ID != second {
			t.Errorf("%+v: the list begins with %+v, %v", c, list, err)
		}
	}
}

// Drafts and cancelled invoices are not mailed, and what is not overdue is not reminded of.
func TestMailInvoiceRefuses(t *testing.T) {
	t.Parallel()
	db, acme := mailed(t)
	for status, step := range map[portal.InvoiceStatus]portal.MailKind{portal.InvoiceDraft: portal.MailInvoice, portal.InvoiceCancelled: portal.MailReminder} {
		id := db.Invoice(acme, storetest.Invoice{Status: status, Minor: 100})
		_, _, err := db.MailInvoice(t.Context(), id, invoiceMail(step, "a@example.com"), logged("mailed", id))
		if refusal, ok := errors.AsType[*portal.InvoiceRefusal](err); !ok || refusal.Status != status {
			t.Errorf("%s: %v", status, err)
		}
	}
	paid := db.Invoice(acme, storetest.Invoice{Minor: 100, Paid: 100, Due: "2026-11-01", Issued: "2026-10-01"})
	today := db.Invoice(acme, storetest.Invoice{Minor: 100, Due: storetest.Today, Issued: "2026-10-01"})
	for _, id := range []int64{paid, today} {
		if _, _, err := db.MailInvoice(t.Context(), id, invoiceMail(portal.MailReminder, "a@example.com"), logged("mailed", id)); !errors.Is(err, portal.ErrNotOverdue) {
			t.Errorf("invoice %d: %v", id, err)
		}
	}
	if _, _, err := db.MailInvoice(t.Context(), 999, invoiceMail(portal.MailInvoice, "a@example.com"), logged("mailed", 999)); !errors.Is(err, portal.ErrNotFound) {
		t.Errorf("no invoice: %v", err)
	}
	if n := db.Int("SELECT count(*) + (SELECT count(*) FROM audit_log) FROM outbox"); n != 0 {
		t.Errorf("%d mails and lines of the log", n)
	}
}

// C56: a mail in hand is wanted while everything is as it was.
func TestInvoiceMailWanted(t *testing.T) {
	t.Parallel()
	db, acme := mailed(t)
	for change, wants := range map[string][2]bool{ // the invoice, the reminder
		"UPDATE clients SET notes = 'x'":                        {true, true},
		"UPDATE clients SET invoice_mail = 0":                   {false, false},
		"UPDATE clients SET portal_enabled = 0":                 {false, false},
		"UPDATE clients SET active = 0":                         {false, false},
		"UPDATE clients SET email = 'b@example.com'":            {false, false},
		"UPDATE invoices SET status = 'cancelled' WHERE id = ?": {false, false},
		"INSERT INTO payments (invoice_id, paid_on, amount_minor, created_at) VALUES (?, '2026-11-02', 99, 0)":      {true, true},
		"INSERT INTO payments (invoice_id, paid_on, amount_minor, created_at) VALUES (?, '2026-11-02', 100, 0)":     {true, false},
		"INSERT INTO credits (invoice_id, credited_on, amount_minor, created_at) VALUES (?, '2026-11-02', 1000, 0)": {true, false},
	} {
		db.Exec("UPDATE clients SET invoice_mail = 1, portal_enabled = 1, active = 1, email = 'a@example.com'")
		id := db.Invoice(acme, storetest.Invoice{Minor: 100, Issued: "2026-10-01", Due: "2026-11-01"})
		var mails []int64
		for _, kind := range []portal.MailKind{portal.MailInvoice, portal.MailReminder} {
			mail, _, err := db.MailInvoice(t.Context(), id, invoiceMail(kind, "a@example.com"), logged("mailed", id))
			if err != nil {
				t.Fatal(err)
			}
			d, err := db.ClaimThis(t.Context(), mail, storetest.Now.Add(time.Minute))
			if err != nil || d.InvoiceID != id {
				t.Fatalf("%+v, %v", d, err)
			}
			mails = append(mails, mail)
		}
		db.Exec(change, slices.Repeat([]any{id}, strings.Count(change, "?"))...)
		for n, want := range wants {
			d := portal.Delivery{ID: mails[n], Attempts: 1}
			got, err := db.MailWanted(t.Context(), d, storetest.Now)
			if dot := db.NoteDot(t.Context(), d, storetest.Now); err != nil || got != want || (dot == nil) != want {
				t.Errorf("%s: mail %d is wanted: %v, %v; at the dot: %v", change, n+1, got, err, dot)
			}
		}
	}
}

// R16: a mail that waits too long ends, though it has no content; one that failed can be sent
// again however long ago that was, as it is written anew.
func TestInvoiceMailGrowsOld(t *testing.T) {
	t.Parallel()
	db, acme := mailed(t)
	id := db.Invoice(acme, storetest.Invoice{Number: "INV-1", Minor: 100, Issued: "2026-10-01", Due: "2026-11-01"})
	mail, _, err := db.MailInvoice(t.Context(), id, invoiceMail(portal.MailInvoice, "a@example.com"), logged("mailed", id))
	if err != nil {
		t.Fatal(err)
	}
	state := func() string { return db.Text("SELECT state FROM outbox WHERE id = ?", mail) }
	later := storetest.Now.Add(portal.MailLife)
	for at, want := range map[time.Time]string{later.Add(-time.Second): "queued", later: "failed"} {
		db.Exec("UPDATE outbox SET state = 'queued'")
		if err := db.SweepMail(t.Context(), at); err != nil || state() != want {
			t.Errorf("at %v it is %s, %v", at, state(), err)
		}
	}
	db.Exec("UPDATE outbox SET state = 'failed'")
	if err := db.SweepMail(t.Context(), later); err != nil || state() != "failed" {
		t.Errorf("a failed one is %s, %v", state(), err)
	}
	by := logged("mail sent again", mail)
	by.At = later.Add(time.Hour)
	if err := db.RequeueMail(t.Context(), mail, by); err != nil || state() != "queued" {
		t.Fatalf("%s, %v", state(), err)
	}
	d, err := db.ClaimThis(t.Context(), mail, by.At.Add(time.Minute))
	if err != nil || !d.NotAfter.Equal(by.At.Add(portal.MailLife)) {
		t.Errorf("it lasts until %v, %v", d.NotAfter, err)
	}
	if ok, err := db.MailWanted(t.Context(), d, by.At); err != nil || !ok {
		t.Errorf("wanted: %v, %v", ok, err)
	}
}
