package views

import "foyer/portal"

// overdueLine says of an invoice how much is overdue, and since when.
func overdueLine(p Page, i portal.Invoice) drawn {
	return func(s *sheet) {
		s.put(`<a`)
		s.attr("href", InvoicePath(i.ID))
		s.put(`>`)
		s.text(i.Number)
		s.put(`</a> <span>`)
		s.money(p.Format, i.Balance())
		s.put(`</span> <span>due `)
		s.day(p.Format, i.DueDate)
		s.put(`, `)
		s.text(OverdueWords(i.DaysOverdue(p.Today)))
		s.put(`</span>`)
	}
}
