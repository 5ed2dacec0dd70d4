package portal

import (
	"strings"
	"unicode/utf8"
)

// Clip cuts a text to so many bytes, never inside a character.
func Clip(s string, bytes int) string {
	if len(s) <= bytes {
		return s
	}
	for bytes > 0 && !utf8.RuneStart(s[bytes]) {
		bytes--
	}
	return s[:bytes]
}

// Ellipsis cuts a text to so many characters and shows that it did.
func Ellipsis(s string, characters int) string {
	if utf8.RuneCountInString(s) <= characters {
		return s
	}
	return strings.TrimRight(string([]rune(s)[:characters-1]), " ") + "…"
}
