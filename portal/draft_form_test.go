package portal_test

import (
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"foyer/portal"
)

func formOf(lines ...portal.LineForm) portal.DraftForm {
	return portal.DraftForm{IssueDate: "2026-11-01", DueDate: "2026-12-01", Lines: lines, Revision: "3"}
}

// What people type, and what it is; empty where it is refused.
func TestDraftNumbersAsTyped(t *testing.T) {
	t.Parallel()
	read := func(form portal.DraftForm, field string, value func(portal.Draft) int64) string {
		d, errs := form.Parse(2)
		for _, e := range errs {
			if e.Field == field {
				return ""
			}
		}
		return fmt.Sprint(value(d))
	}
	for typed, want := range map[string]string{"19": "1900", "8.1": "810", "7,7 %": "770", "": "0", " 21% ": "2100", "0": "0", "1000": "100000", "1000.01": "", "-1": "", "19.005": "", "x": "", "%": "", "1e2": "", "NaN": ""} {
		form := formOf()
		form.TaxRate = typed
		if got := read(form, "tax_rate", func(d portal.Draft) int64 { return d.TaxRateBP }); got != want {
			t.Errorf("tax %q is %s, want %s", typed, got, want)
		}
	}
	for typed, want := range map[string]string{"1.5": "1500", "1,5": "1500", "0.001": "1", "1,234": "1234", "1.234,5": "1234500", "-2": "-2000", "1000000000": "1000000000000", "1000000000.001": "", "": "", "1.2345": "", "1e3": "", "two": ""} {
		form := formOf(portal.LineForm{Description: "x", Quantity: typed, UnitPrice: "0"})
		if got := read(form, "quantity_1", func(d portal.Draft) int64 { return int64(d.Lines[0].Quantity) }); got != want {
			t.Errorf("quantity %q is %s, want %s", typed, got, want)
		}
	}
	for typed, want := range map[string]string{"92,50": "9250", "-10": "-1000", "1.234,56": "123456", "100000000000": "10000000000000", "100000000000.01": "", "1.005": "", "": "", "9e9": ""} {
		form := formOf(portal.LineForm{Description: "x", Quantity: "1", UnitPrice: typed})
		if got := read(form, "price_1", func(d portal.Draft) int64 { return d.Lines[0].UnitPrice }); got != want {
			t.Errorf("price %q is %s, want %s", typed, got, want)
		}
	}
}

// A stored draft that is shown and sent back is the same draft.
func TestDraftFormKeepsADraft(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(13, 17))
	for range 500 {
		d := portal.Draft{IssueDate: "2026-11-01", DueDate: "2026-11-15", TaxRateBP: r.Int64N(100_001), ProjectID: r.Int64N(3), Notes: "a\nb", Revision: r.Int64N(9) + 1}
		var totals []int64
		for range r.IntN(6) {
			l := portal.DraftLine{ID: r.Int64N(99) + 1, InvoiceLine: portal.InvoiceLine{Description: "x\ny", Quantity: portal.Quantity(r.Int64N(2_000_000) - 1_000_000), UnitPrice: r.Int64N(2_000_000) - 1_000_000}}
			l.Total, _ = portal.LineTotal(l.Quantity, l.UnitPrice)
			d.Lines, totals = append(d.Lines, l), append(totals, l.Total)
		}
		sums, err := portal.SumLines(totals, d.TaxRateBP)
		d.TaxMinor = sums.Tax
		form := d.Form(func(minor int64) string { return decimal(minor) })
		got, errs := form.Parse(2)
		if err != nil || len(errs) > 0 || fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", d) {
			t.Fatalf("%+v\nbecame %+v, %v", d, got, errs)
		}
		live := form.Sums(2)
		if live.DraftSums != sums || len(live.Unread) > 0 || live.TaxUnread || live.TooLarge {
			t.Fatalf("as one types it is %+v, stored %+v", live, sums)
		}
	}
}

func decimal(minor int64) string { return new(big.Rat).SetFrac64(minor, 100).FloatString(2) }

// C61: the sum is what the lines add up to, the tax is rounded once and off by at most
// half a unit.
func TestSumLinesProperties(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(19, 23))
	for range 5_000 {
		rate, subtotal := r.Int64N(100_001), new(big.Int)
		var totals []int64
		for range r.IntN(30) {
			totals = append(totals, r.Int64N(2_000_000_000)-1_000_000_000)
			subtotal.Add(subtotal, big.NewInt(totals[len(totals)-1]))
		}
		s, err := portal.SumLines(totals, rate)
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(subtotal, big.NewInt(rate)), big.NewInt(10_000))
		off := exact.Sub(exact, new(big.Rat).SetInt64(s.Tax))
		if err != nil || subtotal.Cmp(big.NewInt(s.Subtotal)) != 0 || s.Total != s.Subtotal+s.Tax || off.Abs(off).Cmp(big.NewRat(1, 2)) > 0 {
			t.Fatalf("%v at %d: %+v, %v", totals, rate, s, err)
		}
	}
	for _, totals := range [][]int64{{9_000_000_000_000, 9_000_000_000_000}, {9_000_000_000_000}} {
		if s, err := portal.SumLines(totals, 100_000); !errors.Is(err, portal.ErrAmountTooLarge) {
			t.Errorf("%v: %+v", totals, s)
		}
	}
}

// Lines in which nothing was typed are none; a stored one that was emptied is a fault.
func TestBlankLines(t *testing.T) {
	t.Parallel()
	blank := []portal.LineForm{{}, portal.NewLine, {Quantity: " 1 ", Description: " "}}
	if d, errs := formOf(blank...).Parse(2); len(d.Lines) > 0 || len(errs) > 0 {
		t.Errorf("%+v, %v", d.Lines, errs)
	}
	for _, l := range []portal.LineForm{{ID: "4"}, {Quantity: "2"}, {Description: "x"}, {UnitPrice: "1"}} {
		if _, errs := formOf(l).Parse(2); len(errs) == 0 {
			t.Errorf("%+v is no line", l)
		}
	}
}

// Whatever is pressed, in whatever order, no line is lost but those taken away, and the
// focus goes to a control that is there.
func TestPressLosesNothing(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(29, 31))
	for range 300 {
		form, kept := formOf(), map[string]bool{}
		for n := range 60 {
			before := len(form.Lines)
			what := []string{"add", "up", "down", "remove", "bogus", ""}[r.IntN(6)]
			at := r.IntN(before + 2)
			if what == "remove" && at >= 1 && at <= before {
				delete(kept, form.Lines[at-1].Description)
			}
			focus := form.Press(fmt.Sprintf("%s.%d", what, at))
			if len(form.Lines) > before {
				name := fmt.Sprint("line ", n)
				form.Lines[before].Description, kept[name] = name, true
			}
			wantControl(t, form, focus)
		}
		for _, l := range form.Lines {
			if !kept[l.Description] {
				t.Fatalf("%q came from nowhere or stands twice", l.Description)
			}
			delete(kept, l.Description)
		}
		if len(kept) > 0 {
			t.Fatalf("lost %v", kept)
		}
	}
}

func wantControl(t *testing.T, form portal.DraftForm, focus string) {
	t.Helper()
	what, number, found := strings.Cut(focus, "_")
	var n int
	_, _ = fmt.Sscan(number, &n)
	switch {
	case !found && (what == "" || what == "add"):
	case n < 1 || n > len(form.Lines), what == "up" && n == 1, what == "down" && n == len(form.Lines):
		t.Fatalf("the focus goes to %s of %d lines", focus, len(form.Lines))
	}
}

func TestLinesHaveALimit(t *testing.T) {
	t.Parallel()
	form := formOf(make([]portal.LineForm, portal.MaxInvoiceLines)...)
	if focus := form.Press("add"); focus != "" || len(form.Lines) != portal.MaxInvoiceLines {
		t.Errorf("%d lines", len(form.Lines))
	}
	form.Lines = append(form.Lines, portal.NewLine)
	if _, errs := form.Parse(2); len(errs) != 1 || errs[0].Field != "lines" {
		t.Error(errs)
	}
}

func TestDuplicateBillsNobodysHours(t *testing.T) {
	t.Parallel()
	d := portal.Draft{ID: 7, Number: "N-1", Status: portal.InvoiceSent, Revision: 4, IssueDate: "2026-01-31", DueDate: "2026-02-14", Lines: []portal.DraftLine{{ID: 3, Kind: "good", Hours: 3600, Claims: []portal.EntryClaim{{ID: 1}}}}}
	c := d.Duplicate("2026-11-22")
	if c.ID != 0 || c.Number != "" || c.Status != portal.InvoiceDraft || c.IssueDate != "2026-11-22" || c.DueDate != "2026-12-06" {
		t.Errorf("%+v", c)
	}
	if l := c.Lines[0]; l.ID != 0 || l.Hours != 0 || l.Claims != nil || l.Kind != "good" || d.Lines[0].ID != 3 {
		t.Errorf("%+v", l)
	}
}
