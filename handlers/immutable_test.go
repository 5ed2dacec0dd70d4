package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"foyer/handlers"
	"foyer/portal"
	"foyer/store/storetest"
)

// keeping remembers the filters that it was asked with, as a cache would.
type keeping struct {
	handlers.ClientData
	mu   sync.Mutex
	kept []portal.EntryFilter
}

func (k *keeping) EntryTotals(ctx context.Context, client portal.ClientID, f portal.EntryFilter) (portal.EntryTotals, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept = append(k.kept, f)
	return k.ClientData.EntryTotals(ctx, client, f)
}

// C71, F2: what a handler passes on stays as it was, whatever is asked afterwards over the
// same connection.
func TestStringsOutliveTheirRequest(t *testing.T) {
	t.Parallel()
	data := &keeping{}
	s := newSite(t, func(c *handlers.Config) { data.ClientData, c.Clients = c.Clients, data })
	s.Client(storetest.Client{Username: "acme"})
	v := s.signedIn("acme")
	const asked = 100
	for i := range asked {
		v.get(fmt.Sprintf("/client-portal/time-entries?date_from=%d-01-01", 2000+i)).wantStatus(http.StatusOK)
	}
	if len(data.kept) != asked {
		t.Fatalf("%d filters", len(data.kept))
	}
	for i, f := range data.kept {
		if want := portal.Day(fmt.Sprintf("%d-01-01", 2000+i)); f.From != want {
			t.Errorf("a day changed after its request: %q, want %q", f.From, want)
		}
	}
	if !s.app.Config().Immutable || !s.app.Config().EnableTrustedProxyCheck || s.app.Config().Prefork || len(s.app.Config().TrustedProxies) > 0 {
		t.Errorf("fiber's settings: %+v", s.app.Config())
	}
}
