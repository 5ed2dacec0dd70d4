package timetracker

import "time"

// The parsers, for tests of their own.

// Hundredths is hundredths.
func Hundredths(stored any) (int64, bool) { return hundredths(stored) }

// MinorUnits is minorUnits.
func MinorUnits(hundredths int64, code string) (int64, bool) { return minorUnits(hundredths, code) }

// Instant reads a text and says when a zone's clocks showed it, in unix seconds.
func Instant(text string, zone *time.Location) (unix int64, ok bool) {
	m, ok := parseMoment(text)
	c := clock{zone: zone}
	if !ok {
		return 0, false
	}
	unix, _ = c.instant(m)
	return unix, true
}

// Shown is how often the clocks of a zone showed a time: once, twice or never.
func Shown(text string, zone *time.Location) string {
	m, _ := parseMoment(text)
	c := clock{zone: zone}
	_, how := c.instant(m)
	return map[shown]string{once: "once", twice: "twice", never: "never"}[how]
}
