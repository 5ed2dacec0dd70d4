package views

import "foyer/portal"

// invoiceTab leads to another list of invoices.
func invoiceTab(filter portal.InvoiceFilter, current bool) drawn {
	return func(s *sheet) {
		path := InvoiceListPath(filter, portal.Cursor{})
		s.put(`<a`)
		s.attr("id", "tab-"+string(filter))
		s.put(` class="tab"`)
		s.attr("href", path)
		s.attr("hx-get", path)
		s.put(` hx-target="#invoice-list" hx-indicator="#invoice-list" hx-swap="outerHTML" hx-push-url="true"`)
		if current {
			s.put(` aria-current="page"`)
		}
		s.put(`>`)
		s.text(filterWord(filter))
		s.put(`</a>`)
	}
}

// invoiceRows are the rows of an invoiceTable. Each links to its document, in the portal or
// on the staff side.
func invoiceRows(p Page, invoices []portal.Invoice) drawn {
	return func(s *sheet) {
		for _, i := range invoices {
			s.invoice(p, i)
		}
	}
}

func (s *sheet) invoice(p Page, i portal.Invoice) {
	path := StaffInvoicePath(i.ID)
	if p.Viewer.Client != "" {
		path = InvoicePath(i.ID)
	}
	s.rowOf(path, i.Number)
	s.put(`</th><td role="cell" data-label="Issued" class="short beside">`)
	s.day(p.Format, i.IssueDate)
	s.put(`</td><td role="cell" data-label="Due" class="short beside"><span>`)
	s.day(p.Format, i.DueDate)
	if days := i.DaysOverdue(p.Today); days > 0 {
		s.put(`<span class="row-note overdue">`)
		s.text(OverdueWords(days))
		s.put(`</span>`)
	}
	s.put(`</span></td><td role="cell" data-label="State" class="state plain">`)
	s.badge(Badge(i.State(p.Today)))
	s.put(`</td><td role="cell" data-label="Outstanding" class="number owed`)
	if i.Outstanding == 0 {
		s.put(` muted`)
	}
	s.put(`">`)
	s.money(p.Format, i.Balance())
	s.put(`</td><td role="cell" data-label="Amount" class="number lead">`)
	s.money(p.Format, i.Amount())
	s.put(`</td></tr>`)
}
