package views

import "foyer/portal"

// lineRows are the rows of an invoice's lines.
func lineRows(f Format, i InvoiceProps) drawn {
	return func(s *sheet) {
		for _, line := range i.Document.Lines {
			s.put(`<tr role="row"><th scope="row" role="rowheader" class="prewrap">`)
			s.text(line.Description)
			s.put(`</th><td role="cell" data-label="Quantity" class="number beside">`)
			s.text(f.Quantity(line.Quantity))
			s.put(`</td><td role="cell" data-label="Price" class="number beside">`)
			s.text(f.Amount(i.money(line.UnitPrice)))
			s.put(`</td><td role="cell" data-label="Amount" class="number lead">`)
			s.text(f.Amount(i.money(line.Total)))
			s.put(`</td></tr>`)
		}
	}
}

// sumKind says how much a row of the sums stands out.
type sumKind int

const (
	plainSum sumKind = iota
	totalSum         // of the whole invoice
	finalSum         // what is left in the end
)

// sum is a row of an invoice's sums.
func sum(kind sumKind, label, amount string) drawn {
	return func(s *sheet) { s.sum(kind, amount, func() { s.text(label) }) }
}

func paymentSum(f Format, amount string, payment portal.Payment) drawn {
	return func(s *sheet) {
		s.sum(plainSum, amount, func() {
			s.put(`Payment of `)
			s.day(f, payment.On)
			s.put(` <span class="row-note">`)
			s.text(paymentNote(payment))
			s.put(`</span>`)
		})
	}
}

func creditSum(f Format, amount string, credit portal.Credit) drawn {
	return func(s *sheet) {
		s.sum(plainSum, amount, func() {
			s.put(`Credit `)
			s.text(credit.Number)
			s.put(` of `)
			s.day(f, credit.On)
			s.put(` <span class="row-note prewrap">`)
			s.text(credit.Reason)
			s.put(`</span>`)
		})
	}
}

func (s *sheet) sum(kind sumKind, amount string, label func()) {
	switch kind {
	case totalSum:
		s.put(`<div class="sum-total"><dt>`)
	case finalSum:
		s.put(`<div class="sum-left"><dt>`)
	case plainSum:
		s.put(`<div><dt>`)
	}
	label()
	s.put(`</dt><dd class="number">`)
	s.text(amount)
	s.put(`</dd></div>`)
}

// invoiceText is one of the texts beneath; nothing where it is empty.
func invoiceText(id, heading markup, words string) drawn {
	return func(s *sheet) {
		if words == "" {
			return
		}
		s.put(`<section aria-labelledby="` + id + `"><h2 id="` + id + `">` + heading + `</h2><p class="prewrap">`)
		s.text(words)
		s.put(`</p></section>`)
	}
}
