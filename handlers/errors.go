package handlers

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// Refusals that the guards give.
var (
	errForbidden     = errors.New("not allowed")
	errNoPortal      = errors.New("no portal access")
	errForeignOrigin = errors.New("request from another site")
	errStaleForm     = errors.New("stale form")
	errUnreadable    = errors.New("unreadable request")
)

// statusOf is the one map from errors to answers.
func statusOf(err error) int {
	var fe *fiber.Error
	if refusalIn(err) != nil {
		return fiber.StatusConflict
	}
	switch {
	case errors.Is(err, portal.ErrNotFound), errors.Is(err, portal.ErrNoSetup):
		return fiber.StatusNotFound
	case errors.Is(err, errForbidden), errors.Is(err, errNoPortal), errors.Is(err, errForeignOrigin), errors.Is(err, errStaleForm):
		return fiber.StatusForbidden
	case errors.Is(err, portal.ErrStale), errors.Is(err, portal.ErrInUse), errors.Is(err, portal.ErrNoPortalAccess), errors.Is(err, portal.ErrInactive), errors.Is(err, portal.ErrLastAdmin),
		errors.Is(err, portal.ErrGone), errors.Is(err, portal.ErrTimerRuns), errors.Is(err, portal.ErrClosed):
		return fiber.StatusConflict
	case errors.Is(err, portal.ErrDeadLink):
		return fiber.StatusGone
	case errors.Is(err, errUnreadable):
		return fiber.StatusBadRequest
	case errors.As(err, new(*portal.LimitedError)):
		return fiber.StatusTooManyRequests
	case errors.Is(err, portal.ErrBusy), errors.Is(err, portal.ErrNoRoom), errors.Is(err, context.DeadlineExceeded):
		return fiber.StatusServiceUnavailable
	case errors.As(err, &fe):
		return fe.Code
	}
	return fiber.StatusInternalServerError
}

// fail is where every error becomes a page. What is wrong inside is logged, never shown.
func (a *app) fail(c *fiber.Ctx, err error) error {
	status := statusOf(err)
	e := errorWords(status, err)
	if status >= fiber.StatusInternalServerError {
		e.ID = requestID(c)
		a.logFault(e.ID, err)
	}
	if status == fiber.StatusServiceUnavailable {
		c.Set(fiber.HeaderRetryAfter, "5")
	}
	if limited, ok := errors.AsType[*portal.LimitedError](err); ok {
		c.Set(fiber.HeaderRetryAfter, limited.RetryAfter())
		e.Text = "Please wait " + waitWords(limited.Wait) + " and try again."
	}

	a.secureHeaders(&c.Response().Header)
	if isHTMX(c) {
		return a.render(c, status, views.ErrorMessage(e))
	}
	v := visitOf(c)
	if v != nil && v.client != 0 {
		return a.render(c, status, views.PortalErrorPage(a.page(c, e.Heading, ""), e))
	}
	if v != nil {
		e.Back, e.BackTo = wayBack(err)
	}
	return a.render(c, status, views.ErrorPage(a.plainPage(c, a.settingsOrNone(c), e.Heading), e))
}

func (a *app) logFault(request string, err error) {
	attributes := []any{slog.String("request", request), slog.Any("error", err)}
	if fault, ok := errors.AsType[*panicError](err); ok {
		attributes = append(attributes, slog.String("stack", string(fault.stack)))
	}
	a.Log.Error("request failed", attributes...)
}

// settingsOrNone must not fail, as it serves the page that says what failed.
func (a *app) settingsOrNone(c *fiber.Ctx) portal.Settings {
	if v := visitOf(c); v != nil {
		return v.settings
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	settings, err := a.Access.Settings(ctx)
	if err != nil {
		return portal.Settings{Zone: time.UTC}
	}
	return settings
}

func errorWords(status int, err error) views.ErrorProps {
	e := views.ErrorProps{Status: status, Back: "/", BackTo: "Go to the start page"}
	switch status {
	case fiber.StatusNotFound:
		if errors.Is(err, portal.ErrNoSetup) {
			e.Heading, e.Text = "Page not found", "To create the first admin of a new Foyer, start it again and open the whole link that it prints. It works once, for half an hour, and never where there is an admin already."
			break
		}
		e.Heading, e.Text = "Page not found", "There is nothing at this address. It may have moved, or the link may be incomplete."
	case fiber.StatusForbidden:
		e.Heading, e.Text = forbiddenWords(err)
	case fiber.StatusConflict:
		e.Heading, e.Text = conflictWords(err)
	case fiber.StatusGone:
		e.Heading, e.Text = "This link does not work any more", "It may have been used, replaced by a newer one, or be older than a day. If you opened it a while ago, open it once more; otherwise ask for a new one."
		e.Back, e.BackTo = views.PortalLoginPath+views.ForgotStep, "Ask for a new link"
	case fiber.StatusTooManyRequests:
		e.Heading = "Too many attempts"
	case fiber.StatusMethodNotAllowed:
		e.Heading, e.Text = "That does not work here", "This address answers other requests only."
	case fiber.StatusRequestEntityTooLarge, fiber.StatusRequestHeaderFieldsTooLarge:
		e.Heading, e.Text = "Too large", "What was sent is larger than anything this page takes."
	case fiber.StatusServiceUnavailable:
		e.Heading, e.Text = busyWords(err)
	case fiber.StatusInternalServerError:
		e.Heading, e.Text = "Something went wrong", "The fault is on this side and has been noted. Please try again in a moment."
	default:
		e.Heading, e.Text = "That could not be read", "The address or the form holds something unreadable. Go back and try again."
	}
	return e
}

func busyWords(err error) (heading, text string) {
	if errors.Is(err, portal.ErrNoRoom) {
		return "Nothing can be saved at the moment", "The disk may be full. Nothing of this was stored; please try again in a while."
	}
	return "Busy at the moment", "This took too long. Please try again in a few seconds."
}

func forbiddenWords(err error) (heading, text string) {
	switch {
	case errors.Is(err, errNoPortal):
		return "No portal access", "You are signed in as staff, and no client's portal is open to you."
	case errors.Is(err, errStaleForm):
		return "This form is out of date", "You signed in or out since it was opened. Go back, reload the page and try again."
	case errors.Is(err, errForeignOrigin):
		return "Not from this site", "The request came from another site or from a program, so it was not carried out."
	}
	return "Not allowed", "Your account may not do this. An admin can."
}

func conflictWords(err error) (heading, text string) {
	switch {
	case errors.Is(err, portal.ErrTimerRuns):
		return "A timer of yours runs already", "One person has one timer. Go back, stop it at the top of the page, and start again."
	case errors.Is(err, portal.ErrClosed):
		return "No new time here", portal.ClosedWork
	case errors.Is(err, portal.ErrInUse):
		return "This is in use", "Other records belong to it, such as projects, hours or invoices, so it cannot be deleted."
	case refusalIn(err) != nil:
		return refusalWords(refusalIn(err))
	case errors.Is(err, portal.ErrLastAdmin):
		return "Somebody has to administer", "This is the last admin who can sign in. Make somebody else an admin first."
	case errors.Is(err, portal.ErrInactive):
		return "This user is inactive", "Reactivate the user first, then make a link."
	case errors.Is(err, portal.ErrNoPortalAccess):
		return "The portal is not open", "Enable the portal with a username first, for an active client."
	}
	return "Somebody was quicker", "The record was changed since you opened it. Go back, reload the page and try again."
}
