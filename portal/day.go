package portal

import "time"

// Day is a calendar day, written YYYY-MM-DD; its text order is its time order.
type Day string

// Filters take days of these years; others are typing mistakes.
const (
	firstYear = 1970
	lastYear  = 2199
)

// ParseDay reads YYYY-MM-DD and refuses days that do not exist.
func ParseDay(s string) (Day, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		return "", false
	}
	return Day(s), true
}

// midnight makes a day an instant in RFC 3339, and back: package time reads and writes that
// form several times as fast as any other, and lists are full of days.
const midnight = "T00:00:00Z"

// DayOf is the day of an instant in a time zone.
func DayOf(t time.Time, zone *time.Location) Day { return dayOf(t.In(zone)) }

func dayOf(t time.Time) Day {
	var room [len(time.RFC3339)]byte
	return Day(t.AppendFormat(room[:0], time.RFC3339)[:len(time.DateOnly)])
}

// Time is the day's midnight in UTC, for arithmetic and display; the zero time if unreadable.
func (d Day) Time() time.Time {
	t, _ := time.Parse(time.RFC3339, string(d)+midnight)
	return t
}

// AddDays moves by whole calendar days, whatever the clocks do.
func (d Day) AddDays(n int) Day {
	return dayOf(d.Time().AddDate(0, 0, n))
}

// DaysUntil counts the calendar days from d to other; negative when other lies before.
func (d Day) DaysUntil(other Day) int {
	return int(other.Time().Sub(d.Time()).Hours() / 24)
}

// Monday is the first day of d's ISO week.
func (d Day) Monday() Day {
	return d.AddDays(-((int(d.Time().Weekday()) + 6) % 7))
}

// ISOWeek is the number of d's week.
func (d Day) ISOWeek() int {
	_, week := d.Time().ISOWeek()
	return week
}

// Hours is a duration in whole seconds that people read as hours.
type Hours int64

// Hundredths is the duration in hundredths of an hour, rounded half away from zero:
// the one place where hours are rounded, after everything is summed.
func (h Hours) Hundredths() int64 {
	if h < 0 {
		return -Hours(-h).Hundredths()
	}
	return (int64(h) + 18) / 36
}

// Number counts days from 1970-01-01, so that a day can stand in a Cursor.
func (d Day) Number() int64 { return int64(epoch.DaysUntil(d)) }

// DayFromNumber is the day that Number counted.
func DayFromNumber(n int64) Day {
	const farthest = 100_000
	return epoch.AddDays(int(min(max(n, -farthest), farthest)))
}

const epoch Day = "1970-01-01"

// In is the instant at which the day begins in a time zone.
func (d Day) In(zone *time.Location) time.Time {
	t := d.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone)
}

// Long is the day as texts that are stored name it: 3 March 2026.
func (d Day) Long() string { return d.Time().Format("2 January 2006") }
