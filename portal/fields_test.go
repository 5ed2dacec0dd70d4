package portal_test

import (
	"testing"

	"foyer/portal"
)

// A name that leaves no ink can be neither read nor clicked.
func TestRequiredIsSeen(t *testing.T) {
	t.Parallel()
	for typed, seen := range map[string]bool{
		"": false, " \u00a0\u3000": false, "\u200b": false, "\u202e\u200d\ufeff": false, "a": true, "\u202ea": true, "é": true, "名": true, "👩‍👧": true, "%": true,
	} {
		var f portal.Fields
		f.Required("name", typed, "Give a name.")
		if (len(f.Errors) == 0) != seen {
			t.Errorf("%q: %v", typed, f.Errors)
		}
	}
}
