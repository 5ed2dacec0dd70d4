package timetracker

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/bojanz/currency"
)

// Amounts beyond maxAmount, in minor units, are taken for mistakes, as are invoices on
// which amounts, whatever their sign, add up to more than maxInvoice. Both are inside
// what the store keeps, so that no sum on the way leaves its range.
const (
	maxAmount  = 1_000_000_000_000
	maxInvoice = 2 * maxAmount
)

// hundredths reads a stored number as TimeTracker itself reads it: two decimals of the
// exact double. SQLite rounds differently, and payments were booked against this value.
func hundredths(stored any) (n int64, ok bool) {
	x, ok := number(stored)
	if !ok || math.Abs(x) > maxAmount {
		return 0, false
	}
	text := strings.Replace(strconv.FormatFloat(x, 'f', 2, 64), ".", "", 1)
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

// number reads what a numeric column may hold: SQLite keeps whole numbers as integers,
// others as doubles, and lets text stand as it is.
func number(stored any) (x float64, ok bool) {
	switch v := stored.(type) {
	case nil:
		return 0, true
	case int64:
		return float64(v), true
	case float64:
		x = v
	case string:
		var err error
		if x, err = strconv.ParseFloat(strings.TrimSpace(v), 64); err != nil {
			return 0, false
		}
	default:
		return 0, false
	}
	return x, !math.IsInf(x, 0) && !math.IsNaN(x)
}

// minorUnits turns hundredths into the minor units of a currency: yen have none, some
// dinars have thousandths. exact is false where something had to be rounded away.
func minorUnits(hundredths int64, code string) (minor int64, exact bool) {
	digits, known := currency.GetDigits(code)
	if !known {
		digits = 2
	}
	for ; digits > 2; digits-- {
		hundredths *= 10
	}
	divisor := int64(1)
	for ; digits < 2; digits++ {
		divisor *= 10
	}

	half := divisor / 2
	if hundredths < 0 {
		half = -half
	}
	return (hundredths + half) / divisor, hundredths%divisor == 0
}

// currencyCode is a stored code in the form the store keeps, empty if it is none.
func currencyCode(stored string) string {
	code := strings.ToUpper(strings.TrimSpace(stored))
	if len(code) != 3 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return ""
	}
	return code
}

// money writes an amount of minor units for people.
func money(minor int64, code string) string { return decimal(minor, code) + " " + code }

// decimal is money without the currency.
func decimal(minor int64, code string) string {
	digits, known := currency.GetDigits(code)
	if !known {
		digits = 2
	}
	text := fmt.Sprintf("%0*d", digits+1, abs(minor))
	if whole := len(text) - int(digits); digits > 0 {
		text = text[:whole] + "." + text[whole:]
	}
	if minor < 0 {
		text = "-" + text
	}
	return text
}

func abs(n int64) int64 { return max(n, -n) }
