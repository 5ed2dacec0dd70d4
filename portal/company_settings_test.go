package portal_test

import (
	"strings"
	"testing"
	"testing/quick"
	"time"

	"foyer/portal"
)

func TestParseSpan(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]time.Duration{
		"2 h": 2 * time.Hour, " 2H ": 2 * time.Hour, "1 h 30 min": 90 * time.Minute, "1h30m": 90 * time.Minute, "90 min": 90 * time.Minute,
		"45 minutes": 45 * time.Minute, "1:05": 65 * time.Minute, "2 hours": 2 * time.Hour, "0 min": 0, "720 h": 720 * time.Hour,
	} {
		if got, ok := portal.ParseSpan(typed); !ok || got != want {
			t.Errorf("%q: %v %v", typed, got, ok)
		}
	}
	for _, typed := range []string{"", " ", "2", "1.5 h", "-1 h", "1:60", "1:5", "h", "min", "2 h 30", "30 min 2 h", "2 d", "1e3 h", "10000 h", "٢ h", "2 h\x00"} {
		if got, ok := portal.ParseSpan(typed); ok {
			t.Errorf("%q: %v", typed, got)
		}
	}
}

// What is written is read back.
func TestSpanWordsAreReadBack(t *testing.T) {
	t.Parallel()
	back := func(minutes uint16) bool {
		span := time.Duration(minutes) * time.Minute
		got, ok := portal.ParseSpan(portal.SpanWords(span))
		return ok && got == span
	}
	if err := quick.Check(back, nil); err != nil {
		t.Error(err)
	}
}

// C62: every zone on offer exists in the program.
func TestTimeZones(t *testing.T) {
	t.Parallel()
	names := portal.TimeZones()
	if len(names) < 400 {
		t.Errorf("only %d", len(names))
	}
	for _, name := range names {
		if _, err := time.LoadLocation(name); err != nil {
			t.Error(err)
		}
	}
}

func TestHighestNumber(t *testing.T) {
	t.Parallel()
	numbers := []string{"INV-0007", "INV-12", "INV12", "INV-2020-99", "OLD-50", "INV/3", "INV-", "INV-x", "INV-99999999999999999999", "2026-4"}
	for prefix, want := range map[string]int64{"INV": 12, "OLD": 50, "2026": 4, "INV-2020": 99, "NEW": 0, "": 0, "INV-": 12} {
		if got := portal.HighestNumber(prefix, numbers); got != want {
			t.Errorf("%q: %d, want %d", prefix, got, want)
		}
	}
}

func TestSettingsFormAndBack(t *testing.T) {
	t.Parallel()
	stored := portal.CompanySettings{
		Settings: portal.Settings{
			Company: portal.Company{Name: "A", Address: "B\nC", Email: "a@example.com"}, TimeZone: "Europe/Brussels", Currency: "EUR", PasswordMinLength: 12,
			Portal: portal.SessionTimes{Idle: 2 * time.Hour, Absolute: 12 * time.Hour}, Staff: portal.SessionTimes{Idle: time.Hour, Absolute: 12 * time.Hour},
		},
		InvoicePrefix: "INV", NextNumber: 7, Revision: 3,
	}
	same, faults := stored.Form().Parse(stored, []string{"EUR"})
	if len(faults) > 0 || same.Changes(stored) != "" || !same.KeepNumber || same.Revision != 3 {
		t.Errorf("%+v %+v", same, faults)
	}

	form := stored.Form()
	form.Email, form.Notes, form.StaffIdle, form.NextNumber = "b@example.com", strings.Repeat("secret ", 99), "45 min", "9"
	edited, _ := form.Parse(stored, []string{"EUR"})
	if got, want := edited.Changes(stored), "e-mail, next invoice number from 7 to 9, default notes, staff sessions at rest from 1 h to 45 min"; got != want || edited.KeepNumber {
		t.Errorf("%q", got)
	}
}
