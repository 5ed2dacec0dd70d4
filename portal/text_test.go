package portal_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"foyer/portal"
)

func TestClipKeepsCharactersWhole(t *testing.T) {
	t.Parallel()
	long := "a" + strings.Repeat("é", 60)
	for n := range len(long) + 2 {
		got := portal.Clip(long, n)
		if !utf8.ValidString(got) || len(got) > n || n >= len(long) && got != long || n < len(long) && n-len(got) > 1 {
			t.Errorf("to %d bytes: %q", n, got)
		}
	}
}
