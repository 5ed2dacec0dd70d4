package views

import "foyer/portal"

// lineRows are the rows of an invoice's lines.
func lineRows(f Format, i *InvoiceProps) drawn {
	return func(s *sheet) {
		for _, line := range i.Document.Lines {
			s.put(`<tr role="row"><th scope="row" role="rowheader" class="prewrap">`)
			s.text(line.Description)
			s.put(`</th><td role="cell" data-label="Quantity" class="number beside">`)
			s.quantity(f, line.Quantity)
			s.put(`</td><td role="cell" data-label="Price" class="number beside">`)
			s.amount(f, i.money(line.UnitPrice))
			s.put(`</td><td role="cell" data-label="Amount" class="number lead">`)
			s.amount(f, i.money(line.Total))
			s.put(`</td></tr>`)
		}
	}
}

// What a row of sums begins with says how much it stands out.
const (
	plainSum markup = `<div><dt>`
	totalSum markup = `<div class="sum-total"><dt>` // of the whole invoice
	finalSum markup = `<div class="sum-left"><dt>`  // what is left in the end
)

// sum is a row of sums.
func sum(f Format, begin markup, label string, m portal.Money) drawn {
	return func(s *sheet) { s.sum(f, begin, label, m) }
}

func (s *sheet) sum(f Format, begin markup, label string, m portal.Money) {
	s.put(begin)
	s.text(label)
	s.sumEnd(f, m)
}

// sumEnd draws what a row of sums comes to, and ends it.
func (s *sheet) sumEnd(f Format, m portal.Money) {
	s.put(`</dt><dd class="number">`)
	s.money(f, m)
	s.put(`</dd></div>`)
}

// invoiceSums are what an invoice adds up to, and what of it was paid and credited.
func invoiceSums(f Format, i *InvoiceProps) drawn {
	return func(s *sheet) {
		s.put(`<dl class="sums">`)
		s.sum(f, plainSum, "Subtotal", i.money(i.Document.Subtotal))
		s.sum(f, plainSum, "Tax "+f.Percent(i.Document.TaxRateBP), i.money(i.Document.Tax))
		s.sum(f, totalSum, "Total", i.money(i.Document.Total))
		for _, payment := range i.Document.Payments {
			s.payment(f, i, payment)
		}
		for _, credit := range i.Document.Credits {
			s.credit(f, i, credit)
		}
		if i.owes() {
			s.sum(f, finalSum, balanceWord(i.Document.Outstanding), i.balance())
		}
		s.put(`</dl>`)
	}
}

func (s *sheet) payment(f Format, i *InvoiceProps, payment portal.Payment) {
	s.put(plainSum + `Payment of `)
	s.day(f, payment.On)
	s.put(` <span class="row-note">`)
	s.text(paymentNote(payment))
	s.put(`</span>`)
	s.sumEnd(f, i.money(-payment.Amount))
}

func (s *sheet) credit(f Format, i *InvoiceProps, credit portal.Credit) {
	s.put(plainSum + `Credit `)
	s.text(credit.Number)
	s.put(` of `)
	s.day(f, credit.On)
	s.put(` <span class="row-note prewrap">`)
	s.text(credit.Reason)
	s.put(`</span>`)
	s.sumEnd(f, i.money(-credit.Amount))
}

// invoiceTexts are the texts beneath; nothing where all are empty.
func invoiceTexts(i *InvoiceProps) drawn {
	return func(s *sheet) {
		if i.Company.BankAccount == "" && i.Document.Notes == "" && i.Document.Terms == "" {
			return
		}
		s.put(`<footer class="invoice-texts">`)
		s.invoiceText(`<section aria-labelledby="pay-heading"><h2 id="pay-heading">Bank account</h2>`, i.Company.BankAccount)
		s.invoiceText(`<section aria-labelledby="notes-heading"><h2 id="notes-heading">Notes</h2>`, i.Document.Notes)
		s.invoiceText(`<section aria-labelledby="terms-heading"><h2 id="terms-heading">Terms</h2>`, i.Document.Terms)
		s.put(`</footer>`)
	}
}

func (s *sheet) invoiceText(begin markup, words string) {
	if words == "" {
		return
	}
	s.put(begin)
	s.put(`<p class="prewrap">`)
	s.text(words)
	s.put(`</p></section>`)
}
