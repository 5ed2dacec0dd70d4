package portal_test

import (
	"errors"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"foyer/portal"
)

func TestLineTotalRoundsHalfAwayFromZero(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		quantity  portal.Quantity
		unitPrice int64
		want      int64
	}{
		{1000, 9250, 9250}, {1500, 101, 152}, {-1500, 101, -152}, {500, 1, 1}, {499, 1, 0}, {-500, 1, -1},
		{7330, 9250, 67803}, {0, 9250, 0}, {333, 333, 111}, {2500, -3, -8},
	} {
		got, err := portal.LineTotal(c.quantity, c.unitPrice)
		if err != nil || got != c.want {
			t.Errorf("%d × %d = %d, %v; want %d", c.quantity, c.unitPrice, got, err, c.want)
		}
	}
}

// C61: what is too large is an error, never a wrong amount.
func TestAmountsOutOfRange(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]int64{{math.MaxInt64, math.MaxInt64}, {math.MinInt64, math.MaxInt64}, {1_000_000_000_000, 10_000_000_000_000}} {
		if got, err := portal.LineTotal(portal.Quantity(c[0]), c[1]); !errors.Is(err, portal.ErrAmountTooLarge) {
			t.Errorf("%v gives %d, %v", c, got, err)
		}
		if got, err := portal.Tax(c[0], c[1]); !errors.Is(err, portal.ErrAmountTooLarge) {
			t.Errorf("tax of %v gives %d, %v", c, got, err)
		}
	}
}

// C61: rounding is off by at most half a unit, in the same direction on both sides of zero.
func TestRoundingProperties(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		quantity, price := r.Int64N(2_000_000)-1_000_000, r.Int64N(2_000_000)-1_000_000
		got, err := portal.LineTotal(portal.Quantity(quantity), price)
		mirrored, err2 := portal.LineTotal(portal.Quantity(-quantity), price)
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		exact := new(big.Int).Mul(big.NewInt(quantity), big.NewInt(price))
		off := new(big.Int).Sub(new(big.Int).Mul(big.NewInt(got), big.NewInt(1000)), exact)
		if off.CmpAbs(big.NewInt(500)) > 0 || mirrored != -got {
			t.Fatalf("%d × %d = %d (mirrored %d)", quantity, price, got, mirrored)
		}
	}
}

func TestTax(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ subtotal, rate, want int64 }{
		{10000, 2100, 2100}, {12550, 2100, 2636}, {-12550, 2100, -2636}, {1, 5000, 1}, {1, 4999, 0}, {9250, 0, 0},
	} {
		got, err := portal.Tax(c.subtotal, c.rate)
		if err != nil || got != c.want {
			t.Errorf("tax on %d at %d: %d, %v; want %d", c.subtotal, c.rate, got, err, c.want)
		}
	}
}
