package timetracker

import (
	"bytes"
	"fmt"
	"io"
	"text/tabwriter"

	"foyer/portal"
)

// WriteTo prints the report as plain text: what has to be told to people first.
func (r *Report) WriteTo(w io.Writer) (int64, error) {
	var b bytes.Buffer
	r.writeHead(&b)
	r.writeNames(&b)
	r.writeFindings(&b)
	if err := r.writeTables(&b); err != nil {
		return 0, err
	}
	r.writeCheck(&b)
	if r.NextStep != "" {
		fmt.Fprintf(&b, "\n%s\n", r.NextStep)
	}
	return b.WriteTo(w)
}

func (r *Report) writeHead(b *bytes.Buffer) {
	fmt.Fprintf(b, "Import of %s\n", r.File)
	if r.DryRun {
		fmt.Fprintf(b, "This was a dry run: nothing was written.\n")
	}
	fmt.Fprintf(b, "Local times were read as %s.\n", r.TimeZone)
	for _, n := range r.Notes {
		fmt.Fprintf(b, "%s\n", n)
	}
}

func (r *Report) writeNames(b *bytes.Buffer) {
	if len(r.Names) == 0 {
		return
	}
	fmt.Fprintf(b, "\nSign-in names that are not the ones of the source; tell these people:\n")
	for _, n := range r.Names {
		fmt.Fprintf(b, "  %s %d %s signs in as %s (was %s)\n", n.Kind, n.SourceID, quoted(n.Owner), quoted(n.Is), quoted(n.Was))
	}
}

func (r *Report) writeFindings(b *bytes.Buffer) {
	if len(r.Findings) == 0 {
		return
	}
	fmt.Fprintf(b, "\nOdd data, by id in the source:\n")
	for i, f := range r.Findings {
		if i == 0 || r.Findings[i-1].Table != f.Table {
			fmt.Fprintf(b, "  %s\n", f.Table)
		}
		fmt.Fprintf(b, "    %s: %s\n", f.Reason, f.List())
	}
}

func (r *Report) writeTables(b *bytes.Buffer) error {
	fmt.Fprintf(b, "\n")
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "read\timported\tupdated\tskipped\t\n")
	for _, c := range r.Tables {
		fmt.Fprintf(t, "%d\t%d\t%d\t%d\t  %s\n", c.Read, c.Imported, c.Updated, c.Skipped, c.Table)
	}
	return t.Flush()
}

func (r *Report) writeCheck(b *bytes.Buffer) {
	fmt.Fprintf(b, "\nCheck against the source: ")
	if r.OK() {
		fmt.Fprintf(b, "hours of %d projects (%s h in all) and totals of %d invoices are equal.\n",
			r.Check.Groups, hours(r.Check.Hours), r.Check.Invoices)
		return
	}
	fmt.Fprintf(b, "%d DIFFERENCES, so nothing was written\n", len(r.Check.Mismatches))
	for _, m := range r.Check.Mismatches {
		fmt.Fprintf(b, "  %s\n", m)
	}
}

// hours writes a duration in hours with two decimals.
func hours(h portal.Hours) string {
	n := h.Hundredths()
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}
