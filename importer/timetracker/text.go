package timetracker

import (
	"strings"
	"unicode/utf8"
)

// cleanText takes out what cannot be shown or stored: NUL, and bytes that are no UTF-8.
func cleanText(s string) string {
	if utf8.ValidString(s) && !strings.Contains(s, "\x00") {
		return s
	}
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}
