package portal_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"foyer/portal"
)

// The two vectors were made by werkzeug 3.1.6 for this password and salt, the third is one
// of werkzeug 2.2's own.
const (
	vectorPassword = "portal-Pass1!"
	vectorScrypt   = "scrypt:32768:8:1$abcdefghijklmnop$4788740f637af87a67b8f155d2dcf7d43b06cfc6ebfe58177ca5062056e1090d705e8de3de368450cc0ce59b18e5fc67c9421b74328de63ff4e4370e12b10a90"
	vectorPBKDF2   = "pbkdf2:sha256:1000$abcdefghijklmnop$9ba15bdacb7a13f42bd4a3ae97863fac1800be0bf52ee9fa8fcd4aad47c98beb"
)

func TestImportedHashes(t *testing.T) {
	t.Parallel()
	for _, stored := range []string{vectorScrypt, vectorPBKDF2} {
		if !portal.IsImportedHash(stored) {
			t.Errorf("%.20s… is not known", stored)
		}
		ok, stale, err := portal.VerifyPassword(stored, vectorPassword)
		if !ok || !stale || err != nil {
			t.Errorf("%.20s…: %v, stale %v, %v", stored, ok, stale, err)
		}
		if ok, _, err := portal.VerifyPassword(stored, vectorPassword+" "); ok || err != nil {
			t.Errorf("%.20s… takes another password: %v, %v", stored, ok, err)
		}
	}
}

// Costs come from the database, so they are bounded before any work is done.
func TestHashesThatAreNone(t *testing.T) {
	t.Parallel()
	digest := strings.Repeat("ab", 32)
	for _, stored := range []string{
		"", "$", "$$", "plain", "scrypt:32768:8:1$salt$xyz", "scrypt:1073741824:8:1$salt$" + digest + digest, "scrypt:32768:8:1000$salt$" + digest + digest,
		"scrypt:3:8:1$salt$" + digest + digest, "pbkdf2:sha256:99999999999$salt$" + digest, "pbkdf2:md5:1000$salt$" + digest, "pbkdf2:sha256:0$salt$" + digest,
		"pbkdf2:sha256:1000$salt$", "pbkdf2:sha256:1000$$" + digest, "$argon2id$v=19$m=99999999,t=2,p=1$c2FsdHNhbHQ$" + digest, "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA", "$argon2i$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",
	} {
		if ok, _, err := portal.VerifyPassword(stored, "x"); ok || err == nil {
			t.Errorf("%q: %v, %v", stored, ok, err)
		}
		if portal.IsImportedHash(stored) {
			t.Errorf("%q counts as a hash", stored)
		}
	}
}

// C01: at least OWASP's minimum, a salt of its own each time.
func TestHashPassword(t *testing.T) {
	t.Parallel()
	one, err1 := portal.HashPassword("pässwörd 🚲")
	two, err2 := portal.HashPassword("pässwörd 🚲")
	if err := errors.Join(err1, err2); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(one, "$argon2id$v=19$m=19456,t=2,p=1$") || one == two {
		t.Errorf("hashes %q and %q", one, two)
	}
	ok, stale, err := portal.VerifyPassword(one, "pässwörd 🚲")
	if !ok || stale || err != nil {
		t.Errorf("own hash: %v, stale %v, %v", ok, stale, err)
	}
	weak := "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0$"
	if _, stale, _ := portal.VerifyPassword(weak+"MTIzNDU2Nzg5MDEyMzQ1Ng", "x"); !stale {
		t.Error("a weak hash is not renewed")
	}
}

// C08: length in characters, any of them, nothing trimmed.
func TestCheckPassword(t *testing.T) {
	t.Parallel()
	for password, good := range map[string]bool{
		"twelve chars": true, "eleven char": false, strings.Repeat(" ", 11) + "🚲": true, strings.Repeat("🚲", 12): true, strings.Repeat("ü", 11): false,
		strings.Repeat("x", 128): true, strings.Repeat("x", 1025): false, "nul in here\x00 it is": false, "not utf-8 \xff\xff\xff": false,
	} {
		if message := portal.CheckPassword(password, 12); (message == "") != good {
			t.Errorf("%q: %q", password, message)
		}
	}
}

// C13: names that look alike can't be made.
func TestCheckUsername(t *testing.T) {
	t.Parallel()
	for name, good := range map[string]bool{
		"acme": true, "a.b-c_d@e+f": true, "0acme": true, "ab": false, strings.Repeat("a", 64): true, strings.Repeat("a", 65): false,
		"Acme": false, ".acme": false, "ac me": false, "аcme": false, "acme\x00": false, "acme\n": false, "ﬁrm": false,
	} {
		if message := portal.CheckUsername(name); (message == "") != good {
			t.Errorf("%q: %q", name, message)
		}
	}
	if got := portal.NormalizeUsername("  AcMe\t"); got != "acme" {
		t.Errorf("normalized to %q", got)
	}
}

// C02: few hash, few wait, the rest are turned away at once; a place that is left is free again.
func TestHashGate(t *testing.T) {
	t.Parallel()
	gate := portal.NewHashGate(2)
	leave, err := gate.Enter(context.Background(), "a")
	if err != nil {
		t.Fatal(err)
	}

	waiting, cancel := context.WithCancel(context.Background())
	queued := make(chan error)
	enter := func(who string) {
		leave, err := gate.Enter(waiting, who)
		if err == nil {
			leave()
		}
		queued <- err
	}
	turnedAway := 0
	for _, who := range []string{"a", "a", "a", "b", "b", "b", "c", "c", "d", "d", "e", "f"} {
		go enter(who)
	}
	for range 4 { // twelve ask, eight may wait
		if err := <-queued; errors.Is(err, portal.ErrBusy) {
			turnedAway++
		}
	}
	if turnedAway != 4 {
		t.Errorf("%d were turned away, want 4", turnedAway)
	}

	cancel()
	for range 8 {
		if err := <-queued; !errors.Is(err, portal.ErrBusy) {
			t.Errorf("one whose time was over: %v", err)
		}
	}
	leave()
	leave, err = gate.Enter(context.Background(), "a")
	if err != nil {
		t.Errorf("the gate did not open again: %v", err)
	}
	leave()
}

func FuzzVerifyPassword(f *testing.F) {
	f.Add("pbkdf2:sha256:1$abcdefghijklmnop$9ba15bdacb7a13f42bd4a3ae97863fac1800be0bf52ee9fa8fcd4aad47c98beb", "x")
	f.Add("$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng", "x")
	f.Fuzz(func(t *testing.T, stored, password string) {
		if len(stored) > 200 || strings.Contains(stored, "00") {
			t.Skip("costly or long")
		}
		if ok, _, err := portal.VerifyPassword(stored, password); ok && err != nil {
			t.Errorf("%q passes with %v", stored, err)
		}
	})
}
