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
	return store.CountAttempt(ctx, "links:"+LimitAddress(ip), func(l *LimitCounter) error {
		at := now.Unix()
		l.restart(at, linkWindow)
		if l.Count >= linkAttempts {
			return &LimitedError{Wait: time.Duration(l.ExpiresAt-at) * time.Second}
		}
		l.Count++
		return nil
	})
}
