package portal

import (
	"net/url"
	"slices"
	"strconv"
)

// Lists that staff have beside a client's four, and states that go with them: a draft and
// a cancelled invoice do not exist for the client.
const (
	InvoicesDraft     InvoiceFilter = "draft"
	InvoicesCancelled InvoiceFilter = "cancelled"

	StateDraft     InvoiceState = "draft"
	StateCancelled InvoiceState = "cancelled"
)

// StaffInvoiceFilters lists all that staff choose from, in their order.
var StaffInvoiceFilters = []InvoiceFilter{InvoicesAll, InvoicesDraft, InvoicesUnpaid, InvoicesOverdue, InvoicesPaid, InvoicesCancelled}

// StaffFacts says what the filter's word means to staff: all are really all, and every
// other word means what it always does.
func (f InvoiceFilter) StaffFacts(today Day) InvoiceFacts {
	if f == InvoicesAll {
		return InvoiceFacts{Statuses: []InvoiceStatus{InvoiceDraft, InvoiceSent, InvoiceCancelled}}
	}
	return f.Facts(today)
}

// And is what is true of both. Without a status left it is true of nothing.
func (f InvoiceFacts) And(g InvoiceFacts) InvoiceFacts {
	both := InvoiceFacts{Owing: f.Owing, DueBefore: f.DueBefore}
	for _, s := range f.Statuses {
		if slices.Contains(g.Statuses, s) {
			both.Statuses = append(both.Statuses, s)
		}
	}
	if both.Owing == nil {
		both.Owing = g.Owing
	}
	if g.Owing != nil && *g.Owing != *both.Owing {
		both.Statuses = nil
	}
	if g.DueBefore != "" && (both.DueBefore == "" || g.DueBefore < both.DueBefore) {
		both.DueBefore = g.DueBefore
	}
	return both
}

// InvoiceRow is an invoice among those of all clients.
type InvoiceRow struct {
	Invoice
	ClientID   ClientID
	ClientName string
	Status     InvoiceStatus
}

// State is how the invoice stands on a day; what was not sent owes nothing.
func (r InvoiceRow) State(today Day) InvoiceState {
	switch r.Status {
	case InvoiceDraft:
		return StateDraft
	case InvoiceCancelled:
		return StateCancelled
	case InvoiceSent:
	}
	return r.Invoice.State(today)
}

// DaysOverdue counts the days since a sent and unpaid invoice was due.
func (r InvoiceRow) DaysOverdue(today Day) int {
	if r.State(today) != StateOverdue {
		return 0
	}
	return r.Invoice.DaysOverdue(today)
}

// row is the record as lists have it, so that both follow the same rules.
func (r InvoiceRecord) row() InvoiceRow {
	return InvoiceRow{Invoice: r.Invoice, ClientID: r.ClientID, ClientName: r.ClientName, Status: r.Status}
}

// State is how the invoice stands on a day.
func (r InvoiceRecord) State(today Day) InvoiceState { return r.row().State(today) }

// DaysOverdue counts the days since a sent and unpaid invoice was due.
func (r InvoiceRecord) DaysOverdue(today Day) int { return r.row().DaysOverdue(today) }

// InvoiceSearch chooses among the invoices of all clients; zero values choose all.
type InvoiceSearch struct {
	Facts  InvoiceFacts
	Client ClientID
	From   Day    // of issue, included
	To     Day    // of issue, included
	Text   string // part of the number or of the client's name
}

// With narrows the search by more facts.
func (s InvoiceSearch) With(f InvoiceFacts) InvoiceSearch {
	s.Facts = s.Facts.And(f)
	return s
}

// InvoiceListQuery is the staff's filter as it was typed.
type InvoiceListQuery struct{ Text, Client, State, From, To, Page string }

// Parse reads what was typed; the words mean what they mean today.
func (q InvoiceListQuery) Parse(today Day) (InvoiceSearch, Cursor, []FieldError) {
	days, at, errs := EntryQuery{From: q.From, To: q.To, Page: q.Page}.Parse()
	fields := Fields{Errors: errs}
	s := InvoiceSearch{From: days.From, To: days.To, Text: fields.Line("q", q.Text)}
	if q.Client != "" {
		id, ok := ParseID(q.Client)
		if !ok {
			fields.fault("client", "Choose a client from the list.")
		}
		s.Client = ClientID(id)
	}
	state := InvoiceFilter(q.State)
	if state == "" {
		state = InvoicesAll
	}
	if !slices.Contains(StaffInvoiceFilters, state) {
		fields.fault("state", "Choose a state from the list.")
	}
	s.Facts = state.StaffFacts(today)
	return s, at, fields.Errors
}

// Values is the filter as URL parameters, without those that hold the default.
func (q InvoiceListQuery) Values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"q": q.Text, "client": q.Client, "state": q.State, "date_from": q.From, "date_to": q.To} {
		if value != "" && value != string(InvoicesAll) {
			v.Set(name, value)
		}
	}
	return v
}

// OfClient is the list of one client's invoices.
func (q InvoiceListQuery) OfClient(id ClientID) InvoiceListQuery {
	q.Client = strconv.FormatInt(int64(id), 10)
	return q
}

// InvoiceListTotals is what a list of staff's adds up to in one currency. Amount and
// Count are of all that is listed; what is owed, overdue or overpaid, of what was sent.
type InvoiceListTotals struct {
	InvoiceTotals
	Unsent int64 // part of Amount: drafts and cancelled invoices
}

// AddUp makes the totals of a list from the sums of what is listed, of what of it is
// visible to clients, and of what of it is overdue.
func AddUp(listed, visible, overdue []InvoiceTotals) []InvoiceListTotals {
	totals := make([]InvoiceListTotals, len(listed))
	for i, t := range listed {
		totals[i] = InvoiceListTotals{InvoiceTotals: InvoiceTotals{Currency: t.Currency, Count: t.Count, Amount: t.Amount}, Unsent: t.Amount}
		for _, v := range WithOverdue(visible, overdue) {
			if v.Currency == t.Currency {
				totals[i].Outstanding, totals[i].Overdue, totals[i].Credit = v.Outstanding, v.Overdue, v.Credit
				totals[i].Unsent -= v.Amount
			}
		}
	}
	return totals
}
