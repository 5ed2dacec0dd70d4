package portal

// InvoiceStatus is what is stored of an invoice's life. Whether it is paid or overdue
// is not stored: it follows from what is outstanding and when it is due.
type InvoiceStatus string

// A draft and a cancelled invoice do not exist for the client.
const (
	InvoiceDraft     InvoiceStatus = "draft"
	InvoiceSent      InvoiceStatus = "sent"
	InvoiceCancelled InvoiceStatus = "cancelled"
)

// VisibleStatuses are the statuses of the invoices that exist for a client.
var VisibleStatuses = []InvoiceStatus{InvoiceSent}

// InvoiceState is how a visible invoice stands on a day.
type InvoiceState string

// Every visible invoice is paid or one of the three unpaid states.
const (
	StatePaid       InvoiceState = "paid"
	StateUnpaid     InvoiceState = "unpaid"
	StatePartlyPaid InvoiceState = "partly paid"
	StateOverdue    InvoiceState = "overdue"
)

// Invoice is an invoice as lists show it. Amounts are minor units of Currency.
type Invoice struct {
	ID          int64
	Number      string
	IssueDate   Day
	DueDate     Day
	Currency    string
	Total       int64
	Outstanding int64 // total less completed payments and credits; negative is a credit balance
}

// State is how the invoice stands on a day: due today is not overdue, and a partly
// paid one that is late is overdue.
func (i Invoice) State(today Day) InvoiceState {
	switch {
	case i.Outstanding <= 0:
		return StatePaid
	case i.DueDate < today:
		return StateOverdue
	case i.Outstanding < i.Total:
		return StatePartlyPaid
	}
	return StateUnpaid
}

// DaysOverdue counts the days since an unpaid invoice was due; zero if it is not overdue.
func (i Invoice) DaysOverdue(today Day) int {
	if i.State(today) != StateOverdue {
		return 0
	}
	return i.DueDate.DaysUntil(today)
}

// Amount is the invoice's total.
func (i Invoice) Amount() Money { return Money{i.Total, i.Currency} }

// Balance is what is outstanding.
func (i Invoice) Balance() Money { return Money{i.Outstanding, i.Currency} }

// InvoiceDocument is one invoice in full.
type InvoiceDocument struct {
	Invoice
	BillTo    Address
	Issuer    Address // who sent it; zero on a draft and on what was imported: then the company as it is
	Project   string
	Subtotal  int64
	TaxRateBP int64 // hundredths of a percent
	Tax       int64
	Notes     string
	Terms     string
	Lines     []InvoiceLine
	Payments  []Payment // completed ones
	Credits   []Credit
}

// Sender is who the invoice comes from: name, address and VAT number as they were when it
// was issued, where they were kept, and for the rest the company as it is, as a client must
// pay to the account and write to the address of today.
func (d InvoiceDocument) Sender(now Company) Company {
	if d.Issuer != (Address{}) {
		now.Name, now.Address, now.VATNumber = d.Issuer.Name, d.Issuer.Lines, d.Issuer.VATNumber
	}
	return now
}

// Address is whom an invoice is made out to or comes from, as it was at the time of issue.
type Address struct {
	Name      string
	Email     string
	Lines     string
	VATNumber string
}

// InvoiceLine is a line; Total is what was charged and counts, in minor units.
type InvoiceLine struct {
	Description string
	Quantity    Quantity
	UnitPrice   int64
	Total       int64
}

// Payment is money received for an invoice.
type Payment struct {
	On        Day
	Amount    int64
	Method    string
	Reference string
}

// Credit lowers what an invoice asks for.
type Credit struct {
	On     Day
	Number string
	Amount int64
	Reason string
}

// InvoiceTotals is what a filtered set of invoices adds up to in one currency.
// Credit is the sum of negative balances, as a positive amount, beside Outstanding
// and never netted against it.
type InvoiceTotals struct {
	Currency    string
	Count       int
	Amount      int64
	Outstanding int64
	Overdue     int64 // part of Outstanding; see WithOverdue
	Late        int   // how many of Count are overdue
	Credit      int64
}

// WithOverdue notes in the totals of all invoices what is outstanding of the overdue ones.
func WithOverdue(all, overdue []InvoiceTotals) []InvoiceTotals {
	for i := range all {
		for _, late := range overdue {
			if late.Currency == all[i].Currency {
				all[i].Overdue, all[i].Late = late.Outstanding, late.Count
			}
		}
	}
	return all
}
