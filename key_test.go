package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

const longKey = "0123456789abcdef0123456789abcdef"

func TestKeysThatAreRefused(t *testing.T) {
	t.Parallel()
	short := filepath.Join(t.TempDir(), "short.key")
	if err := os.WriteFile(short, []byte("  "+longKey[1:]+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for settings, words := range map[string]string{
		"FOYER_SECRET_KEY=" + longKey[1:]:                                 "FOYER_SECRET_KEY is too short: it needs at least 32 characters",
		"FOYER_SECRET_KEY_FILE=" + short:                                  "the key in " + short + " is too short",
		"FOYER_SECRET_KEY_FILE=/nowhere/key":                              "the key file /nowhere/key cannot be read (no such file or directory): name another with FOYER_SECRET_KEY_FILE",
		"FOYER_SECRET_KEY=" + longKey + " FOYER_SECRET_KEY_FILE=" + short: "FOYER_SECRET_KEY and FOYER_SECRET_KEY_FILE are both set: keep one of them",
	} {
		t.Run(settings, func(t *testing.T) {
			t.Parallel()
			p := prepare(t, "--addr", "127.0.0.1:0").env(strings.Fields(settings)...).begin(t).finish(t)
			p.refused(t, words)
			if strings.Contains(p.err.String(), longKey[1:]) {
				t.Error("the key was said aloud")
			}
		})
	}
}

func TestDamagedKeyFile(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--addr", "127.0.0.1:0")
	serving(t, p)
	p.stop(t, syscall.SIGTERM)
	if err := os.Truncate(filepath.Join(p.Dir, "data", "foyer.key"), 10); err != nil {
		t.Fatal(err)
	}

	prepareIn(t, p, "--addr", "127.0.0.1:0").begin(t).finish(t).refused(t, "the key in data/foyer.key is too short")
}

// One text is one key wherever it stands: forms made with one foyer are good with the next.
func TestKeyStaysTheSame(t *testing.T) {
	t.Parallel()
	first := prepare(t, "--addr", "127.0.0.1:0")
	base := serving(t, first)
	made, err := os.ReadFile(filepath.Join(first.Dir, "data", "foyer.key"))
	if err != nil {
		t.Fatal(err)
	}
	first.stop(t, syscall.SIGTERM)

	elsewhere := filepath.Join(t.TempDir(), "elsewhere.key")
	if err := os.WriteFile(elsewhere, made, 0o600); err != nil {
		t.Fatal(err)
	}
	var tokens []string
	v := newVisitor(t, base)
	for _, setting := range []string{"FOYER_LOG_FORMAT=json", "FOYER_SECRET_KEY=" + strings.TrimSpace(string(made)), "FOYER_SECRET_KEY_FILE=" + elsewhere, "FOYER_SECRET_KEY=" + longKey} {
		again := prepareIn(t, first, "--addr", "127.0.0.1:0").env(setting)
		v.base = serving(t, again)
		_, page := v.open("/login")
		tokens = append(tokens, formToken.FindStringSubmatch(page)[1])
		again.stop(t, syscall.SIGTERM)
	}
	if tokens[0] != tokens[1] || tokens[0] != tokens[2] || tokens[0] == tokens[3] {
		t.Errorf("tokens of one form: %q", tokens)
	}
}

// With a key from outside none is made.
func TestNoKeyFileBesideAKeyFromOutside(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--addr", "127.0.0.1:0").env("FOYER_SECRET_KEY=" + longKey)
	serving(t, p)
	if _, err := os.Stat(filepath.Join(p.Dir, "data", "foyer.key")); !os.IsNotExist(err) {
		t.Errorf("foyer.key: %v", err)
	}
}
