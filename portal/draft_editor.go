package portal

import (
	"slices"
	"strconv"
	"strings"
)

// FormSums is what a form comes to while it is typed. What can't be read yet counts for
// nothing and is said.
type FormSums struct {
	DraftSums
	Lines     []*int64 // of each line, in minor units; nil where it can't be read
	Unread    []int    // numbers of the lines in which something was typed that can't be read
	TaxRateBP int64
	TaxUnread bool
	TooLarge  bool // together; the sums are zero then
}

// Sums adds up what can be read.
func (t DraftForm) Sums(decimals int) FormSums {
	s := FormSums{Lines: make([]*int64, len(t.Lines))}
	var tax Fields
	s.TaxRateBP = tax.taxRate("tax_rate", t.TaxRate)
	s.TaxUnread = len(tax.Errors) > 0
	var totals []int64
	for i, l := range t.Lines {
		switch total, ok := l.total(decimals); {
		case ok:
			s.Lines[i] = &total
			totals = append(totals, total)
		case !l.blank():
			s.Unread = append(s.Unread, i+1)
		}
	}
	sums, err := SumLines(totals, s.TaxRateBP)
	s.DraftSums, s.TooLarge = sums, err != nil
	return s
}

// total is quantity times price; false where one of them can't be read or the product is
// too large.
func (l LineForm) total(decimals int) (int64, bool) {
	var f Fields
	quantity, price := f.quantity("quantity", l.Quantity), f.unitPrice("price", l.UnitPrice, decimals)
	total, err := LineTotal(quantity, price)
	return total, err == nil && len(f.Errors) == 0
}

// Press carries out what a button of the form says: "add" a line at the end, or take the
// line "up.3", "down.3" or away, "remove.3". It returns the id of the control to go on
// from; anything else does nothing. Nothing typed is lost.
func (t *DraftForm) Press(button string) (focus string) {
	what, number, _ := strings.Cut(button, ".")
	n, _ := strconv.Atoi(number)
	known := n >= 1 && n <= len(t.Lines)
	switch {
	case what == "add" && len(t.Lines) < MaxInvoiceLines:
		t.Lines = append(t.Lines, NewLine)
		return LineFields(len(t.Lines)).Description
	case what == "up" && known && n > 1:
		return t.swap(n, n-1, "up", "down")
	case what == "down" && known && n < len(t.Lines):
		return t.swap(n, n+1, "down", "up")
	case what == "remove" && known:
		t.Lines = slices.Delete(t.Lines, n-1, n)
		return "add"
	}
	return ""
}

// swap moves a line to its neighbour's place. The focus goes along, to the button that
// moves it back where it can go no further.
func (t *DraftForm) swap(n, to int, same, back string) (focus string) {
	t.Lines[n-1], t.Lines[to-1] = t.Lines[to-1], t.Lines[n-1]
	if same == "up" && to == 1 || same == "down" && to == len(t.Lines) {
		same = back
	}
	return same + "_" + strconv.Itoa(to)
}
