package portal

import (
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fields reads the fields of a form one by one and gathers what is wrong with them,
// one message a field, so that all are told at once.
type Fields struct{ Errors []FieldError }

func (f *Fields) fault(field, message string) {
	f.Errors = append(f.Errors, FieldError{field, message})
}

// Lengths of texts, in characters.
const (
	LineLength = 200    // a name, a number, an address of one line
	TextLength = 10_000 // notes, terms, postal addresses
)

// Line is a text of one line: trimmed, no line breaks.
func (f *Fields) Line(field, typed string) string {
	s := strings.TrimSpace(typed)
	switch {
	case utf8.RuneCountInString(s) > LineLength:
		f.fault(field, "Use at most "+strconv.Itoa(LineLength)+" characters.")
	case strings.ContainsFunc(s, isControl):
		f.fault(field, "Write this on one line.")
	}
	return s
}

// Required is a Line that must not be empty; missing is what to say then.
func (f *Fields) Required(field, typed, missing string) string {
	s := f.Line(field, typed)
	if !strings.ContainsFunc(s, isSeen) {
		f.fault(field, missing)
	}
	return s
}

// isSeen is false for what leaves no ink: a name of such characters could not be clicked.
func isSeen(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) }

// Text is a text of any lines, their ends written the same way everywhere.
func (f *Fields) Text(field, typed string) string {
	s := strings.TrimSpace(strings.ReplaceAll(strings.ReplaceAll(typed, "\r\n", "\n"), "\r", "\n"))
	switch {
	case utf8.RuneCountInString(s) > TextLength:
		f.fault(field, "Use at most "+strconv.Itoa(TextLength)+" characters.")
	case strings.ContainsFunc(s, func(r rune) bool { return isControl(r) && r != '\n' && r != '\t' }):
		f.fault(field, "This holds characters that cannot be printed.")
	}
	return s
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

// Email is an address, or empty. A name beside it or a quoted part is refused: it must
// fit a mail's header as it is.
func (f *Fields) Email(field, typed string) string {
	s := f.Line(field, typed)
	if s == "" {
		return ""
	}
	if !IsMailAddress(s) {
		f.fault(field, "Write an address like name@example.com.")
	}
	return s
}

// IsMailAddress takes bare addresses alone, of at most 254 bytes. Quoted local parts are
// refused: they can hold what a server reads as something else (CVE-2025-59937).
func IsMailAddress(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && a.Name == "" && len(s) <= 254 && !strings.ContainsAny(s, "\"<> ") && !strings.ContainsFunc(s, isControl)
}

// Currency is an ISO 4217 code that known says exists.
func (f *Fields) Currency(field, typed string, known []string) string {
	s := strings.ToUpper(strings.TrimSpace(typed))
	if !slices.Contains(known, s) {
		f.fault(field, "Choose a currency from the list.")
	}
	return s
}

// Amount is an amount of money in minor units, nil if empty. decimals is how many the
// currency has.
func (f *Fields) Amount(field, typed string, decimals int) *int64 {
	if strings.TrimSpace(typed) == "" {
		return nil
	}
	minor, ok := ParseAmount(typed, decimals)
	switch {
	case !ok:
		f.fault(field, "Write an amount like 1234.50.")
	case minor < 0:
		f.fault(field, "The amount must not be negative.")
	case minor > maxMinor:
		f.fault(field, "The amount is too large.")
	}
	return &minor
}
