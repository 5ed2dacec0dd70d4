package handlers_test

import (
	"context"
	"crypto/pbkdf2"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"testing"

	"foyer/handlers"
	"foyer/portal"
	"foyer/store/demodata"
	"foyer/store/storetest"
)

// newDemoSite is a site of the demo's studio.
func newDemoSite(t testing.TB) *site {
	t.Helper()
	s := newLiveSite(t)
	if _, err := demodata.Fill(context.Background(), s.Store, storetest.Now, demoHash); err != nil {
		t.Fatal(err)
	}
	return s
}

// demoHash is a real hash of the lowest cost, so that filling takes no time.
func demoHash(password string) (string, error) {
	const salt = "abcdefghijklmnop"
	key, err := pbkdf2.Key(sha256.New, password, []byte(salt), 1, sha256.Size)
	return "pbkdf2:sha256:1$" + salt + "$" + hex.EncodeToString(key), err
}

// asClient is a tab in which a client of the demo has signed in.
func (b *browser) asClient(t testing.TB, demo *site, username string) *tab {
	t.Helper()
	return b.tab(t, demo).signIn("/client-portal/login", username, demodata.Password)
}

// asStaff is a tab in which somebody of the demo's studio has signed in.
func (b *browser) asStaff(t testing.TB, demo *site, username string) *tab {
	t.Helper()
	return b.tab(t, demo).signIn("/login", username, demodata.Password)
}

// brokenProjects is client data of which one list cannot be read.
type brokenProjects struct{ handlers.ClientData }

func (brokenProjects) ActiveProjects(context.Context, portal.ClientID, int) ([]portal.Project, error) {
	return nil, errors.New("disk on fire")
}
