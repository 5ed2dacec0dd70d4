package store

import (
	"context"
	"database/sql"
	"errors"

	"foyer/portal"
)

// dayTotals are what entries add up to by client, project and day, where forDays chooses
// and groups them.
const (
	dayTotals = `
	SELECT client_id, coalesce(project_id, -1) AS project_id, 300000000 + replace(day, '-', '') AS period, count(*) AS entries, sum(seconds) AS seconds,
	       sum(seconds * billable) AS billable_seconds, sum(seconds * billable * (invoice_id IS NULL)) AS unbilled_seconds
	FROM time_entries `
	forDays = "ended_at IS NOT NULL GROUP BY 1, 2, 3"
)

// countedOverall and countedPeriods go on from there, from the days of a client: each step
// adds up the one before.
const (
	countedOverall = `
	SELECT project_id, ` + sumsOfTotals + ` FROM days GROUP BY project_id
	UNION ALL
	SELECT 0, ` + sumsOfTotals + ` FROM days HAVING count(*) > 0`

	sumsOfTotals = "sum(entries) AS entries, sum(seconds) AS seconds, sum(billable_seconds) AS billable_seconds, sum(unbilled_seconds) AS unbilled_seconds"

	countedPeriods = `
	WITH months AS MATERIALIZED (
		SELECT project_id, period / 100 * 100 - 100000000 AS period, sum(entries) AS entries, sum(seconds) AS seconds FROM days GROUP BY 1, 2
	), years AS MATERIALIZED (
		SELECT project_id, period / 10000 * 10000 - 100000000 AS period, sum(entries) AS entries, sum(seconds) AS seconds FROM months GROUP BY 1, 2
	), periods AS (
		SELECT project_id, period, entries, seconds FROM days UNION ALL SELECT * FROM months UNION ALL SELECT * FROM years
	)
	SELECT * FROM periods
	UNION ALL
	SELECT 0, period, sum(entries), sum(seconds) FROM periods GROUP BY period`
)

// entryRecount is what a client's totals should be: project, period (0 for ever), entries,
// seconds, and what is billed, which is not kept by period.
const entryRecount = `
	WITH days AS MATERIALIZED (` + dayTotals + `WHERE client_id = ?1 AND ` + forDays + `)
	SELECT project_id, period, entries, seconds, NULL AS billable_seconds, NULL AS unbilled_seconds FROM (` + countedPeriods + `)
	UNION ALL
	SELECT project_id, 0, entries, seconds, billable_seconds, unbilled_seconds FROM (` + countedOverall + `)`

// entriesKept is what is kept of them, in the same columns.
const entriesKept = `
	SELECT project_id, 0 AS period, entries, seconds, billable_seconds, unbilled_seconds FROM entry_totals WHERE client_id = ?1
	UNION ALL
	SELECT s.project_id, t.id - ` + periodOf + `, t.entries, t.seconds, NULL, NULL
	FROM entry_totals s CROSS JOIN entry_totals_by_period t ON t.id BETWEEN ` + periodOf + ` AND ` + periodOf + ` + 999999999 WHERE s.client_id = ?1`

// invoiceRecount is the same for invoice_totals.
const invoiceRecount = `
	SELECT client_id, status, outstanding_minor > 0 AS owing, currency, count(*), sum(total_minor),
	       sum(max(outstanding_minor, 0)), sum(max(-outstanding_minor, 0))
	FROM invoices WHERE client_id = ?1 GROUP BY 2, 3, 4`

// invoiceSumsRecount is what the subtotal, the payments and the credits of an invoice i
// should be.
const invoiceSumsRecount = `
	(SELECT coalesce(sum(total_minor), 0) FROM invoice_lines WHERE invoice_id = i.id),
	(SELECT coalesce(sum(amount_minor), 0) FROM payments WHERE invoice_id = i.id AND status = 'completed'),
	(SELECT coalesce(sum(amount_minor), 0) FROM credits WHERE invoice_id = i.id)`

// Both ways, as a total may be wrong, missing or left over; each counts once.
const (
	wrongEntryTotals = `
	SELECT (SELECT count(*) FROM entry_totals_by_period t WHERE ?1 = 0 AND NOT EXISTS (SELECT 1 FROM entry_totals s WHERE s.id = t.id / 1000000000)) + count(*) FROM (
		SELECT project_id, period FROM (SELECT * FROM (` + entryRecount + `) EXCEPT SELECT * FROM (` + entriesKept + `))
		UNION
		SELECT project_id, period FROM (SELECT * FROM (` + entriesKept + `) EXCEPT SELECT * FROM (` + entryRecount + `)))`
	wrongInvoiceTotals = `
	SELECT count(*) FROM (
		SELECT status, owing, currency FROM (` + invoiceRecount + ` EXCEPT SELECT * FROM invoice_totals WHERE client_id = ?1)
		UNION
		SELECT status, owing, currency FROM (SELECT * FROM invoice_totals WHERE client_id = ?1 EXCEPT SELECT * FROM (` + invoiceRecount + `)))`
	wrongInvoices = `
	SELECT count(*) FROM invoices i WHERE client_id = ?1 AND (subtotal_minor, paid_minor, credited_minor) IS NOT (
` + invoiceSumsRecount + `)`
)

// WrongTotals is how many kept totals of a client are not what its records add up to,
// missing ones and those left over included.
type WrongTotals struct {
	Client        portal.ClientID // 0 for periods that are of no client's totals
	EntryTotals   int             // of time entries, by project and period
	EntryMargins  int             // of time entries around their days: one or none
	InvoiceTotals int             // of invoices, by status and currency
	Invoices      int             // whose own sums are not those of their lines, payments and credits
}

const nobody = portal.ClientID(0)

// CheckTotals counts everything anew and lists the clients whose kept totals are wrong. It
// sees one state of the database, whatever is written meanwhile.
func (s *Store) CheckTotals(ctx context.Context) (wrong []WrongTotals, err error) {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()

	clients, err := countedClients(ctx, tx)
	for _, client := range append(clients, nobody) {
		w := WrongTotals{Client: client}
		err1 := tx.QueryRowContext(ctx, wrongEntryTotals, client).Scan(&w.EntryTotals)
		err2 := tx.QueryRowContext(ctx, wrongEntryMargins, client).Scan(&w.EntryMargins)
		err3 := tx.QueryRowContext(ctx, wrongInvoiceTotals, client).Scan(&w.InvoiceTotals)
		err4 := tx.QueryRowContext(ctx, wrongInvoices, client).Scan(&w.Invoices)
		if err := errors.Join(err1, err2, err3, err4); err != nil {
			return nil, err
		}
		if w != (WrongTotals{Client: client}) {
			wrong = append(wrong, w)
		}
	}
	return wrong, err
}

// RepairTotals counts everything anew and keeps what was counted.
func (s *Store) RepairTotals(ctx context.Context) error {
	return s.withRoom(ctx, func() error {
		return s.tx(ctx, func(tx *transaction) error {
			return errors.Join(recountEntries(ctx, tx), recountMargins(ctx, tx), recountInvoices(ctx, tx))
		})
	})
}

// countedClients lists all clients and whoever has totals, for work that SQLite would
// otherwise do for all at once, in memory.
func countedClients(ctx context.Context, q queryer) ([]portal.ClientID, error) {
	return collect(ctx, q, func(row scanner) (id portal.ClientID, err error) { return id, row.Scan(&id) },
		"SELECT id FROM clients UNION SELECT client_id FROM entry_totals UNION SELECT client_id FROM invoice_totals")
}

// countAfter runs do, which may write a million entries, with their totals paused, and
// counts them anew afterwards, which takes a fraction of keeping them entry by entry.
func countAfter(ctx context.Context, tx *transaction, do func() error) error {
	if _, err := tx.ExecContext(ctx, "INSERT INTO entry_totals_paused (id) VALUES (1)"); err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM entry_totals_paused")
	return errors.Join(err, recountEntries(ctx, tx))
}

// recountEntries sorts all entries at once: to find those of one client after the other
// takes longer, where they do not fit in memory.
func recountEntries(ctx context.Context, tx *transaction) error {
	clients, err := countedClients(ctx, tx)
	if err != nil {
		return err
	}
	if _, err := tx.Tx.ExecContext(ctx, beginRecount+dayTotals+"NOT INDEXED WHERE "+forDays); err != nil {
		return err
	}
	err = countEach(ctx, tx, clients,
		ofCounted+"INSERT INTO entry_totals (client_id, project_id, entries, seconds, billable_seconds, unbilled_seconds) SELECT ?1, * FROM ("+countedOverall+")",
		ofCounted+`INSERT INTO entry_totals_by_period (id, entries, seconds)
			SELECT `+periodOf+` + p.period, p.entries, p.seconds FROM (`+countedPeriods+`) AS p
			CROSS JOIN entry_totals s ON s.client_id = ?1 AND s.project_id = p.project_id ORDER BY 1`)
	if err != nil {
		return err
	}
	_, err = tx.Tx.ExecContext(ctx, "DROP TABLE counted")
	return err
}

const (
	beginRecount = `
	DELETE FROM entry_totals_by_period;
	DELETE FROM entry_totals;
	CREATE TEMP TABLE counted (client_id, project_id, period, entries, seconds, billable_seconds, unbilled_seconds,
		PRIMARY KEY (client_id, project_id, period)) WITHOUT ROWID;
	INSERT INTO counted `
	ofCounted = "WITH days AS (SELECT * FROM counted WHERE client_id = ?1) "
)

// countEach runs some queries for each client. They are prepared once: for a client with
// little to count that would take longer than counting.
func countEach(ctx context.Context, tx *transaction, clients []portal.ClientID, queries ...string) (err error) {
	var prepared []*sql.Stmt
	for _, query := range queries {
		count, err1 := tx.PrepareContext(ctx, query)
		if err1 != nil {
			return err1
		}
		defer func() { err = errors.Join(err, count.Close()) }()
		prepared = append(prepared, count)
	}
	for _, client := range clients {
		for _, count := range prepared {
			if _, err := count.ExecContext(ctx, []any{client}...); err != nil {
				return err
			}
		}
	}
	return nil
}

// recountInvoices sets the sums within each invoice right first: its totals follow them.
func recountInvoices(ctx context.Context, tx *transaction) error {
	clients, err := countedClients(ctx, tx)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `
		UPDATE invoices AS i SET (subtotal_minor, paid_minor, credited_minor) = (SELECT `+invoiceSumsRecount+`)`)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM invoice_totals"); err != nil {
		return err
	}
	return countEach(ctx, tx, clients, "INSERT INTO invoice_totals "+invoiceRecount)
}
