package handlers

import (
	"errors"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

func (a *app) adminOutbox(c *fiber.Ctx) error {
	p := a.page(c, "Outbox", views.StaffMail)
	p.Flash = a.takeNotice(c)
	props := views.OutboxProps{Query: portal.OutboxQuery{State: c.Query("state"), Page: c.Query("page")}}
	state, at, faults := props.Query.Parse()
	if props.Errors = faults; len(faults) > 0 {
		return a.renderEither(c, fiber.StatusUnprocessableEntity, views.OutboxPage(p, props), views.OutboxList(p, props))
	}

	var err error
	props.Page, err = nearest(at, func(at portal.Cursor) (portal.Page[portal.Delivery], error) {
		return a.Staff.Deliveries(c.UserContext(), state, at, portal.PageSize)
	})
	if err != nil {
		return err
	}
	return a.renderEither(c, fiber.StatusOK, views.OutboxPage(p, props), views.OutboxList(p, props))
}

// adminSendAgain puts a mail at the head of the queue and tries it at once.
func (a *app) adminSendAgain(c *fiber.Ctx) error {
	id, ok := portal.ParseID(c.Params("id"))
	if !ok {
		return portal.ErrNotFound
	}
	if err := a.Staff.RequeueMail(c.UserContext(), id, a.by(c, "mail sent again", mailOf(id))); err != nil {
		return pastThat(err)
	}
	outcome, err := a.Mail.Try(c.UserContext(), id)
	if errors.Is(err, portal.ErrMailOff) {
		return a.done(c, views.StaffOutbox, noticeMailQueued)
	}
	if err != nil {
		return err
	}
	return a.done(c, views.StaffOutbox, mailNotice(outcome))
}

func (a *app) adminCancelMail(c *fiber.Ctx) error {
	id, ok := portal.ParseID(c.Params("id"))
	if !ok {
		return portal.ErrNotFound
	}
	if err := a.Staff.CancelMail(c.UserContext(), id, a.by(c, "mail cancelled", mailOf(id))); err != nil {
		return pastThat(err)
	}
	return a.done(c, views.StaffOutbox, noticeMailCancelled)
}

func mailOf(id int64) portal.Subject { return portal.Subject{Kind: "mail", ID: id} }

// pastThat says that a mail went on meanwhile.
func pastThat(err error) error {
	if errors.Is(err, portal.ErrConflict) {
		return portal.ErrStale
	}
	return err
}

// mailNotice says what became of a mail that was just tried.
func mailNotice(o portal.Outcome) string {
	switch o.State {
	case portal.MailSent:
		return noticeMailSent
	case portal.MailFailed, portal.MailExpired, portal.MailCancelled:
		return noticeMailFailed
	case portal.MailUnsure:
		return noticeMailUnsure
	case portal.MailQueued, portal.MailSending:
	}
	return noticeMailQueued
}
