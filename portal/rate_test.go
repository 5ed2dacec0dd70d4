package portal_test

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"testing"

	"foyer/portal"
)

func TestRateFor(t *testing.T) {
	t.Parallel()
	rate := func(n int64) *int64 { return &n }
	for name, test := range map[string]struct{ project, client, want *int64 }{
		"nothing agreed":            {nil, nil, nil},
		"the client's alone":        {nil, rate(9000), rate(9000)},
		"the project's alone":       {rate(8000), nil, rate(8000)},
		"the project's comes first": {rate(8000), rate(9000), rate(8000)},
		"free work is agreed":       {rate(0), rate(9000), rate(0)},
	} {
		got := portal.RateFor(test.project, test.client)
		if (got == nil) != (test.want == nil) || got != nil && *got != *test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// C61: against rational numbers, rounded half away from zero.
func TestWorthOf(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		hours portal.Hours
		rate  int64
		want  int64
	}{{0, 9000, 0}, {3600, 9000, 9000}, {1200, 10000, 3333}, {2400, 10000, 6667}, {1800, 1, 1}, {-1800, 1, -1}, {1799, 1, 0}, {36, 50, 1}} {
		if got, err := portal.WorthOf(test.hours, test.rate); err != nil || got != test.want {
			t.Errorf("%d s at %d: %d, %v, want %d", test.hours, test.rate, got, err, test.want)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		hours, rate := random.Int64N(1_000_000), random.Int64N(1_000_000)
		got, err := portal.WorthOf(portal.Hours(hours), rate)
		exact := big.NewRat(hours*rate, 3600)
		far := new(big.Rat).Sub(exact, new(big.Rat).SetInt64(got))
		if err != nil || far.Abs(far).Cmp(big.NewRat(1, 2)) > 0 {
			t.Errorf("%d s at %d: %d, %v", hours, rate, got, err)
		}
	}
	if _, err := portal.WorthOf(1_000_000_000, 10_000_000_000_000); !errors.Is(err, portal.ErrAmountTooLarge) {
		t.Errorf("too much: %v", err)
	}
}
