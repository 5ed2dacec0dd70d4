package portal

import (
	"net/url"
	"slices"
	"strconv"
)

// Groupings are all that the form offers, in its order.
var Groupings = []Grouping{ByProject, ByEntry, ByDay, ByPerson}

// BillQuery is which hours to bill, and how, as it was typed.
type BillQuery struct{ Client, Project, From, To, Group string }

// BillChoice is a BillQuery that was read. Without a client nothing is chosen yet.
type BillChoice struct {
	Client ClientID
	Filter EntryFilter
	Group  Grouping
}

// Parse reads what was typed; one line a project where nothing else is chosen.
func (q BillQuery) Parse() (BillChoice, []FieldError) {
	var f Fields
	c := BillChoice{Group: Grouping(q.Group)}
	if q.Client != "" {
		id, ok := ParseID(q.Client)
		if c.Client = ClientID(id); !ok {
			f.fault("client_id", "Choose a client from the list.")
		}
	}
	switch {
	case q.Group == "":
		c.Group = ByProject
	case !slices.Contains(Groupings, c.Group):
		f.fault("group", "Choose from the list.")
	}
	filter, _, errs := EntryQuery{ProjectID: q.Project, From: q.From, To: q.To}.Parse()
	c.Filter = filter
	return c, append(f.Errors, errs...)
}

// Values is the choice as URL parameters, without those that hold the default.
func (c BillChoice) Values() url.Values {
	v := c.Filter.Values()
	if c.Client != 0 {
		v.Set("client_id", strconv.FormatInt(int64(c.Client), 10))
	}
	if c.Group != ByProject && c.Group != "" {
		v.Set("group", string(c.Group))
	}
	return v
}
