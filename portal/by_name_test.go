package portal_test

import (
	"slices"
	"testing"

	"foyer/portal"
)

func TestSortByName(t *testing.T) {
	t.Parallel()
	names := []string{"Zoo", "Ōkami", "ångström", "Papa", "zoë", "Café", "cafe", "", "Nova", "Ökonom", "2nd", "10th"}
	want := []string{"", "10th", "2nd", "ångström", "cafe", "Café", "Nova", "Ōkami", "Ökonom", "Papa", "zoë", "Zoo"}
	portal.SortByName(names, func(s string) string { return s })
	if !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
}
