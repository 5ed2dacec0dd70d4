package views

import (
	"strconv"
	"strings"
	"time"

	"foyer/portal"
)

// Format writes amounts, hours and days for a reader: figures by the locale, words in
// English. Make one with NewFormat.
type Format struct {
	numerals *numerals
	zone     *time.Location
}

// NewFormat takes the reader's language (BCP 47, as "de-BE") and the business time zone.
// A language that is unknown, runs from right to left or is written in other digits than
// the pages' counts as English.
func NewFormat(language string, zone *time.Location) Format {
	return Format{numerals: languages.get(language, learnNumerals), zone: zone}
}

// Money is an amount with its currency.
func (f Format) Money(m portal.Money) string {
	var room [64]byte // enough for most: a longer text moves by itself
	return string(f.appendMoney(room[:0], m))
}

func (f Format) appendMoney(text []byte, m portal.Money) []byte {
	s := f.numerals.of(m.Currency)
	if !s.known {
		return append(text, strings.TrimSpace(m.Currency+"\u00a0"+f.fixed(m.Minor, s.decimals))...)
	}
	return f.numerals.append(text, m.Minor, s.decimals, s)
}

// Amount is an amount without its currency, for columns that name it elsewhere.
func (f Format) Amount(m portal.Money) string {
	var room [64]byte
	return string(f.appendAmount(room[:0], m))
}

func (f Format) appendAmount(text []byte, m portal.Money) []byte {
	return f.numerals.append(text, m.Minor, f.numerals.of(m.Currency).decimals, f.numerals.bare)
}

// Hours writes a duration in hours with two decimals.
func (f Format) Hours(h portal.Hours) string { return f.fixed(h.Hundredths(), 2) }

func (f Format) appendHours(text []byte, h portal.Hours) []byte {
	return f.numerals.append(text, h.Hundredths(), 2, f.numerals.bare)
}

// Quantity writes a quantity with two decimals, three where it has them.
func (f Format) Quantity(q portal.Quantity) string {
	var room [64]byte
	return string(f.appendQuantity(room[:0], q))
}

func (f Format) appendQuantity(text []byte, q portal.Quantity) []byte {
	if q%10 == 0 {
		return f.numerals.append(text, int64(q)/10, 2, f.numerals.bare)
	}
	return f.numerals.append(text, int64(q), 3, f.numerals.bare)
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

// fixed writes n with its last digits as decimals.
func (f Format) fixed(n int64, decimals int) string {
	return f.numerals.write(n, decimals, f.numerals.bare)
}

// Day writes a day.
func (f Format) Day(d portal.Day) string { return f.day(d.Time()) }

// Date writes the day of an instant in the business time zone.
func (f Format) Date(t time.Time) string { return f.day(t.In(f.zone)) }

// day is put together by hand, as every row of every list has one.
func (f Format) day(t time.Time) string {
	var room [16]byte
	return string(f.appendDay(room[:0], t))
}

func (f Format) appendDay(text []byte, t time.Time) []byte {
	year, month, day := t.Date()
	if f.numerals.american {
		text = append(append(text, month.String()[:3]...), ' ')
		text = append(strconv.AppendInt(text, int64(day), 10), ", "...)
	} else {
		text = append(strconv.AppendInt(text, int64(day), 10), ' ')
		text = append(append(text, month.String()[:3]...), ' ')
	}
	return appendDigits(text, int64(year), 4)
}

// Clock writes the time of day of an instant in the business time zone.
func (f Format) Clock(t time.Time) string {
	var room [8]byte
	return string(f.appendClock(room[:0], t))
}

func (f Format) appendClock(text []byte, t time.Time) []byte {
	hour, minute, _ := t.In(f.zone).Clock()
	text = append(appendDigits(text, int64(hour), 2), ':')
	return appendDigits(text, int64(minute), 2)
}

// DateClock writes day and time of an instant.
func (f Format) DateClock(t time.Time) string { return f.Date(t) + ", " + f.Clock(t) }
