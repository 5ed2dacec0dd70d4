package portal

import "slices"

// PaymentMethods are the ways of paying to choose from, as they are stored.
var PaymentMethods = []string{"bank_transfer", "card", "cash", "direct_debit", "paypal", "cheque", "other"}

// PaymentRecord is a payment as staff keep it.
type PaymentRecord struct {
	ID int64
	Payment
	Notes    string // for staff only
	Status   string // completed, or pending, failed or refunded where imported: these count for nothing
	Imported bool
}

// CreditRecord is a credit as staff keep it.
type CreditRecord struct {
	ID int64
	Credit
	Imported bool
}

// PaymentForm is a payment as it was typed. Key is the form's own, so that the same form
// sent twice is one payment.
type PaymentForm struct{ Key, Amount, On, Method, Reference, Notes string }

// Parse reads what was typed. decimals is how many the invoice's currency has.
func (t PaymentForm) Parse(decimals int, today Day) (PaymentRecord, []FieldError) {
	var f Fields
	f.formKey(t.Key)
	p := PaymentRecord{Notes: f.Text("notes", t.Notes), Status: "completed"}
	p.Amount = f.received("amount", t.Amount, decimals)
	p.On = f.pastDay("on", t.On, today)
	p.Method, p.Reference = t.Method, f.Line("reference", t.Reference)
	if !slices.Contains(PaymentMethods, p.Method) {
		f.fault("method", "Choose a method from the list.")
	}
	return p, f.Errors
}

// CreditForm is a credit as it was typed; see PaymentForm.
type CreditForm struct{ Key, Amount, On, Number, Reason string }

// Parse reads what was typed. decimals is how many the invoice's currency has.
func (t CreditForm) Parse(decimals int, today Day) (CreditRecord, []FieldError) {
	var f Fields
	f.formKey(t.Key)
	c := CreditRecord{}
	c.Amount = f.received("amount", t.Amount, decimals)
	c.On = f.pastDay("on", t.On, today)
	c.Number, c.Reason = f.Line("number", t.Number), f.Text("reason", t.Reason)
	return c, f.Errors
}

// received is an amount above zero.
func (f *Fields) received(field, typed string, decimals int) int64 {
	faults := len(f.Errors)
	minor := f.Amount(field, typed, decimals)
	if minor == nil {
		f.fault(field, "Write the amount.")
		return 0
	}
	if *minor == 0 && len(f.Errors) == faults {
		f.fault(field, "The amount must be above zero.")
	}
	return *minor
}

// pastDay is a day up to today: money is recorded when it is there.
func (f *Fields) pastDay(field, typed string, today Day) Day {
	day, ok := ParseDay(typed)
	switch {
	case !ok:
		f.fault(field, "Write the date as year-month-day, like 2026-03-31.")
	case day > today:
		f.fault(field, "This day is still to come. Use today or an earlier day.")
	}
	return day
}

// formKeyLength is that of 256 random bits in base64.
const formKeyLength = 43

// formKey refuses a form that was not made here; the next one has a key of its own.
func (f *Fields) formKey(sent string) {
	if len(sent) != formKeyLength {
		f.fault("key", "This form was not complete. Check it and send it again.")
	}
}
