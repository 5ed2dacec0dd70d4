package portal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"foyer/portal"
)

// Two people of one name are two, and so are two clients' projects of one name.
func TestWorkIsAddedUp(t *testing.T) {
	t.Parallel()
	work := []portal.WorkedHours{
		{PersonID: 1, Person: "Sam", Client: "Acme", ProjectID: 1, Project: "Site", Hours: 10},
		{PersonID: 1, Person: "Sam", Client: "Bolt", ProjectID: 2, Project: "Site", Hours: 25},
		{PersonID: 2, Person: "Sam", Client: "Acme", ProjectID: 1, Project: "Site", Hours: 20},
		{PersonID: 3, Person: "Ada", Client: "Acme", Hours: 20},
		{PersonID: 3, Person: "Ada", Client: "Bolt", Hours: 5},
	}
	people := []portal.NamedHours{{Name: "Sam", Hours: 35}, {Name: "Ada", Hours: 25}, {Name: "Sam", Hours: 20}}
	if diff := cmp.Diff(people, portal.HoursByPerson(work)); diff != "" {
		t.Error(diff)
	}
	projects := []portal.NamedHours{{Name: "Site, Acme", Hours: 30}, {Name: "Site, Bolt", Hours: 25}, {Name: "No project, Acme", Hours: 20}, {Name: "No project, Bolt", Hours: 5}}
	if diff := cmp.Diff(projects, portal.HoursByNamedProject(work)); diff != "" {
		t.Error(diff)
	}
	if portal.HoursByPerson(nil) != nil {
		t.Error("hours out of nothing")
	}
}

func TestTotalUnbilled(t *testing.T) {
	t.Parallel()
	hours, worth := portal.TotalUnbilled([]portal.Unbilled{
		{Hours: 10, Worth: 5, Currency: "EUR"}, {Hours: 1, Worth: 7, Currency: "USD"}, {Unpriced: 4, Currency: "CHF"}, {Hours: 2, Worth: 6, Unpriced: 1, Currency: "EUR"},
	})
	if diff := cmp.Diff([]portal.Money{{Minor: 11, Currency: "EUR"}, {Minor: 7, Currency: "USD"}}, worth); diff != "" || hours != 18 {
		t.Errorf("%d %s", hours, diff)
	}
}
