package portal_test

import (
	"bytes"
	"errors"
	"testing"

	"foyer/portal"
)

// C52: a secret opens with its key at its place, and nowhere else.
func TestSealer(t *testing.T) {
	t.Parallel()
	ours, err := portal.NewSealer(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	theirs, err := portal.NewSealer(bytes.Repeat([]byte{2}, 32))
	if err != nil {
		t.Fatal(err)
	}
	secret := []byte("pässword")
	sealed := ours.Seal("mail/password/1", secret)
	if bytes.Contains(sealed, secret) || bytes.Equal(sealed, ours.Seal("mail/password/1", secret)) {
		t.Error("the secret can be read, or two are alike")
	}
	if got, err := ours.Open("mail/password/1", sealed); err != nil || !bytes.Equal(got, secret) {
		t.Errorf("%q, %v", got, err)
	}
	changed := bytes.Clone(sealed)
	changed[len(changed)-1] ^= 1
	for name, open := range map[string]func() ([]byte, error){
		"another key":   func() ([]byte, error) { return theirs.Open("mail/password/1", sealed) },
		"another place": func() ([]byte, error) { return ours.Open("mail/password/2", sealed) },
		"changed":       func() ([]byte, error) { return ours.Open("mail/password/1", changed) },
		"cut":           func() ([]byte, error) { return ours.Open("mail/password/1", sealed[:5]) },
		"nothing":       func() ([]byte, error) { return ours.Open("mail/password/1", nil) },
	} {
		if got, err := open(); !errors.Is(err, portal.ErrSealed) || got != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}
