package portal

import (
	"net/url"
	"strconv"
)

// ProjectFilter chooses among the projects; zero values choose all.
type ProjectFilter struct {
	Search string // part of the name, code, description or client's name
	Client ClientID
	Status ProjectStatus
}

// ProjectQuery is the filter as it was typed or chosen.
type ProjectQuery struct{ Search, Client, Status, Page string }

// Parse reads what was chosen.
func (q ProjectQuery) Parse() (ProjectFilter, Cursor, []FieldError) {
	var f Fields
	filter := ProjectFilter{Search: f.Line("q", q.Search), Client: ClientID(f.chosenID("client_id", q.Client))}
	switch status := ProjectStatus(q.Status); status {
	case "", ProjectActive, ProjectInactive, ProjectArchived:
		filter.Status = status
	default:
		f.fault("state", "Choose from the list.")
	}
	return filter, f.cursor(q.Page), f.Errors
}

// Values is the filter as URL parameters, without those that hold the default.
func (f ProjectFilter) Values() url.Values {
	v := url.Values{}
	setUnless(v, "q", f.Search, f.Search == "")
	setUnless(v, "client_id", strconv.FormatInt(int64(f.Client), 10), f.Client == 0)
	setUnless(v, "state", string(f.Status), f.Status == "")
	return v
}

func setUnless(v url.Values, name, value string, absent bool) {
	if !absent {
		v.Set(name, value)
	}
}

// chosenID is an id from a list of choices; zero for all.
func (f *Fields) chosenID(field, chosen string) int64 {
	if chosen == "" {
		return 0
	}
	id, ok := ParseID(chosen)
	if !ok {
		f.fault(field, "Choose from the list.")
	}
	return id
}

// cursor is a page of a list.
func (f *Fields) cursor(typed string) Cursor {
	at, ok := ParseCursor(typed)
	if !ok {
		f.fault("page", "This page of the list does not exist.")
	}
	return at
}

// PageOf is a page of a whole list, which may be in any order that the database can't
// make; id names its rows. An edge row that is gone means the first page or the last.
func PageOf[T any](list []T, at Cursor, size int, id func(T) int64) Page[T] {
	from, to := 0, len(list)
	for i, row := range list {
		if id(row) == at.ID && at.Kind == AfterRow {
			from = i + 1
		}
		if id(row) == at.ID && at.Kind == BeforeRow {
			to = i
		}
	}
	rows, more := list[from:to], to-from > size
	switch {
	case more && at.Backwards():
		rows = rows[len(rows)-size:]
	case more:
		rows = rows[:size]
	}
	return NewPage(rows, at, more, func(row T) (int64, int64) { return 0, id(row) })
}
