package timetracker

import (
	"fmt"
	"strconv"
	"strings"
)

// shownRows is how many places a report names where rows were kept; the rest are counted.
const shownRows = 20

// Finding is odd data of one kind.
type Finding struct {
	Table  string
	Reason string
	Count  int
	Lost   bool   // Foyer does not have these rows, so every one of them is named
	Rows   []Rows // of rows that were kept, the first ones
}

// Rows are rows with ids that follow each other, odd in the same way.
type Rows struct {
	From, To int64
	Detail   string // what was odd about them, where that helps
}

func (f *Finding) add(id int64, detail string) {
	f.Count++
	if n := len(f.Rows); n > 0 {
		last := &f.Rows[n-1]
		if last.Detail == detail && (id == last.To || id-1 == last.To) {
			last.To = id
			return
		}
	}
	if f.Lost || len(f.Rows) < shownRows {
		f.Rows = append(f.Rows, Rows{From: id, To: id, Detail: detail})
	}
}

// List names the rows for people, and says how many there are that it does not name.
func (f Finding) List() string {
	named := int64(0)
	places := make([]string, len(f.Rows))
	for i, r := range f.Rows {
		places[i] = r.String()
		named += r.To - r.From + 1
	}
	list := strings.Join(places, ", ")
	if more := int64(f.Count) - named; more > 0 {
		list += fmt.Sprintf(" and %d more, %d in all", more, f.Count)
	}
	return list
}

// String is "5", "5, 6" or "5–7", with the detail in parentheses.
func (r Rows) String() string {
	detail := ""
	if r.Detail != "" {
		detail = " (" + r.Detail + ")"
	}
	from, to := strconv.FormatInt(r.From, 10), strconv.FormatInt(r.To, 10)+detail
	switch r.To - r.From {
	case 0:
		return to
	case 1:
		return from + detail + ", " + to
	}
	return from + "–" + to
}
