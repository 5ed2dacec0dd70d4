package portal

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// AuditLine is a stored entry as the log shows it.
type AuditLine struct {
	ID int64
	AuditEntry
	Record string // the name that the record has now; empty if it is gone or has none
}

// AuditKind chooses entries by what they were done to.
type AuditKind struct{ Word, Label string }

// AuditKinds are the kinds of records that entries tell of, in the order of their choice.
// Sign-ins were done to no record.
var AuditKinds = []AuditKind{
	{"sign-in", "Sign-ins"}, {"client", "Clients"}, {"user", "Users"}, {"project", "Projects"},
	{"time-entry", "Time entries"}, {"invoice", "Invoices"}, {"settings", "Settings"},
}

// AuditFilter chooses among the entries; zero values choose all.
type AuditFilter struct {
	Search  string // part of who did it, what, or the detail
	Kind    *string
	Subject Subject // one record; zero for any
	From    time.Time
	Until   time.Time // not included
}

// AuditQuery is the filter as it was typed. Record is a kind and an id, like client-12.
type AuditQuery struct{ Search, Kind, Record, From, To, Page string }

// Parse reads what was typed; days are the business zone's, both ends included.
func (q AuditQuery) Parse(zone *time.Location) (AuditFilter, Cursor, []FieldError) {
	entries, at, errs := EntryQuery{From: q.From, To: q.To, Page: q.Page}.Parse()
	var fields Fields
	f := AuditFilter{Search: fields.Line("q", q.Search), Kind: fields.auditKind(q.Kind), Subject: fields.subject("record", q.Record)}
	if entries.From != "" {
		f.From = entries.From.In(zone)
	}
	if entries.To != "" {
		f.Until = entries.To.AddDays(1).In(zone)
	}
	return f, at, append(fields.Errors, errs...)
}

func (f *Fields) auditKind(chosen string) *string {
	switch {
	case chosen == "":
		return nil
	case !slices.ContainsFunc(AuditKinds, func(k AuditKind) bool { return k.Word == chosen }):
		f.fault("kind", "Choose from the list.")
	}
	kind := strings.ReplaceAll(chosen, "-", " ")
	if chosen == "sign-in" {
		kind = ""
	}
	return &kind
}

// subject reads a record's kind and id.
func (f *Fields) subject(field, typed string) Subject {
	if typed == "" {
		return Subject{}
	}
	kind, number, _ := strings.Cut(typed, "-")
	id, ok := ParseID(number)
	if !ok {
		f.fault(field, "There is no such record.")
	}
	return Subject{Kind: kind, ID: id}
}

// Values is the query as URL parameters, but for the page.
func (q AuditQuery) Values() url.Values {
	v := url.Values{}
	for name, value := range map[string]string{"q": q.Search, "kind": q.Kind, "record": q.Record, "date_from": q.From, "date_to": q.To} {
		if value != "" {
			v.Set(name, value)
		}
	}
	return v
}
