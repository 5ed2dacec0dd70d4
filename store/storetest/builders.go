package storetest

import (
	"fmt"
	"time"

	"foyer/portal"
)

// Password is what every built account signs in with.
const Password = "correct horse battery"

// cheapHash is Password under a low-cost pbkdf2, so that tests do not spend their time hashing.
const cheapHash = "pbkdf2:sha256:1$abcdefghijklmnop$be2edb8f64eac9da29f9734d546e7171569039db403e5067a4b936fe38b4fc76"

// Client is a builder's input; see DB.Client.
type Client struct {
	Name, Email, Address, Notes, Currency string
	Username                              string // empty: none, and the portal is off
	Off, NoPassword, Inactive             bool
	RateMinor                             int64
}

// Client adds a client. One with a username has the portal enabled and Password set.
func (db *DB) Client(c Client) portal.ClientID {
	db.t.Helper()
	id := db.insert(`INSERT INTO clients (name, email, address, notes, currency, active, default_rate_minor,
			portal_enabled, portal_username, portal_password_hash, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, nullif(?, 0), ?, nullif(?, ''), ?, ?, ?)`,
		or(c.Name, "Acme"), c.Email, c.Address, c.Notes, or(c.Currency, "EUR"), !c.Inactive, c.RateMinor,
		c.Username != "" && !c.Off, c.Username, hashUnless(c.NoPassword || c.Username == ""), Now.Unix(), Now.Unix())
	return portal.ClientID(id)
}

// User is a builder's input; see DB.User.
type User struct {
	Username, FullName   string
	Role                 portal.Role
	NoPassword, Inactive bool
	PortalOf             portal.ClientID // portal access to this client
	PortalOnly           bool
}

// User adds a user with Password set, a member unless it says otherwise.
func (db *DB) User(u User) int64 {
	db.t.Helper()
	return db.insert(`INSERT INTO users (username, full_name, role, password_hash, active, client_portal_enabled, client_id, portal_only, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?, ?)`,
		or(u.Username, "sam"), u.FullName, or(string(u.Role), "member"), hashUnless(u.NoPassword), !u.Inactive,
		u.PortalOf != 0, u.PortalOf, u.PortalOnly, Now.Unix(), Now.Unix())
}

// Project adds an active project.
func (db *DB) Project(client portal.ClientID, name string) int64 {
	db.t.Helper()
	return db.insert("INSERT INTO projects (client_id, name, created_at, updated_at) VALUES (?, ?, ?, ?)", client, name, Now.Unix(), Now.Unix())
}

// Entry is a builder's input; see DB.Entry.
type Entry struct {
	Project int64 // zero: booked on the client
	User    int64
	Day     portal.Day
	Start   string // hh:mm, UTC; 09:00 if empty
	Seconds int64
	Notes   string
	Running bool
}

// Entry adds a time entry, an hour long today unless it says otherwise.
func (db *DB) Entry(client portal.ClientID, e Entry) int64 {
	db.t.Helper()
	day := portal.Day(or(string(e.Day), string(Today)))
	start, err := time.Parse("2006-01-02 15:04", string(day)+" "+or(e.Start, "09:00"))
	if err != nil {
		db.t.Fatal(err)
	}
	if e.Seconds == 0 && !e.Running {
		e.Seconds = 3600
	}
	var ended any
	if !e.Running {
		ended = start.Unix() + e.Seconds
	}
	return db.insert(`INSERT INTO time_entries (client_id, project_id, user_id, day, started_at, ended_at, seconds, notes, created_at, updated_at)
		VALUES (?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?)`, client, e.Project, e.User, day, start.Unix(), ended, e.Seconds, e.Notes, Now.Unix(), Now.Unix())
}

// Invoice is a builder's input; see DB.Invoice.
type Invoice struct {
	Number   string
	Status   portal.InvoiceStatus
	Issued   portal.Day
	Due      portal.Day
	Currency string
	Minor    int64 // of its one line
	TaxMinor int64
	Paid     int64
	Credited int64
	Notes    string
}

// Invoice adds an invoice, sent and due in a month unless it says otherwise.
func (db *DB) Invoice(client portal.ClientID, i Invoice) int64 {
	db.t.Helper()
	issued := portal.Day(or(string(i.Issued), string(Today)))
	id := db.insert(`INSERT INTO invoices (client_id, number, status, issue_date, due_date, currency, tax_minor, bill_to_name, notes, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT name FROM clients WHERE id = ?), ?, ?, ?)`,
		client, or(i.Number, fmt.Sprintf("INV-%d", Now.UnixNano()+db.Int("SELECT count(*) FROM invoices"))), or(string(i.Status), string(portal.InvoiceSent)),
		issued, or(string(i.Due), string(issued.AddDays(30))), or(i.Currency, "EUR"), i.TaxMinor, client, i.Notes, Now.Unix(), Now.Unix())
	db.Exec("INSERT INTO invoice_lines (invoice_id, position, description, quantity_milli, unit_price_minor, total_minor) VALUES (?, 1, 'Work', 1000, ?, ?)", id, i.Minor, i.Minor)
	if i.Paid != 0 {
		db.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, created_at) VALUES (?, ?, ?, ?)", id, issued, i.Paid, Now.Unix())
	}
	if i.Credited != 0 {
		db.Exec("INSERT INTO credits (invoice_id, credited_on, amount_minor, created_at) VALUES (?, ?, ?, ?)", id, issued, i.Credited, Now.Unix())
	}
	return id
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func hashUnless(none bool) any {
	if none {
		return nil
	}
	return cheapHash
}
