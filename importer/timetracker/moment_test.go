package timetracker_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"foyer/importer/timetracker"
	"foyer/portal"
	"foyer/store/storetest"
)

func TestInstant(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, zone, want string }{
		{"2026-07-01 12:00:00.000000", "Europe/Brussels", "2026-07-01T10:00:00Z"},
		{"2026-01-01 12:00:00", "Europe/Brussels", "2026-01-01T11:00:00Z"},
		{"2026-01-01T12:00:00.987654", "Europe/Brussels", "2026-01-01T11:00:00Z"},
		{"2026-01-01 12:00", "Europe/Brussels", "2026-01-01T11:00:00Z"},
		{"2026-01-01", "Europe/Brussels", "2025-12-31T23:00:00Z"},
		{" 2026-01-01 12:00:00 ", "UTC", "2026-01-01T12:00:00Z"},
		{"2026-01-01 12:00:00+00:00", "Europe/Brussels", "2026-01-01T12:00:00Z"},
		{"2026-01-01T12:00:00.5Z", "Europe/Brussels", "2026-01-01T12:00:00Z"},
		{"2026-01-01 12:00:00 +0530", "Europe/Brussels", "2026-01-01T06:30:00Z"},
		{"2026-01-01 12:00:00-08", "Europe/Brussels", "2026-01-01T20:00:00Z"},
		// Autumn: shown twice, the first one counts; the hour after is there once.
		{"2026-10-25 01:59:59", "Europe/Brussels", "2026-10-24T23:59:59Z"},
		{"2026-10-25 02:00:00", "Europe/Brussels", "2026-10-25T00:00:00Z"},
		{"2026-10-25 02:59:59", "Europe/Brussels", "2026-10-25T00:59:59Z"},
		{"2026-10-25 03:00:00", "Europe/Brussels", "2026-10-25T02:00:00Z"},
		// Spring: never shown, they move forward by the hour that was skipped.
		{"2026-03-29 01:59:59", "Europe/Brussels", "2026-03-29T00:59:59Z"},
		{"2026-03-29 02:00:00", "Europe/Brussels", "2026-03-29T01:00:00Z"},
		{"2026-03-29 02:30:00", "Europe/Brussels", "2026-03-29T01:30:00Z"},
		{"2026-03-29 03:00:00", "Europe/Brussels", "2026-03-29T01:00:00Z"},
		// Elsewhere: west of Greenwich, half an hour, at midnight, a whole day skipped.
		{"2026-11-01 01:30:00", "America/New_York", "2026-11-01T05:30:00Z"},
		{"2026-03-08 02:30:00", "America/New_York", "2026-03-08T07:30:00Z"},
		{"2026-04-05 01:45:00", "Australia/Lord_Howe", "2026-04-04T14:45:00Z"},
		{"2026-10-04 02:15:00", "Australia/Lord_Howe", "2026-10-03T15:45:00Z"},
		{"2018-11-04 00:30:00", "America/Sao_Paulo", "2018-11-04T03:30:00Z"},
		{"2011-12-30 12:00:00", "Pacific/Apia", "2011-12-30T22:00:00Z"},
		{"2026-06-01 12:00:00", "Asia/Tokyo", "2026-06-01T03:00:00Z"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		unix, ok := timetracker.Instant(c.text, zone)
		if got := time.Unix(unix, 0).UTC().Format(time.RFC3339); !ok || got != c.want {
			t.Errorf("%q in %s: %s, want %s", c.text, c.zone, got, c.want)
		}
	}
	for _, text := range []string{"", "now", "2026-13-01 10:00:00", "2026-02-30 10:00:00", "2026-01-01 25:00:00", "2026-01-01 10:60:00", "1770000000",
		"0000-00-00 00:00:00", "2026-01-01 10:00:00 CET", "20260101", "2026-1-1", "2026-01-01 10:00:00+99:99"} {
		if unix, ok := timetracker.Instant(text, time.UTC); ok {
			t.Errorf("%q was read as %d", text, unix)
		}
	}
}

func TestHowOftenTheClocksShowedIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, zone, want string }{
		{"2026-07-01 12:00:00", "Europe/Brussels", "once"},
		{"2026-10-25 01:59:59", "Europe/Brussels", "once"},
		{"2026-10-25 02:00:00", "Europe/Brussels", "twice"},
		{"2026-10-25 02:59:59", "Europe/Brussels", "twice"},
		{"2026-10-25 03:00:00", "Europe/Brussels", "once"},
		{"2026-10-25 02:30:00+02:00", "Europe/Brussels", "once"},
		{"2026-03-29 01:59:59", "Europe/Brussels", "once"},
		{"2026-03-29 02:00:00", "Europe/Brussels", "never"},
		{"2026-03-29 02:59:59", "Europe/Brussels", "never"},
		{"2026-03-29 03:00:00", "Europe/Brussels", "once"},
		{"2026-03-29 02:30:00", "UTC", "once"},
		{"2026-11-01 01:30:00", "America/New_York", "twice"},
		{"2026-04-05 01:45:00", "Australia/Lord_Howe", "twice"},
		{"2026-04-05 01:15:00", "Australia/Lord_Howe", "once"},
		{"2018-11-04 00:30:00", "America/Sao_Paulo", "never"},
		{"2011-12-30 12:00:00", "Pacific/Apia", "never"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := timetracker.Shown(c.text, zone); got != c.want {
			t.Errorf("%s in %s was shown %s, want %s", c.text, c.zone, got, c.want)
		}
	}
}

// Both nights, through to what the portal lists: the day is the one that was written,
// and the duration the one that was stored.
func TestNightsOfTheClockChange(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.entry(1, "2026-10-25 02:30:00", "2026-10-25 03:30:00", 3600)
	source.entry(2, "2026-10-25 00:10:00", "2026-10-25 00:40:00", 1800)
	source.entry(3, "2026-03-29 02:30:00", "2026-03-29 03:15:00", 2700) // ends before the moved start
	source.entry(4, "2026-03-29 23:50:00", "2026-03-30 00:20:00", 1800)
	source.importInto(db)

	for _, c := range []struct {
		id         int64
		day        portal.Day
		start, end string
		seconds    int64
	}{
		{1, "2026-10-25", "2026-10-25T00:30:00Z", "2026-10-25T02:30:00Z", 3600},
		{2, "2026-10-25", "2026-10-24T22:10:00Z", "2026-10-24T22:40:00Z", 1800},
		{3, "2026-03-29", "2026-03-29T01:30:00Z", "2026-03-29T01:30:00Z", 2700},
		{4, "2026-03-29", "2026-03-29T21:50:00Z", "2026-03-29T22:20:00Z", 1800},
	} {
		got := db.Text(`SELECT day || ' ' || strftime('%FT%TZ', started_at, 'unixepoch') || ' ' || strftime('%FT%TZ', ended_at, 'unixepoch') || ' ' || seconds
			FROM time_entries WHERE timetracker_id = ?`, c.id)
		if want := fmt.Sprint(c.day, " ", c.start, " ", c.end, " ", c.seconds); got != want {
			t.Errorf("entry %d: %s, want %s", c.id, got, want)
		}
	}
}

func TestTimeZones(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ stored, option, want, err string }{
		{"Europe/Brussels", "", "Europe/Brussels", ""},
		{"Europe/Brussels", "America/New_York", "America/New_York", ""},
		{"Mars/Olympus", "UTC", "UTC", ""},
		{"", "", "Europe/Rome", ""},
		{"Mars/Olympus", "", "", `there is no time zone "Mars/Olympus": say with --time-zone`},
		{"Local", "", "", `there is no time zone "Local"`},
		{"Europe/Brussels", "Brussels", "", `there is no time zone "Brussels": write one like Europe/Brussels`},
		{"Europe/Brussels", "../../etc/passwd", "", "there is no time zone"},
	} {
		db, source := storetest.New(t), newSource(t)
		source.exec("UPDATE settings SET timezone = ?", c.stored)
		source.entry(1, "2026-07-01 00:30:00", "2026-07-01 01:30:00", 3600)
		r, err := importWith(db, source, timetracker.Options{Now: storetest.Now, TimeZone: c.option})
		if c.err != "" {
			if err == nil || !strings.HasPrefix(err.Error(), c.err) {
				t.Errorf("%+v: error %v", c, err)
			}
			if n := db.Int("SELECT count(*) FROM clients"); n != 0 {
				t.Errorf("%+v: %d clients were written", c, n)
			}
			continue
		}
		if err != nil || r.TimeZone != c.want || db.Text("SELECT time_zone FROM settings") != c.want {
			t.Errorf("%+v: %v, %v", c, r, err)
		}
		zone, _ := time.LoadLocation(c.want)
		want := time.Date(2026, 7, 1, 0, 30, 0, 0, zone).Unix()
		if got := db.Int("SELECT started_at FROM time_entries WHERE day = '2026-07-01'"); got != want {
			t.Errorf("%+v: started at %d, want %d", c, got, want)
		}
	}
}

// Whatever text is stored, it is refused or shown by the zone's clocks at the instant
// found, or up to two hours before it where they skipped it.
func FuzzInstant(f *testing.F) {
	for _, s := range []string{"2026-03-29 02:30:00.000000", "2026-10-25T02:30", "2026-01-01", "1893-04-01 00:03:12", "2026-01-01 00:00:00+01:00", "9999-12-31 23:59:59"} {
		f.Add(s)
	}
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		unix, ok := timetracker.Instant(s, zone)
		if !ok {
			return
		}
		asUTC, _ := timetracker.Instant(s, time.UTC)
		if asUTC == unix {
			return // it came with an offset, or the zone had none then
		}
		_, offset := time.Unix(unix, 0).In(zone).Zone()
		if moved := unix + int64(offset) - asUTC; moved < 0 || moved > 7200 {
			t.Errorf("%q: shown %d s later", s, moved)
		}
	})
}
