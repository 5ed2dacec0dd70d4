package portal

import "slices"

// InvoiceStep is something that can be done with an invoice.
type InvoiceStep string

// The steps. Duplicating and looking are always allowed.
const (
	StepEdit      InvoiceStep = "edit"
	StepDelete    InvoiceStep = "delete"
	StepIssue     InvoiceStep = "issue"
	StepPay       InvoiceStep = "pay"
	StepCredit    InvoiceStep = "credit"
	StepCancel    InvoiceStep = "cancel"
	StepDuplicate InvoiceStep = "duplicate"
	StepMail      InvoiceStep = "mail"
	StepRemind    InvoiceStep = "remind"
)

// Allows says whether an invoice of this status takes a step: a draft may still change,
// a sent one takes money, is mailed or cancelled, a cancelled one is over.
func (s InvoiceStatus) Allows(step InvoiceStep) bool {
	allowed := []InvoiceStep{StepDuplicate}
	switch s {
	case InvoiceDraft:
		allowed = append(allowed, StepEdit, StepDelete, StepIssue)
	case InvoiceSent:
		allowed = append(allowed, StepPay, StepCredit, StepCancel, StepMail, StepRemind)
	case InvoiceCancelled:
	}
	return slices.Contains(allowed, step)
}

// InvoiceRefusal says that an invoice as it is now does not take a step.
type InvoiceRefusal struct {
	ID     int64
	Number string // empty on a draft
	Status InvoiceStatus
	Step   InvoiceStep
}

func (r *InvoiceRefusal) Error() string {
	return "invoice is " + string(r.Status) + ": cannot " + string(r.Step)
}

// Refuses is nil if the invoice takes a step, and the refusal otherwise.
func (r InvoiceRecord) Refuses(step InvoiceStep) error {
	if r.Status.Allows(step) {
		return nil
	}
	return &InvoiceRefusal{r.ID, r.Number, r.Status, step}
}
