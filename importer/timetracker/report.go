package timetracker

import (
	"slices"
	"strconv"
	"strings"

	"foyer/portal"
)

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
	NextStep string // said last; empty where nothing has to be done
}

// SignInName is an account whose name here is not the one in the source.
type SignInName struct {
	Kind     portal.AccountKind
	SourceID int64
	Owner    string // the client's or the user's name
	Was      string
	Is       string
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
// source's, less what was reported as skipped. Otherwise nothing was written.
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

// odd notes something odd about a row that was kept. detail, if any, is shown after its id.
func (r *Report) odd(table string, id int64, reason string, detail ...string) {
	r.finding(table, reason).add(id, strings.Join(detail, ", "))
}

// skip notes why a row is not in Foyer.
func (r *Report) skip(table string, id int64, reason string, detail ...string) {
	f := r.finding(table, reason)
	f.Lost = true
	f.add(id, strings.Join(detail, ", "))
}

// finding is the one of a table and a reason, which may be new.
func (r *Report) finding(table, reason string) *Finding {
	i := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.Table == table && f.Reason == reason })
	if i < 0 {
		r.Findings = append(r.Findings, Finding{Table: table, Reason: reason})
		i = len(r.Findings) - 1
	}
	return &r.Findings[i]
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
