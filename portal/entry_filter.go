package portal

import (
	"net/url"
	"strconv"
)

// EntryFilter chooses among a client's finished time entries. Zero values choose all.
type EntryFilter struct {
	ProjectID int64
	From      Day // included
	To        Day // included
}

// EntryQuery is the filter as it was typed, so that a form can show it again.
type EntryQuery struct {
	ProjectID string
	From      string
	To        string
	Page      string
}

// Parse reads what was typed. Each field that can't be read gives one error.
func (q EntryQuery) Parse() (EntryFilter, Cursor, []FieldError) {
	var f EntryFilter
	var errs []FieldError
	fault := func(field, message string) { errs = append(errs, FieldError{field, message}) }

	if q.ProjectID != "" {
		id, ok := ParseID(q.ProjectID)
		if !ok {
			fault("project_id", "Choose a project from the list.")
		}
		f.ProjectID = id
	}

	var fromOK, toOK bool
	if f.From, fromOK = optionalDay(q.From); !fromOK {
		fault("date_from", "Write the date as year-month-day, like 2026-03-31.")
	}
	if f.To, toOK = optionalDay(q.To); !toOK {
		fault("date_to", "Write the date as year-month-day, like 2026-03-31.")
	}
	if f.From != "" && f.To != "" && f.From > f.To {
		fault("date_to", "The end lies before the start.")
	}

	cursor, ok := ParseCursor(q.Page)
	if !ok {
		fault("page", "This page of the list does not exist.")
	}
	return f, cursor, errs
}

func optionalDay(s string) (Day, bool) {
	if s == "" {
		return "", true
	}
	return ParseDay(s)
}

// Values is the filter as URL parameters, without those that hold the default.
func (f EntryFilter) Values() url.Values {
	v := url.Values{}
	if f.ProjectID != 0 {
		v.Set("project_id", strconv.FormatInt(f.ProjectID, 10))
	}
	if f.From != "" {
		v.Set("date_from", string(f.From))
	}
	if f.To != "" {
		v.Set("date_to", string(f.To))
	}
	return v
}

// IsZero reports whether the filter chooses all.
func (f EntryFilter) IsZero() bool { return f == EntryFilter{} }

// ParseID reads a positive decimal id without sign, blanks or leading zeros.
func ParseID(s string) (int64, bool) {
	id, err := strconv.ParseInt(s, 10, 64)
	if err != nil || id <= 0 || strconv.FormatInt(id, 10) != s {
		return 0, false
	}
	return id, true
}
