package portal

// InvoiceRecord is all that staff keep about an invoice. A draft has no number.
type InvoiceRecord struct {
	InvoiceDocument
	ClientID   ClientID
	ClientName string // as it is today; BillTo is as it was at the time of issue
	ProjectID  int64  // zero where the invoice is for no project in particular
	Status     InvoiceStatus
	Imported   bool  // came from another program, which may send it again
	Revision   int64 // raised by every edit
}
