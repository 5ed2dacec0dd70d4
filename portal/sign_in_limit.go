package portal

import (
	"fmt"
	"net/netip"
	"time"
)

// LimitedError says that too many attempts were made, and for how long to wait.
type LimitedError struct{ Wait time.Duration }

func (e *LimitedError) Error() string { return "too many attempts; wait " + e.Wait.String() }

// LimitCounter is one counter of sign-in attempts. Times are unix seconds.
type LimitCounter struct {
	Count        int64
	BlockedUntil int64
	ExpiresAt    int64
}

// What is counted: every attempt of an address by the minute, its failures by the
// quarter of an hour, and an account's consecutive failures.
const (
	attemptsPerMinute  = 30
	failuresPerQuarter = 20
	freeFailures       = 5
	mostFailures       = 100
	longestDelay       = 15 * time.Minute
	accountMemory      = 24 * time.Hour
	failureWindow      = 15 * time.Minute
	attemptWindow      = time.Minute
)

// SignInKeys name the counters of one attempt.
type SignInKeys struct {
	Attempts string
	Failures string
	Account  string
}

// KeysFor names the counters for an address and a submitted name, whether or not
// anybody has that name. IPv6 addresses count by their /64.
func KeysFor(ip netip.Addr, name string) SignInKeys {
	address := LimitAddress(ip)
	return SignInKeys{
		Attempts: "attempts:" + address,
		Failures: "failures:" + address,
		Account:  AccountKey(name),
	}
}

// AccountKey names the counter of an account's failures by its normalized name.
func AccountKey(name string) string { return "account:" + Clip(name, maxUsername) }

// LimitAddress is what an address counts as: IPv6 by its /64, which one visitor has whole.
func LimitAddress(ip netip.Addr) string {
	ip = ip.Unmap()
	if ip.Is6() {
		prefix, err := ip.WithZone("").Prefix(64)
		if err == nil {
			return prefix.String()
		}
	}
	return ip.String()
}

// SignInCounters are the three counters of one attempt.
type SignInCounters struct {
	Attempts, Failures, Account LimitCounter
}

// Admit decides on one attempt and counts it as a failure until Forgive says otherwise,
// so that attempts made at the same time count too. The counters are as stored; expired
// ones start again.
func (c *SignInCounters) Admit(now time.Time) error {
	at := now.Unix()
	c.Attempts.restart(at, attemptWindow)
	c.Failures.restart(at, failureWindow)
	c.Account.restart(at, accountMemory)

	if wait := c.wait(at); wait > 0 {
		return &LimitedError{Wait: time.Duration(wait) * time.Second}
	}
	c.Attempts.Count++
	c.Failures.Count++
	c.Account.fail(at)
	return nil
}

// wait is how many seconds this attempt comes too early.
func (c *SignInCounters) wait(at int64) int64 {
	var wait int64
	if c.Attempts.Count >= attemptsPerMinute {
		wait = max(wait, c.Attempts.ExpiresAt-at)
	}
	if c.Failures.Count >= failuresPerQuarter {
		wait = max(wait, c.Failures.ExpiresAt-at)
	}
	if c.Account.Count >= mostFailures {
		return max(wait, c.Account.ExpiresAt-at)
	}
	return max(wait, min(c.Account.BlockedUntil-at, int64(longestDelay.Seconds())))
}

// restart begins a new window where the old one is over, or lies in the future because
// the clock was set back.
func (l *LimitCounter) restart(at int64, window time.Duration) {
	if l.ExpiresAt <= at || l.ExpiresAt > at+int64(window.Seconds()) {
		*l = LimitCounter{ExpiresAt: at + int64(window.Seconds())}
	}
}

// fail counts an account's failure: the first five are free, then waits of 1, 2, 4 …
// seconds up to a quarter of an hour; after a hundred the account is closed for a day.
func (l *LimitCounter) fail(at int64) {
	l.Count++
	l.ExpiresAt = at + int64(accountMemory.Seconds())
	if l.Count >= freeFailures {
		shift := min(l.Count-freeFailures, 20)
		l.BlockedUntil = at + min(int64(1)<<shift, int64(longestDelay.Seconds()))
	}
}

// Forgive takes back the failure of an attempt that turned out good, or was not checked
// at all. A good one also clears the account's.
func (c *SignInCounters) Forgive(good bool) {
	c.Failures.Count = max(0, c.Failures.Count-1)
	if good {
		c.Account = LimitCounter{}
		return
	}
	c.Account.Count = max(0, c.Account.Count-1)
	c.Account.BlockedUntil = 0
}

// RetryAfter is the wait in whole seconds, at least one, as the header of that name wants it.
func (e *LimitedError) RetryAfter() string {
	return fmt.Sprint(max(1, int64(e.Wait.Seconds())))
}
