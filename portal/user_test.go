package portal_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"foyer/portal"
)

func TestUserForm(t *testing.T) {
	t.Parallel()
	clients := []portal.AssignableClient{{ID: 3, Name: "Acme", Active: true}, {ID: 4, Name: "Old"}}
	good := portal.UserForm{Username: " Ben ", FullName: " Ben B ", Email: "ben@example.com", Role: "member", Active: true, Revision: "7"}
	with := func(change func(*portal.UserForm)) portal.UserForm {
		f := good
		change(&f)
		return f
	}
	for name, test := range map[string]struct {
		form  portal.UserForm
		field string // with a fault; empty where there is none
	}{
		"good":                      {good, ""},
		"an old name stays":         {with(func(f *portal.UserForm) { f.Username = "ÉLS van dam" }), ""},
		"no such new name":          {with(func(f *portal.UserForm) { f.Username = "béla" }), "username"},
		"no name":                   {with(func(f *portal.UserForm) { f.Username = " " }), "username"},
		"a role that is none":       {with(func(f *portal.UserForm) { f.Role = "ADMIN" }), "role"},
		"a box without a client":    {with(func(f *portal.UserForm) { f.PortalEnabled = true }), "client_id"},
		"a client that is none":     {with(func(f *portal.UserForm) { f.PortalEnabled, f.Client = true, "5" }), "client_id"},
		"no number":                 {with(func(f *portal.UserForm) { f.PortalEnabled, f.Client = true, "3 " }), "client_id"},
		"a client":                  {with(func(f *portal.UserForm) { f.PortalEnabled, f.Client = true, "3" }), ""},
		"an assigned inactive one":  {with(func(f *portal.UserForm) { f.PortalEnabled, f.Client = true, "4" }), ""},
		"portal only":               {with(func(f *portal.UserForm) { f.PortalEnabled, f.Client, f.PortalOnly = true, "3", true }), ""},
		"portal only, of nobody":    {with(func(f *portal.UserForm) { f.PortalOnly = true }), "portal_only"},
		"portal only, but an admin": {with(func(f *portal.UserForm) { f.PortalEnabled, f.Client, f.PortalOnly, f.Role = true, "3", true, "admin" }), "portal_only"},
		"an address that is none":   {with(func(f *portal.UserForm) { f.Email = "ben" }), "email"},
		"a name of two lines":       {with(func(f *portal.UserForm) { f.FullName = "a\nb" }), "full_name"},
	} {
		u, faults := test.form.Parse("éls van dam", clients)
		if test.field == "" {
			if len(faults) > 0 || u.Revision != 7 || u.Username != portal.NormalizeUsername(test.form.Username) {
				t.Errorf("%s: %+v, %v", name, u, faults)
			}
			continue
		}
		if len(faults) != 1 || faults[0].Field != test.field || faults[0].Message == "" {
			t.Errorf("%s: %v", name, faults)
		}
	}
	// A client that was chosen while the box is clear is not kept.
	if u, _ := with(func(f *portal.UserForm) { f.Client = "3" }).Parse("", clients); u.ClientID != 0 {
		t.Errorf("client %d", u.ClientID)
	}
}

// A form gives back what it was made of.
func TestUserFormRoundTrip(t *testing.T) {
	t.Parallel()
	u := portal.UserRecord{Username: "ben", FullName: "Ben B", Email: "b@example.com", Role: portal.Member, Active: true, PortalEnabled: true, ClientID: 3, PortalOnly: true, Revision: 9}
	got, faults := u.Form().Parse("", []portal.AssignableClient{{ID: 3}})
	if diff := cmp.Diff(u, got); diff != "" || len(faults) > 0 {
		t.Error(diff, faults)
	}
}

func TestUserChanges(t *testing.T) {
	t.Parallel()
	was := portal.UserRecord{Username: "ben", Role: portal.Member, Active: true}
	is := portal.UserRecord{Username: "benno", Email: "b@example.com", Role: portal.Admin, PortalEnabled: true, ClientID: 3}
	if got := was.Changes(was); got != "" {
		t.Errorf("nothing changed: %q", got)
	}
	want := "username from ben to benno, e-mail from nothing to b@example.com, role from member to admin, state from active to inactive, portal access from nothing to client 3"
	if got := was.Changes(is); got != want {
		t.Errorf("%q", got)
	}
	is.PortalOnly = true
	if got := was.Changes(is); !strings.HasSuffix(got, "client 3 and no staff side") {
		t.Errorf("%q", got)
	}
}

func TestUserAccess(t *testing.T) {
	t.Parallel()
	for want, u := range map[string]portal.UserRecord{
		"admin": {Role: portal.Admin, ClientID: 3},
		"member with portal access to client 3 and no staff side": {Role: portal.Member, PortalEnabled: true, ClientID: 3, PortalOnly: true},
	} {
		if got := u.Access(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestKeepsAdmin(t *testing.T) {
	t.Parallel()
	for left, want := range map[int]error{0: portal.ErrLastAdmin, 1: nil, 2: nil} {
		if got := portal.KeepsAdmin(left); got != want {
			t.Errorf("%d left: %v", left, got)
		}
	}
}

// C08: one rule for new passwords, the first fault alone.
func TestCheckNewPassword(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"elevenchars": "Use at least 12 characters.", " BÉLA BARTÓK ": "Do not use a name as the password.", "oaks and  !  ": "",
	} {
		if got := portal.CheckNewPassword(typed, 12, "", "Béla Bartók"); got != want {
			t.Errorf("%q: %q", typed, got)
		}
	}
	if portal.CheckTwice("a", "a") != "" || portal.CheckTwice("a", "a ") == "" {
		t.Error("typed twice")
	}
}
