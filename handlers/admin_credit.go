package handlers

import (
	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

func (a *app) adminCreditForm(c *fiber.Ctx) error {
	sent, err := a.invoiceFor(c, portal.StepCredit)
	if err != nil {
		return err
	}
	return a.renderCredit(c, fiber.StatusOK, views.CreditProps{Invoice: sent, Form: portal.CreditForm{On: string(a.today(c))}})
}

// adminRecordCredit is adminRecordPayment for credits.
func (a *app) adminRecordCredit(c *fiber.Ctx) error {
	sent, err := a.invoiceFor(c, portal.StepCredit)
	if err != nil {
		return err
	}
	props := views.CreditProps{Invoice: sent, Form: portal.CreditForm{
		Key: formValue(c, "key"), Amount: formValue(c, "amount"), On: formValue(c, "on"), Number: formValue(c, "number"), Reason: formValue(c, "reason"),
	}}
	credit, faults := props.Form.Parse(decimals(sent.Currency), a.today(c))
	if props.Errors = faults; len(faults) > 0 {
		return a.renderCredit(c, fiber.StatusUnprocessableEntity, props)
	}
	by := a.by(c, "credit recorded", invoiceSubject(sent.ID))
	by.Detail = moneyDetail(credit.Amount, sent, credit.On)
	err = a.Staff.RecordCredit(c.UserContext(), sent.ID, props.Form.Key, credit, by)
	if props.Errors = moneyFault(err); len(props.Errors) > 0 {
		return a.renderCredit(c, fiber.StatusUnprocessableEntity, props)
	}
	if err != nil {
		return err
	}
	return a.done(c, views.StaffInvoicePath(sent.ID), noticeCredited)
}

func (a *app) renderCredit(c *fiber.Ctx, status int, props views.CreditProps) error {
	props.Form.Key = randomID()
	return a.render(c, status, views.CreditPage(a.page(c, "Record credit", views.StaffInvoices), props))
}

// creditParam reads the credit that the address names, on its own invoice only.
func (a *app) creditParam(c *fiber.Ctx) (sent portal.InvoiceRecord, found portal.CreditRecord, err error) {
	if sent, err = a.invoiceParam(c); err != nil {
		return sent, found, err
	}
	list, err := a.Staff.CreditRecords(c.UserContext(), sent.ID)
	if err != nil {
		return sent, found, err
	}
	id, _ := portal.ParseID(c.Params("credit"))
	for _, p := range list {
		if p.ID == id {
			return sent, p, sent.Refuses(portal.StepCredit)
		}
	}
	return sent, found, portal.ErrNotFound
}

func (a *app) adminRemoveCreditForm(c *fiber.Ctx) error {
	sent, credit, err := a.creditParam(c)
	if err != nil {
		return err
	}
	return a.renderRemoval(c, sent, views.RemoveCreditWords(a.page(c, "Remove credit", views.StaffInvoices), sent, credit))
}

func (a *app) adminRemoveCredit(c *fiber.Ctx) error {
	sent, credit, err := a.creditParam(c)
	if err != nil {
		return err
	}
	by := a.by(c, "credit removed", invoiceSubject(sent.ID))
	by.Detail = moneyDetail(credit.Amount, sent, credit.On)
	if err := a.Staff.RemoveCredit(c.UserContext(), sent.ID, credit.ID, by); err != nil {
		return err
	}
	return a.done(c, views.StaffInvoicePath(sent.ID), noticeDeleted)
}
