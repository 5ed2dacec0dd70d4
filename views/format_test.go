package views_test

import (
	"testing"
	"time"

	"foyer/portal"
	"foyer/views"
)

// Spaces in amounts keep figures and currency together: U+00A0, in French U+202F too.
const (
	nbsp = "\u00a0"
	thin = "\u202f"
)

func TestMoney(t *testing.T) {
	t.Parallel()
	euros := func(minor int64) portal.Money { return portal.Money{Minor: minor, Currency: "EUR"} }
	for _, c := range []struct {
		language string
		money    portal.Money
		want     string
	}{
		{"en-US", euros(123456), "€1,234.56"},
		{"en-GB", euros(123456), "€1,234.56"},
		{"de-DE", euros(123456), "1.234,56" + nbsp + "€"},
		{"fr-BE", euros(123456), "1" + thin + "234,56" + nbsp + "€"},
		{"pl", euros(123456), "1234,56" + nbsp + "€"},
		{"pl", euros(1234567), "12" + nbsp + "345,67" + nbsp + "€"},
		{"ja", euros(123456), "€1,234.56"},
		{"en-US", euros(0), "€0.00"},
		{"de-DE", euros(5), "0,05" + nbsp + "€"},
		{"en-US", euros(-150000), "−€1,500.00"},
		{"nl-BE", euros(-150000), "€" + nbsp + "−1.500,00"},
		{"en-US", euros(1_000_000_000_000_000), "€10,000,000,000,000.00"},
		{"en-US", portal.Money{Minor: 1234567, Currency: "JPY"}, "¥1,234,567"},
		{"ja", portal.Money{Minor: 1234567, Currency: "JPY"}, "￥1,234,567"},
		{"en-US", portal.Money{Minor: 1234567, Currency: "BHD"}, "BHD" + nbsp + "1,234.567"},
		{"fr-BE", portal.Money{Minor: -1, Currency: "BHD"}, "−0,001" + nbsp + "BHD"},
		{"en-US", portal.Money{Minor: -150, Currency: "XYZ"}, "XYZ" + nbsp + "−1.50"},
		{"de-DE", portal.Money{Minor: 123456, Currency: "XYZ"}, "XYZ" + nbsp + "1.234,56"},
		{"en-US", portal.Money{Minor: 150}, "1.50"},
	} {
		if got := views.NewFormat(c.language, time.UTC).Money(c.money); got != c.want {
			t.Errorf("%s: Money(%v) = %q, want %q", c.language, c.money, got, c.want)
		}
	}
}

func TestAmountLeavesTheCurrencyOut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		language string
		money    portal.Money
		want     string
	}{
		{"en-GB", portal.Money{Minor: -123456, Currency: "EUR"}, "−1,234.56"},
		{"fr-BE", portal.Money{Minor: 123456, Currency: "EUR"}, "1" + thin + "234,56"},
		{"de-DE", portal.Money{Minor: 123456, Currency: "JPY"}, "123.456"},
		{"de-DE", portal.Money{Minor: 123456, Currency: "XYZ"}, "1.234,56"},
	} {
		if got := views.NewFormat(c.language, time.UTC).Amount(c.money); got != c.want {
			t.Errorf("%s: Amount(%v) = %q, want %q", c.language, c.money, got, c.want)
		}
	}
}

func TestFigures(t *testing.T) {
	t.Parallel()
	english, german, polish := views.NewFormat("en-GB", time.UTC), views.NewFormat("de-DE", time.UTC), views.NewFormat("pl", time.UTC)
	for what, c := range map[string]struct{ got, want string }{
		"three twenties are an hour": {english.Hours(3 * 20 * 60), "1.00"},
		"no hours":                   {english.Hours(0), "0.00"},
		"rounded once, half up":      {english.Hours(18), "0.01"},
		"hours below zero":           {english.Hours(-1800), "−0.50"},
		"many hours":                 {german.Hours(3600 * 1_234_567), "1.234.567,00"},
		"hours grouped like amounts": {polish.Hours(3600 * 1234), "1234,00"},
		"more hours than there are":  {english.Hours(3600 * 1_000_000_000_000), "1,000,000,000,000.00"},
		"a quantity":                 {english.Quantity(1500), "1.50"},
		"a quantity in thousandths":  {german.Quantity(1_234_567), "1.234,567"},
		"a quantity below zero":      {english.Quantity(-10), "−0.01"},
		"whole percent":              {english.Percent(2100), "21" + nbsp + "%"},
		"percent with decimals":      {german.Percent(525), "5,25" + nbsp + "%"},
		"no percent":                 {english.Percent(0), "0" + nbsp + "%"},
		"a count":                    {german.Count(12345), "12.345"},
		"a count of none":            {english.Count(0), "0"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", what, c.got, c.want)
		}
	}
}

func TestLanguagesInOtherDigitsOrDirectionsReadEnglish(t *testing.T) {
	t.Parallel()
	amount := portal.Money{Minor: 123456, Currency: "EUR"}
	for _, language := range []string{"", "en", "xx", "ar", "fa", "mr", "x", "en-US"} {
		f := views.NewFormat(language, time.UTC)
		if got := f.Money(amount) + " " + f.Hours(3600*1234); got != "€1,234.56 1,234.00" {
			t.Errorf("%q writes %q", language, got)
		}
	}
}

func TestDaysAndTimesAreOfTheBusinessTimeZone(t *testing.T) {
	t.Parallel()
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	late := time.Date(2026, 3, 28, 23, 30, 0, 0, time.UTC)
	british, american := views.NewFormat("en-GB", brussels), views.NewFormat("en-US", brussels)
	for what, c := range map[string]struct{ got, want string }{
		"a day":              {british.Day("2026-03-31"), "31 Mar 2026"},
		"a day in America":   {american.Day("2026-03-31"), "Mar 31, 2026"},
		"a day in German":    {views.NewFormat("de-DE", brussels).Day("2026-03-31"), "31 Mar 2026"},
		"the date there":     {british.Date(late), "29 Mar 2026"},
		"the clock there":    {british.Clock(late), "00:30"},
		"summer time begins": {british.Clock(late.Add(time.Hour)), "01:30"},
		"summer time is":     {british.Clock(late.Add(2 * time.Hour)), "03:30"},
		"both":               {american.DateClock(late), "Mar 29, 2026, 00:30"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", what, c.got, c.want)
		}
	}
}

func TestDaysAndTimesAreWrittenAsTheirLayoutsSay(t *testing.T) {
	t.Parallel()
	sydney, err := time.LoadLocation("Australia/Sydney")
	if err != nil {
		t.Fatal(err)
	}
	british, american := views.NewFormat("en-GB", sydney), views.NewFormat("en-US", sydney)
	for at := time.Date(1969, 12, 31, 23, 59, 0, 0, time.UTC); at.Year() < 2200; at = at.Add(617*time.Hour + 7*time.Minute) {
		there, day := at.In(sydney), portal.DayOf(at, sydney)
		for what, c := range map[string]struct{ got, want string }{
			"the clock":             {british.Clock(at), there.Format("15:04")},
			"the date":              {british.Date(at), there.Format("2 Jan 2006")},
			"the American date":     {american.Date(at), there.Format("Jan 2, 2006")},
			"a day":                 {british.Day(day), there.Format("2 Jan 2006")},
			"a day in America":      {american.Day(day), there.Format("Jan 2, 2006")},
			"a day nobody can read": {british.Day("2026-02-30"), "1 Jan 0001"},
		} {
			if c.got != c.want {
				t.Fatalf("%s of %v: %q, want %q", what, at, c.got, c.want)
			}
		}
	}
}
