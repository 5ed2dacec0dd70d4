package timetracker

import (
	"fmt"
	"strings"

	"foyer/portal"
)

// row is a row of the source. Its methods read a column as Foyer keeps it and report
// what they can't read; a column that this version of the source lacks is NULL. It is
// good until the next one is read.
type row struct {
	table   string
	id      int64
	columns map[string]int
	values  []any
	report  *Report
}

// odd reports a row that is kept, skip one that is not.
func (r *row) odd(reason string, detail ...string) { r.report.odd(r.table, r.id, reason, detail...) }

func (r *row) skip(reason string, detail ...string) { r.report.skip(r.table, r.id, reason, detail...) }

// stored is a column with what is in it, for the report.
func (r *row) stored(column string) string {
	switch v := r.value(column).(type) {
	case nil:
		return column + " NULL"
	case string:
		return column + " " + quoted(v)
	default:
		return fmt.Sprint(column, " ", v)
	}
}

// value is NULL (nil), an int64, a float64 or a string.
func (r *row) value(column string) any {
	v := r.values[r.columns[column]]
	if blob, ok := v.([]byte); ok {
		return string(blob)
	}
	return v
}

func (r *row) isNull(column string) bool { return r.value(column) == nil }

func (r *row) text(column string) string {
	v := r.value(column)
	if v == nil {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		s = fmt.Sprint(v)
	}
	clean := cleanText(s)
	if clean != s {
		r.odd(column + " held characters that cannot be shown; they were taken out")
	}
	return clean
}

// title is a text that must not be blank.
func (r *row) title(column, otherwise string) string {
	s := r.text(column)
	if strings.TrimSpace(s) == "" {
		s = fmt.Sprintf("%s %d", otherwise, r.id)
		r.odd("has no " + column + "; named after its id")
	}
	return s
}

// ref reads a reference to a row of another table; known is false for NULL too.
func (r *row) ref(column string) (id int64, known bool) {
	id, known = r.value(column).(int64)
	return id, known
}

// usableID reports whether a row can be found again.
func usableID(r *row) bool {
	_, usable := r.ref("id")
	return usable
}

// flag reads a boolean: 0 or 1, or a word where a migration of the source wrote one.
func (r *row) flag(column string, otherwise bool) bool {
	switch v := r.value(column).(type) {
	case nil:
		return otherwise
	case int64:
		return v != 0
	case string:
		switch strings.ToLower(strings.TrimSpace(v)) {
		case "1", "true", "t", "yes", "on":
			return true
		case "0", "false", "f", "no", "off":
			return false
		}
	}
	r.odd(column+" is neither true nor false; the usual was taken", r.stored(column))
	return otherwise
}

// word reads one of a few words, whatever their case; unknown ones are reported.
func (r *row) word(column string, known map[string]string, unknown string) string {
	if meaning, ok := known[strings.ToLower(strings.TrimSpace(r.text(column)))]; ok {
		return meaning
	}
	r.odd("unknown "+column+"; taken as "+unknown, r.stored(column))
	return unknown
}

// hundredths reads a decimal number; NULL and what can't be read is zero.
func (r *row) hundredths(column string) int64 {
	n, ok := hundredths(r.value(column))
	if !ok {
		r.odd(column+" is no usable number; taken as 0", r.stored(column))
	}
	return n
}

// usable reports whether a column holds an amount that can be kept; NULL is one.
func (r *row) usable(column, code string) bool {
	n, ok := hundredths(r.value(column))
	minor, _ := minorUnits(n, code)
	return ok && minor >= -maxAmount && minor <= maxAmount
}

// amount reads an amount in minor units of a currency; NULL and what can't be kept is zero.
func (r *row) amount(column, code string) int64 {
	if !r.usable(column, code) {
		r.odd(column+" is no usable number; taken as 0", r.stored(column))
		return 0
	}
	n, _ := hundredths(r.value(column))
	minor, exact := minorUnits(n, code)
	if !exact {
		r.odd(column+" has decimals that its currency does not; rounded", r.stored(column))
	}
	return minor
}

// price reads an amount that may be missing and can't be negative.
func (r *row) price(column, code string) *int64 {
	if r.isNull(column) {
		return nil
	}
	minor := r.amount(column, code)
	if minor < 0 {
		r.odd(column+" is negative; left out", r.stored(column))
		return nil
	}
	return &minor
}

// moment reads a date and time; what is NULL or can't be read is none.
func (r *row) moment(column string) (m moment, ok bool) {
	if r.isNull(column) {
		return moment{}, false
	}
	if m, ok = parseMoment(r.text(column)); !ok {
		r.odd(column+" cannot be read; left out", r.stored(column))
	}
	return m, ok
}

// utc reads a naive UTC timestamp as unix seconds.
func (r *row) utc(column string, otherwise int64) int64 {
	if m, ok := r.moment(column); ok {
		return m.wall.Unix()
	}
	return otherwise
}

// day reads a plain date, or the date of a timestamp.
func (r *row) day(column string) (portal.Day, bool) {
	s := strings.TrimSpace(r.text(column))
	if len(s) > len("2006-01-02") {
		s = s[:len("2006-01-02")]
	}
	return portal.ParseDay(s)
}
