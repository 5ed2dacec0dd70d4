package views

import (
	"strconv"
	"strings"
	"time"

	"github.com/bojanz/currency"

	"foyer/portal"
)

// Format writes amounts, hours and days for a reader: figures by the locale, words in
// English. Make one with NewFormat.
type Format struct {
	locale   currency.Locale
	decimal  string
	group    string
	american bool
	zone     *time.Location
}

// NewFormat takes the reader's language (BCP 47, as "de-BE") and the business time zone.
// A language that is unknown, or written in other digits than the pages', counts as English.
func NewFormat(language string, zone *time.Location) Format {
	f := Format{locale: currency.NewLocale(language), zone: zone}
	var ok bool
	if f.decimal, f.group, ok = separators(f.locale); !ok {
		f.locale = currency.NewLocale("en")
		f.decimal, f.group = ".", ","
	}
	f.american = f.locale.Language == "en" && (f.locale.Territory == "" || f.locale.Territory == "US")
	return f
}

// separators are learnt from CLDR's way to write an amount.
func separators(l currency.Locale) (decimal, group string, ok bool) {
	amount, err := currency.NewAmount("1234567.89", "EUR")
	if err != nil {
		return "", "", false
	}
	formatter := currency.NewFormatter(l)
	formatter.CurrencyDisplay = currency.DisplayNone
	text := strings.TrimSpace(formatter.Format(amount))
	signs := strings.FieldsFunc(text, func(r rune) bool { return r >= '0' && r <= '9' })
	if len(signs) < 2 || !strings.HasSuffix(text, "89") {
		return "", "", false
	}
	return signs[len(signs)-1], signs[0], true
}

// Money is an amount with its currency.
func (f Format) Money(m portal.Money) string {
	return f.amount(m, currency.DisplaySymbol)
}

// Amount is an amount without its currency, for columns that name it elsewhere.
func (f Format) Amount(m portal.Money) string {
	return f.amount(m, currency.DisplayNone)
}

func (f Format) amount(m portal.Money, display currency.Display) string {
	amount, err := currency.NewAmountFromInt64(m.Minor, m.Currency)
	if err != nil {
		return m.Currency + " " + strconv.FormatInt(m.Minor, 10)
	}
	formatter := currency.NewFormatter(f.locale)
	formatter.CurrencyDisplay = display
	return strings.Replace(formatter.Format(amount), "-", "−", 1)
}

// Hours writes a duration in hours with two decimals.
func (f Format) Hours(h portal.Hours) string { return f.fixed(h.Hundredths(), 2) }

// Quantity writes a quantity with two decimals, three where it has them.
func (f Format) Quantity(q portal.Quantity) string {
	if q%10 == 0 {
		return f.fixed(int64(q)/10, 2)
	}
	return f.fixed(int64(q), 3)
}

// Percent writes a rate in hundredths of a percent, without needless decimals.
func (f Format) Percent(bp int64) string {
	decimals := 2
	for decimals > 0 && bp%10 == 0 {
		bp /= 10
		decimals--
	}
	return f.fixed(bp, decimals) + "\u00a0%"
}

// Count writes a whole number.
func (f Format) Count(n int) string { return f.fixed(int64(n), 0) }

// fixed writes n with its last digits as decimals, grouped by thousands.
func (f Format) fixed(n int64, decimals int) string {
	sign := ""
	if n < 0 {
		sign, n = "−", -n
	}
	digits := strconv.FormatInt(n, 10)
	if missing := decimals + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	whole, rest := digits[:len(digits)-decimals], digits[len(digits)-decimals:]

	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + f.group + whole[i:]
	}
	if rest == "" {
		return sign + whole
	}
	return sign + whole + f.decimal + rest
}

// Day writes a day.
func (f Format) Day(d portal.Day) string { return d.Time().Format(f.dayLayout()) }

// Date writes the day of an instant in the business time zone.
func (f Format) Date(t time.Time) string { return t.In(f.zone).Format(f.dayLayout()) }

// Clock writes the time of day of an instant in the business time zone.
func (f Format) Clock(t time.Time) string { return t.In(f.zone).Format("15:04") }

// DateClock writes day and time of an instant.
func (f Format) DateClock(t time.Time) string { return f.Date(t) + ", " + f.Clock(t) }

func (f Format) dayLayout() string {
	if f.american {
		return "Jan 2, 2006"
	}
	return "2 Jan 2006"
}
