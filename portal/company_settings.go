package portal

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// CompanySettings is all that admins set for the company. Settings is the part of it
// that every request reads.
type CompanySettings struct {
	Settings
	InvoicePrefix string
	NextNumber    int64 // the number that the next invoice with this prefix gets
	KeepNumber    bool  // an edit that leaves the sequence of numbers as it is
	InvoiceTerms  string
	InvoiceNotes  string
	Revision      int64 // raised by every edit
}

// Bounds of what can be set; the schema has the same.
const (
	shortestSession       = time.Minute
	longestPortalSession  = 720 * time.Hour
	longestStaffSession   = 24 * time.Hour
	leastPasswordLength   = 8
	longestPasswordLength = 64
	longestPrefix         = 20
	mostInvoices          = 1_000_000_000
)

// NumberTakenError says that a next number would give an invoice's number again.
type NumberTakenError struct{ Highest int64 }

func (e *NumberTakenError) Error() string {
	return "the numbers up to " + strconv.FormatInt(e.Highest, 10) + " are taken"
}

// Fault is the message for the field of the next number.
func (e *NumberTakenError) Fault() FieldError {
	return FieldError{"next_number", "Invoices with this prefix go up to " + strconv.FormatInt(e.Highest, 10) + ". Write " + strconv.FormatInt(e.Highest+1, 10) + " or more."}
}

// HighestNumber is the highest number that invoices with a prefix bear; zero where none
// does. What stands between prefix and number is not part of either.
func HighestNumber(prefix string, numbers []string) (highest int64) {
	for _, number := range numbers {
		rest, found := strings.CutPrefix(number, prefix)
		if !found {
			continue
		}
		if n, err := strconv.ParseInt(strings.TrimLeft(rest, "-/ "), 10, 64); err == nil {
			highest = max(highest, n)
		}
	}
	return highest
}

var invoicePrefix = regexp.MustCompile(`^[A-Za-z0-9/-]*$`)

// Prefix is what stands before an invoice's number; it may be empty.
func (f *Fields) Prefix(field, typed string) string {
	s := strings.TrimSpace(typed)
	switch {
	case !invoicePrefix.MatchString(s):
		f.fault(field, "Use letters, digits, - and / only.")
	case len(s) > longestPrefix:
		f.fault(field, "Use at most "+strconv.Itoa(longestPrefix)+" characters.")
	}
	return s
}

// Whole is a whole number within bounds.
func (f *Fields) Whole(field, typed string, least, most int64) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(typed), 10, 64)
	if err != nil || n < least || n > most {
		f.fault(field, "Write a whole number from "+strconv.FormatInt(least, 10)+" to "+strconv.FormatInt(most, 10)+".")
	}
	return n
}

// Span is a span of time within bounds, as ParseSpan reads it.
func (f *Fields) Span(field, typed string, least, most time.Duration) time.Duration {
	span, ok := ParseSpan(typed)
	switch {
	case !ok:
		f.fault(field, "Write a time like 2 h, 45 min or 1 h 30 min.")
	case span < least || span > most:
		f.fault(field, "Write a time from "+SpanWords(least)+" to "+SpanWords(most)+".")
	}
	return span
}

// Sessions are the two limits of a door's sessions. One can't rest for longer than it lasts.
func (f *Fields) Sessions(door, idle, absolute string, most time.Duration) SessionTimes {
	before := len(f.Errors)
	t := SessionTimes{
		Idle:     f.Span(door+"_idle", idle, shortestSession, most),
		Absolute: f.Span(door+"_absolute", absolute, shortestSession, most),
	}
	if len(f.Errors) == before && t.Idle > t.Absolute {
		f.fault(door+"_absolute", "This must not be shorter than the time without activity.")
	}
	return t
}
