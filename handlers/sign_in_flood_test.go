package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"foyer/handlers"
	"foyer/portal"
	"foyer/store/storetest"
)

// attempt is a sign-in that is ready to be sent.
type attempt struct {
	*visitor
	fields url.Values
}

// attempts opens the form in n browsers, each at an address of its own.
func (s *site) attempts(n int) (list []attempt) {
	s.t.Helper()
	for i := range n {
		v := s.visitor().with("X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i))
		list = append(list, attempt{v, url.Values{"_csrf": {v.get("/client-portal/login").token()}, "username": {"acme"}, "password": {"wrong"}}})
	}
	return list
}

// flood sends sign-ins all at the same time and counts the statuses; seen is told each.
func (s *site) flood(attempts []attempt, seen func(status int)) map[int]int {
	s.t.Helper()
	answers := make(chan *answer, len(attempts))
	var all sync.WaitGroup
	for _, a := range attempts {
		all.Go(func() {
			got := a.post("/client-portal/login", a.fields)
			seen(got.StatusCode)
			answers <- got
		})
	}
	all.Wait()
	close(answers)
	statuses := map[int]int{}
	for a := range answers {
		statuses[a.StatusCode]++
		if (a.StatusCode == http.StatusTooManyRequests || a.StatusCode == http.StatusServiceUnavailable) && a.Header.Get("Retry-After") == "" {
			s.t.Errorf("%d does not say when to come back", a.StatusCode)
		}
	}
	return statuses
}

// C04: fifty attempts on one account at the same time get no more checks than five after
// one another; the rest is told to wait.
func TestParallelAttempts(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(c *handlers.Config) { c.TrustedProxies = everyPeer })
	s.Client(storetest.Client{Username: "acme"})
	statuses := s.flood(s.attempts(50), func(int) {})
	checked := statuses[http.StatusUnauthorized]
	if checked == 0 || checked > 5 || statuses[http.StatusTooManyRequests] < 40 || statuses[http.StatusSeeOther] != 0 {
		t.Errorf("statuses %v", statuses)
	}
	if counted := s.Int("SELECT count FROM sign_in_limits WHERE key = 'account:acme'"); counted != int64(checked) {
		t.Errorf("%d failures were counted for %v", counted, statuses)
	}
}

// quickHash is a hash that takes no time to check.
const quickHash = "pbkdf2:sha256:1$abcdefghijklmnop$be2edb8f64eac9da29f9734d546e7171569039db403e5067a4b936fe38b4fc76"

// gated is a site whose gate lets one hash run. A test is in it until it calls leave.
func gated(t *testing.T) (s *site, leave func()) {
	t.Helper()
	gate := portal.NewHashGate(1)
	s = newSite(t, func(c *handlers.Config) {
		c.Accounts.Hasher = &portal.Hasher{Gate: gate, Decoy: quickHash}
		c.TrustedProxies = everyPeer
	})
	leave, err := gate.Enter(context.Background(), "a test")
	if err != nil {
		t.Fatal(err)
	}
	return s, leave
}

// afterBusy calls then once so many were told that the site is busy.
func afterBusy(many int64, then func()) func(status int) {
	var busy atomic.Int64
	return func(status int) {
		if status == http.StatusServiceUnavailable && busy.Add(1) == many {
			then()
		}
	}
}

// C02: of 64 sign-ins at once from everywhere one hashes and eight wait; the others are
// turned away at once and not counted as failures. Pages are served meanwhile.
func TestFloodFromEverywhere(t *testing.T) {
	t.Parallel()
	s, leave := gated(t)
	attempts := s.attempts(64)
	for i := range attempts {
		attempts[i].fields.Set("username", fmt.Sprint("name-", i))
	}
	statuses := s.flood(attempts, afterBusy(56, func() {
		s.visitor().get("/client-portal/login").wantStatus(http.StatusOK)
		leave()
	}))
	if diff := cmp.Diff(map[int]int{http.StatusServiceUnavailable: 56, http.StatusUnauthorized: 8}, statuses); diff != "" {
		t.Error(diff)
	}
	for _, kind := range []string{"account", "failures"} {
		if n := s.Int("SELECT count(*) FROM sign_in_limits WHERE key LIKE ? AND count > 0", kind+":%"); n != 8 {
			t.Errorf("%d times %s counts a failure, want the 8 that were checked", n, kind)
		}
	}
}

// C02: one address holds two places in the queue and no more, so that it can't fill it.
func TestFloodFromOneAddress(t *testing.T) {
	t.Parallel()
	s, leave := gated(t)
	attempts := s.attempts(20)
	for i := range attempts {
		attempts[i].fields.Set("username", fmt.Sprint("name-", i))
		attempts[i].visitor = attempts[i].with("X-Forwarded-For", "203.0.113.9")
	}
	statuses := s.flood(attempts, afterBusy(18, leave))
	if diff := cmp.Diff(map[int]int{http.StatusServiceUnavailable: 18, http.StatusUnauthorized: 2}, statuses); diff != "" {
		t.Error(diff)
	}
}
