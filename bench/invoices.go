package main

import (
	"fmt"

	"foyer/portal"
	"foyer/store"
)

// fate is what became of an invoice.
type fate int

const (
	paid fate = iota
	partlyPaid
	unpaid
	overdue
	partlyOverdue
	draft
	cancelled
)

// fateOf spreads the states as an agency that is mostly paid has them. Invoices are
// counted from the newest.
func fateOf(i int) fate {
	switch {
	case i < 8:
		return draft
	case i%50 == 17:
		return cancelled
	case i < 60 && i%2 == 0:
		return partlyPaid
	case i < 60:
		return unpaid
	case i%16 == 3:
		return overdue
	case i%16 == 11:
		return partlyOverdue
	}
	return paid
}

// invoice adds the i-th invoice of a half, counted from the newest. What is not yet due stays so
// for as long as the set is used.
func (g *generator) invoice(f *store.Filler, half *party, i int) error {
	at, what := i%setProjects, fateOf(i)
	who := at % len(half.clients)
	issued := g.dayAt(float64(i) / setInvoices)
	v := store.NewInvoice{
		Client: half.clients[who], Project: half.projects[at], Status: portal.InvoiceSent,
		Issued: issued, Due: issued.AddDays(30), Currency: setCurrency, TaxRateBP: 2100,
		BillTo: portal.Address{Name: half.names[who], Lines: "Handelskaai 12\n1000 Brussels\nBelgium", VATNumber: "BE 0123.456.749"},
		Notes:  "Thank you for working with us.", Terms: "Please pay within 30 days, with the invoice's number.",
	}
	switch what {
	case draft:
		v.Status = portal.InvoiceDraft
	case cancelled:
		v.Status = portal.InvoiceCancelled
	case unpaid, partlyPaid:
		v.Due = g.last.AddDays(60 + i)
	case paid, overdue, partlyOverdue:
	}
	if what != draft {
		v.Number = fmt.Sprintf("INV-%d-%04d", len(half.clients), setInvoices-i)
	}
	if err := g.price(&v, what); err != nil {
		return err
	}
	id, err := f.Invoice(v)
	if what != draft && what != cancelled {
		half.invoices[i] = id
	}
	return err
}

// price gives an invoice its lines, tax and payments.
func (g *generator) price(v *store.NewInvoice, what fate) (err error) {
	var subtotal int64
	for range invoiceLines {
		l := portal.InvoiceLine{Description: g.note(), Quantity: portal.Quantity(250 * (1 + g.IntN(160))), UnitPrice: int64(8000 + 250*g.IntN(20))}
		if l.Total, err = portal.LineTotal(l.Quantity, l.UnitPrice); err != nil {
			return err
		}
		subtotal += l.Total
		v.Lines = append(v.Lines, l)
	}
	if v.TaxMinor, err = portal.Tax(subtotal, v.TaxRateBP); err != nil {
		return err
	}
	v.Payments = g.payments(v, what, subtotal+v.TaxMinor)
	return nil
}

// payments pay in one go or in two halves, or one half of what is owed.
func (g *generator) payments(v *store.NewInvoice, what fate, total int64) []store.NewPayment {
	pay := func(amount int64, after int) store.NewPayment {
		return store.NewPayment{
			Payment: portal.Payment{On: min(v.Issued.AddDays(after), g.last), Amount: amount, Method: "bank_transfer", Reference: v.Number},
			Status:  "completed",
		}
	}
	switch {
	case what == partlyPaid, what == partlyOverdue:
		return []store.NewPayment{pay(total/2, 12)}
	case what == paid && g.IntN(4) == 0:
		return []store.NewPayment{pay(total/2, 12), pay(total-total/2, 25)}
	case what == paid:
		return []store.NewPayment{pay(total, 20)}
	}
	return nil
}
