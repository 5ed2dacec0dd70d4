package views

import (
	"strconv"

	"foyer/portal"
)

// entryRows are the rows of an entryTable.
func entryRows(f Format, entries []portal.TimeEntry) drawn {
	return func(s *sheet) {
		for _, e := range entries {
			s.entry(f, e)
		}
	}
}

func (s *sheet) entry(f Format, e portal.TimeEntry) {
	s.put(`<tr role="row"><th scope="row" role="rowheader" class="short">`)
	s.day(f, e.Day)
	s.put(`</th><td role="cell" data-label="Project" class="plain">`)
	if e.Project != "" {
		s.text(e.Project)
	} else {
		s.put(`<span class="muted">No project</span>`)
	}
	s.put(`</td><td role="cell" data-label="Person" class="plain beside">`)
	s.text(e.Person)
	s.put(`</td><td role="cell" data-label="Notes" class="prewrap plain notes">`)
	s.text(e.Notes)
	s.put(`</td><td role="cell" data-label="Start" class="number plain beside">`)
	s.clock(f, e.Started)
	s.put(`</td><td role="cell" data-label="End" class="number until beside">`)
	s.clock(f, e.Ended)
	s.put(`</td><td role="cell" data-label="Hours" class="number lead hours">`)
	s.hours(f, e.Hours)
	s.put(`</td></tr>`)
}

// projectOptions are the past projects, or all others.
func projectOptions(l EntryListProps, past bool) drawn {
	return func(s *sheet) {
		for _, o := range l.Projects {
			if o.Past == past {
				s.option(strconv.FormatInt(o.ID, 10), o.Name, o.ID == l.Filter.ProjectID)
			}
		}
	}
}
