package handlers

import (
	"errors"

	"foyer/portal"
	"foyer/views"
)

// refusalIn is the invoice's refusal behind an error; nil where it is another.
func refusalIn(err error) *portal.InvoiceRefusal {
	refusal, _ := errors.AsType[*portal.InvoiceRefusal](err)
	return refusal
}

// wayBack is where staff goes on from an error.
func wayBack(err error) (path, words string) {
	if r := refusalIn(err); r != nil {
		return views.StaffInvoicePath(r.ID), "Open the invoice"
	}
	return views.StaffPath, "Go to the staff side"
}

func refusalWords(r *portal.InvoiceRefusal) (heading, text string) {
	switch {
	case r.Status == portal.InvoiceDraft:
		return "This invoice is still a draft", "Payments and credits can be recorded, and it can be mailed or cancelled, once it is issued. A draft can be deleted."
	case r.Status == portal.InvoiceCancelled:
		return "Invoice " + r.Number + " is cancelled", "Nothing can be done with it any more, but it can be duplicated as a new draft."
	case r.Step == portal.StepIssue:
		return "This invoice is issued already", "It was sent as " + r.Number + ". Somebody may have been quicker than you; there is nothing left to do."
	}
	return "Invoice " + r.Number + " was sent", "What was sent does not change any more. Record a credit, or cancel it and issue another."
}
