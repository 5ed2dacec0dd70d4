package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"foyer/portal"
)

// NewClient is a client to add. A username needs no password; without one the portal is off.
type NewClient struct {
	portal.Client
	Notes         string
	RateMinor     int64 // per hour; zero where none is agreed
	Active        bool
	PortalEnabled bool
	InvoiceMail   bool
	Username      string
	PasswordHash  string
}

// NewUser is a user to add.
type NewUser struct {
	Username, FullName, Email string
	Role                      portal.Role
	PasswordHash              string
	PortalOf                  portal.ClientID // zero: no portal access
	PortalOnly                bool
}

// NewProject is a project to add.
type NewProject struct {
	Client                  portal.ClientID
	Name, Code, Description string
	Status                  portal.ProjectStatus
	Billable                bool
	RateMinor               int64        // per hour; zero where none is agreed
	BudgetHours             portal.Hours // zero where none is agreed
	BudgetMinor             int64        // zero where none is agreed
}

// NewEntry is a time entry to add; without an end it is running.
type NewEntry struct {
	Client  portal.ClientID
	Project int64 // zero: booked on the client
	User    int64
	Invoice int64 // zero: not on one
	Day     portal.Day
	Started time.Time
	Ended   time.Time
	Notes   string
}

// NewInvoice is an invoice to add, with all that belongs to it. The tax is what the
// lines' sum is taxed with.
type NewInvoice struct {
	Client    portal.ClientID
	Project   int64  // zero: none
	Number    string // empty for a draft alone
	Status    portal.InvoiceStatus
	Issued    portal.Day
	Due       portal.Day
	Currency  string
	TaxRateBP int64
	TaxMinor  int64
	BillTo    portal.Address
	Notes     string
	Terms     string
	Lines     []portal.InvoiceLine
	Payments  []NewPayment
	Credits   []portal.Credit
}

// NewPayment is a payment in a status; only completed ones count.
type NewPayment struct {
	portal.Payment
	Status string
}

// Filler adds records, all in one transaction, each kind with a statement prepared once.
type Filler struct {
	ctx        context.Context
	tx         *transaction
	at         int64
	statements map[string]*sql.Stmt
}

// Fill lets fill add records that count as made at an instant; all of them or, where it
// fails, none.
func (s *Store) Fill(ctx context.Context, at time.Time, fill func(*Filler) error) error {
	return s.tx(ctx, func(tx *transaction) error {
		return fill(&Filler{ctx: ctx, tx: tx, at: at.Unix(), statements: map[string]*sql.Stmt{}})
	})
}

// insert runs a statement that adds a record and returns its id. It looks at the context
// itself: the driver would start a goroutine for each statement to watch it.
func (f *Filler) insert(query string, args ...any) (id int64, err error) {
	if err := f.ctx.Err(); err != nil {
		return 0, err
	}
	statement, ok := f.statements[query]
	if !ok {
		if statement, err = f.tx.PrepareContext(f.ctx, query); err != nil {
			return 0, fmt.Errorf("prepare: %w", err)
		}
		f.statements[query] = statement
	}
	result, err := statement.ExecContext(context.WithoutCancel(f.ctx), args...)
	if err != nil {
		return 0, translate(err)
	}
	return result.LastInsertId()
}

// Company sets who runs this Foyer, in which time zone and currency, and how its
// invoices are numbered.
func (f *Filler) Company(c portal.Company, zone, currency, prefix string, next int) error {
	_, err := f.insert(`UPDATE settings SET company_name = ?, company_address = ?, company_email = ?, company_phone = ?,
			company_website = ?, company_vat_number = ?, company_bank_account = ?, time_zone = ?, currency = ?,
			invoice_prefix = ?, updated_at = ? WHERE id = 1`,
		c.Name, c.Address, c.Email, c.Phone, c.Website, c.VATNumber, c.BankAccount, zone, currency, prefix, f.at)
	if err != nil {
		return err
	}
	_, err = f.insert("INSERT INTO invoice_sequences (prefix, next_number) VALUES (?, ?) ON CONFLICT DO UPDATE SET next_number = excluded.next_number", prefix, next)
	return err
}

// Client adds a client.
func (f *Filler) Client(c NewClient) (portal.ClientID, error) {
	id, err := f.insert(`INSERT INTO clients (name, contact_person, email, phone, address, vat_number, currency,
			default_rate_minor, notes, active, portal_enabled, invoice_mail, portal_username, portal_password_hash, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, nullif(?, ''), nullif(?, ''), ?, ?)`,
		c.Name, c.ContactPerson, c.Email, c.Phone, c.Address, c.VATNumber, c.Currency,
		c.RateMinor, c.Notes, c.Active, c.PortalEnabled, c.InvoiceMail, c.Username, c.PasswordHash, f.at, f.at)
	return portal.ClientID(id), err
}

// User adds a user.
func (f *Filler) User(u NewUser) (int64, error) {
	return f.insert(`INSERT INTO users (username, full_name, email, role, password_hash, client_portal_enabled, client_id, portal_only, created_at, updated_at)
		VALUES (?, ?, ?, ?, nullif(?, ''), ?, nullif(?, 0), ?, ?, ?)`,
		u.Username, u.FullName, u.Email, u.Role, u.PasswordHash, u.PortalOf != 0, u.PortalOf, u.PortalOnly, f.at, f.at)
}

// Project adds a project.
func (f *Filler) Project(p NewProject) (int64, error) {
	return f.insert(`INSERT INTO projects (client_id, name, code, description, status, billable, rate_minor, budget_seconds, budget_minor, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, nullif(?, 0), nullif(?, 0), nullif(?, 0), ?, ?)`,
		p.Client, p.Name, p.Code, p.Description, p.Status, p.Billable, p.RateMinor, p.BudgetHours, p.BudgetMinor, f.at, f.at)
}

// Entry adds a time entry.
func (f *Filler) Entry(e NewEntry) (int64, error) {
	var ended any
	var seconds int64
	if !e.Ended.IsZero() {
		ended, seconds = e.Ended.Unix(), e.Ended.Unix()-e.Started.Unix()
	}
	return f.insert(`INSERT INTO time_entries (client_id, project_id, user_id, invoice_id, day, started_at, ended_at, seconds, notes, created_at)
		VALUES (?, nullif(?, 0), ?, nullif(?, 0), ?, ?, ?, ?, ?, ?)`,
		e.Client, e.Project, e.User, e.Invoice, e.Day, e.Started.Unix(), ended, seconds, e.Notes, f.at)
}

// Invoice adds an invoice with its lines, payments and credits.
func (f *Filler) Invoice(i NewInvoice) (int64, error) {
	id, err := f.insert(`INSERT INTO invoices (client_id, project_id, number, status, issue_date, due_date, currency, tax_rate_bp, tax_minor,
			bill_to_name, bill_to_email, bill_to_address, bill_to_vat, notes, terms, created_at, updated_at)
		VALUES (?, nullif(?, 0), nullif(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		i.Client, i.Project, i.Number, i.Status, i.Issued, i.Due, i.Currency, i.TaxRateBP, i.TaxMinor,
		i.BillTo.Name, i.BillTo.Email, i.BillTo.Lines, i.BillTo.VATNumber, i.Notes, i.Terms, f.at, f.at)
	if err != nil {
		return 0, err
	}
	for n, l := range i.Lines {
		_, err := f.insert("INSERT INTO invoice_lines (invoice_id, position, description, quantity_milli, unit_price_minor, total_minor) VALUES (?, ?, ?, ?, ?, ?)",
			id, n+1, l.Description, l.Quantity, l.UnitPrice, l.Total)
		if err != nil {
			return 0, err
		}
	}
	for _, p := range i.Payments {
		_, err := f.insert("INSERT INTO payments (invoice_id, paid_on, amount_minor, method, reference, status, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
			id, p.On, p.Amount, p.Method, p.Reference, p.Status, f.at)
		if err != nil {
			return 0, err
		}
	}
	for _, c := range i.Credits {
		_, err := f.insert("INSERT INTO credits (invoice_id, number, credited_on, amount_minor, reason, created_at) VALUES (?, ?, ?, ?, ?, ?)",
			id, c.Number, c.On, c.Amount, c.Reason, f.at)
		if err != nil {
			return 0, err
		}
	}
	return id, nil
}
