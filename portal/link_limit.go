package portal

import (
	"context"
	"net/netip"
	"time"
)

// Attempts with links of one address: C05.
const (
	linkAttempts = 20
	linkWindow   = 15 * time.Minute
)

// AttemptStore counts attempts in transactions of their own, committed before they return.
type AttemptStore interface {
	// CountAttempt changes one counter; what change returns comes back, and the counter is
	// stored only if that is nil.
	CountAttempt(ctx context.Context, key string, change func(*LimitCounter) error) error
}

// admitLink counts one attempt with a link, good or bad, so that nobody can guess on; a
// LimitedError where the address has made too many.
func admitLink(ctx context.Context, store AttemptStore, ip netip.Addr, now time.Time) error {
	return admit(ctx, store, "links:"+LimitAddress(ip), linkAttempts, linkWindow, now)
}

// Test mails of the whole site: C55. Whoever may change the settings could otherwise knock
// at one machine after another.
const (
	testMails      = 5
	testMailWindow = time.Minute
)

// AdmitTestMail counts a test mail; a LimitedError where there were too many.
func AdmitTestMail(ctx context.Context, store AttemptStore, now time.Time) error {
	return admit(ctx, store, "test-mail", testMails, testMailWindow, now)
}

// admit counts one attempt of those that a window allows; a LimitedError says how long
// to wait for the next window.
func admit(ctx context.Context, store AttemptStore, key string, most int64, window time.Duration, now time.Time) error {
	return store.CountAttempt(ctx, key, func(l *LimitCounter) error {
		at := now.Unix()
		l.restart(at, window)
		if l.Count >= most {
			return &LimitedError{Wait: time.Duration(l.ExpiresAt-at) * time.Second}
		}
		l.Count++
		return nil
	})
}
