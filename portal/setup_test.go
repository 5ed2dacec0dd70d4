package portal_test

import (
	"context"
	"errors"
	"net/netip"
	"testing"
	"time"

	"foyer/portal"
)

// emptyHouse has as many admins as it is told, and one counter of attempts.
type emptyHouse struct {
	admins  int
	counter portal.LimitCounter
}

func (e *emptyHouse) CountAdmins(context.Context) (int, error) { return e.admins, nil }

func (e *emptyHouse) CreateFirstAdmin(context.Context, portal.UserRecord, string, portal.AuditEntry) error {
	return errors.New("not asked for")
}

func (e *emptyHouse) CountAttempt(_ context.Context, _ string, change func(*portal.LimitCounter) error) error {
	return change(&e.counter)
}

// C66: only the newest token, for half an hour, on a clock that goes forward, and never
// again once an admin was seen.
func TestSetupCheck(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_700_000_000, 0)
	house := &emptyHouse{}
	setup := &portal.Setup{Store: house, Now: func() time.Time { return now }}
	check := func(token string) bool {
		err := setup.Check(t.Context(), token)
		if err != nil && !errors.Is(err, portal.ErrNoSetup) {
			t.Fatal(err)
		}
		return err == nil
	}
	if check("") || check("x") {
		t.Error("there is no link before one was made")
	}
	old := setup.Begin()
	token := setup.Begin()
	for _, step := range []struct {
		at    time.Duration
		token string
		want  bool
	}{
		{0, token, true}, {0, old, false}, {0, "", false}, {0, token + "A", false}, {0, token[:42], false},
		{portal.SetupLife - 1, token, true}, {portal.SetupLife, token, false}, {-time.Second, token, false}, {time.Minute, token, true},
	} {
		now = time.Unix(1_700_000_000, 0).Add(step.at)
		if got := check(step.token); got != step.want {
			t.Errorf("after %v, %q: %v", step.at, step.token, got)
		}
	}
	house.admins = 1
	if check(token) {
		t.Error("there is an admin")
	}
	house.admins = 0
	if check(token) {
		t.Error("the link came back")
	}
}

// C05: twenty attempts of an address in a quarter of an hour, also where the clock went back.
func TestSetupAdmit(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_700_000_000, 0)
	setup := &portal.Setup{Store: &emptyHouse{}, Now: func() time.Time { return now }}
	setup.Begin()
	admitted := func() (n int) {
		var limited *portal.LimitedError
		for ; n < 100; n++ {
			err := setup.Admit(t.Context(), netip.MustParseAddr("192.0.2.1"))
			if errors.As(err, &limited) {
				return n
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		return n
	}
	for _, step := range []struct {
		move time.Duration
		want int
	}{{0, 20}, {14 * time.Minute, 0}, {time.Minute, 20}} {
		now = now.Add(step.move)
		if got := admitted(); got != step.want {
			t.Errorf("%v later %d were admitted, want %d", step.move, got, step.want)
		}
	}
}
