package timetracker

import (
	"context"
	"errors"

	"foyer/portal"
	"foyer/store"
)

// hanging are the walks over what hangs on invoices.
type hanging struct {
	im    *importer
	parts []*parts
}

// The places of the tables in hanging.parts, in the order in which lines are printed.
const (
	items = iota
	goods
	expenses
	payments
	credits
)

// used are the ids of the rows of each table that an invoice has.
type used [credits + 1][]int64

func (im *importer) openHanging(ctx context.Context) (*hanging, error) {
	h := &hanging{im: im}
	for _, t := range [][]string{
		items:    {"invoice_items", "description", "quantity", "unit_price", "total_amount", "time_entry_ids"},
		goods:    {"extra_goods", "name", "description", "quantity", "unit_price", "total_amount", "currency_code"},
		expenses: {"expenses", "title", "amount", "tax_amount", "currency_code"},
		payments: {"payments", "amount", "currency", "payment_date", "method", "reference", "notes", "status", "created_at"},
		credits:  {"credit_notes", "credit_number", "amount", "reason", "created_at"},
	} {
		p, err := im.parts(ctx, t[0], t[1:]...)
		if err != nil {
			return nil, errors.Join(err, h.close())
		}
		h.parts = append(h.parts, p)
	}
	return h, nil
}

func (h *hanging) close() error {
	var errs []error
	for _, p := range h.parts {
		errs = append(errs, p.walk.close())
	}
	return errors.Join(errs...)
}

// read reads what hangs on an invoice; where that is nil, it is skipped too.
func (h *hanging) read(ctx context.Context, id int64, inv *invoice) (n used, err error) {
	for i, take := range []func(*row, *invoice) bool{
		items: h.im.item, goods: h.im.good, expenses: h.im.expense, payments: h.im.payment, credits: h.im.credit,
	} {
		err := h.parts[i].of(ctx, id, func(r *row) {
			if inv == nil {
				r.skip(skippedToo)
				return
			}
			if take(r, inv) {
				n[i] = append(n[i], r.id)
			}
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// keep counts rows as saved.
func (h *hanging) keep(n used, updated bool) {
	for i, p := range h.parts {
		if updated {
			p.count.Updated += len(n[i])
		} else {
			p.count.Imported += len(n[i])
		}
	}
}

// drop reports rows that were fine and whose invoice turned out not to be.
func (h *hanging) drop(n used) {
	for i, p := range h.parts {
		for _, id := range n[i] {
			h.im.report.skip(p.count.Table, id, skippedToo)
		}
	}
}

const skippedToo = "its invoice was skipped; skipped"

func (im *importer) item(r *row, inv *invoice) bool {
	line := store.ImportedLine{
		Kind: "item", Description: r.text("description"), Quantity: quantity(r),
		UnitPrice: r.amount("unit_price", inv.Currency), Total: r.amount("total_amount", inv.Currency),
	}
	warnOfTotal(r, line)
	inv.Lines = append(inv.Lines, line)
	if list := r.text("time_entry_ids"); list != "" {
		inv.entries = append(inv.entries, list)
	}
	return true
}

// good counts whether it is marked billable or not, as in the source's own totals.
func (im *importer) good(r *row, inv *invoice) bool {
	line := store.ImportedLine{
		Kind: "good", Description: r.text("name"), Quantity: quantity(r),
		UnitPrice: r.amount("unit_price", inv.Currency), Total: r.amount("total_amount", inv.Currency),
	}
	if detail := r.text("description"); detail != "" {
		line.Description += " – " + detail
	}
	warnOfCurrency(r, "currency_code", inv)
	warnOfTotal(r, line)
	inv.Lines = append(inv.Lines, line)
	return true
}

func (im *importer) expense(r *row, inv *invoice) bool {
	total := r.amount("amount", inv.Currency) + r.amount("tax_amount", inv.Currency)
	warnOfCurrency(r, "currency_code", inv)
	inv.Lines = append(inv.Lines, store.ImportedLine{
		Kind: "expense", Description: r.text("title"), Quantity: 1000, UnitPrice: total, Total: total,
	})
	return true
}

// quantity reads two decimals, as the source shows them, as thousandths.
func quantity(r *row) portal.Quantity {
	const most = 100_000_000_000 // hundredths, as the store keeps
	n := r.hundredths("quantity")
	if n > most || n < -most {
		r.odd("quantity is no usable number; taken as 0", r.stored("quantity"))
		n = 0
	}
	return portal.Quantity(n * 10)
}

// warnOfTotal tells where a line was not what it says by more than rounding.
func warnOfTotal(r *row, l store.ImportedLine) {
	total, err := portal.LineTotal(l.Quantity, l.UnitPrice)
	if err != nil || total-l.Total > 1 || l.Total-total > 1 {
		r.odd("total is not quantity times price; the total counts", r.stored("total_amount"))
	}
}

func warnOfCurrency(r *row, column string, inv *invoice) {
	if code := currencyCode(r.text(column)); code != "" && code != inv.Currency {
		r.odd("is in another currency than its invoice; its amount counts as it is, as in TimeTracker", r.stored(column))
	}
}
