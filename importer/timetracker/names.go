package timetracker

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"foyer/portal"
)

// longestName is how many characters of a sign-in name can be looked up, less some for
// a number after it.
const longestName = 80 - 6

// wish is a name that has to be the only one of its kind, and who would have it.
type wish[K comparable] struct {
	who  K
	name string
}

// assign gives everyone a name of their own, in order: the first to wish for a name gets
// it, later ones get it with -2, -3 and so on, but never one that another goes by. Names
// in taken are not free; those given are added.
func assign[K comparable](wishes []wish[K], taken map[string]bool) map[K]string {
	names := map[K]string{}
	var late []wish[K]
	for _, w := range wishes {
		if taken[w.name] {
			late = append(late, w)
			continue
		}
		names[w.who] = w.name
		taken[w.name] = true
	}

	for _, w := range late {
		name := w.name
		for n := 2; taken[name]; n++ {
			name = w.name + "-" + strconv.Itoa(n)
		}
		names[w.who] = name
		taken[name] = true
	}
	return names
}

// signInName is a name as it is stored and looked up.
func signInName(typed string) string {
	name := portal.NormalizeUsername(cleanText(typed))
	if utf8.RuneCountInString(name) > longestName {
		name = strings.TrimSpace(string([]rune(name)[:longestName]))
	}
	return name
}
