package portal_test

import (
	"errors"
	"net/netip"
	"testing"
	"time"

	"foyer/portal"
)

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

// C04: the waits double up to a quarter of an hour; after a hundred failures in a row the
// account is closed for a day, unless it gets a new password.
func TestAccountDelays(t *testing.T) {
	t.Parallel()
	var account portal.LimitCounter
	now := noon
	for failures := 1; failures < 100; failures++ {
		c := portal.SignInCounters{Account: account}
		if err := c.Admit(now); err != nil {
			t.Fatalf("attempt %d: %v", failures, err)
		}
		account = c.Account
		again := portal.SignInCounters{Account: account}
		wait := waitOf(again.Admit(now))
		want := delayAfter(failures)
		if wait != want {
			t.Fatalf("after %d failures the wait is %v, want %v", failures, wait, want)
		}
		now = now.Add(wait)
	}
	last := portal.SignInCounters{Account: account}
	if err := last.Admit(now); err != nil {
		t.Fatal(err)
	}
	for after, want := range map[time.Duration]time.Duration{0: 24 * time.Hour, time.Hour: 23 * time.Hour, 24 * time.Hour: 0} {
		closed := portal.SignInCounters{Account: last.Account}
		if wait := waitOf(closed.Admit(now.Add(after))); wait != want {
			t.Errorf("%v after a hundred failures: %v, want %v", after, wait, want)
		}
	}
}

func delayAfter(failures int) time.Duration {
	switch {
	case failures < 5:
		return 0
	case failures < 15:
		return time.Second << (failures - 5)
	}
	return 15 * time.Minute
}

func waitOf(err error) time.Duration {
	var limited *portal.LimitedError
	if errors.As(err, &limited) {
		return limited.Wait
	}
	return 0
}

// R17: a clock that is set back locks nobody out for longer than a quarter of an hour.
func TestClockSetBack(t *testing.T) {
	t.Parallel()
	c := portal.SignInCounters{}
	for range 30 {
		c.Attempts.Count, c.Failures.Count = 0, 0
		c.Account.BlockedUntil = 0
		if err := c.Admit(noon); err != nil {
			t.Fatal(err)
		}
	}
	c.Attempts = portal.LimitCounter{Count: 30, ExpiresAt: noon.Add(time.Minute).Unix()}
	if wait := waitOf(c.Admit(noon.Add(-48 * time.Hour))); wait > 15*time.Minute {
		t.Errorf("two days back: a wait of %v", wait)
	}
}

func TestForgive(t *testing.T) {
	t.Parallel()
	c := portal.SignInCounters{}
	for range 5 {
		if err := c.Admit(noon); err != nil {
			t.Fatal(err)
		}
	}
	unchecked := c
	unchecked.Forgive(false)
	if unchecked.Account.Count != 4 || unchecked.Failures.Count != 4 || waitOf(unchecked.Admit(noon)) != 0 {
		t.Errorf("an attempt that was not checked counts: %+v", unchecked)
	}
	c.Forgive(true)
	if c.Account.Count != 0 || c.Failures.Count != 4 || c.Attempts.Count != 5 {
		t.Errorf("after a good sign-in: %+v", c)
	}
}

// C05: IPv6 counts by its /64, IPv4 also when it comes mapped.
func TestLimitKeys(t *testing.T) {
	t.Parallel()
	key := func(ip string) string { return portal.KeysFor(netip.MustParseAddr(ip), "acme").Failures }
	if key("2001:db8::1") != key("2001:db8::ffff:2") || key("2001:db8::1") == key("2001:db8:0:1::1") {
		t.Error("IPv6 does not count by /64")
	}
	if key("192.0.2.1") != key("::ffff:192.0.2.1") || key("192.0.2.1") == key("192.0.2.2") {
		t.Error("IPv4 does not count by address")
	}
}
