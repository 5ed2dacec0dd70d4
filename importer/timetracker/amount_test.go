package timetracker_test

import (
	"math"
	"math/big"
	"testing"

	"foyer/importer/timetracker"
)

func TestHundredths(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		stored any
		want   int64
	}{
		{nil, 0}, {int64(100), 10000}, {100.1, 10010}, {470.085, 47008}, {1308.915, 130891}, {2.675, 267}, {1.005, 100},
		{106.375, 10638}, {106.125, 10612}, {-0.001, 0}, {-12.345, -1235}, {33.333333, 3333}, {" 12.50 ", 1250}, {"-3", -300},
		{99999999.99, 9999999999},
	} {
		if got, ok := timetracker.Hundredths(c.stored); !ok || got != c.want {
			t.Errorf("%v: %d %v, want %d", c.stored, got, ok, c.want)
		}
	}
	for _, stored := range []any{"", "12,50", "twelve", "NaN", "Inf", math.Inf(1), 1e300, int64(math.MaxInt64), true} {
		if got, ok := timetracker.Hundredths(stored); ok {
			t.Errorf("%v was read as %d", stored, got)
		}
	}
}

func TestMinorUnits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		hundredths int64
		code       string
		want       int64
		exact      bool
	}{
		{1250, "EUR", 1250, true}, {-1, "USD", -1, true}, {1200, "JPY", 12, true}, {1250, "JPY", 13, false}, {1249, "JPY", 12, false},
		{-1250, "JPY", -13, false}, {1250, "KWD", 12500, true}, {7, "XXX", 7, true}, {7, "ZZZ", 7, true}, {0, "JPY", 0, true},
	} {
		if got, exact := timetracker.MinorUnits(c.hundredths, c.code); got != c.want || exact != c.exact {
			t.Errorf("%d %s: %d %v, want %d %v", c.hundredths, c.code, got, exact, c.want, c.exact)
		}
	}
}

// Whatever double is stored, what is read is within half a hundredth of it.
func FuzzHundredths(f *testing.F) {
	for _, x := range []float64{0, 470.085, -0.005, 1e11, 1e13, math.SmallestNonzeroFloat64, math.NaN(), math.Inf(-1)} {
		f.Add(x)
	}
	f.Fuzz(func(t *testing.T, x float64) {
		n, ok := timetracker.Hundredths(x)
		if !ok {
			if math.Abs(x) < 1e11 {
				t.Errorf("%v was refused", x)
			}
			return
		}
		gap := new(big.Rat).Sub(new(big.Rat).SetFrac64(n, 100), new(big.Rat).SetFloat64(x))
		if gap.Abs(gap).Cmp(big.NewRat(1, 200)) > 0 {
			t.Errorf("%v was read as %d", x, n)
		}
	})
}
