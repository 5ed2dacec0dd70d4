package portal_test

import (
	"testing"
	"time"

	"foyer/portal"
)

func TestParseDay(t *testing.T) {
	t.Parallel()
	for _, good := range []string{"1970-01-01", "2024-02-29", "2199-12-31", "2026-11-22"} {
		if got, ok := portal.ParseDay(good); !ok || string(got) != good {
			t.Errorf("%q: %q, %v", good, got, ok)
		}
	}
	for _, bad := range []string{"", "2025-13-45", "2026-02-29", "2026-2-9", "1969-12-31", "2200-01-01", "0002-01-01", " 2026-01-01", "2026-01-01T00:00", "２０２６-01-01", "+2026-01-01"} {
		if got, ok := portal.ParseDay(bad); ok {
			t.Errorf("%q was read as %q", bad, got)
		}
	}
}

// C62: a day is the business zone's, on both nights when its clocks change.
func TestDayOfAcrossClockChanges(t *testing.T) {
	t.Parallel()
	brussels := zone(t, "Europe/Brussels")
	for _, c := range []struct {
		at   string
		zone *time.Location
		want portal.Day
	}{
		{"2026-03-28T22:59:59Z", brussels, "2026-03-28"}, {"2026-03-28T23:00:00Z", brussels, "2026-03-29"},
		{"2026-03-29T21:59:59Z", brussels, "2026-03-29"}, {"2026-03-29T22:00:00Z", brussels, "2026-03-30"},
		{"2026-10-24T21:59:59Z", brussels, "2026-10-24"}, {"2026-10-24T22:00:00Z", brussels, "2026-10-25"},
		{"2026-10-25T22:59:59Z", brussels, "2026-10-25"}, {"2026-10-25T23:00:00Z", brussels, "2026-10-26"},
		{"2026-01-01T10:30:00Z", zone(t, "Pacific/Kiritimati"), "2026-01-02"}, {"2026-01-01T10:30:00Z", zone(t, "Pacific/Pago_Pago"), "2025-12-31"},
		{"2026-01-01T18:14:59Z", zone(t, "Asia/Kathmandu"), "2026-01-01"}, {"2026-01-01T18:15:00Z", zone(t, "Asia/Kathmandu"), "2026-01-02"},
	} {
		at, err := time.Parse(time.RFC3339, c.at)
		if err != nil {
			t.Fatal(err)
		}
		if got := portal.DayOf(at, c.zone); got != c.want {
			t.Errorf("%s in %s is %s, want %s", c.at, c.zone, got, c.want)
		}
	}
}

func TestDayArithmetic(t *testing.T) {
	t.Parallel()
	if got := portal.Day("2026-03-28").AddDays(2); got != "2026-03-30" {
		t.Errorf("over the spring change: %s", got)
	}
	if got := portal.Day("2026-10-24").DaysUntil("2026-10-26"); got != 2 {
		t.Errorf("over the autumn change: %d", got)
	}
	if got := portal.Day("2026-01-01").DaysUntil("2025-12-31"); got != -1 {
		t.Errorf("backwards: %d", got)
	}
	for day, want := range map[portal.Day]portal.Day{"2026-11-22": "2026-11-16", "2026-11-23": "2026-11-23", "2027-01-01": "2026-12-28"} {
		if got := day.Monday(); got != want {
			t.Errorf("Monday of %s is %s, want %s", day, got, want)
		}
	}
	for _, day := range []portal.Day{"1970-01-01", "2026-11-22", "2199-12-31", "1969-01-01"} {
		if got := portal.DayFromNumber(day.Number()); got != day {
			t.Errorf("%s comes back as %s", day, got)
		}
	}
}

// Three entries of twenty minutes are an hour: rounded once, when everything is summed.
func TestHoursAreRoundedOnce(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[portal.Hours]int64{3 * 1200: 100, 1200: 33, 0: 0, 18: 1, 17: 0, 1: 0, -600: -17, -18: -1, 67 * 1200: 2233, 2337873: 64941} {
		if got := seconds.Hundredths(); got != want {
			t.Errorf("%d s are %d hundredths, want %d", seconds, got, want)
		}
	}
}

func TestFillWeeks(t *testing.T) {
	t.Parallel()
	days := []portal.DayHours{{"2026-08-30", 100}, {"2026-08-31", 1}, {"2026-11-15", 7}, {"2026-11-16", 5}, {"2026-11-22", 10}, {"2026-11-23", 200}}
	weeks := portal.FillWeeks(days, "2026-11-22")
	if len(weeks) != portal.WeeksShown || weeks[0].Monday != "2026-08-31" || weeks[11].Monday != "2026-11-16" {
		t.Fatalf("weeks %v", weeks)
	}
	if weeks[11].Hours != 15 || weeks[10].Hours != 7 || weeks[0].Hours != 1 || weeks[5].Hours != 0 {
		t.Errorf("hours %v", weeks)
	}
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}
