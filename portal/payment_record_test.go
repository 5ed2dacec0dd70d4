package portal_test

import (
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"foyer/portal"
)

var formKey = strings.Repeat("k", 43)

// C61: amounts as people type them; what can't be read is told by its field, once.
func TestPaymentForm(t *testing.T) {
	t.Parallel()
	good := portal.PaymentForm{Key: formKey, Amount: "1.234,56", On: "2026-11-22", Method: "bank_transfer", Reference: " R-1 ", Notes: "a\r\nb"}
	p, faults := good.Parse(2, today)
	if len(faults) > 0 || p.Amount != 123456 || p.On != today || p.Method != "bank_transfer" || p.Reference != "R-1" || p.Notes != "a\nb" || p.Status != "completed" {
		t.Errorf("%+v, %v", p, faults)
	}
	for field, values := range map[string][]string{
		"amount":    {"", "0", "0,00", "-5", "−5", "1e9", "NaN", "Inf", "9999999999999", "1.005", "12,345", "0x10", "five", strings.Repeat("9", 400)},
		"on":        {"", "2026-02-31", "2026-11-23", "22.11.2026", "9999-01-01", "tomorrow"},
		"method":    {"", "gift", "Bank transfer"},
		"reference": {"two\nlines", strings.Repeat("x", 201)},
		"notes":     {strings.Repeat("x", 10_001), "bell\a"},
		"key":       {"", "short", strings.Repeat("k", 44)},
	} {
		for _, value := range values {
			form := good
			*map[string]*string{"amount": &form.Amount, "on": &form.On, "method": &form.Method, "reference": &form.Reference, "notes": &form.Notes, "key": &form.Key}[field] = value
			if _, faults := form.Parse(2, today); len(faults) != 1 || faults[0].Field != field {
				t.Errorf("%s=%q: %v", field, value, faults)
			}
		}
	}
}

func TestCreditForm(t *testing.T) {
	t.Parallel()
	good := portal.CreditForm{Key: formKey, Amount: "12", On: "2026-11-22", Number: "C-1", Reason: "Late"}
	if c, faults := good.Parse(0, today); len(faults) > 0 || c.Amount != 12 || c.Number != "C-1" || c.Reason != "Late" || c.On != today {
		t.Errorf("%+v, %v", c, faults)
	}
	bad := portal.CreditForm{Amount: "12.5", On: "x", Number: "a\nb", Reason: "\x00"}
	if _, faults := bad.Parse(0, today); len(faults) != 5 {
		t.Errorf("%v", faults)
	}
}

// C61: lines and tax by exact fractions: each is rounded once, half away from zero, and
// an invoice's total is the sum of what is printed.
func TestInvoiceArithmeticAgainstBig(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(9, 10))
	for range 5_000 {
		subtotal, exact := int64(0), new(big.Int)
		for range 1 + r.IntN(8) {
			quantity, price := r.Int64N(40_000_000)-10_000_000, r.Int64N(1_000_000)-100_000
			total, err := portal.LineTotal(portal.Quantity(quantity), price)
			if err != nil {
				t.Fatal(err)
			}
			want := rounded(big.NewRat(quantity, 1000), price)
			if total != want.Int64() {
				t.Fatalf("%d thousandths at %d are %d, want %s", quantity, price, total, want)
			}
			subtotal += total
			exact.Add(exact, want)
		}
		rate := r.Int64N(10_001)
		tax, err := portal.Tax(subtotal, rate)
		if err != nil {
			t.Fatal(err)
		}
		want := rounded(big.NewRat(rate, 10_000), subtotal)
		if sum := new(big.Int).Add(exact, want); tax != want.Int64() || sum.Int64() != subtotal+tax {
			t.Fatalf("tax of %d at %d is %d, want %s; total %s", subtotal, rate, tax, want, sum)
		}
	}
}

// rounded multiplies exactly and rounds half away from zero.
func rounded(factor *big.Rat, n int64) *big.Int {
	product := new(big.Rat).Mul(factor, new(big.Rat).SetInt64(n))
	half := big.NewRat(1, 2)
	if product.Sign() < 0 {
		half.Neg(half)
	}
	product.Add(product, half)
	return new(big.Int).Quo(product.Num(), product.Denom())
}
