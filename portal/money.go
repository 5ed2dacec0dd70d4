package portal

import (
	"errors"
	"math/big"
)

// ErrAmountTooLarge says that a product or a sum leaves the range the schema stores.
var ErrAmountTooLarge = errors.New("amount too large")

// maxMinor is the largest amount stored, in minor units; the schema has the same bound.
const maxMinor = 10_000_000_000_000

// Money is an amount in minor units (cents, for most) of a currency (ISO 4217 code).
type Money struct {
	Minor    int64
	Currency string
}

// Negate returns the amount with its sign turned.
func (m Money) Negate() Money { return Money{-m.Minor, m.Currency} }

// Quantity counts in thousandths: 1500 is 1.5.
type Quantity int64

// LineTotal multiplies a quantity by a unit price in minor units and rounds half
// away from zero, once.
func LineTotal(q Quantity, unitPriceMinor int64) (int64, error) {
	product := new(big.Int).Mul(big.NewInt(int64(q)), big.NewInt(unitPriceMinor))
	return roundedQuotient(product, 1000)
}

// Tax is the tax on a subtotal in minor units, rounded half away from zero, once.
// The rate is in hundredths of a percent: 2100 is 21 %.
func Tax(subtotalMinor, rateBP int64) (int64, error) {
	product := new(big.Int).Mul(big.NewInt(subtotalMinor), big.NewInt(rateBP))
	return roundedQuotient(product, 10_000)
}

func roundedQuotient(n *big.Int, divisor int64) (int64, error) {
	half := big.NewInt(divisor / 2)
	if n.Sign() < 0 {
		half.Neg(half)
	}

	q := new(big.Int).Quo(new(big.Int).Add(n, half), big.NewInt(divisor))
	if q.CmpAbs(big.NewInt(maxMinor)) > 0 {
		return 0, ErrAmountTooLarge
	}
	return q.Int64(), nil
}
