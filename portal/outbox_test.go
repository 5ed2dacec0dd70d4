package portal_test

import (
	"testing"
	"time"

	"foyer/portal"
)

// R15: pauses grow and repeat at the hour, a fifth either way.
func TestPause(t *testing.T) {
	t.Parallel()
	for attempts, want := range map[int]time.Duration{0: 1, 1: 1, 2: 5, 3: 15, 4: 30, 5: 60, 6: 60, 1000: 60} {
		want *= time.Minute
		if got := portal.Pause(attempts, 0.5); got != want {
			t.Errorf("after %d tries: %s", attempts, got)
		}
		if low, high := portal.Pause(attempts, 0), portal.Pause(attempts, 1); low != want*4/5 || high != want*6/5 {
			t.Errorf("after %d tries: %s to %s", attempts, low, high)
		}
	}
}

// R14, R15, R16: what becomes of a mail after each fault.
func TestAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		kind     portal.MailKind
		fault    *portal.MailFault
		left     time.Duration
		want     portal.DeliveryState
		attempts int
	}{
		"taken":                         {portal.MailSetup, nil, time.Hour, portal.MailSent, 1},
		"greylisted":                    {portal.MailSetup, &portal.MailFault{Step: portal.MailRecipient, Code: 451}, time.Hour, portal.MailQueued, 1},
		"refused for good":              {portal.MailSetup, &portal.MailFault{Step: portal.MailRecipient, Code: 550}, time.Hour, portal.MailFailed, 1},
		"a wrong password is mendable":  {portal.MailSetup, &portal.MailFault{Step: portal.MailSignIn, Code: 535}, time.Hour, portal.MailQueued, 1},
		"no server":                     {portal.MailInvoice, &portal.MailFault{Step: portal.MailConnect}, time.Hour, portal.MailQueued, 1},
		"no answer to a set-up mail":    {portal.MailSetup, &portal.MailFault{Step: portal.MailAnswer}, time.Hour, portal.MailQueued, 1},
		"no answer to an invoice":       {portal.MailInvoice, &portal.MailFault{Step: portal.MailAnswer}, time.Hour, portal.MailUnsure, 1},
		"the link dies before the next": {portal.MailSetup, &portal.MailFault{Step: portal.MailConnect}, 5 * time.Minute, portal.MailFailed, 3},
		"no answer, and then no time":   {portal.MailSetup, &portal.MailFault{Step: portal.MailAnswer}, 5 * time.Minute, portal.MailUnsure, 3},
	} {
		d := portal.Delivery{Kind: c.kind, Attempts: c.attempts, NotAfter: now.Add(c.left)}
		got := d.After(c.fault, now, 0.5)
		if got.State != c.want {
			t.Errorf("%s: %s", name, got.State)
		}
		if c.fault != nil && got.Doubted != c.fault.Unsure() {
			t.Errorf("%s: doubted %v", name, got.Doubted)
		}
	}
}
