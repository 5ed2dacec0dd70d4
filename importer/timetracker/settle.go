package timetracker

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"foyer/portal"
	"foyer/store"
)

// settle makes an invoice add up to its stored total and to what the source counts as
// paid; false where its amounts are too large to be true.
func (im *importer) settle(r *row, inv *invoice) bool {
	all := abs(inv.source.total) + abs(inv.tax) + abs(inv.source.paid)
	var lines, paid int64
	for _, l := range inv.Lines {
		lines += l.Total
		all += abs(l.Total)
	}
	for _, p := range inv.payments {
		all += abs(p.Amount)
		if p.Status == paymentCompleted {
			paid += p.Amount
		}
	}
	for _, c := range inv.credits {
		all += abs(c.Amount)
		inv.source.credited += c.Amount
	}
	if all > maxInvoice {
		r.skip("its amounts are too large to be true; skipped with all that is on it")
		return false
	}

	if inv.source.total == 0 && inv.Status == portal.InvoiceSent {
		r.odd("has a total of 0; counts as paid")
	}
	im.settleTotal(r, inv, lines)
	warnOfSubtotal(r, inv, lines)
	if inv.paidByList {
		inv.source.paid = paid
	}
	inv.difference.Amount = inv.source.paid - paid
	if inv.difference.Amount != 0 {
		r.odd("amount_paid is not what its completed payments add up to; the difference became a payment “"+recordedInTimeTracker+"”",
			"difference "+money(inv.difference.Amount, inv.Currency))
	}
	return true
}

// settleTotal puts a difference of rounding into the tax and a larger one on a line.
func (im *importer) settleTotal(r *row, inv *invoice, lines int64) {
	gap := inv.source.total - inv.tax - lines
	inv.Tax = inv.tax
	switch {
	case gap == 0:
	case abs(gap) <= roundingOf(len(inv.Lines), inv.Currency):
		inv.Tax += gap
		r.odd("lines, tax and total differ by rounding; the total stays and the tax is what is left",
			"tax stored "+decimal(inv.tax, inv.Currency), "shown "+money(inv.Tax, inv.Currency))
	default:
		inv.Lines = append(inv.Lines, store.ImportedLine{Kind: "other", Description: "Other", Quantity: 1000, UnitPrice: gap, Total: gap})
		r.odd("lines and tax do not add up to the total; a line “Other” makes up for it", "line of "+money(gap, inv.Currency))
	}
}

// warnOfSubtotal tells where a stored subtotal was not what the lines add up to: Foyer
// keeps none of its own.
func warnOfSubtotal(r *row, inv *invoice, lines int64) {
	if r.isNull("subtotal") || !r.usable("subtotal", inv.Currency) {
		return
	}
	if stored := r.amount("subtotal", inv.Currency); stored != lines {
		r.odd("subtotal is not what its lines add up to; the lines count", "stored "+decimal(stored, inv.Currency), "lines "+money(lines, inv.Currency))
	}
}

// roundingOf is by how much an invoice of so many lines can be off where each of them,
// the subtotal, the tax and the total were rounded on their own, in minor units.
func roundingOf(lines int, code string) int64 {
	unit, _ := minorUnits(1, code)
	return max(unit, 1) * int64(lines+4) / 2
}

func (im *importer) saveInvoice(ctx context.Context, inv *invoice) error {
	id, err := im.dst.SaveInvoice(ctx, inv.ImportedInvoice)
	if err != nil {
		return err
	}
	for _, p := range inv.payments {
		im.sums.payments[p.SourceID] = true
		if err := im.dst.SavePayment(ctx, id, p); err != nil {
			return fmt.Errorf("payment %d: %w", p.SourceID, err)
		}
	}
	for _, c := range inv.credits {
		im.sums.credits[c.SourceID] = true
		if err := im.dst.SaveCredit(ctx, id, c); err != nil {
			return fmt.Errorf("credit note %d: %w", c.SourceID, err)
		}
	}
	im.sums.invoices[inv.SourceID] = inv.source
	if err := im.dst.SaveDifference(ctx, id, inv.difference); err != nil {
		return err
	}
	return im.linkEntries(ctx, inv, id)
}

// linkEntries notes which entries an invoice bills. Those on a cancelled one are to be
// billed again.
func (im *importer) linkEntries(ctx context.Context, inv *invoice, id int64) error {
	if inv.Status == portal.InvoiceCancelled {
		return nil
	}
	for _, list := range inv.entries {
		for _, word := range strings.FieldsFunc(list, func(c rune) bool { return c < '0' || c > '9' }) {
			entry, err := strconv.ParseInt(word, 10, 64)
			if err != nil {
				continue
			}
			linked, err := im.dst.LinkEntry(ctx, inv.Client, entry, id)
			if err != nil {
				return err
			}
			if !linked {
				im.report.odd("invoices", inv.SourceID, "bills an entry that its client does not have or another invoice bills; not linked", "entry "+word)
			}
		}
	}
	return nil
}
