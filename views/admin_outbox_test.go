package views

import (
	"testing"
	"time"

	"foyer/portal"
)

// The outbox says in plain words how often a mail was tried.
func TestDeliveryNote(t *testing.T) {
	t.Parallel()
	f := NewFormat("en", time.UTC)
	next := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	at := f.DateClock(next)
	for want, d := range map[string]portal.Delivery{
		"":                                     {State: portal.MailQueued},
		"Tried once, again " + at + ". 451 no": {State: portal.MailQueued, Attempts: 1, NextAt: next, Code: 451, Said: "no"},
		"Tried 3 times, again " + at + ". no":  {State: portal.MailQueued, Attempts: 3, NextAt: next, Said: "no"},
		"550 no such user":                     {State: portal.MailFailed, Attempts: 1, Code: 550, Said: "no such user"},
		"It may have arrived more than once. ": {State: portal.MailSent, Attempts: 2, Doubts: 1},
	} {
		if got := deliveryNote(f, d); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
