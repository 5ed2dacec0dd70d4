package portal

// InvoiceFilter is one of the four lists of invoices.
type InvoiceFilter string

// The filters, in the order of their tabs.
const (
	InvoicesAll     InvoiceFilter = "all"
	InvoicesPaid    InvoiceFilter = "paid"
	InvoicesUnpaid  InvoiceFilter = "unpaid"
	InvoicesOverdue InvoiceFilter = "overdue"
)

// InvoiceFilters lists them all.
var InvoiceFilters = []InvoiceFilter{InvoicesAll, InvoicesPaid, InvoicesUnpaid, InvoicesOverdue}

// ParseInvoiceFilter reads the status parameter; empty is all.
func ParseInvoiceFilter(s string) (InvoiceFilter, bool) {
	if s == "" {
		return InvoicesAll, true
	}
	for _, f := range InvoiceFilters {
		if s == string(f) {
			return f, true
		}
	}
	return InvoicesAll, false
}

// InvoiceFacts are what the store matches; the words stay here.
type InvoiceFacts struct {
	Statuses  []InvoiceStatus
	Owing     *bool // outstanding > 0, or not; nil for both
	DueBefore Day   // empty for any due date
}

// Facts says what the filter's word means on a day.
func (f InvoiceFilter) Facts(today Day) InvoiceFacts {
	owing, settled := true, false
	facts := InvoiceFacts{Statuses: VisibleStatuses}
	switch f {
	case InvoicesPaid:
		facts.Owing = &settled
	case InvoicesUnpaid:
		facts.Owing = &owing
	case InvoicesOverdue:
		facts.Owing = &owing
		facts.DueBefore = today
	case InvoicesDraft:
		facts.Statuses = []InvoiceStatus{InvoiceDraft}
	case InvoicesCancelled:
		facts.Statuses = []InvoiceStatus{InvoiceCancelled}
	case InvoicesAll:
	}
	return facts
}

// Matches says whether an invoice in a state belongs to the list.
func (f InvoiceFilter) Matches(s InvoiceState) bool {
	switch f {
	case InvoicesPaid:
		return s == StatePaid
	case InvoicesUnpaid:
		return s == StateUnpaid || s == StatePartlyPaid || s == StateOverdue
	case InvoicesOverdue:
		return s == StateOverdue
	case InvoicesDraft:
		return s == StateDraft
	case InvoicesCancelled:
		return s == StateCancelled
	case InvoicesAll:
	}
	return true
}

// Param is the filter as a URL parameter, empty for the default.
func (f InvoiceFilter) Param() string {
	if f == InvoicesAll {
		return ""
	}
	return string(f)
}

// InvoiceQuery is the filter as it was typed.
type InvoiceQuery struct {
	Status string
	Page   string
}

// Parse reads what was typed. Each field that can't be read gives one error.
func (q InvoiceQuery) Parse() (InvoiceFilter, Cursor, []FieldError) {
	var errs []FieldError
	filter, ok := ParseInvoiceFilter(q.Status)
	if !ok {
		errs = append(errs, FieldError{"status", "There is no such list. Choose all, paid, unpaid or overdue."})
	}
	cursor, ok := ParseCursor(q.Page)
	if !ok {
		errs = append(errs, FieldError{"page", "This page of the list does not exist."})
	}
	return filter, cursor, errs
}
