package handlers

import (
	"strconv"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
)

// A notice is one sentence for the next page. The cookie holds only which, so that
// nobody can make the page say anything else.
const (
	noticeCookie    = "foyer_notice"
	noticeSignedOut = "signed-out"
	noticeStoppedAs = "stopped-viewing"
)

const (
	noticeSaved      = "saved"
	noticeDeleted    = "deleted"
	noticeStarted    = "timer-started"
	noticeStopped    = "timer-stopped"
	noticeWasStopped = "timer-was-stopped"
	noticeForgotten  = "timer-forgotten"
	noticeOverlaps   = "overlaps"
	noticeSessions   = "sessions-ended"
	noticePassword   = "password-set"

	noticeDrafted     = "draft-created"
	noticeDuplicated  = "draft-duplicated"
	noticeFirstAdmin  = "first-admin"
	noticeUserOut     = "user-sessions-ended"
	noticeSignInAgain = "sign-in-again"

	noticeIssued    = "invoice-issued"
	noticeCancelled = "invoice-cancelled"
	noticePaid      = "payment-recorded"
	noticeCredited  = "credit-recorded"
)

// andNotice stands between two notices of one cookie.
const andNotice = "."

const (
	noticeMailSent      = "mail-sent"
	noticeMailQueued    = "mail-queued"
	noticeMailFailed    = "mail-failed"
	noticeMailUnsure    = "mail-unsure"
	noticeMailCancelled = "mail-cancelled"
	noticeMailBefore    = "mail-before"
)

var notices = map[string]string{
	noticeMailSent:      "The mail is sent.",
	noticeMailQueued:    "The mail is queued and will be tried again. The outbox says what the server answered.",
	noticeMailFailed:    "The mail could not be sent. The outbox says why.",
	noticeMailUnsure:    "The mail was handed over, but no answer came. The outbox shows it as unsure.",
	noticeMailCancelled: "The mail is cancelled.",
	noticeMailBefore:    "This mail was written before, and not a second time. See below what became of it.",
	noticeSignedOut:     "You are signed out.",
	noticeSaved:         "Saved.",
	noticeDeleted:       "Deleted.",
	noticeStarted:       "The timer runs.",
	noticeStopped:       "The timer is stopped and its time is saved.",
	noticeWasStopped:    "This timer was stopped already.",
	noticeForgotten:     "The timer is stopped. It ran for more than a day: look whether that is right.",
	noticeOverlaps:      "Saved. It overlaps another entry of the same person: look whether both are right.",
	noticeSessions:      "All sessions of this client are ended.",
	noticePassword:      "Your password is set. Sign in with it now.",
	noticeDrafted:       "The draft is created. Check it and save it; nobody else sees it yet.",
	noticeDuplicated:    "This is the copy, a draft dated today.",
	noticeFirstAdmin:    "The first admin is created. Sign in now.",
	noticeUserOut:       "All sessions of this user are ended.",
	noticeSignInAgain:   "Saved. Your own access changed with it, so please sign in again.",
	noticeIssued:        "The invoice is issued: the client sees it in the portal now.",
	noticeCancelled:     "The invoice is cancelled, and its hours are free to be billed again.",
	noticePaid:          "The payment is recorded.",
	noticeCredited:      "The credit is recorded.",
	noticeStoppedAs:     "You are back on the staff side.",
}

func (a *app) leaveNotice(c *fiber.Ctx, which string) { a.setCookie(c, noticeCookie, which) }

func (a *app) takeNotice(c *fiber.Ctx) string {
	first, second, _ := strings.Cut(a.cookie(c, noticeCookie), andNotice)
	a.dropCookie(c, noticeCookie)
	return strings.TrimSpace(notices[first] + " " + notices[second])
}

// waitWords writes a wait in seconds, minutes or hours, rounded up.
func waitWords(wait time.Duration) string {
	seconds := max(1, int(wait.Seconds()))
	if seconds == 1 {
		return "1 second"
	}
	if seconds < 90 {
		return strconv.Itoa(seconds) + " seconds"
	}
	if seconds <= 90*60 {
		return strconv.Itoa((seconds+59)/60) + " minutes"
	}
	return strconv.Itoa((seconds+3599)/3600) + " hours"
}
