package demodata_test

import (
	"context"
	"database/sql"
	"testing"

	"foyer/portal"
	"foyer/store/demodata"
)

func (d demo) named() sql.NamedArg { return sql.Named("today", string(d.today)) }

// Every printed name opens the door it is printed for, with the one password.
func loginsOpenTheirDoors(t *testing.T, d demo) {
	t.Helper()

	want, _ := cheapHash(demodata.Password)
	kinds := map[string]int{}
	for _, l := range d.logins {
		account, err := d.AccountByUsername(context.Background(), l.Username)
		if err != nil || account.PasswordHash != want {
			t.Errorf("%s: %v, %q", l.Username, err, account.PasswordHash)
		}
		if l.Door == portal.PortalDoor && !account.MayEnterPortal() || l.Door == portal.StaffDoor && !account.MayEnterStaff() {
			t.Errorf("%s does not pass the %s door", l.Username, l.Door)
		}
		if l.Who == "" || l.Shows == "" {
			t.Errorf("%s: nothing is said about it", l.Username)
		}
		kinds[kind(account)]++
	}
	for _, k := range []string{"client", "admin", "member", "member with a portal", "portal only"} {
		if kinds[k] == 0 {
			t.Errorf("no %s among %v", k, kinds)
		}
	}
}

func kind(a portal.Account) string {
	switch {
	case a.Kind == portal.ClientAccount:
		return "client"
	case a.PortalOnly:
		return "portal only"
	case a.IsAdmin():
		return "admin"
	case a.MayEnterPortal():
		return "member with a portal"
	}
	return "member"
}

// The staff's list of clients shows every state that a portal can be in.
func portalsAreInEveryState(t *testing.T, d demo) {
	t.Helper()
	summaries, err := d.ClientSummaries(context.Background(), portal.ClientFilter{})
	if err != nil {
		t.Fatal(err)
	}

	states := map[portal.PortalState]int{}
	for _, c := range summaries {
		states[c.PortalState()]++
	}
	for _, state := range []portal.PortalState{portal.PortalOff, portal.PortalNoPassword, portal.PortalInactive, portal.PortalOn} {
		if states[state] == 0 {
			t.Errorf("no portal is %q: %v", state, states)
		}
	}
}

func oneClientHasNothingYet(t *testing.T, d demo) {
	t.Helper()
	client := d.client(t, "hollyhock")

	d.none(t, "projects", "projects WHERE client_id = ?", client)
	d.none(t, "entries", "time_entries WHERE client_id = ?", client)
	d.none(t, "invoices", "invoices WHERE client_id = ?", client)
}
