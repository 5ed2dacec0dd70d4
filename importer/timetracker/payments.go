package timetracker

import (
	"context"
	"strings"

	"foyer/portal"
	"foyer/store"
)

// recordedInTimeTracker is the method of the payment that stands for what the source
// counts as paid and lists no payment for.
const recordedInTimeTracker = "Recorded in TimeTracker"

const paymentCompleted = "completed"

// payment takes over a payment; only completed ones count. A payment of nothing is none.
func (im *importer) payment(r *row, inv *invoice) bool {
	amount := r.amount("amount", inv.Currency)
	if amount == 0 {
		r.skip("is a payment of 0; skipped")
		return false
	}
	if amount < 0 {
		r.odd("is a payment of less than nothing; kept as it is", r.stored("amount"))
	}
	on, ok := r.day("payment_date")
	if !ok {
		on = inv.IssueDate
		r.odd("payment_date cannot be read; the invoice's day of issue was taken", r.stored("payment_date"))
	}
	warnOfCurrency(r, "currency", inv)

	inv.payments = append(inv.payments, store.ImportedPayment{
		SourceID: r.id, On: on, Amount: amount, Method: r.text("method"), Reference: r.text("reference"), Notes: r.text("notes"),
		Status: paymentStatus(r), Created: r.utc("created_at", inv.Created),
	})
	return true
}

// paymentStatus is pending where the word is unknown: kept, and counting for nothing, as
// in the source.
func paymentStatus(r *row) string {
	status := r.word("status", map[string]string{
		paymentCompleted: paymentCompleted, "pending": "pending", "failed": "failed", "refunded": "refunded",
	}, "pending")
	if status != paymentCompleted {
		r.odd("is " + status + "; kept for staff, and counts for nothing")
	}
	return status
}

func (im *importer) credit(r *row, inv *invoice) bool {
	amount := r.amount("amount", inv.Currency)
	if amount == 0 {
		r.skip("is a credit of 0; skipped")
		return false
	}
	if amount < 0 {
		r.odd("is a credit of less than nothing; kept as it is", r.stored("amount"))
	}
	on := inv.IssueDate
	if made, ok := parseMoment(r.text("created_at")); ok {
		on = portal.DayOf(made.wall, im.clock.zone)
	} else {
		r.odd("created_at cannot be read; the invoice's day of issue was taken", r.stored("created_at"))
	}
	inv.credits = append(inv.credits, store.ImportedCredit{
		SourceID: r.id, On: on, Number: r.text("credit_number"), Amount: amount, Reason: r.text("reason"), Created: r.utc("created_at", inv.Created),
	})
	return true
}

// difference reads what an invoice itself says of its payment, for the case that no
// payment is listed; settle sets the amount.
func difference(r *row, issued portal.Day, created int64) store.ImportedPayment {
	on, ok := r.day("payment_date")
	if !ok {
		on = issued
	}
	return store.ImportedPayment{
		On: on, Method: recordedInTimeTracker, Reference: r.text("payment_reference"),
		Notes: strings.TrimSpace(r.text("payment_method") + "\n" + r.text("payment_notes")), Created: created,
	}
}

// removeParts takes back payments and credits of an earlier import that the source no
// longer has: what is outstanding must be what it is there.
func (im *importer) removeParts(ctx context.Context) error {
	for _, t := range []struct {
		name string
		in   store.ImportTable
		seen map[int64]bool
	}{{"payments", store.ImportPayments, im.sums.payments}, {"credit_notes", store.ImportCredits, im.sums.credits}} {
		stored, err := im.dst.StoredParts(ctx, t.in)
		if err != nil {
			return err
		}
		for _, p := range stored {
			if _, current := im.sums.invoices[p.Invoice.Int64]; t.seen[p.SourceID] || !current {
				continue
			}
			im.report.skip(t.name, p.SourceID, "was imported earlier and is not on its invoice any more; removed")
			if err := im.dst.RemovePart(ctx, t.in, p.SourceID); err != nil {
				return err
			}
		}
	}
	return nil
}
