package portal

import (
	"regexp"
	"time"
)

// clockTime is a time of day as it is typed: 9:30, 09:30 or 09:30:15.
var clockTime = regexp.MustCompile(`^([01]?\d|2[0-3])[:.]([0-5]\d)(?::([0-5]\d))?$`)

// At is the instant of a time of day, counted in seconds from midnight by the clock on
// the wall. A time that comes twice, as clocks are set back, is its first; one that is
// left out, as they are set forward, is not ok.
func (d Day) At(seconds Hours, zone *time.Location) (at time.Time, ok bool) {
	wall := d.Time().Add(time.Duration(seconds) * time.Second) // as if it were UTC
	for _, near := range []time.Time{wall.Add(-36 * time.Hour), wall.Add(36 * time.Hour)} {
		_, offset := near.In(zone).Zone()
		candidate := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		_, own := candidate.Zone()
		if own == offset && (!ok || candidate.Before(at)) {
			at, ok = candidate, true
		}
	}
	return at, ok
}

// parseClock reads a time of day, in seconds from midnight.
func parseClock(typed string) (seconds Hours, ok bool) {
	m := clockTime.FindStringSubmatch(typed)
	if m == nil {
		return 0, false
	}
	return wholeUnits(m[1])*secondsPerHour + wholeUnits(m[2])*60 + wholeUnits(m[3]), true
}

// formatClock writes the time of day of an instant as parseClock takes it back.
func formatClock(t time.Time, zone *time.Location) string {
	if t = t.In(zone); t.Second() == 0 {
		return t.Format("15:04")
	}
	return t.Format("15:04:05")
}

// StartOfWork is when an entry begins that only has a length: when the person's last
// entry of the day ended, or at nine where there is none or it went past midnight.
func StartOfWork(day Day, lastEnd time.Time, zone *time.Location) time.Time {
	if !lastEnd.IsZero() && DayOf(lastEnd, zone) == day {
		return lastEnd
	}
	if at, ok := day.At(9*secondsPerHour, zone); ok {
		return at
	}
	return day.In(zone)
}
