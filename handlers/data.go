package handlers

import (
	"context"
	"time"

	"foyer/portal"
)

// ClientData is all that the client's pages can ask for. Every method takes the
// client's id first: nothing can be read without saying whose it is.
type ClientData interface {
	ActiveProjects(ctx context.Context, client portal.ClientID, limit int) ([]portal.Project, error)
	CountActiveProjects(ctx context.Context, client portal.ClientID) (int, error)
	ProjectOptions(ctx context.Context, client portal.ClientID) ([]portal.ProjectOption, error)
	TimeEntries(ctx context.Context, client portal.ClientID, f portal.EntryFilter, at portal.Cursor, size int) (portal.Page[portal.TimeEntry], error)
	EntryTotals(ctx context.Context, client portal.ClientID, f portal.EntryFilter) (portal.EntryTotals, error)
	HoursByDay(ctx context.Context, client portal.ClientID, project int64, from portal.Day) ([]portal.DayHours, error)
	HoursByProject(ctx context.Context, client portal.ClientID) ([]portal.ProjectHours, error)
	Invoices(ctx context.Context, client portal.ClientID, f portal.InvoiceFacts, at portal.Cursor, size int) (portal.Page[portal.Invoice], error)
	InvoiceTotals(ctx context.Context, client portal.ClientID, f portal.InvoiceFacts) ([]portal.InvoiceTotals, error)
	Invoice(ctx context.Context, client portal.ClientID, id int64, statuses []portal.InvoiceStatus) (portal.InvoiceDocument, error)
}

// StaffData is what the staff's pages ask for; each noun's part stands beside its handlers.
type StaffData interface {
	clientKeeping
	mailKeeping
	draftKeeping
	userKeeping
	settingsKeeping
	projectKeeping
	timeKeeping
	logoKeeping
	dashboardKeeping
	invoiceKeeping
	invoiceMailKeeping
	AuditLog(ctx context.Context, f portal.AuditFilter, at portal.Cursor, size int) (portal.Page[portal.AuditLine], error)
}

// AccessData is what the guards read on every request.
type AccessData interface {
	Account(ctx context.Context, ref portal.AccountRef) (portal.Account, error)
	Settings(ctx context.Context) (portal.Settings, error)
	LogoPNG(ctx context.Context, hash string) ([]byte, error)
	Client(ctx context.Context, client portal.ClientID) (portal.Client, error)
	Audit(ctx context.Context, e portal.AuditEntry) error
	Ping(ctx context.Context) error
	// Snapshot gives a context in which clients' data, accounts and sessions are read as
	// they are at one moment, until done.
	Snapshot(ctx context.Context) (of context.Context, done func())
}

// SessionStorage keeps session values under ids that it must not store in clear.
type SessionStorage interface {
	Get(ctx context.Context, id string) ([]byte, error)
	Set(id string, value []byte, life time.Duration) error
	Refresh(id string, value []byte, life time.Duration) error
	Touch(id string, was, value []byte, life time.Duration) error
	Delete(id string) error
}
