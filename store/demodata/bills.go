package demodata

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"foyer/portal"
	"foyer/store"
)

// bill is an invoice to be, with its client, project and the entries that it bills, as
// places in their lists.
type bill struct {
	store.NewInvoice
	client, project int
	entries         []int
	payments        []payment
	credit          *credit
}

// bills are the months of every client, the milestones and one draft, in the order of
// their numbers.
func (s *story) bills(entries []entry) ([]*bill, error) {
	months := byMonth(entries)
	list := []*bill{s.draft(months, entries)}
	for c, client := range s.clients {
		list = append(list, s.monthly(c, months, entries)...)
		for _, m := range client.milestones {
			list = append(list, s.milestone(c, m))
		}
	}

	slices.SortStableFunc(list, func(a, b *bill) int { return cmp.Compare(a.Issued, b.Issued) })
	number(list)
	for _, b := range list {
		if err := s.finish(b); err != nil {
			return nil, fmt.Errorf("invoice %s of %s: %w", b.Number, b.BillTo.Name, err)
		}
	}
	return list, nil
}

// clientMonth is a month, written 2006-01, of a client.
type clientMonth struct {
	client int
	month  string
}

// byMonth sorts finished entries, as their places in the list, into months.
func byMonth(entries []entry) map[clientMonth][]int {
	months := map[clientMonth][]int{}
	for i, e := range entries {
		if !e.ended.IsZero() {
			at := clientMonth{e.client, string(e.day[:7])}
			months[at] = append(months[at], i)
		}
	}
	return months
}

// blank is an invoice with what all of a client's invoices have.
func (s *story) blank(c int, issued, due portal.Day) *bill {
	of := s.clients[c]
	return &bill{client: c, project: direct, NewInvoice: store.NewInvoice{
		Status: portal.InvoiceSent, Issued: issued, Due: due, Currency: of.Currency, TaxRateBP: of.taxBP,
		BillTo: portal.Address{Name: of.Name, Email: of.Email, Lines: of.Address, VATNumber: of.VATNumber},
		Notes:  of.remark,
		Terms:  fmt.Sprintf("Please pay within %d days to %s, with the invoice's number.", of.terms, company().BankAccount),
	}}
}

// monthly bills the hours of each month on the first working day of the next.
func (s *story) monthly(c int, months map[clientMonth][]int, entries []entry) (list []*bill) {
	first := s.dayAgo(oldestClient).Time()
	for month := first.AddDate(0, 0, 1-first.Day()); ; month = month.AddDate(0, 1, 0) {
		issued := nextWorkday(portal.DayOf(month.AddDate(0, 1, 0), time.UTC))
		if issued > s.today {
			return list
		}
		b := s.blank(c, issued, issued.AddDays(s.clients[c].terms))
		s.billHours(b, month, months, entries)
		if len(b.Lines) > 0 {
			b.payments = s.payday(c, b.Issued, b.Due)
			list = append(list, b)
		}
	}
}

// billHours makes a line of each project's hours in a month, at its rate.
func (s *story) billHours(b *bill, month time.Time, months map[clientMonth][]int, entries []entry) {
	worked := months[clientMonth{b.client, month.Format("2006-01")}]
	for project := direct; project < len(s.clients[b.client].projects); project++ {
		name, rate := s.priced(b.client, project)
		if rate == 0 {
			continue
		}
		var seconds int64
		for _, i := range worked {
			if entries[i].project == project {
				seconds += int64(entries[i].ended.Sub(entries[i].started).Seconds())
				b.entries = append(b.entries, i)
			}
		}
		if seconds > 0 {
			name += ", " + month.Format("January 2006")
			b.Lines = append(b.Lines, portal.InvoiceLine{Description: name, Quantity: portal.Quantity(seconds * 1000 / 3600), UnitPrice: rate})
		}
	}
}

// priced is how a line for hours is called and what an hour costs; zero where hours are
// not billed.
func (s *story) priced(c, project int) (name string, rate int64) {
	if project == direct {
		return "Meetings and advice", s.clients[c].rate
	}
	p := s.clients[c].projects[project]
	switch {
	case p.fixed:
		return p.name, 0
	case p.rate > 0:
		return p.name, p.rate
	}
	return p.name, s.clients[c].rate
}

// payday is when a client pays, if that day has come.
func (s *story) payday(c int, issued, due portal.Day) []payment {
	on := due
	switch s.clients[c].pays {
	case prompt:
		on = issued.AddDays(4 + s.money.IntN(6))
	case onTime:
		on = due.AddDays(s.money.IntN(8) - 6)
	case lateish:
		on = due.AddDays(6 + s.money.IntN(30))
	}
	if on = nextWorkday(on); on > s.today {
		return nil
	}
	return []payment{{ago: s.daysAgo(on), percent: 100, method: "bank_transfer"}}
}
