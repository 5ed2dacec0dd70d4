package timetracker_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"foyer/importer/timetracker"
	"foyer/portal"
	"foyer/store/storetest"
)

// oneHash is the password "portal-Pass1!" as a newer TimeTracker keeps it.
const oneHash = "pbkdf2:sha256:1000$abcdefghijklmnop$9ba15bdacb7a13f42bd4a3ae97863fac1800be0bf52ee9fa8fcd4aad47c98beb"

// crowd is a source with names that clash and rights that contradict each other.
func crowd(t *testing.T) *sourceDB {
	t.Helper()
	source := emptySource(t)
	source.exec(`INSERT INTO settings (id, timezone, currency) VALUES (1, 'Europe/Brussels', 'EUR')`)
	client := func(id int, name, username string, enabled, hash any) {
		source.exec(`INSERT INTO clients (id, name, status, portal_enabled, portal_username, portal_password_hash, created_at)
			VALUES (?, ?, 'active', ?, nullif(?, ''), ?, '2025-01-01')`, id, name, enabled, username, hash)
	}
	client(1, "First", "Acme", 1, oneHash)
	client(2, "Second", "acme", "true", oneHash)
	client(3, "Third", " ACME ", 1, oneHash)
	client(4, "Goes by acme-2", "acme-2", 1, oneHash)
	client(5, "No name", "", 1, oneHash)
	client(6, "Odd name", "Żółw i spółka", 1, oneHash)
	client(7, "Closed", "closed", "false", oneHash)
	client(8, "Long", strings.Repeat("x", 90), 1, nil)
	client(9, "Broken", "a\x00b\xff", 1, "bcrypt$whatever")
	source.exec(`INSERT INTO users (id, username, role, is_active, password_hash, portal_only, client_portal_enabled, client_id) VALUES
		(1, 'acme', 'admin', 1, ?1, 'true', 0, NULL),
		(2, 'Eva', 'viewer', 'true', ?1, 1, 1, 1),
		(3, 'eva', 'user', 1, NULL, 0, 1, 99),
		(4, '  ', 'user', 1, NULL, 0, 1, NULL),
		(5, 'gone', 'USER', 'f', ?1, 0, 0, 2)`, oneHash)
	return source
}

func TestSignInNames(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), crowd(t)
	r := source.importInto(db)
	if got := db.Text("SELECT group_concat(coalesce(portal_username, '-') || portal_enabled, ' ') FROM (SELECT * FROM clients ORDER BY id)"); got !=
		"acme1 acme-31 acme-41 acme-21 -0 żółw i spółka1 closed0 "+strings.Repeat("x", 74)+"1 ab\uFFFD1" {
		t.Errorf("clients %s", got)
	}
	if got := db.Text("SELECT group_concat(username || ':' || role || ':' || active || portal_only || client_portal_enabled || (client_id IS NULL), ' ') FROM (SELECT * FROM users ORDER BY id)"); got !=
		"acme-5:admin:1001 eva:member:1110 eva-2:member:1001 user-4:member:1001 gone:member:0000" {
		t.Errorf("users %s", got)
	}
	wantNames(t, r)
	wantSecondTheSame(t, db, source)
}

func TestOddAccounts(t *testing.T) {
	t.Parallel()
	r := crowd(t).importInto(storetest.New(t))
	wantAllOdd(t, r, "clients", map[string]string{
		"without a portal username":         "5",
		"refused for a new account":         `6 ("żółw i spółka"), 8 ("` + strings.Repeat("x", 60) + `…"), 9 ("ab�")`,
		"password of an unknown kind":       "9",
		"portal access and no password yet": "8, 9",
	})
	wantAllOdd(t, r, "users", map[string]string{
		"unknown role; taken as member": `2 (role "viewer")`,
		"admin and portal-only":         "1",
		"client that does not exist":    "3",
		"but no client":                 "4",
		"has no username":               "4",
		"has no password yet":           "3, 4",
	})
	if r.NextStep != "" {
		t.Errorf("the admin has a password, and the report says %q", r.NextStep)
	}
}

// C08: passwords of the original go on working, through the doors that the rights open.
func TestImportedPasswordsOfClientsAndUsers(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	crowd(t).importInto(db)
	for name, portalDoor := range map[string]bool{"acme-3": true, "eva": true, "closed": false, "acme-5": false} {
		a, err := db.AccountByUsername(context.Background(), name)
		ok, _, wrong := portal.VerifyPassword(a.PasswordHash, "portal-Pass1!")
		if err != nil || !ok || wrong != nil || a.MayEnterPortal() != portalDoor || a.MayEnterStaff() != (name == "acme-5") {
			t.Errorf("%s: %+v, password %v %v %v", name, a, ok, err, wrong)
		}
	}
}

func TestSetUpTokensAreNotTakenOver(t *testing.T) {
	t.Parallel()
	db, source := storetest.New(t), newSource(t)
	source.exec("UPDATE clients SET portal_enabled = 1, portal_username = 'acme', password_setup_token = 'a secret token'")
	source.exec("INSERT INTO clients (id, name, password_setup_token, created_at) VALUES (2, 'Other', '', '2025-01-01')")
	r := source.importInto(db)
	wantOdd(t, r, "clients", "has a set-up token; not taken over", "1")
	if db.Int("SELECT count(*) FROM clients WHERE password_setup_token IS NOT NULL") != 0 || strings.Contains(printed(t, r), "secret") {
		t.Error("a set-up token was taken over or printed")
	}
}

// Whoever imports must learn how to get in.
func TestReportSaysHowAnAdminGetsIn(t *testing.T) {
	t.Parallel()
	const none = "There is no active admin: foyer admin create NAME makes one."
	for _, c := range []struct{ change, here, want string }{
		{"", "", none},
		{"UPDATE users SET role = 'admin', is_active = 0", "", none},
		{"UPDATE users SET role = 'admin'", "", `No admin has a password yet: foyer admin reset-password els sets one for "els".`},
		{"UPDATE users SET role = 'admin', username = 'Els van Dam'", "", `No admin has a password yet: foyer admin reset-password "els van dam" sets one for "els van dam".`},
		{"UPDATE users SET role = 'admin', password_hash = 'sha1$x$00'", "", `No admin has a password yet: foyer admin reset-password els sets one for "els".`},
		{"UPDATE users SET role = 'admin', password_hash = '" + oneHash + "'", "", ""},
		{"", "admin", ""},
	} {
		db, source := storetest.New(t), newSource(t)
		if c.change != "" {
			source.exec(c.change)
		}
		if c.here != "" {
			db.User(storetest.User{Username: c.here, Role: portal.Admin})
		}
		r := source.importInto(db)
		if r.NextStep != c.want || !strings.HasSuffix(printed(t, r), "\n"+c.want+"\n") && c.want != "" {
			t.Errorf("%+v: %q", c, r.NextStep)
		}
	}
}

func wantNames(t *testing.T, r *timetracker.Report) {
	t.Helper()
	var got []string
	for _, n := range r.Names {
		got = append(got, fmt.Sprintf("%s %d %s>%s", n.Kind, n.SourceID, n.Was[:min(len(n.Was), 8)], n.Is[:min(len(n.Is), 8)]))
	}
	want := "client 2 acme>acme-3, client 3  ACME >acme-4, client 8 xxxxxxxx>xxxxxxxx, user 1 acme>acme-5, user 3 eva>eva-2"
	if list := strings.Join(got, ", "); list != want {
		t.Errorf("names %s, want %s", list, want)
	}
	if text := printed(t, r); !strings.Contains(text, "tell these people:\n  client 2 \"Second\" signs in as \"acme-3\" (was \"acme\")\n") ||
		strings.Index(text, "acme-3") > strings.Index(text, "Odd data") {
		t.Errorf("report:\n%s", text)
	}
}
