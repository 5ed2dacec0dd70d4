package portal

import (
	"net/url"
	"strconv"
)

// StaffEntryFilter chooses among all finished time entries; zero values choose all.
type StaffEntryFilter struct {
	EntryFilter
	ClientID ClientID
	PersonID int64
	Billable *bool
	Invoiced *bool
	Search   string // part of the notes, or of the client's or project's name
}

// StaffEntryQuery is the filter as it was typed or chosen.
type StaffEntryQuery struct {
	EntryQuery
	Client, Person, Billable, Invoiced, Search string
}

// Parse reads what was typed. Each field that can't be read gives one error.
func (q StaffEntryQuery) Parse() (StaffEntryFilter, Cursor, []FieldError) {
	entries, at, errs := q.EntryQuery.Parse()
	f := Fields{Errors: errs}
	filter := StaffEntryFilter{
		EntryFilter: entries, ClientID: ClientID(f.chosenID("client_id", q.Client)), PersonID: f.chosenID("person_id", q.Person),
		Billable: f.either("billable", q.Billable, "yes", "no"), Invoiced: f.either("invoiced", q.Invoiced, "yes", "no"),
		Search: f.Line("q", q.Search),
	}
	return filter, at, f.Errors
}

// Values is the filter as URL parameters, without those that hold the default.
func (f StaffEntryFilter) Values() url.Values {
	v := f.EntryFilter.Values()
	setUnless(v, "client_id", strconv.FormatInt(int64(f.ClientID), 10), f.ClientID == 0)
	setUnless(v, "person_id", strconv.FormatInt(f.PersonID, 10), f.PersonID == 0)
	setUnless(v, "q", f.Search, f.Search == "")
	if f.Billable != nil {
		v.Set("billable", yesOrNo(*f.Billable))
	}
	if f.Invoiced != nil {
		v.Set("invoiced", yesOrNo(*f.Invoiced))
	}
	return v
}

// IsZero reports whether the filter chooses all.
func (f StaffEntryFilter) IsZero() bool { return len(f.Values()) == 0 }
