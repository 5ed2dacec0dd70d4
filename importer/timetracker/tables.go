package timetracker

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"foyer/store"
)

// progressStep is after how many rows Progress is told.
const progressStep = 1000

// tables that are taken over, in the order of the report.
func tables() []string {
	return []string{
		"settings", "clients", "users", "projects", "time_entries", "invoices",
		"invoice_items", "extra_goods", "expenses", "payments", "credit_notes",
	}
}

// countRows learns how much there is to do.
func (im *importer) countRows(ctx context.Context) error {
	im.rows = map[string]int{}
	for _, table := range tables() {
		if im.src.columns[table] == nil {
			continue
		}
		n, err := im.src.count(ctx, table)
		if err != nil {
			return err
		}
		im.rows[table] = n
		im.total += n
	}
	return nil
}

// step counts a row that was read.
func (im *importer) step(ctx context.Context, table string) error {
	im.done++
	if im.done%progressStep == 0 && im.Progress != nil {
		im.Progress(Progress{Table: table, Done: im.done, Total: im.total})
	}
	return ctx.Err()
}

// each lets take have the rows of a table, in the order of their ids, and counts what it
// saved as imported. Rows without a usable id can't be found again and are skipped.
func (im *importer) each(ctx context.Context, table string, columns []string, take func(*row) (saved bool, err error)) (count TableCount, err error) {
	w, err := im.src.walk(ctx, table, `"id"`, columns, im.report)
	if err != nil {
		return count, err
	}
	defer func() { err = errors.Join(err, w.close()) }()

	count.Table = table
	for {
		ok, err := w.next()
		if err != nil || !ok {
			count.Skipped = count.Read - count.Imported
			return count, err
		}
		count.Read++
		if err := im.step(ctx, table); err != nil {
			return count, err
		}
		if !usableID(&w.row) {
			w.row.skip("has no usable id; skipped", w.row.stored("id"))
			continue
		}
		saved, err := take(&w.row)
		if _, unreadable := errors.AsType[*sourceError](err); unreadable {
			return count, err
		}
		if err != nil {
			return count, fmt.Errorf("import %s %d: %w", table, w.row.id, err)
		}
		if saved {
			count.Imported++
		}
	}
}

// takeOver is each for a table whose rows can be found again: what was there before is
// counted as updated.
func (im *importer) takeOver(ctx context.Context, table string, into store.ImportTable, columns []string, take func(*row) (bool, error)) error {
	before, err := im.dst.Count(ctx, into)
	if err != nil {
		return err
	}
	count, err := im.each(ctx, table, columns, take)
	if err != nil {
		return err
	}
	return im.addCount(ctx, count, into, before)
}

// addCount reports what became of a table, of which so many rows were there before.
func (im *importer) addCount(ctx context.Context, c TableCount, in store.ImportTable, before int) error {
	after, err := im.dst.Count(ctx, in)
	saved := c.Imported + c.Updated
	c.Imported = after - before
	c.Updated = saved - c.Imported
	im.report.Tables = append(im.report.Tables, c)
	return err
}

// reportGone names the rows of an earlier import that the source no longer has.
func (im *importer) reportGone(ctx context.Context, table string, in store.ImportTable, seen func(int64) bool) error {
	ids, err := im.dst.SourceIDs(ctx, in)
	for _, id := range ids {
		if !seen(id) {
			im.report.odd(table, id, goneReason)
		}
	}
	return err
}

const goneReason = "was imported earlier and not taken over this time; Foyer keeps it as it was"

// noteOtherTables says what Foyer has no place for.
func (im *importer) noteOtherTables(ctx context.Context) {
	var others []string
	for table := range im.src.columns {
		if table == "alembic_version" || strings.HasPrefix(table, "sqlite_") || slices.Contains(tables(), table) {
			continue
		}
		if filled, err := im.src.filled(ctx, table); err == nil && filled {
			others = append(others, table)
		}
	}
	if len(others) > 0 {
		slices.Sort(others)
		im.report.note("Not taken over, as Foyer has no place for them: " + strings.Join(others, ", ") + ".")
	}
}
