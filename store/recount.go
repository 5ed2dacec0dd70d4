package store

import (
	"context"
	"database/sql"
	"errors"

	"foyer/portal"
)

// entryRecount is what the rows of entry_totals should be for a client, in its columns. Every
// step adds up the one before, so that the entries themselves are sorted once.
const entryRecount = `
	WITH days AS MATERIALIZED (
		SELECT coalesce(project_id, -1) AS project_id, day, count(*) AS entries, sum(seconds) AS seconds,
		       sum(seconds * billable) AS billable_seconds, sum(seconds * billable * (invoice_id IS NULL)) AS unbilled_seconds
		FROM time_entries WHERE client_id = ?1 AND ended_at IS NOT NULL GROUP BY 1, 2
	), months AS MATERIALIZED (
		SELECT project_id, substr(day, 1, 7) AS month, sum(entries) AS entries, sum(seconds) AS seconds,
		       sum(billable_seconds) AS billable_seconds, sum(unbilled_seconds) AS unbilled_seconds
		FROM days GROUP BY 1, 2
	), years AS MATERIALIZED (
		SELECT project_id, substr(month, 1, 4) AS year, sum(entries) AS entries, sum(seconds) AS seconds,
		       sum(billable_seconds) AS billable_seconds, sum(unbilled_seconds) AS unbilled_seconds
		FROM months GROUP BY 1, 2
	)
	SELECT ?1 AS client_id, project_id, 10 AS grain, day AS period, entries, seconds, billable_seconds, unbilled_seconds FROM days
	UNION ALL
	SELECT ?1, 0, 10, day, ` + sumsOfTotals + ` FROM days GROUP BY day
	UNION ALL
	SELECT ?1, project_id, 7, month, entries, seconds, billable_seconds, unbilled_seconds FROM months
	UNION ALL
	SELECT ?1, 0, 7, month, ` + sumsOfTotals + ` FROM months GROUP BY month
	UNION ALL
	SELECT ?1, project_id, 4, year, entries, seconds, billable_seconds, unbilled_seconds FROM years
	UNION ALL
	SELECT ?1, 0, 4, year, ` + sumsOfTotals + ` FROM years GROUP BY year
	UNION ALL
	SELECT ?1, project_id, 0, '', ` + sumsOfTotals + ` FROM years GROUP BY project_id
	UNION ALL
	SELECT ?1, 0, 0, '', ` + sumsOfTotals + ` FROM years HAVING count(*) > 0`

const sumsOfTotals = "sum(entries), sum(seconds), sum(billable_seconds), sum(unbilled_seconds)"

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
	SELECT count(*) FROM (
		SELECT project_id, grain, period FROM (SELECT * FROM (` + entryRecount + `) EXCEPT SELECT * FROM entry_totals WHERE client_id = ?1)
		UNION
		SELECT project_id, grain, period FROM (SELECT * FROM entry_totals WHERE client_id = ?1 EXCEPT SELECT * FROM (` + entryRecount + `)))`
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
	Client        portal.ClientID
	EntryTotals   int // of time entries, by project and period
	EntryMargins  int // of time entries around their days: one or none
	InvoiceTotals int // of invoices, by status and currency
	Invoices      int // whose own sums are not those of their lines, payments and credits
}

// CheckTotals counts everything anew and lists the clients whose kept totals are wrong. It
// sees one state of the database, whatever is written meanwhile.
func (s *Store) CheckTotals(ctx context.Context) (wrong []WrongTotals, err error) {
	tx, err := s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, tx.Rollback()) }()

	clients, err := countedClients(ctx, tx)
	for _, client := range clients {
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
	return s.tx(ctx, func(tx *transaction) error {
		return errors.Join(recountEntries(ctx, tx), recountMargins(ctx, tx), recountInvoices(ctx, tx))
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

func recountEntries(ctx context.Context, tx *transaction) error {
	clients, err := countedClients(ctx, tx)
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM entry_totals"); err != nil {
		return err
	}
	return countEach(ctx, tx, clients, "INSERT INTO entry_totals "+entryRecount)
}

// countEach runs a query for each client. It is prepared once: for a client with little to
// count that would take longer than counting.
func countEach(ctx context.Context, tx *transaction, clients []portal.ClientID, query string) (err error) {
	count, err := tx.PrepareContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, count.Close()) }()
	for _, client := range clients {
		if _, err := count.ExecContext(ctx, []any{client}...); err != nil {
			return err
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
