package demodata

import (
	"foyer/portal"
	"foyer/store"
)

func (t *teller) hash() string {
	hash := t.hashes[0]
	t.hashes = t.hashes[1:]
	return hash
}

func (t *teller) tellClient(c client) error {
	row := store.NewClient{
		Client: c.Client, Notes: c.notes, RateMinor: c.rate, Active: !c.inactive,
		PortalEnabled: c.access != portalOff, Username: c.username, InvoiceMail: c.invoiceMail,
	}
	if c.access == portalOn {
		row.PasswordHash = t.hash()
	}
	id, err := t.Client(row)
	if err != nil {
		return err
	}
	t.clientIDs = append(t.clientIDs, id)
	if c.access == portalOn && !c.inactive {
		t.logins = append(t.logins, Login{portal.PortalDoor, c.username, c.Name, c.shows})
	}
	return t.tellProjects(id, c.projects)
}

func (t *teller) tellProjects(id portal.ClientID, projects []project) error {
	ids := make([]int64, 0, len(projects))
	for _, p := range projects {
		project, err := t.Project(store.NewProject{
			Client: id, Name: p.name, Code: p.code, Description: p.description,
			Status: p.status, Billable: !p.fixed, RateMinor: p.rate, BudgetHours: p.hourBudget, BudgetMinor: p.moneyBudget,
		})
		if err != nil {
			return err
		}
		ids = append(ids, project)
	}
	t.projectIDs = append(t.projectIDs, ids)
	return nil
}

// tellPeople adds those of the studio first: time entries are theirs.
func (t *teller) tellPeople() error {
	for _, p := range t.people {
		id, err := t.User(store.NewUser{
			Username: p.username, FullName: p.fullName, Email: p.username + "@studio-halyard.example",
			Role: p.role, PasswordHash: t.hash(), PortalOf: t.clientCalled(p.portalOf),
		})
		if err != nil {
			return err
		}
		t.personIDs = append(t.personIDs, id)
		t.logins = append(t.logins, Login{portal.StaffDoor, p.username, p.fullName, showsStaff(p)})
	}
	for _, g := range guests() {
		_, err := t.User(store.NewUser{
			Username: g.username, FullName: g.fullName, Email: g.email,
			Role: portal.Member, PasswordHash: t.hash(), PortalOf: t.clientCalled(g.portalOf), PortalOnly: true,
		})
		if err != nil {
			return err
		}
		t.logins = append(t.logins, Login{portal.PortalDoor, g.username, g.fullName, "a person of her own in " + t.clients[0].Name})
	}
	return nil
}

func showsStaff(p person) string {
	switch {
	case p.role == portal.Admin:
		return "the staff side, as an admin; sees any client's portal"
	case p.portalOf != "":
		return "the staff side, and the portal of a client too"
	}
	return "the staff side, as a member"
}

// clientCalled finds a client by its sign-in name; zero where there is no name.
func (t *teller) clientCalled(username string) portal.ClientID {
	for n, c := range t.clients {
		if username != "" && c.username == username {
			return t.clientIDs[n]
		}
	}
	return 0
}
