package portal

import (
	"strings"
	"time"
)

// Limits of an entry that is typed. Past midnight, an end before the start is more likely
// a typing mistake than work, the longer it would have lasted.
const (
	longestEntry Hours = 24 * secondsPerHour
	longestNight Hours = 12 * secondsPerHour
)

// span is when an entry was and how long it took; breaks may make it shorter than from
// start to end. Where only a length was typed, started is zero.
type span struct {
	started, ended time.Time
	hours          Hours
}

// span reads a length, a start and a length, a start and an end, or all three.
func (f *Fields) span(t EntryForm, day Day, zone *time.Location) (s span) {
	typed := strings.TrimSpace(t.Duration) != ""
	if typed {
		s.hours = f.length(t.Duration)
	}
	start, end := strings.TrimSpace(t.Start), strings.TrimSpace(t.End)
	switch {
	case start == "" && end != "":
		f.fault("start", "Write when it started, or leave the end empty.")
	case start == "" && !typed:
		f.fault("duration", "Write how long it took, or when it started and ended.")
	case start != "" && end == "" && !typed:
		f.fault("end", "Write when it ended, or how long it took.")
	case start != "":
		s.started = f.moment("start", start, day, zone)
		s.ended = s.started.Add(time.Duration(s.hours) * time.Second)
	}
	if len(f.Errors) == 0 && end != "" {
		f.until(&s, typed, day, start, end, zone)
	}
	return s
}

// length is a duration that an entry can have.
func (f *Fields) length(typed string) Hours {
	hours, ok := ParseDuration(typed)
	switch {
	case !ok:
		f.fault("duration", "Write a duration like 1:30, 1.5 or 90m.")
	case hours == 0:
		f.fault("duration", "The duration must be more than nothing.")
	case hours > longestEntry:
		f.fault("duration", "One entry can hold 24 hours at most.")
	}
	return hours
}

// until ends a span: on the same day, or on the next where the end's clock shows less
// than the start's and that makes no more than a night.
func (f *Fields) until(s *span, typed bool, day Day, start, end string, zone *time.Location) {
	from, _ := parseClock(start)
	to, readable := parseClock(end)
	night := readable && to < from
	if night {
		day = day.AddDays(1)
	}
	s.ended = f.moment("end", end, day, zone)
	whole := Hours(s.ended.Unix() - s.started.Unix())
	switch {
	case len(f.Errors) > 0:
		return
	case whole <= 0:
		f.fault("end", "The end must lie after the start.")
	case night && whole > longestNight:
		f.fault("end", "The end lies before the start. Past midnight, an entry can last 12 hours at most.")
	case whole > longestEntry:
		f.fault("end", "One entry can hold 24 hours at most.")
	case typed && s.hours > whole:
		f.fault("duration", "That is longer than from start to end. Leave the end empty, and it follows from the start.")
	case !typed:
		s.hours = whole
	}
}

// moment is a time of day on a day in the business time zone.
func (f *Fields) moment(field, typed string, day Day, zone *time.Location) time.Time {
	seconds, ok := parseClock(typed)
	if !ok {
		f.fault(field, "Write the time as hours and minutes, like 09:30.")
		return time.Time{}
	}
	at, exists := day.At(seconds, zone)
	if !exists {
		f.fault(field, "The clocks skip this time on that day: they are set forward. Write a time before or after.")
	}
	return at
}
