package views

import (
	"regexp"
	"strings"

	"github.com/bojanz/currency"
)

// mostLanguages are remembered at the same time. Visitors name their language themselves:
// more than these may be asked for, but they take no more memory.
const mostLanguages = 100

var languages = shelf[*numerals]{most: mostLanguages}

// learnNumerals finds out how a language (BCP 47, as "de-BE") writes numbers. One that is
// unknown, runs from right to left or has other digits than the pages' counts as English.
func learnNumerals(language string) *numerals {
	locale := currency.NewLocale(language)
	if sample := ask(locale, 123, 2, ""); !strings.HasPrefix(sample, "1") || !strings.HasSuffix(sample, "23") {
		locale = currency.NewLocale("en")
	}
	w := &numerals{
		locale:     locale,
		american:   locale.Language == "en" && (locale.Territory == "" || locale.Territory == "US"),
		marks:      learnMarks(locale),
		currencies: shelf[*style]{most: len(currency.GetCurrencyCodes())},
	}
	w.bare = w.learn("", 2)
	return w
}

const mostDigits = 16 // of a whole number in the samples

var digitRuns = regexp.MustCompile(`[0-9]+`)

// learnMarks reads the marks off a long number, and off shorter ones where they begin.
func learnMarks(locale currency.Locale) marks {
	sample := ask(locale, 123_456_789_012_345_678, 2, "")
	runs := digitRuns.FindAllStringIndex(sample, -1)
	last := len(runs) - 1
	if last < 1 {
		return marks{}
	}
	m := marks{decimal: sample[runs[last-1][1]:runs[last][0]]}
	if last < 2 {
		return m
	}
	size := func(run []int) int { return run[1] - run[0] }
	m.group = sample[runs[last-2][1]:runs[last-1][0]]
	m.primary, m.secondary = size(runs[last-1]), size(runs[last-2])
	m.fewest = m.primary + 1
	for m.fewest < mostDigits && len(digitRuns.FindAllString(ask(locale, tens(m.fewest), 0, ""), -1)) == 1 {
		m.fewest++
	}
	return m
}

// tens is the smallest number of so many digits.
func tens(digits int) int64 {
	n := int64(1)
	for range digits - 1 {
		n *= 10
	}
	return n
}

// centsOfUnknown are the decimals of a currency that nobody knows, as the importer takes it.
const centsOfUnknown = 2

func (w *numerals) learnCurrency(code string) *style {
	decimals, known := currency.GetDigits(code)
	if !known {
		return &style{decimals: centsOfUnknown}
	}
	return w.learn(code, int(decimals))
}

// learn reads off two samples what stands around amounts of a currency, and makes sure
// that others are then written as the library does.
func (w *numerals) learn(code string, decimals int) *style {
	const sample = 1_234_567
	digits := string(w.marks.append(nil, sample, decimals))
	s := &style{currency: code, known: true, decimals: decimals}
	var found, foundBelow bool
	s.above.before, s.above.after, found = strings.Cut(ask(w.locale, sample, decimals, code), digits)
	s.below.before, s.below.after, foundBelow = strings.Cut(ask(w.locale, -sample, decimals, code), digits)
	s.learned = found && foundBelow
	for _, n := range []int64{0, -5, 123_456, -9_876_543_210} {
		s.learned = s.learned && w.write(n, decimals, s) == ask(w.locale, n, decimals, code)
	}
	return s
}

// ask has the library write n, its last digits as decimals, as an amount of a currency.
// CLDR writes figures no otherwise than amounts, so bare ones, of the currency "", are
// amounts of which the currency is not shown.
func ask(locale currency.Locale, n int64, decimals int, code string) string {
	formatter := currency.NewFormatter(locale)
	formatter.MinDigits, formatter.MaxDigits = uint8(decimals), uint8(decimals)
	if code == "" {
		formatter.CurrencyDisplay, code = currency.DisplayNone, "EUR"
	}
	text := plainDecimal(n, decimals)
	amount, err := currency.NewAmount(text, code)
	if err != nil {
		return text
	}
	return strings.Replace(formatter.Format(amount), "-", "−", 1)
}

// plainDecimal writes n for programs, its last digits as decimals.
func plainDecimal(n int64, decimals int) string {
	digits := string(appendDigits(nil, n, decimals+1))
	point := len(digits) - decimals
	if n < 0 {
		return "-" + digits[:point] + "." + digits[point:]
	}
	return digits[:point] + "." + digits[point:]
}
