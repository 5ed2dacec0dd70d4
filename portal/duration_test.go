package portal_test

import (
	"testing"

	"foyer/portal"
)

func TestParseDuration(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]portal.Hours{
		"1:30": 5400, "1.5": 5400, "1,5": 5400, "90m": 5400, "1h 30m": 5400, "1h30": 5400, "1h30m": 5400, "2h": 7200, "2 h": 7200, "2": 7200,
		" 1:05 ": 3900, "0:01": 60, "0:00:37": 37, ".5": 1800, "1.5h": 5400, "1 Hour 5 Minutes": 3900, "45 min": 2700, "120:30": 433800,
		"0.0003": 1, "0.333333": 1200, "24": 86400, "0": 0,
	} {
		if got, ok := portal.ParseDuration(typed); !ok || got != want {
			t.Errorf("%q: %d, %v, want %d", typed, got, ok, want)
		}
	}
	for _, typed := range []string{"", " ", ".", ",", "h", "m", "-1", "+1", "1e3", "NaN", "1:60", "1:5", ":30", "1.5.5", "1h 2h", "30s", "1:30h", "0x10", "1234567", "٣", "1:30\x00", "half an hour"} {
		if got, ok := portal.ParseDuration(typed); ok {
			t.Errorf("%q was read as %d", typed, got)
		}
	}
}

// What is written is read back as it was, to the second.
func TestDurationRoundTrip(t *testing.T) {
	t.Parallel()
	for h := portal.Hours(0); h < 1_000_000; h += 37 {
		if got, ok := portal.ParseDuration(h.Clock()); !ok || got != h {
			t.Fatalf("%d became %q and %d", h, h.Clock(), got)
		}
	}
}

func FuzzParseDuration(f *testing.F) {
	for _, typed := range []string{"1:30", "1.5", "1h 30m", "999999h 999999m", "1:30:15", "-1", "\xff"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, ok := portal.ParseDuration(typed)
		if !ok && got != 0 || got < 0 || got > 1_000_000*3600*2 {
			t.Errorf("%q: %d, %v", typed, got, ok)
		}
		if again, readable := portal.ParseDuration(got.Clock()); ok && got < 999_999*3600 && (!readable || again != got) {
			t.Errorf("%q: %d is written %q", typed, got, got.Clock())
		}
	})
}
