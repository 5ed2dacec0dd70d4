package demodata

import (
	"fmt"
	"strings"

	"foyer/portal"
	"foyer/store"
)

// milestone is an invoice as the client's list of them tells it.
func (s *story) milestone(c int, m milestone) *bill {
	b := s.blank(c, s.dayAgo(m.issued), s.today.AddDays(m.due))
	b.Notes = strings.TrimSpace(m.notes + "\n" + b.Notes)
	b.payments, b.credit = m.payments, m.credit
	if m.status != "" {
		b.Status = m.status
	}
	if m.currency != "" {
		b.Currency = m.currency
	}
	for n, p := range s.clients[c].projects {
		if p.name == m.project {
			b.project = n
		}
	}
	for _, l := range m.lines {
		b.Lines = append(b.Lines, portal.InvoiceLine{Description: l.description, Quantity: l.quantity, UnitPrice: l.price})
	}
	return b
}

// draft is what the first client will be billed next; it does not exist for the client.
func (s *story) draft(months map[clientMonth][]int, entries []entry) *bill {
	b := s.blank(0, s.today, s.today.AddDays(s.clients[0].terms))
	b.Status = portal.InvoiceDraft
	s.billHours(b, s.today.Time(), months, entries)
	b.Lines = append(b.Lines, portal.InvoiceLine{Description: "Fonts, licence for a year", Quantity: 1000, UnitPrice: 21900})
	b.entries = nil
	return b
}

// number gives every invoice but a draft its number.
func number(list []*bill) {
	next := firstNumber
	for _, b := range list {
		if b.Status != portal.InvoiceDraft {
			b.Number = fmt.Sprintf("%s-%d", invoicePrefix, next)
			next++
		}
	}
}

// finish works out the lines, the tax and what was paid and credited, by the rules.
func (s *story) finish(b *bill) (err error) {
	var total int64
	for n := range b.Lines {
		l := &b.Lines[n]
		if l.Total, err = portal.LineTotal(l.Quantity, l.UnitPrice); err != nil {
			return err
		}
		total += l.Total
	}
	if b.TaxMinor, err = portal.Tax(total, b.TaxRateBP); err != nil {
		return err
	}
	total += b.TaxMinor

	for _, p := range b.payments {
		b.Payments = append(b.Payments, s.paid(p, total, b.Number))
	}
	if c := b.credit; c != nil {
		amount := c.amount
		if amount == 0 {
			amount = total
		}
		b.Credits = []portal.Credit{{On: s.dayAgo(c.ago), Number: "CN-" + strings.TrimPrefix(b.Number, invoicePrefix+"-"), Amount: amount, Reason: c.reason}}
	}
	return nil
}

func (s *story) paid(p payment, total int64, reference string) store.NewPayment {
	amount, status := p.amount, p.status
	if p.percent > 0 {
		amount = total * p.percent / 100
	}
	if p.method == "card" {
		reference = "Card ending in 4471"
	}
	if status == "" {
		status = "completed"
	}
	return store.NewPayment{Status: status, Payment: portal.Payment{On: s.dayAgo(p.ago), Amount: amount, Method: p.method, Reference: reference}}
}
