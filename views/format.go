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
	american bool
	zone     *time.Location
}

// NewFormat takes the reader's language (BCP 47, as "de-BE") and the business time zone.
// A language that is unknown, runs from right to left or is written in other digits than
// the pages' counts as English.
func NewFormat(language string, zone *time.Location) Format {
	f := Format{locale: currency.NewLocale(language), zone: zone}
	if sample := f.fixed(123, 2); !strings.HasPrefix(sample, "1") || !strings.HasSuffix(sample, "23") {
		f.locale = currency.NewLocale("en")
	}
	f.american = f.locale.Language == "en" && (f.locale.Territory == "" || f.locale.Territory == "US")
	return f
}

// Money is an amount with its currency.
func (f Format) Money(m portal.Money) string {
	return f.amount(m, currency.DisplaySymbol)
}

// Amount is an amount without its currency, for columns that name it elsewhere.
func (f Format) Amount(m portal.Money) string {
	return f.amount(m, currency.DisplayNone)
}

// amount takes a currency that nobody knows to have cents, as the importer does.
func (f Format) amount(m portal.Money, display currency.Display) string {
	amount, err := currency.NewAmountFromInt64(m.Minor, m.Currency)
	switch {
	case err == nil:
		return f.write(amount, display, currency.DefaultDigits)
	case display == currency.DisplayNone:
		return f.fixed(m.Minor, 2)
	}
	return strings.TrimSpace(m.Currency + "\u00a0" + f.fixed(m.Minor, 2))
}

func (f Format) write(amount currency.Amount, display currency.Display, decimals uint8) string {
	formatter := currency.NewFormatter(f.locale)
	formatter.CurrencyDisplay = display
	formatter.MinDigits, formatter.MaxDigits = decimals, decimals
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

// fixed writes n with its last digits as decimals. CLDR writes figures no otherwise than
// amounts, so they are written as amounts of no named currency.
func (f Format) fixed(n int64, decimals int) string {
	digits, sign := strconv.FormatInt(n, 10), ""
	if n < 0 {
		digits, sign = digits[1:], "-"
	}
	if missing := decimals + 1 - len(digits); missing > 0 {
		digits = strings.Repeat("0", missing) + digits
	}
	point := len(digits) - decimals
	amount, err := currency.NewAmount(sign+digits[:point]+"."+digits[point:], "EUR")
	if err != nil {
		return sign + digits[:point] + "." + digits[point:]
	}
	return f.write(amount, currency.DisplayNone, uint8(decimals))
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
