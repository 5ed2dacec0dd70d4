package timetracker

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// planNumbers gives every invoice of the source a number: its own, unless an invoice
// made in Foyer or an earlier one of the source has it.
func (im *importer) planNumbers(ctx context.Context) (map[int64]string, error) {
	known, err := im.dst.KnownNumbers(ctx)
	if err != nil {
		return nil, err
	}
	taken, holders := map[string]bool{}, map[string]int64{}
	for _, k := range known {
		if k.SourceID.Valid {
			holders[k.Number] = k.SourceID.Int64
		} else {
			taken[k.Number] = true
		}
	}

	var wishes []wish[int64]
	err = im.src.scan(ctx, "invoices", []string{"id", "invoice_number"}, func(r *row) {
		number := strings.TrimSpace(r.text("invoice_number"))
		if number == "" {
			number = fmt.Sprintf("TT-%d", r.id)
			im.report.odd("invoices", r.id, "has no number; it got one made of its id")
		}
		wishes = append(wishes, wish[int64]{r.id, number})
	})
	numbers := assign(wishes, taken)
	for _, w := range wishes {
		number := numbers[w.who]
		if number != w.name {
			im.report.odd("invoices", w.who, "has a number that another invoice has; it got a new one", "now "+quoted(number))
		}
		if holder, held := holders[number]; held && holder != w.who {
			im.report.odd("invoices", holder, "had a number that the source has given to another invoice since", quoted(number))
			err = errors.Join(err, im.dst.SetNumberAside(ctx, number))
		}
	}
	return numbers, err
}
