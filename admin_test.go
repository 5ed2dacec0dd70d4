package main_test

import (
	"path/filepath"
	"strings"
	"testing"

	"foyer/portal"
)

const goodPassword = "correct horse battery"

// C01 C08: the hash is argon2id of exactly what was typed, blanks and all.
func TestCreateAdmin(t *testing.T) {
	t.Parallel()
	const password = "  blanks count, até aqui  "
	p := prepare(t, "admin", "create", " Ines ").typing(password + "\r\n").begin(t).finish(t)
	if said := p.ok(t); said != "The admin ines can sign in now.\n" {
		t.Errorf("said %q", said)
	}

	db := database(t, filepath.Join(p.Dir, "data"))
	hash := value(t, db, "SELECT password_hash FROM users WHERE username = 'ines' AND role = 'admin' AND active = 1")
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash %s", hash)
	}
	for typed, want := range map[string]bool{password: true, strings.TrimSpace(password): false, password + "\r": false} {
		if ok, _, err := portal.VerifyPassword(hash, typed); ok != want || err != nil {
			t.Errorf("%q: %v, %v", typed, ok, err)
		}
	}
	if got := value(t, db, "SELECT actor_kind || ' ' || action || ' ' || subject_kind || ' ' || subject_id FROM audit_log"); got != "system admin created user 1" {
		t.Errorf("the audit log says %q", got)
	}
}

func TestCreateAdminRefusals(t *testing.T) {
	t.Parallel()
	folder := filledFolder(t)
	change(t, database(t, folder), "INSERT INTO clients (name, portal_enabled, portal_username, created_at, updated_at) VALUES ('Acme', 1, 'acme', 0, 0)")
	for name, test := range map[string]struct{ name, typed, words string }{
		"taken by an admin":    {"Ines", goodPassword + "\n", "the name ines is taken: choose another, or set its password with foyer admin reset-password ines"},
		"taken by a client":    {"acme", goodPassword + "\n", "the name acme is taken"},
		"too short a name":     {"xy", goodPassword + "\n", "the name xy cannot be used: A username has 3 to 64 characters."},
		"letters that deceive": {"аdmin", goodPassword + "\n", "is made of a–z, 0–9"},
		"too short a password": {"bob", "elevenchars\n", "this password cannot be used: Use at least 12 characters."},
		"too long a password":  {"bob", strings.Repeat("x", 1025) + "\n", "Use at most 1024 bytes."},
		"far too long":         {"bob", strings.Repeat("x", 1<<20), "Use at most 1024 bytes."},
		"not text":             {"bob", "correct horse \xff battery\n", "characters that cannot be typed"},
		"no password":          {"bob", "", "there is no password on standard input: type it on a terminal, or hand it over as one line"},
		"an empty line":        {"bob", "\n", "there is no password on standard input"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			prepare(t, "--data", folder, "admin", "create", test.name).typing(test.typed).begin(t).finish(t).refused(t, test.words)
		})
	}
	t.Cleanup(func() {
		if n := value(t, database(t, folder), "SELECT count(*) FROM users"); n != "1" {
			t.Errorf("%s users", n)
		}
	})
}

// The least length of a password is a setting.
func TestPasswordLengthFollowsTheSettings(t *testing.T) {
	t.Parallel()
	folder := filledFolder(t)
	change(t, database(t, folder), "UPDATE settings SET password_min_length = 30")
	prepare(t, "--data", folder, "admin", "create", "bob").typing(goodPassword+"\n").begin(t).finish(t).refused(t, "Use at least 30 characters.")
}

// C04 C26: a new password opens an account that failures have closed, beside a running
// server, and ends the sessions of the old one.
func TestResetPasswordBesideAServer(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--addr", "127.0.0.1:0")
	base := serving(t, p)
	prepareIn(t, p, "admin", "create", "ines").typing(goodPassword + "\n").begin(t).finish(t).ok(t)
	v := newVisitor(t, base)
	if status, _ := v.signIn("/login", "ines", goodPassword); status != 200 {
		t.Fatalf("sign-in before: %d", status)
	}
	db := database(t, filepath.Join(p.Dir, "data"))
	change(t, db, "INSERT OR REPLACE INTO sign_in_limits (key, count, blocked_until, expires_at) VALUES (?, 100, 9999999999, 9999999999)", portal.AccountKey("ines"))

	reset := prepareIn(t, p, "admin", "reset-password", "INES").typing("a new one, all lower case").begin(t).finish(t)
	if said := reset.ok(t); !strings.HasPrefix(said, "The user ines can sign in with the new password") {
		t.Errorf("said %q", said)
	}
	if _, page := v.open("/admin"); !strings.Contains(page, `name="password"`) {
		t.Errorf("the old session goes on:\n%s", page)
	}
	if status, _ := newVisitor(t, base).signIn("/login", "ines", "a new one, all lower case"); status != 200 {
		t.Errorf("sign-in after: %d", status)
	}
	if n := value(t, db, "SELECT count(*) FROM audit_log WHERE action = 'password reset' AND actor_kind = 'system' AND subject_id = 1"); n != "1" {
		t.Errorf("%s lines in the audit log", n)
	}
}

func TestResetPasswordRefusals(t *testing.T) {
	t.Parallel()
	folder := filledFolder(t)
	change(t, database(t, folder), "INSERT INTO clients (name, portal_enabled, portal_username, created_at, updated_at) VALUES ('Acme', 1, 'acme', 0, 0)")
	reset := func(name string) *process {
		return prepare(t, "--data", folder, "admin", "reset-password", name).typing(goodPassword + "\n").begin(t).finish(t)
	}

	reset("bob").refused(t, "there is no user bob: look up the name, or make an admin with foyer admin create")
	reset("acme").refused(t, "acme is the sign-in name of the client Acme: no admin sets a client's password")
	change(t, database(t, folder), "UPDATE users SET active = 0")
	if said := reset("ines").ok(t); !strings.Contains(said, "is inactive and cannot sign in") {
		t.Errorf("said %q", said)
	}
	foyer(t, "admin", "reset-password", "ines").refused(t, "there is no database in the data folder ./data: start foyer serve once, or choose the folder with --data")
}
