package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// Messages that forms of money have for what the store refuses.
var (
	usedForm = portal.FieldError{Field: "key", Message: "This form has recorded something already. If this is one more, send it again."}
	tooMuch  = portal.FieldError{Field: "amount", Message: "An invoice cannot hold so much. Check the amount."}
)

// moneyFault is what a form says of an error, if it is one that it can tell.
func moneyFault(err error) []portal.FieldError {
	switch {
	case errors.Is(err, portal.ErrConflict):
		return []portal.FieldError{usedForm}
	case errors.Is(err, portal.ErrInvalid):
		return []portal.FieldError{tooMuch}
	}
	return nil
}

func (a *app) adminPaymentForm(c *fiber.Ctx) error {
	sent, err := a.invoiceFor(c, portal.StepPay)
	if err != nil {
		return err
	}
	form := portal.PaymentForm{On: string(a.today(c)), Method: portal.PaymentMethods[0]}
	if sent.Outstanding > 0 {
		form.Amount = typedAmount(&sent.Outstanding, sent.Currency)
	}
	return a.renderPayment(c, fiber.StatusOK, views.PaymentProps{Invoice: sent, Form: form})
}

// adminRecordPayment keeps what was typed where it can't be stored. The same form sent
// twice is one payment, and both are answered alike.
func (a *app) adminRecordPayment(c *fiber.Ctx) error {
	sent, err := a.invoiceFor(c, portal.StepPay)
	if err != nil {
		return err
	}
	props := views.PaymentProps{Invoice: sent, Form: portal.PaymentForm{
		Key: formValue(c, "key"), Amount: formValue(c, "amount"), On: formValue(c, "on"), Method: formValue(c, "method"),
		Reference: formValue(c, "reference"), Notes: formValue(c, "notes"),
	}}
	payment, faults := props.Form.Parse(decimals(sent.Currency), a.today(c))
	if props.Errors = faults; len(faults) > 0 {
		return a.renderPayment(c, fiber.StatusUnprocessableEntity, props)
	}
	by := a.by(c, "payment recorded", invoiceSubject(sent.ID))
	by.Detail = moneyDetail(payment.Amount, sent, payment.On)
	err = a.Staff.RecordPayment(c.UserContext(), sent.ID, props.Form.Key, payment, by)
	if props.Errors = moneyFault(err); len(props.Errors) > 0 {
		return a.renderPayment(c, fiber.StatusUnprocessableEntity, props)
	}
	if err != nil {
		return err
	}
	return a.done(c, views.StaffInvoicePath(sent.ID), noticePaid)
}

// renderPayment gives every form a key of its own.
func (a *app) renderPayment(c *fiber.Ctx, status int, props views.PaymentProps) error {
	props.Form.Key = randomID()
	return a.render(c, status, views.PaymentPage(a.page(c, "Record payment", views.StaffInvoices), props))
}

// moneyDetail says in the log how much, on which invoice, of which day.
func moneyDetail(minor int64, of portal.InvoiceRecord, on portal.Day) string {
	return of.Number + ": " + typedAmount(&minor, of.Currency) + " " + of.Currency + ", " + string(on)
}

func (a *app) today(c *fiber.Ctx) portal.Day { return portal.DayOf(a.Now(), visitOf(c).settings.Zone) }

// paymentParam reads the payment that the address names, on its own invoice only.
func (a *app) paymentParam(c *fiber.Ctx) (sent portal.InvoiceRecord, found portal.PaymentRecord, err error) {
	if sent, err = a.invoiceParam(c); err != nil {
		return sent, found, err
	}
	list, err := a.Staff.PaymentRecords(c.UserContext(), sent.ID)
	if err != nil {
		return sent, found, err
	}
	id, _ := portal.ParseID(c.Params("payment"))
	for _, p := range list {
		if p.ID == id {
			return sent, p, sent.Refuses(portal.StepPay)
		}
	}
	return sent, found, portal.ErrNotFound
}

func (a *app) adminRemovePaymentForm(c *fiber.Ctx) error {
	sent, payment, err := a.paymentParam(c)
	if err != nil {
		return err
	}
	return a.renderRemoval(c, sent, views.RemovePaymentWords(a.page(c, "Remove payment", views.StaffInvoices), sent, payment))
}

func (a *app) adminRemovePayment(c *fiber.Ctx) error {
	sent, payment, err := a.paymentParam(c)
	if err != nil {
		return err
	}
	by := a.by(c, "payment removed", invoiceSubject(sent.ID))
	by.Detail = moneyDetail(payment.Amount, sent, payment.On)
	if err := a.Staff.RemovePayment(c.UserContext(), sent.ID, payment.ID, by); err != nil {
		return err
	}
	return a.done(c, views.StaffInvoicePath(sent.ID), noticeDeleted)
}

// renderRemoval asks before a payment or a credit goes.
func (a *app) renderRemoval(c *fiber.Ctx, of portal.InvoiceRecord, words views.ConfirmProps) error {
	words.Action, words.Back = c.Path(), views.StaffInvoicePath(of.ID)
	return a.render(c, fiber.StatusOK, views.ConfirmPage(a.page(c, words.Heading, views.StaffInvoices), views.InvoiceCrumbs(of, words.Button), words))
}
