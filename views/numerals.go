package views

import (
	"strconv"

	"github.com/bojanz/currency"
)

// numerals are how one language writes numbers. The currency library knows that for every
// language, but composes each number anew: it is asked for a few samples once
// (numerals_learn.go), and what they show is repeated here digit by digit.
type numerals struct {
	locale     currency.Locale
	american   bool // days are written the American way too
	marks      marks
	bare       *style // numbers without a currency
	currencies shelf[*style]
}

// marks stand between the digits of a number.
type marks struct {
	decimal, group string
	primary        int // digits of the last group; zero where digits are not grouped
	secondary      int // digits of the groups before it
	fewest         int // whole digits that a number has at least where it is grouped
}

// style is what stands around the digits of an amount.
type style struct {
	currency string // its code; empty for bare numbers
	known    bool   // otherwise nobody knows the currency, and nothing stands there
	decimals int    // that the currency has
	learned  bool   // otherwise the library is asked for every amount
	above    around // of zero and more
	below    around // of less than zero
}

type around struct{ before, after string }

// of is the style of a currency.
func (w *numerals) of(code string) *style { return w.currencies.get(code, w.learnCurrency) }

// write writes n in a style, its last digits as decimals.
func (w *numerals) write(n int64, decimals int, s *style) string {
	var room [64]byte // enough for most: a longer text moves by itself
	return string(w.append(room[:0], n, decimals, s))
}

func (w *numerals) append(text []byte, n int64, decimals int, s *style) []byte {
	if !s.learned {
		return append(text, ask(w.locale, n, decimals, s.currency)...)
	}
	sides := s.above
	if n < 0 {
		sides = s.below
	}
	text = append(text, sides.before...)
	text = w.marks.append(text, n, decimals)
	return append(text, sides.after...)
}

// append writes the digits of n and the marks between them, without a sign.
func (m marks) append(text []byte, n int64, decimals int) []byte {
	var room [32]byte
	digits := appendDigits(room[:0], n, decimals+1)
	whole, rest := digits[:len(digits)-decimals], digits[len(digits)-decimals:]
	text = m.appendGroups(text, whole)
	if decimals > 0 {
		text = append(append(text, m.decimal...), rest...)
	}
	return text
}

// appendGroups writes whole digits, in groups where they are enough.
func (m marks) appendGroups(text, whole []byte) []byte {
	if m.primary == 0 || len(whole) < m.fewest {
		return append(text, whole...)
	}
	before := len(whole) - m.primary // digits before the last group
	for size := (before-1)%m.secondary + 1; before > 0; size = m.secondary {
		text = append(append(text, whole[:size]...), m.group...)
		whole, before = whole[size:], before-size
	}
	return append(text, whole...)
}

// appendDigits writes n without its sign, filled up with zeros to so many digits at least.
func appendDigits(text []byte, n int64, fewest int) []byte {
	size := uint64(n)
	if n < 0 {
		size = -size
	}
	for least := uint64(10); fewest > 1; fewest-- {
		if size < least {
			text = append(text, '0')
		}
		least *= 10
	}
	return strconv.AppendUint(text, size, 10)
}
