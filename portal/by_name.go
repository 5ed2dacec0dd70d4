package portal

import (
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// SortByName puts a list into the order in which people look names up: by the Unicode
// collation algorithm's root order (UTS #10), where Ō stands with O. Equal names keep
// their order.
func SortByName[T any](list []T, name func(T) string) {
	order := collate.New(language.Und)
	var keys collate.Buffer
	type row struct {
		key  []byte
		item T
	}
	rows := make([]row, len(list))
	for i, item := range list {
		rows[i] = row{order.KeyFromString(&keys, name(item)), item}
	}

	slices.SortStableFunc(rows, func(a, b row) int { return slices.Compare(a.key, b.key) })
	for i, r := range rows {
		list[i] = r.item
	}
}
