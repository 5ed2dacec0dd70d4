package handlers

import (
	"context"

	"foyer/portal"
)

// invoiceKeeping is what the pages about invoices need, from issue onwards.
type invoiceKeeping interface {
	InvoiceRecord(ctx context.Context, id int64) (portal.InvoiceRecord, error)
}
