package views

import (
	"strconv"
	"testing"
)

func TestAShelfKeepsWhatWasFoundAndNoMoreThanItHolds(t *testing.T) {
	t.Parallel()
	s, searches := shelf[string]{most: 3}, 0
	find := func(name string) string { searches++; return "found " + name }
	for range 5 {
		if got := s.get("a", find); got != "found a" || searches != 1 {
			t.Fatalf("get = %q after %d searches, want one search", got, searches)
		}
	}
	for i := range 100 {
		name := strconv.Itoa(i)
		if got := s.get(name, find); got != "found "+name {
			t.Fatalf("get(%q) = %q", name, got)
		}
		if kept := len(*s.kept.Load()); kept > 3 {
			t.Fatalf("%d names are kept, the shelf holds 3", kept)
		}
	}
}
