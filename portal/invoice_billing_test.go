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

func rated(project, client int64) portal.Rates {
	var r portal.Rates
	if project >= 0 {
		r.OfProject = &project
	}
	if client >= 0 {
		r.OfClient = &client
	}
	return r
}

func work(id, project int64, seconds int64, change ...func(*portal.UnbilledEntry)) portal.UnbilledEntry {
	e := portal.UnbilledEntry{
		ID: id, Revision: 1, ProjectID: project, Project: fmt.Sprintf("Project %d", project), PersonID: 1, Person: "Ines Halden",
		Day: "2026-03-03", Seconds: seconds, Billable: true, Rates: rated(-1, 9000),
	}
	for _, c := range change {
		c(&e)
	}
	return e
}

func lines(b portal.Bill) (text []string) {
	for _, l := range b.Lines {
		text = append(text, fmt.Sprintf("%s|%d|%d|%d", l.Description, l.Quantity, l.UnitPrice, l.Total))
	}
	return text
}

func TestBillHours(t *testing.T) {
	t.Parallel()
	other := func(e *portal.UnbilledEntry) { e.PersonID, e.Person, e.Day = 2, "Anna", "2026-03-04" }
	dear := func(e *portal.UnbilledEntry) { e.Rates = rated(12000, 9000) }
	noted := func(e *portal.UnbilledEntry) { e.Notes = "  Fix the\n header " }
	for _, c := range []struct {
		name    string
		by      portal.Grouping
		entries []portal.UnbilledEntry
		want    string
	}{
		{"three times twenty minutes are an hour", portal.ByProject, []portal.UnbilledEntry{work(1, 1, 1200), work(2, 1, 1200), work(3, 1, 1200)}, "Project 1|1000|9000|9000"},
		{"apart they are not", portal.ByEntry, []portal.UnbilledEntry{work(1, 1, 1200), work(2, 1, 1200, noted)}, "Project 1, 3 March 2026|333|9000|2997 Project 1, 3 March 2026: Fix the header|333|9000|2997"},
		{"projects by name", portal.ByProject, []portal.UnbilledEntry{work(1, 3, 3600), work(2, 2, 3600, dear), work(3, 0, 1800)}, "Project 2|1000|12000|12000 Project 3|1000|9000|9000 Work|500|9000|4500"},
		{"days", portal.ByDay, []portal.UnbilledEntry{work(1, 1, 3600), work(2, 2, 3600), work(3, 2, 3600, other)}, "3 March 2026|2000|9000|18000 Project 2, 4 March 2026|1000|9000|9000"},
		{"two rates share no line", portal.ByDay, []portal.UnbilledEntry{work(1, 1, 3600), work(2, 2, 3600, dear)}, "Project 1, 3 March 2026|1000|9000|9000 Project 2, 3 March 2026|1000|12000|12000"},
		{"persons by name", portal.ByPerson, []portal.UnbilledEntry{work(1, 1, 3600), work(2, 2, 1800), work(3, 1, 3600, other)}, "Project 1, Anna|1000|9000|9000 Ines Halden|1500|9000|13500"},
		{"corrections count", portal.ByProject, []portal.UnbilledEntry{work(1, 1, 3600), work(2, 1, -900)}, "Project 1|750|9000|6750"},
		{"and may stand alone", portal.ByEntry, []portal.UnbilledEntry{work(1, 1, -900)}, "Project 1, 3 March 2026|-250|9000|-2250"},
		{"a rate of nothing is a rate", portal.ByProject, []portal.UnbilledEntry{work(1, 1, 3600, func(e *portal.UnbilledEntry) { e.Rates = rated(0, 9000) })}, "Project 1|1000|0|0"},
	} {
		b, err := portal.BillHours(c.entries, c.by)
		if got := strings.Join(lines(b), " "); err != nil || got != c.want {
			t.Errorf("%s: %s, %v\nwant %s", c.name, got, err, c.want)
		}
	}
}

// What can't be billed is left out, and said.
func TestBillLeavesOut(t *testing.T) {
	t.Parallel()
	b, err := portal.BillHours([]portal.UnbilledEntry{
		work(1, 1, 3600), work(2, 1, 60, func(e *portal.UnbilledEntry) { e.Rates = portal.Rates{} }), work(3, 2, 120, func(e *portal.UnbilledEntry) { e.Billable = false }),
		work(4, 1, 0, func(e *portal.UnbilledEntry) { e.Running = true }), work(5, 3, 1), work(6, 4, 3600), work(7, 4, -3600),
	}, portal.ByProject)
	want := portal.Bill{
		Billed: portal.EntryTotals{Count: 1, Hours: 3600}, Subtotal: 9000, Running: 1,
		NoRate: portal.EntryTotals{Count: 1, Hours: 60}, NotBillable: portal.EntryTotals{Count: 1, Hours: 120}, NoTime: portal.EntryTotals{Count: 3, Hours: 1},
	}
	if len(b.Lines) != 1 || len(b.Lines[0].Claims) != 1 || b.Lines[0].Claims[0] != (portal.EntryClaim{ID: 1, Revision: 1, Seconds: 3600}) {
		t.Errorf("lines %+v", b.Lines)
	}
	if b.Lines = nil; err != nil || fmt.Sprint(b) != fmt.Sprint(want) {
		t.Errorf("%+v, %v\nwant %+v", b, err, want)
	}
}

func TestBillTooLarge(t *testing.T) {
	t.Parallel()
	dear := func(e *portal.UnbilledEntry) { e.Rates = rated(10_000_000_000_000, -1) }
	for _, entries := range [][]portal.UnbilledEntry{
		{work(1, 1, 7200, dear)}, {work(1, 1, 3600, dear), work(2, 2, 3600, dear)},
	} {
		if b, err := portal.BillHours(entries, portal.ByProject); !errors.Is(err, portal.ErrAmountTooLarge) {
			t.Errorf("%+v, %v", b, err)
		}
	}
}

func TestLineDescriptionsFit(t *testing.T) {
	t.Parallel()
	long := func(e *portal.UnbilledEntry) { e.Notes = strings.Repeat("é ", 4000) }
	b, _ := portal.BillHours([]portal.UnbilledEntry{work(1, 1, 3600, long)}, portal.ByEntry)
	if got := []rune(b.Lines[0].Description); len(got) > portal.DescriptionLength || got[len(got)-1] != '…' {
		t.Errorf("%d characters: %s", len(got), string(got))
	}
}

// randomWork is any entries: corrections, running ones, with rates and without.
func randomWork(r *rand.Rand) (entries []portal.UnbilledEntry) {
	for id := range r.Int64N(40) {
		entries = append(entries, work(id+1, r.Int64N(4), r.Int64N(40_000)-4_000, func(e *portal.UnbilledEntry) {
			e.Day, e.PersonID = portal.Day("2026-03-01").AddDays(r.IntN(5)), r.Int64N(3)
			e.Rates = rated(r.Int64N(20_000)-2_000, r.Int64N(20_000)-2_000)
			e.Billable, e.Running = r.IntN(6) > 0, r.IntN(12) == 0
			if e.Running {
				e.Seconds = 0
			}
		}))
	}
	return entries
}

// C61: however entries are grouped, every second and every entry is billed or left out,
// once; each line is off by less than half a thousandth of an hour and half a unit, and
// the lines add up to the subtotal.
func TestBillProperties(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 11))
	for range 3_000 {
		entries := randomWork(r)
		by := []portal.Grouping{portal.ByEntry, portal.ByProject, portal.ByDay, portal.ByPerson}[r.IntN(4)]
		b, err := portal.BillHours(entries, by)
		if err != nil {
			t.Fatal(err)
		}
		wantAllOnce(t, entries, b)
		subtotal := new(big.Int)
		for _, l := range b.Lines {
			wantExact(t, l)
			subtotal.Add(subtotal, big.NewInt(l.Total))
		}
		if subtotal.Cmp(big.NewInt(b.Subtotal)) != 0 {
			t.Fatalf("the lines add up to %s, not %d", subtotal, b.Subtotal)
		}
		again, _ := portal.BillHours(entries, by)
		if again.Fingerprint() != b.Fingerprint() {
			t.Fatal("one bill has two fingerprints")
		}
	}
}

func wantAllOnce(t *testing.T, entries []portal.UnbilledEntry, b portal.Bill) {
	t.Helper()
	var seconds int64
	for _, e := range entries {
		seconds += e.Seconds
	}
	claimed := map[int64]bool{}
	for _, l := range b.Lines {
		for _, c := range l.Claims {
			if claimed[c.ID] {
				t.Fatalf("the entry %d is billed twice", c.ID)
			}
			claimed[c.ID] = true
		}
	}
	count := b.Running + b.NoRate.Count + b.NotBillable.Count + b.NoTime.Count
	hours := b.Billed.Hours + b.NoRate.Hours + b.NotBillable.Hours + b.NoTime.Hours
	if int64(hours) != seconds || len(claimed) != b.Billed.Count || count+b.Billed.Count != len(entries) {
		t.Fatalf("%d entries of %d seconds became %+v", len(entries), seconds, b)
	}
}

func wantExact(t *testing.T, l portal.DraftLine) {
	t.Helper()
	var seconds int64
	for _, c := range l.Claims {
		seconds += c.Seconds
	}
	quantity := new(big.Rat).Sub(big.NewRat(int64(l.Quantity), 1000), big.NewRat(seconds, 3600))
	total := new(big.Rat).Sub(big.NewRat(l.Total, 1), new(big.Rat).Mul(big.NewRat(int64(l.Quantity), 1000), big.NewRat(l.UnitPrice, 1)))
	if quantity.Abs(quantity).Cmp(big.NewRat(1, 2000)) > 0 || total.Abs(total).Cmp(big.NewRat(1, 2)) > 0 || int64(l.Hours) != seconds {
		t.Fatalf("%d seconds became %+v", seconds, l)
	}
}

// A bill that changed has another fingerprint.
func TestFingerprintTellsBillsApart(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for name, entries := range map[string][]portal.UnbilledEntry{
		"one": {work(1, 1, 3600)}, "longer": {work(1, 1, 3601)}, "another": {work(2, 1, 3600)}, "two": {work(1, 1, 3600), work(2, 1, 1)},
		"dearer": {work(1, 1, 3600, func(e *portal.UnbilledEntry) { e.Rates = rated(9001, -1) })}, "moved": {work(1, 2, 3600)}, "none": nil,
	} {
		b, err := portal.BillHours(entries, portal.ByProject)
		if err != nil {
			t.Fatal(err)
		}
		if was := seen[b.Fingerprint()]; was != "" {
			t.Errorf("%s is taken for %s", name, was)
		}
		seen[b.Fingerprint()] = name
	}
}
