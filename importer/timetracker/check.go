package timetracker

import (
	"context"
	"fmt"
	"slices"

	"foyer/portal"
	"foyer/store"
)

// countsBefore is what earlier imports left.
type countsBefore struct {
	invoices          map[int64]bool
	payments, credits int
}

func (im *importer) countBefore(ctx context.Context) (b countsBefore, err error) {
	ids, err := im.dst.SourceIDs(ctx, store.ImportInvoices)
	if err != nil {
		return b, err
	}
	b.invoices = map[int64]bool{}
	for _, id := range ids {
		b.invoices[id] = true
	}
	if b.payments, err = im.dst.Count(ctx, store.ImportPayments); err != nil {
		return b, err
	}
	b.credits, err = im.dst.Count(ctx, store.ImportCredits)
	return b, err
}

// countInvoices reports what became of the invoices and what hangs on them.
func (im *importer) countInvoices(ctx context.Context, invoices TableCount, h *hanging, before countsBefore) error {
	if err := im.addCount(ctx, invoices, store.ImportInvoices, len(before.invoices)); err != nil {
		return err
	}
	for i, p := range h.parts {
		count, err := p.rest(ctx)
		if err != nil {
			return err
		}
		switch i {
		case payments:
			err = im.addCount(ctx, count, store.ImportPayments, before.payments)
		case credits:
			err = im.addCount(ctx, count, store.ImportCredits, before.credits)
		default:
			im.report.Tables = append(im.report.Tables, count)
		}
		if err != nil {
			return err
		}
	}
	seen := func(id int64) bool { _, ok := im.sums.invoices[id]; return ok }
	return im.reportGone(ctx, "invoices", store.ImportInvoices, seen)
}

// check compares what is stored now with what the source's rows add up to.
func (im *importer) check(ctx context.Context) error {
	if err := im.checkHours(ctx); err != nil {
		return err
	}
	if err := im.checkInvoices(ctx); err != nil {
		return err
	}
	for _, t := range im.report.Tables {
		if t.Read != im.rows[t.Table] {
			im.differs("%s: the source has %d rows, %d were read", t.Table, im.rows[t.Table], t.Read)
		}
	}
	slices.Sort(im.report.Check.Mismatches)
	return nil
}

func (im *importer) checkHours(ctx context.Context) error {
	stored, entries := map[group]portal.Hours{}, 0
	err := im.dst.EachEntry(ctx, func(e store.StoredEntry) {
		if !im.sums.hasEntry(e.SourceID) {
			im.report.odd("time_entries", e.SourceID, goneReason)
			return
		}
		stored[group{e.Client, e.Project}] += portal.Hours(e.Seconds)
		entries++
	})
	if err != nil {
		return err
	}

	if taken := im.saved("time_entries"); entries != taken {
		im.differs("time_entries: %d were taken over, %d are stored", taken, entries)
	}
	for project, ref := range im.projects {
		im.compareHours(fmt.Sprintf("project %d", project), group{ref.client, ref.id}, stored)
	}
	for client, ref := range im.clients {
		if _, direct := im.sums.hours[group{ref.id, 0}]; direct {
			im.compareHours(fmt.Sprintf("client %d, without a project", client), group{ref.id, 0}, stored)
		}
	}
	return nil
}

func (im *importer) compareHours(what string, g group, stored map[group]portal.Hours) {
	source := im.sums.hours[g]
	im.report.Check.Groups++
	im.report.Check.Hours += source
	if stored[g] != source {
		im.differs("%s: %s h in the source, %s h in Foyer", what, hours(source), hours(stored[g]))
	}
}

func (im *importer) checkInvoices(ctx context.Context) error {
	stored, err := im.dst.StoredInvoices(ctx, recordedInTimeTracker)
	if err != nil {
		return err
	}
	for _, s := range stored {
		source, current := im.sums.invoices[s.SourceID]
		if !current {
			continue
		}
		im.report.Check.Invoices++
		if here := (balance{s.Total, s.Paid, s.Credited}); here != source {
			im.differs("invoice %d: total %d, paid %d, credited %d in the source, %d, %d and %d in Foyer (minor units)",
				s.SourceID, source.total, source.paid, source.credited, here.total, here.paid, here.credited)
		}
	}
	if im.report.Check.Invoices != len(im.sums.invoices) {
		im.differs("invoices: %d were taken over, %d are stored", len(im.sums.invoices), im.report.Check.Invoices)
	}
	return nil
}

func (im *importer) differs(format string, args ...any) {
	im.report.Check.Mismatches = append(im.report.Check.Mismatches, fmt.Sprintf(format, args...))
}

func (im *importer) saved(table string) int {
	t := im.report.Table(table)
	return t.Imported + t.Updated
}
