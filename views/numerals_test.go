package views_test

import (
	_ "embed"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bojanz/currency"

	"foyer/portal"
	"foyer/views"
)

// locales are all that the currency library tells apart: the keys of its formats, of their
// parents and of its symbols.
//
//go:embed testdata/locales.txt
var locales string

// byLibrary is an amount as the library composes it, with the minus sign of the pages.
func byLibrary(language string, m portal.Money, display currency.Display) string {
	amount, err := currency.NewAmountFromInt64(m.Minor, m.Currency)
	if err != nil {
		panic(err)
	}
	formatter := currency.NewFormatter(currency.NewLocale(language))
	formatter.MinDigits, formatter.MaxDigits = currency.DefaultDigits, currency.DefaultDigits
	formatter.CurrencyDisplay = display
	return strings.Replace(formatter.Format(amount), "-", "−", 1)
}

// readsEnglish says whether the pages write a language's numbers as English ones.
func readsEnglish(language string) bool {
	sample := byLibrary(language, portal.Money{Minor: 123, Currency: "EUR"}, currency.DisplayNone)
	return !strings.HasPrefix(sample, "1") || !strings.HasSuffix(sample, "23")
}

// minors are amounts at the edges, and random ones of every length and both signs.
func minors(random *rand.Rand, n int) []int64 {
	amounts := []int64{0, 1, -1, math.MaxInt64, math.MinInt64}
	for digits, edge := 1, int64(10); digits < 19; digits, edge = digits+1, edge*10 {
		amounts = append(amounts, edge-1, -edge)
	}
	for range n {
		amounts = append(amounts, random.Int64()>>random.IntN(63), -random.Int64()>>random.IntN(63))
	}
	return amounts
}

func TestEveryLanguageWritesAmountsAsTheLibraryDoes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 5))
	for language := range strings.FieldsSeq(locales) {
		f, like := views.NewFormat(language, time.UTC), language
		if readsEnglish(language) {
			like = "en"
		}
		for _, code := range []string{"EUR", "JPY", "BHD", "CHF"} {
			for _, minor := range minors(random, 10) {
				m := portal.Money{Minor: minor, Currency: code}
				if got, want := f.Money(m), byLibrary(like, m, currency.DisplaySymbol); got != want {
					t.Fatalf("%s: Money(%v) = %q, the library writes %q", language, m, got, want)
				}
				if got, want := f.Amount(m), byLibrary(like, m, currency.DisplayNone); got != want {
					t.Fatalf("%s: Amount(%v) = %q, the library writes %q", language, m, got, want)
				}
			}
		}
	}
}

func TestEveryCurrencyIsWrittenAsTheLibraryDoes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(6, 6))
	for _, language := range []string{"en", "en-AU", "de-CH", "fr-BE", "nl", "pl", "es-419", "ja"} {
		f := views.NewFormat(language, time.UTC)
		for _, code := range currency.GetCurrencyCodes() {
			for _, minor := range minors(random, 2) {
				m := portal.Money{Minor: minor, Currency: code}
				if got, want := f.Money(m), byLibrary(language, m, currency.DisplaySymbol); got != want {
					t.Fatalf("%s: Money(%v) = %q, the library writes %q", language, m, got, want)
				}
			}
		}
	}
}

func TestUnknownCurrenciesHaveCentsInEveryLanguage(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 7))
	for language := range strings.FieldsSeq(locales) {
		f := views.NewFormat(language, time.UTC)
		for _, minor := range minors(random, 1) {
			figures := f.Amount(portal.Money{Minor: minor, Currency: "EUR"})
			for code, want := range map[string]string{"XYZ": "XYZ" + nbsp + figures, "": figures} {
				if got := f.Money(portal.Money{Minor: minor, Currency: code}); got != want {
					t.Fatalf("%s: %d of %q is written %q, want %q", language, minor, code, got, want)
				}
			}
		}
	}
}

// Visitors name their language themselves: any number of them, at the same time.
func TestLanguagesBeyondThoseRememberedAreWrittenTheSame(t *testing.T) {
	t.Parallel()
	amount := portal.Money{Minor: -123456, Currency: "EUR"}
	var visitors sync.WaitGroup
	for visitor := range 4 {
		visitors.Go(func() {
			for i := range 150 {
				unknown := "xx-" + strconv.Itoa(100+visitor) + "-" + strconv.Itoa(1000+i)
				if got := views.NewFormat(unknown, time.UTC).Money(amount); got != "−€1,234.56" {
					t.Errorf("%s writes %q", unknown, got)
				}
				if got := views.NewFormat("de-DE", time.UTC).Money(amount); got != "−1.234,56"+nbsp+"€" {
					t.Errorf("German among others writes %q", got)
				}
			}
		})
	}
	visitors.Wait()
}
