package store_test

import (
	"errors"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

func by(action string) portal.AuditEntry {
	return portal.AuditEntry{At: storetest.Now, Actor: portal.System, Action: action, Subject: portal.Subject{Kind: "user"}}
}

// What is refused leaves neither the record nor a line in the audit log behind.
func TestUserEditsAreWhole(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	db.Client(storetest.Client{Username: "taken"})
	ada := db.User(storetest.User{Username: "ada", Role: portal.Admin})
	record := func() portal.UserRecord {
		u, err := db.UserRecord(t.Context(), ada, storetest.Now)
		if err != nil {
			t.Fatal(err)
		}
		return u
	}
	before := record()
	for name, test := range map[string]struct {
		change func(*portal.UserRecord)
		want   error
	}{
		"a client's name":  {func(u *portal.UserRecord) { u.Username = "taken" }, portal.ErrConflict},
		"a client gone":    {func(u *portal.UserRecord) { u.PortalEnabled, u.ClientID = true, 999 }, portal.ErrInvalid},
		"the last admin":   {func(u *portal.UserRecord) { u.Role = portal.Member }, portal.ErrLastAdmin},
		"out of date":      {func(u *portal.UserRecord) { u.Revision-- }, portal.ErrStale},
		"nobody":           {func(u *portal.UserRecord) { u.ID = 999 }, portal.ErrNotFound},
		"admin and portal": {func(u *portal.UserRecord) { u.PortalOnly = true }, portal.ErrInvalid},
	} {
		u := before
		test.change(&u)
		if err := db.UpdateUser(t.Context(), u, by("edited")); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
	if record() != before || db.Int("SELECT count(*) FROM audit_log") != 0 {
		t.Errorf("something was saved: %+v", record())
	}
	if err := db.DeleteUser(t.Context(), ada, by("x")); !errors.Is(err, portal.ErrLastAdmin) {
		t.Errorf("delete: %v", err)
	}
	for _, missing := range []error{
		db.DeleteUser(t.Context(), 999, by("x")), db.EndUserSessions(t.Context(), 999, by("x")), db.SetUserActive(t.Context(), 999, true, 1, by("x")),
	} {
		if !errors.Is(missing, portal.ErrNotFound) {
			t.Errorf("nobody: %v", missing)
		}
	}
}

// An admin and the line in the log that tells of it come together or not at all.
func TestCreateAdminIsWhole(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	db.Client(storetest.Client{Username: "taken"})
	if err := db.CreateAdmin(t.Context(), portal.UserRecord{Username: "taken"}, "hash", by("made")); !errors.Is(err, portal.ErrConflict) {
		t.Errorf("taken: %v", err)
	}
	db.Exec("CREATE TRIGGER log_is_full BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'full'); END")
	if err := db.CreateAdmin(t.Context(), portal.UserRecord{Username: "ines"}, "hash", by("made")); err == nil {
		t.Error("without the log")
	}
	ben := db.User(storetest.User{Username: "ben"})
	if err := db.SetUserPassword(t.Context(), portal.Account{AccountRef: portal.AccountRef{ID: ben}}, "other hash", by("reset")); err == nil {
		t.Error("a password without the log")
	}
	if n := db.Int("SELECT count(*) FROM users WHERE username = 'ines' OR password_hash = 'other hash'"); n != 0 {
		t.Error("half was saved")
	}
	db.Exec("DROP TRIGGER log_is_full")
	if err := db.CreateFirstAdmin(t.Context(), portal.UserRecord{Username: "ines", FullName: "Ines M"}, "hash", by("made")); err != nil {
		t.Error(err)
	}
	if err := db.CreateFirstAdmin(t.Context(), portal.UserRecord{Username: "ina"}, "hash", by("made")); !errors.Is(err, portal.ErrNoSetup) {
		t.Errorf("a second first one: %v", err)
	}
	if got := db.Text("SELECT u.username || u.full_name || u.role || l.action FROM users u JOIN audit_log l ON l.subject_id = u.id"); got != "inesInes Madminmade" {
		t.Errorf("stored %q", got)
	}
}
