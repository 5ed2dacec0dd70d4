package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

func payment(minor int64) portal.PaymentRecord {
	return portal.PaymentRecord{Payment: portal.Payment{On: storetest.Today, Amount: minor, Method: "card", Reference: "R"}, Notes: "N", Status: "completed"}
}

// One form is one payment, however often and from how many sides it is sent.
func TestSameFormRecordsOnePayment(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	id := db.Invoice(db.Client(storetest.Client{}), storetest.Invoice{Minor: 1000})
	var wait sync.WaitGroup
	for range 20 {
		wait.Go(func() {
			if err := db.RecordPayment(ctx, id, "one key", payment(400), logged("payment recorded", id)); err != nil {
				t.Error(err)
			}
			credit := portal.CreditRecord{Credit: portal.Credit{On: storetest.Today, Amount: 100, Number: "C", Reason: "why"}}
			if err := db.RecordCredit(ctx, id, "one key", credit, logged("credit recorded", id)); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if n := db.Int("SELECT count(*) FROM payments") + 10*db.Int("SELECT count(*) FROM credits") + 100*db.Int("SELECT count(*) FROM audit_log"); n != 211 {
		t.Errorf("payments, credits and lines of the log: %d", n)
	}
	if left := db.Int("SELECT outstanding_minor FROM invoices"); left != 500 {
		t.Errorf("outstanding %d", left)
	}

	if err := db.RecordPayment(ctx, id, "one key", payment(401), logged("payment recorded", id)); !errors.Is(err, portal.ErrConflict) {
		t.Errorf("the same key for another payment: %v", err)
	}
	other := db.Invoice(db.Client(storetest.Client{}), storetest.Invoice{Minor: 1000})
	if err := db.RecordPayment(ctx, other, "one key", payment(400), logged("payment recorded", other)); !errors.Is(err, portal.ErrConflict) {
		t.Errorf("the same key on another invoice: %v", err)
	}
	if err := db.RecordPayment(ctx, id, "next key", payment(400), logged("payment recorded", id)); err != nil || db.Int("SELECT count(*) FROM payments") != 2 {
		t.Errorf("the same payment with another form: %v", err)
	}
}

// Outstanding follows; what can't be held is refused whole; drafts and cancelled ones take none.
func TestMoneyOnInvoices(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	acme := db.Client(storetest.Client{})
	id := db.Invoice(acme, storetest.Invoice{Minor: 1000})
	outstanding := func(want int64) {
		t.Helper()
		if got := db.Int("SELECT outstanding_minor FROM invoices WHERE id = ?", id); got != want {
			t.Errorf("outstanding %d, want %d", got, want)
		}
	}
	const most = 10_000_000_000_000
	if err := db.RecordPayment(ctx, id, "a", payment(300), logged("payment recorded", id)); err != nil {
		t.Fatal(err)
	}
	outstanding(700)
	if err := db.RecordPayment(ctx, id, "b", payment(most), logged("payment recorded", id)); err != nil {
		t.Errorf("a payment at the bound: %v", err)
	}
	outstanding(700 - most)
	if err := db.RecordPayment(ctx, id, "c", payment(most), logged("payment recorded", id)); !errors.Is(err, portal.ErrInvalid) {
		t.Errorf("beyond the bound: %v", err)
	}
	credit := portal.CreditRecord{Credit: portal.Credit{On: storetest.Today, Amount: most}}
	if err := db.RecordCredit(ctx, id, "c", credit, logged("credit recorded", id)); !errors.Is(err, portal.ErrInvalid) {
		t.Errorf("a credit beyond the bound: %v", err)
	}
	outstanding(700 - most)
	if n := db.Int("SELECT count(*) FROM audit_log"); n != 2 {
		t.Errorf("%d lines in the log", n)
	}

	for _, status := range []portal.InvoiceStatus{portal.InvoiceDraft, portal.InvoiceCancelled} {
		of := db.Invoice(acme, storetest.Invoice{Status: status, Minor: 100, Paid: 10, Credited: 10})
		var refusal *portal.InvoiceRefusal
		part := db.Int("SELECT id FROM payments WHERE invoice_id = ?", of)
		for what, err := range map[string]error{
			"payment": db.RecordPayment(ctx, of, "d", payment(1), logged("payment recorded", of)),
			"credit":  db.RecordCredit(ctx, of, "d", credit, logged("credit recorded", of)),
			"removal": db.RemovePayment(ctx, of, part, logged("payment removed", of)),
		} {
			if !errors.As(err, &refusal) || refusal.Status != status {
				t.Errorf("%s on %s: %v", what, status, err)
			}
		}
	}
}

// A payment and a credit go from their own invoice only.
func TestRemoveMoney(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	acme := db.Client(storetest.Client{})
	a := db.Invoice(acme, storetest.Invoice{Minor: 1000, Paid: 600, Credited: 100})
	b := db.Invoice(acme, storetest.Invoice{Minor: 1000, Paid: 700, Credited: 200})
	payments, _ := db.PaymentRecords(ctx, a)
	credits, _ := db.CreditRecords(ctx, a)
	if len(payments) != 1 || len(credits) != 1 || payments[0].Amount != 600 || credits[0].Amount != 100 {
		t.Fatalf("%+v %+v", payments, credits)
	}
	for _, err := range []error{
		db.RemovePayment(ctx, b, payments[0].ID, logged("payment removed", b)),
		db.RemoveCredit(ctx, b, credits[0].ID, logged("credit removed", b)),
		db.RemovePayment(ctx, a, 999, logged("payment removed", a)),
	} {
		if !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("another invoice's: %v", err)
		}
	}
	if err := errors.Join(db.RemovePayment(ctx, a, payments[0].ID, logged("payment removed", a)), db.RemoveCredit(ctx, a, credits[0].ID, logged("credit removed", a))); err != nil {
		t.Fatal(err)
	}
	if db.Int("SELECT outstanding_minor FROM invoices WHERE id = ?", a) != 1000 || db.Int("SELECT outstanding_minor FROM invoices WHERE id = ?", b) != 100 || db.Int("SELECT count(*) FROM audit_log") != 2 {
		t.Error("something else went")
	}
}
