package portal

// What an invoice can hold; the schema has the same bounds for quantities.
const (
	MaxInvoiceLines   = 200
	DescriptionLength = 300               // characters of a line's text
	maxQuantity       = 1_000_000_000_000 // thousandths
	maxTaxRateBP      = 100_000
)

// PaymentDays is how long after its issue an invoice is due unless it says otherwise.
const PaymentDays = 30

// Draft is an invoice as it is written: what a form can change. Amounts are minor units of Currency.
type Draft struct {
	ID         int64
	Client     ClientID
	ClientName string
	Number     string        // empty until it is issued
	Status     InvoiceStatus // StepEdit is for drafts alone
	Currency   string
	ProjectID  int64 // zero: none
	Project    string
	IssueDate  Day
	DueDate    Day
	TaxRateBP  int64 // hundredths of a percent
	TaxMinor   int64 // what the lines' sum is taxed with
	Notes      string
	Terms      string
	Lines      []DraftLine
	Revision   int64
}

// DraftLine is a line of a draft.
type DraftLine struct {
	ID   int64 // zero for a new one
	Kind string
	InvoiceLine
	Hours  Hours        // of the entries that the line bills
	Claims []EntryClaim // entries that a new line bills
}

// EntryClaim is an entry to be billed, as it was when its line was made.
type EntryClaim struct{ ID, Revision, Seconds int64 }

// DraftDefaults is what a client's new draft starts from.
type DraftDefaults struct {
	Currency  string
	TaxRateBP int64 // of the newest invoice: the client's, else anybody's
	Notes     string
	Terms     string
}

// NewDraft is a client's draft of today.
func NewDraft(client ClientID, d DraftDefaults, today Day) Draft {
	return Draft{
		Client: client, Status: InvoiceDraft, Currency: d.Currency, TaxRateBP: d.TaxRateBP, Notes: d.Notes, Terms: d.Terms,
		IssueDate: today, DueDate: today.AddDays(PaymentDays),
	}
}

// Refuses is nil if the invoice takes a step, and the refusal otherwise.
func (d Draft) Refuses(step InvoiceStep) error {
	if d.Status.Allows(step) {
		return nil
	}
	return &InvoiceRefusal{d.ID, d.Number, d.Status, step}
}

// Duplicate is a new draft with the same lines, as long to pay from today, and nobody's
// hours.
func (d Draft) Duplicate(today Day) Draft {
	days := max(0, d.IssueDate.DaysUntil(d.DueDate))
	d.ID, d.Number, d.Status, d.Revision = 0, "", InvoiceDraft, 0
	d.IssueDate, d.DueDate = today, today.AddDays(days)
	lines := make([]DraftLine, len(d.Lines))
	for i, l := range d.Lines {
		lines[i] = DraftLine{Kind: l.Kind, InvoiceLine: l.InvoiceLine}
	}
	d.Lines = lines
	return d
}

// DraftSums is what a draft's lines come to, in minor units.
type DraftSums struct{ Subtotal, Tax, Total int64 }

// SumLines adds line totals up and taxes the sum once. ErrAmountTooLarge where that can't
// be stored.
func SumLines(totals []int64, taxRateBP int64) (s DraftSums, err error) {
	for _, total := range totals {
		if s.Subtotal += total; outOfRange(s.Subtotal) {
			return DraftSums{}, ErrAmountTooLarge
		}
	}
	if s.Tax, err = Tax(s.Subtotal, taxRateBP); err != nil {
		return DraftSums{}, err
	}
	if s.Total = s.Subtotal + s.Tax; outOfRange(s.Total) {
		return DraftSums{}, ErrAmountTooLarge
	}
	return s, nil
}

func outOfRange(minor int64) bool { return minor > maxMinor || minor < -maxMinor }
