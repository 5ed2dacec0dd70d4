package portal

import "time"

// AuditEntry is a line of the append-only audit log.
type AuditEntry struct {
	At      time.Time
	Actor   Actor
	Action  string
	Subject Subject
	Detail  string
	IP      string
}

// Actor is who did it.
type Actor struct {
	Kind string // nobody, client, user or system
	ID   int64  // zero for nobody and system
	Name string
}

// Subject is the record it was done to; zero where there is none.
type Subject struct {
	Kind string
	ID   int64
}

// System acts from the command line and on its own.
var System = Actor{Kind: "system"}

// ActorOf is an account as an actor. One that was never found is nobody: what was typed
// in place of its name may have been a password.
func ActorOf(a Account) Actor {
	if a.ID == 0 {
		return Actor{Kind: "nobody"}
	}
	return Actor{Kind: string(a.Kind), ID: a.ID, Name: a.Username}
}

// AuditLine is a stored entry as the log shows it.
type AuditLine struct {
	ID int64
	AuditEntry
}

// AuditFilter chooses among the entries; zero values choose all.
type AuditFilter struct {
	Search string // part of who did it, what, or the detail
	From   time.Time
	Until  time.Time // not included
}

// AuditQuery is the filter as it was typed.
type AuditQuery struct{ Search, From, To, Page string }

// Parse reads what was typed; days are the business zone's, both ends included.
func (q AuditQuery) Parse(zone *time.Location) (AuditFilter, Cursor, []FieldError) {
	entries, at, errs := EntryQuery{From: q.From, To: q.To, Page: q.Page}.Parse()
	var fields Fields
	f := AuditFilter{Search: fields.Line("q", q.Search)}
	if entries.From != "" {
		f.From = entries.From.In(zone)
	}
	if entries.To != "" {
		f.Until = entries.To.AddDays(1).In(zone)
	}
	return f, at, append(fields.Errors, errs...)
}
