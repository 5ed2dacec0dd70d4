package store

import (
	"context"

	"foyer/portal"
)

// everyStatus is for staff, to whom every invoice exists.
var everyStatus = []portal.InvoiceStatus{portal.InvoiceDraft, portal.InvoiceSent, portal.InvoiceCancelled}

// InvoiceRecord reads all that staff keep about an invoice, whatever its status. The
// revision is read first: who edits what was read later is told that it changed.
func (s *Store) InvoiceRecord(ctx context.Context, id int64) (r portal.InvoiceRecord, err error) {
	err = s.read.QueryRowContext(ctx, `
		SELECT i.client_id, c.name, coalesce(i.project_id, 0), i.status, i.timetracker_id IS NOT NULL, i.revision
		FROM invoices i JOIN clients c ON c.id = i.client_id WHERE i.id = ?`, id).
		Scan(&r.ClientID, &r.ClientName, &r.ProjectID, &r.Status, &r.Imported, &r.Revision)
	if err != nil {
		return portal.InvoiceRecord{}, translate(err)
	}
	r.InvoiceDocument, err = s.Invoice(ctx, r.ClientID, id, everyStatus)
	return r, err
}
