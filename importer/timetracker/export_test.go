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
	return c.instant(m), true
}
