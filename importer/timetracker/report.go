package timetracker

import (
	"slices"
	"strconv"
	"strings"

	"foyer/portal"
)

// shownRows is how many rows of one kind a report names; the rest are counted.
const shownRows = 20

// Report says what an import did, what it met on the way, and whether the result adds
// up to the same as the source.
type Report struct {
	File     string
	TimeZone string // in which local times were read
	DryRun   bool
	Names    []SignInName // that changed, clients first
	Findings []Finding    // by table and reason
	Notes    []string     // said once
	Tables   []TableCount
	Check    Check
}

// SignInName is an account whose name here is not the one in the source.
type SignInName struct {
	Kind     portal.AccountKind
	SourceID int64
	Owner    string // the client's or the user's name
	Was      string
	Is       string
}

// Finding is odd data of one kind. Rows holds the first ids, with what was odd about
// them where that helps; Count is how many there were in all.
type Finding struct {
	Table  string
	Reason string
	Count  int
	Rows   []string
}

// TableCount is what became of a table's rows: each one read was imported, updated
// (it was there from an earlier import) or skipped.
type TableCount struct {
	Table    string
	Read     int
	Imported int
	Updated  int
	Skipped  int
}

// Check compares the result with the source, within the transaction.
type Check struct {
	Groups     int          // projects, and clients with entries of their own
	Hours      portal.Hours // of all of them
	Invoices   int
	Mismatches []string
}

// OK reports whether hours per project, totals per invoice and counts of rows are the
// source's, less what was reported as skipped.
func (r *Report) OK() bool { return len(r.Check.Mismatches) == 0 }

// Table is the count of a source's table; zeros where it has none of that name.
func (r *Report) Table(name string) TableCount {
	for _, t := range r.Tables {
		if t.Table == name {
			return t
		}
	}
	return TableCount{Table: name}
}

// odd notes something odd about a row. detail, if any, is shown after its id.
func (r *Report) odd(table string, id int64, reason string, detail ...string) {
	i := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.Table == table && f.Reason == reason })
	if i < 0 {
		r.Findings = append(r.Findings, Finding{Table: table, Reason: reason})
		i = len(r.Findings) - 1
	}

	f := &r.Findings[i]
	f.Count++
	if f.Count > shownRows {
		return
	}
	row := strconv.FormatInt(id, 10)
	if len(detail) > 0 {
		quotes := make([]string, len(detail))
		for n, d := range detail {
			quotes[n] = quoted(d)
		}
		row += " (" + strings.Join(quotes, ", ") + ")"
	}
	f.Rows = append(f.Rows, row)
}

func (r *Report) note(sentence string) { r.Notes = append(r.Notes, sentence) }

// sortFindings puts findings in the order of the tables, as they were read.
func (r *Report) sortFindings() {
	place := func(f Finding) int {
		return slices.IndexFunc(r.Tables, func(t TableCount) bool { return t.Table == f.Table })
	}
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		if byTable := place(a) - place(b); byTable != 0 {
			return byTable
		}
		return strings.Compare(a.Reason, b.Reason)
	})
}

// quoted makes foreign text safe to print: short, on one line, no control characters.
func quoted(s string) string {
	const longest = 60
	if runes := []rune(s); len(runes) > longest {
		s = string(runes[:longest]) + "…"
	}
	return strconv.Quote(s)
}
