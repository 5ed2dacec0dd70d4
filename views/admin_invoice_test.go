package views_test

import (
	"github.com/a-h/templ"

	"foyer/portal"
	"foyer/views"
)

// staffInvoicePages are the staff's pages about invoices, in each of their states.
func staffInvoicePages(text string) map[string]templ.Component {
	p := frame(text)
	p.Viewer.Client = ""
	wrong := func(fields ...string) (errs []portal.FieldError) {
		for _, field := range fields {
			errs = append(errs, portal.FieldError{Field: field, Message: text})
		}
		return errs
	}
	list := views.StaffInvoicesProps{
		Query:   portal.InvoiceListQuery{Text: text, Client: "1", State: "paid", From: text, To: text},
		Clients: []portal.ClientSummary{{ID: 1, Name: text}},
	}
	pages := map[string]templ.Component{
		"staff invoices, none": views.StaffInvoicesPage(p, views.StaffInvoicesProps{}),
		"payment":              views.PaymentPage(p, views.PaymentProps{Invoice: record(text, portal.InvoiceSent)}),
		"payment, wrong": views.PaymentPage(p, views.PaymentProps{
			Invoice: record(text, portal.InvoiceSent), Form: portal.PaymentForm{Key: text, Amount: text, On: text, Method: text, Reference: text, Notes: text},
			Errors: wrong("key", "amount", "on", "method", "reference", "notes"),
		}),
		"credit": views.CreditPage(p, views.CreditProps{Invoice: record(text, portal.InvoiceSent)}),
		"credit, wrong": views.CreditPage(p, views.CreditProps{
			Invoice: record(text, portal.InvoiceSent), Form: portal.CreditForm{Key: text, Amount: text, On: text, Number: text, Reason: text},
			Errors: wrong("key", "amount", "on", "number", "reason"),
		}),
		"cancel":          views.CancelPage(p, portal.InvoiceRecord{ClientName: text}),
		"cancel, refused": views.CancelPage(p, record(text, portal.InvoiceSent)),
		"issue": views.IssuePage(p, views.IssueProps{
			Invoice: record(text, portal.InvoiceDraft), Number: text, Obstacles: []string{text, text + "!"}, Stale: true,
			Freeze: portal.InvoiceFreeze{BillTo: document(text).BillTo, Issuer: document(text).BillTo},
		}),
	}
	words := views.RemovePaymentWords(p, record(text, portal.InvoiceSent), portal.PaymentRecord{Imported: true})
	words.Action, words.Back = views.StaffInvoicePath(7, "payments", "1", "remove"), views.StaffInvoicePath(7)
	pages["remove payment"] = views.ConfirmPage(p, views.InvoiceCrumbs(record(text, portal.InvoiceSent), "Remove"), words)
	list.Errors = wrong("q", "client", "state", "date_from", "date_to", "page")
	pages["staff invoices, wrong"] = views.StaffInvoicesPage(p, list)
	list.Errors = nil
	for _, status := range []portal.InvoiceStatus{portal.InvoiceDraft, portal.InvoiceSent, portal.InvoiceCancelled} {
		list.Page.Rows = append(list.Page.Rows, portal.InvoiceRow{Invoice: invoice(7, text, 250000), ClientID: 1, ClientName: text, Status: status})
		pages["staff invoice, "+string(status)] = views.StaffInvoicePage(p, views.StaffInvoiceProps{
			Invoice: record(text, status), Company: company(text), Hours: entries(text), HoursTotal: 7200,
			Payments: []portal.PaymentRecord{{ID: 1, Payment: portal.Payment{On: today, Amount: 5, Method: text, Reference: text}, Notes: text, Status: "pending"}},
			Credits:  []portal.CreditRecord{{ID: 1, Credit: portal.Credit{On: today, Amount: 5, Number: text, Reason: text}}},
		})
	}
	list.Totals = portal.AddUp(totals(), totals()[:1], totals()[:1])
	pages["staff invoices"] = views.StaffInvoicesPage(p, list)
	return pages
}

func record(text string, status portal.InvoiceStatus) portal.InvoiceRecord {
	return portal.InvoiceRecord{InvoiceDocument: document(text), ClientID: 1, ClientName: text, Status: status, Revision: 1, Imported: true}
}
