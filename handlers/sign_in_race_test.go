package handlers_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"foyer/handlers"
	"foyer/portal"
	"foyer/store/storetest"
)

// hurried changes the database right after an account was read for a sign-in.
type hurried struct {
	*storetest.DB
	meanwhile string
}

func (h *hurried) AccountByUsername(ctx context.Context, username string) (portal.Account, error) {
	account, err := h.DB.AccountByUsername(ctx, username)
	if h.meanwhile != "" {
		h.Exec(h.meanwhile)
		h.meanwhile = ""
	}
	return account, err
}

// C26, C41: what changes while a password is being checked counts: the old password opens
// nothing, and a name that moved to another client does not lead into that one's portal.
func TestAccountChangesDuringSignIn(t *testing.T) {
	t.Parallel()
	for _, meanwhile := range []string{
		"UPDATE clients SET portal_password_hash = 'pbkdf2:sha256:1$abcdefghijklmnop$0000000000000000000000000000000000000000000000000000000000000000'",
		"UPDATE clients SET portal_username = CASE name WHEN 'Acme' THEN 'elsewhere' ELSE 'acme' END, portal_password_hash = CASE name WHEN 'Acme' THEN portal_password_hash END",
		"UPDATE clients SET portal_password_hash = NULL",
	} {
		s := newSite(t)
		s.Client(storetest.Client{Name: "Acme", Username: "acme"})
		s.Client(storetest.Client{Name: "Bolt", Username: "bolt"})
		accounts := *s.config.Accounts
		accounts.Store = &hurried{s.DB, meanwhile}
		s.config.Accounts = &accounts
		s.app = handlers.New(s.config)
		v := s.visitor()
		v.signIn("/client-portal/login", "acme", storetest.Password)
		if page := v.get("/client-portal"); page.StatusCode != http.StatusSeeOther {
			page.wantNoText("Bolt")
			if meanwhile[:45] != "UPDATE clients SET portal_username = CASE nam" {
				t.Errorf("after %.60s: %d", meanwhile, page.StatusCode)
			}
		}
	}
}

// C25: noting when a session was last seen undoes no change that another request made.
func TestTouchKeepsChanges(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	sessions := db.Sessions()
	for _, step := range []error{
		sessions.Set("id", []byte("as read"), time.Hour),
		sessions.Refresh("id", []byte("changed"), time.Hour),
		sessions.Touch("id", []byte("as read"), []byte("touched"), time.Hour),
	} {
		if step != nil {
			t.Fatal(step)
		}
	}
	if value, err := sessions.Get(context.Background(), "id"); string(value) != "changed" || err != nil {
		t.Errorf("%q, %v", value, err)
	}
	if err := sessions.Touch("id", []byte("changed"), []byte("touched"), time.Hour); err != nil {
		t.Fatal(err)
	}
	if value, _ := sessions.Get(context.Background(), "id"); string(value) != "touched" {
		t.Errorf("%q", value)
	}
}
