package portal

import (
	"cmp"
	"slices"
	"time"
)

// WorkedHours is what a person finished on one project, or on a client without one.
type WorkedHours struct {
	PersonID  int64
	Person    string
	Client    string
	ProjectID int64 // zero: booked on the client
	Project   string
	Hours     Hours
}

// NamedHours is a bar of a chart.
type NamedHours struct {
	Name  string
	Hours Hours
}

// HoursByPerson adds up work person by person, most first.
func HoursByPerson(work []WorkedHours) []NamedHours {
	return sumNamed(work, func(w WorkedHours) (any, string) { return w.PersonID, w.Person })
}

// HoursByNamedProject adds up work project by project, most first. As two clients may
// have a project of one name, each says whose it is.
func HoursByNamedProject(work []WorkedHours) []NamedHours {
	type key struct {
		client  string
		project int64
	}
	return sumNamed(work, func(w WorkedHours) (any, string) {
		name := w.Project
		if w.ProjectID == 0 {
			name = "No project"
		}
		return key{w.Client, w.ProjectID}, name + ", " + w.Client
	})
}

func sumNamed(work []WorkedHours, name func(WorkedHours) (any, string)) (sums []NamedHours) {
	places := map[any]int{}
	for _, w := range work {
		key, name := name(w)
		i, found := places[key]
		if !found {
			i = len(sums)
			places[key] = i
			sums = append(sums, NamedHours{Name: name})
		}
		sums[i].Hours += w.Hours
	}
	slices.SortStableFunc(sums, func(a, b NamedHours) int {
		return cmp.Or(cmp.Compare(b.Hours, a.Hours), cmp.Compare(a.Name, b.Name))
	})
	return sums
}

// PortalSignIn is the last time that somebody signed in who reads a client's portal.
type PortalSignIn struct {
	Client ClientID
	Name   string // the client's
	Person string // the user's; empty where the client itself signed in
	At     time.Time
}

// FirstSteps says which steps a new studio has taken.
type FirstSteps struct{ Company, Client, Project, Hours, Invoice bool }

// Done says that nothing is left to lead to.
func (s FirstSteps) Done() bool { return s.Company && s.Client && s.Project && s.Hours && s.Invoice }
