package portal

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// Grouping says what makes a line of an invoice from hours.
type Grouping string

// The groupings that the form offers.
const (
	ByProject Grouping = "project"
	ByEntry   Grouping = "entry"
	ByDay     Grouping = "day"
	ByPerson  Grouping = "person"
)

// UnbilledEntry is a time entry on no invoice, with what pricing and naming it needs.
type UnbilledEntry struct {
	ID, Revision int64
	ProjectID    int64 // zero: booked on the client
	Project      string
	PersonID     int64
	Person       string
	Day          Day
	Seconds      int64 // negative ones correct others
	Notes        string
	Billable     bool // the entry and its project both are
	Running      bool // has no end yet
	Rates
}

// Bill is what a set of unbilled hours comes to: the lines, and what they leave out.
// Every entry is in one of its lines or in one of the sets left out.
type Bill struct {
	Lines    []DraftLine
	Billed   EntryTotals
	Subtotal int64 // of the lines, in minor units

	NoRate      EntryTotals // no rate is agreed for them
	NotBillable EntryTotals
	Running     int
	NoTime      EntryTotals // they add up to no thousandth of an hour
}

// billKey tells lines apart: two rates never share one.
type billKey struct {
	group string
	rate  int64
}

// BillHours makes lines of entries, in the order of their first entry for days and single
// entries, by name otherwise. ErrAmountTooLarge where a line or the sum can't be stored.
func BillHours(entries []UnbilledEntry, by Grouping) (Bill, error) {
	var b Bill
	groups := map[billKey][]UnbilledEntry{}
	var order []billKey
	for _, e := range entries {
		if b.leavesOut(e) {
			continue
		}
		key := billKey{by.of(e), *e.hourly()}
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], e)
	}
	if by == ByProject || by == ByPerson {
		slices.SortStableFunc(order, func(x, y billKey) int {
			return cmp.Or(cmp.Compare(by.name(groups[x][0]), by.name(groups[y][0])), cmp.Compare(x.rate, y.rate))
		})
	}
	for _, key := range order {
		if err := b.add(groups[key], by); err != nil {
			return Bill{}, err
		}
	}
	return b, nil
}

// leavesOut notes an entry that can't be billed as it is.
func (b *Bill) leavesOut(e UnbilledEntry) bool {
	switch {
	case e.Running:
		b.Running++
	case !e.Billable:
		b.NotBillable.add(e)
	case e.hourly() == nil:
		b.NoRate.add(e)
	default:
		return false
	}
	return true
}

func (t *EntryTotals) add(e UnbilledEntry) {
	t.Count++
	t.Hours += Hours(e.Seconds)
}

// add makes a line of entries that share a group and a rate. The time is rounded once,
// and what it costs is what the line then says.
func (b *Bill) add(entries []UnbilledEntry, by Grouping) error {
	var sum EntryTotals
	line := DraftLine{InvoiceLine: InvoiceLine{UnitPrice: *entries[0].hourly()}}
	for _, e := range entries {
		sum.add(e)
		line.Claims = append(line.Claims, EntryClaim{ID: e.ID, Revision: e.Revision, Seconds: e.Seconds})
	}
	if line.Quantity = QuantityOf(sum.Hours); line.Quantity == 0 {
		b.NoTime.Count += sum.Count
		b.NoTime.Hours += sum.Hours
		return nil
	}
	total, err := LineTotal(line.Quantity, line.UnitPrice)
	if err != nil || line.Quantity > maxQuantity || line.Quantity < -maxQuantity || outOfRange(b.Subtotal+total) {
		return ErrAmountTooLarge
	}

	line.Total, line.Hours, line.Description = total, sum.Hours, by.describe(entries)
	b.Lines = append(b.Lines, line)
	b.Subtotal += total
	b.Billed.Count += sum.Count
	b.Billed.Hours += sum.Hours
	return nil
}

// QuantityOf is a duration as a quantity of hours: thousandths, rounded half away from
// zero.
func QuantityOf(h Hours) Quantity {
	if h < 0 {
		return -QuantityOf(-h)
	}
	return Quantity((int64(h)*10 + 18) / 36)
}

// Fingerprint is the same for two bills that bill the same entries in the same lines, so
// that what is created is what was looked at.
func (b Bill) Fingerprint() string {
	h := sha256.New()
	for _, l := range b.Lines {
		fmt.Fprintf(h, "%q %d %d %d\n", l.Description, l.Quantity, l.UnitPrice, l.Total)
		for _, c := range l.Claims {
			fmt.Fprintf(h, "%d %d\n", c.ID, c.Seconds)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// of is what entries of one line have in common.
func (g Grouping) of(e UnbilledEntry) string {
	switch g {
	case ByEntry:
		return fmt.Sprint(e.ID)
	case ByDay:
		return string(e.Day)
	case ByPerson:
		return fmt.Sprint(e.PersonID)
	}
	return fmt.Sprint(e.ProjectID)
}

// name is what lines are sorted by.
func (g Grouping) name(e UnbilledEntry) string {
	switch {
	case g == ByPerson:
		return strings.ToLower(e.Person)
	case e.ProjectID == 0:
		return "\uffff" // last
	}
	return strings.ToLower(e.Project)
}

// describe names a line after what its entries share.
func (g Grouping) describe(entries []UnbilledEntry) string {
	first := entries[0]
	var parts []string
	if project := sharedProject(entries); project != "" {
		parts = append(parts, project)
	}
	switch g {
	case ByEntry, ByDay:
		parts = append(parts, first.Day.Long())
	case ByPerson:
		parts = append(parts, first.Person)
	}
	text := strings.Join(parts, ", ")
	if notes := strings.Join(strings.Fields(first.Notes), " "); g == ByEntry && notes != "" {
		text += ": " + notes
	}
	return Ellipsis(text, DescriptionLength)
}

// sharedProject is the project of all entries, "Work" where they are on none, and empty
// where they are on several.
func sharedProject(entries []UnbilledEntry) string {
	for _, e := range entries {
		if e.ProjectID != entries[0].ProjectID {
			return ""
		}
	}
	if entries[0].ProjectID == 0 {
		return "Work"
	}
	return entries[0].Project
}
