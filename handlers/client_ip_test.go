package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"github.com/google/go-cmp/cmp"

	"foyer/handlers"
	"foyer/store/storetest"
)

// Requests of tests come from 0.0.0.0, as which everyPeer trusts it.
var everyPeer = []netip.Prefix{netip.MustParsePrefix("0.0.0.0/32"), netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}

// comesFrom is whom the log takes a request with these headers to come from.
func (s *site) comesFrom(forwarded ...string) string {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
	for _, line := range forwarded {
		r.Header.Add("X-Forwarded-For", line)
	}
	r.Header.Set("X-Real-IP", "198.51.100.77")
	r.Header.Set("Forwarded", "for=198.51.100.77")
	s.visitor().send(r).wantStatus(http.StatusOK)
	lines := s.lines("INFO")
	ip, _ := lines[len(lines)-1]["ip"].(string)
	return ip
}

// C65: through a trusted proxy a request comes from the rightmost hop that is none of ours;
// what stands left of that was written by anybody.
func TestProxies(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(c *handlers.Config) { c.TrustedProxies = everyPeer })
	for _, c := range []struct {
		want  string
		lines []string
	}{
		{"0.0.0.0", nil},
		{"203.0.113.9", []string{"203.0.113.9"}},
		{"203.0.113.9", []string{"198.51.100.1, 203.0.113.9"}},
		{"203.0.113.9", []string{"198.51.100.1, 203.0.113.9, 10.0.0.7, 10.1.2.3"}},
		{"203.0.113.9", []string{"198.51.100.1", "203.0.113.9"}}, // the proxy added a line of its own
		{"203.0.113.9", []string{"10.0.0.1, 198.51.100.1", "203.0.113.9, 10.0.0.7"}},
		{"10.0.0.7", []string{"10.0.0.7"}},
		{"203.0.113.9", []string{"  203.0.113.9  "}},
		{"203.0.113.9", []string{"::ffff:203.0.113.9"}},
		{"2001:db8::1", []string{"198.51.100.1, 2001:db8::1, fd00::5"}},
		{"0.0.0.0", []string{"rubbish"}},
		{"0.0.0.0", []string{"203.0.113.9, rubbish"}},
		{"10.0.0.7", []string{"203.0.113.9, rubbish, 10.0.0.7"}},
		{"0.0.0.0", []string{"203.0.113.9,"}},
		{"203.0.113.9", []string{"203.0.113.9:1234"}},
		{"fe80::1", []string{"fe80::1%eth0"}},
	} {
		if got := s.comesFrom(c.lines...); got != c.want {
			t.Errorf("%q comes from %s, want %s", c.lines, got, c.want)
		}
	}
}

// C65: from anybody else these headers say nothing, and nothing of what they say about host
// and protocol is ever believed.
func TestHeadersOfStrangers(t *testing.T) {
	t.Parallel()
	for _, trusted := range [][]netip.Prefix{nil, {netip.MustParsePrefix("10.0.0.0/8")}} {
		s := newSite(t, func(c *handlers.Config) { c.TrustedProxies = trusted })
		if got := s.comesFrom("203.0.113.9"); got != "0.0.0.0" {
			t.Errorf("a stranger comes from %s", got)
		}
	}
	s := newSite(t, func(c *handlers.Config) { c.TrustedProxies = everyPeer })
	v := s.visitor()
	for _, name := range []string{"X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Server", "X-Host", "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Prefix"} {
		a := v.with(name, "evil.example").get("/client-portal").wantLocation("/client-portal/login?next=%2Fclient-portal")
		a.wantNoText("evil.example")
	}
}

// C05 behind a proxy: each client has its own limit, and none can spend another's.
func TestLimitsBehindAProxy(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(c *handlers.Config) { c.TrustedProxies = everyPeer })
	s.Client(storetest.Client{Username: "acme"})
	statuses := map[int]int{}
	for i := range 22 {
		v := s.visitor().with("X-Forwarded-For", fmt.Sprintf("198.51.100.%d, 203.0.113.9", i))
		statuses[v.signIn("/client-portal/login", fmt.Sprint("name-", i), "wrong").StatusCode]++
	}
	if diff := cmp.Diff(map[int]int{http.StatusUnauthorized: 20, http.StatusTooManyRequests: 2}, statuses); diff != "" {
		t.Error(diff)
	}
	s.visitor().with("X-Forwarded-For", "203.0.113.9, 203.0.113.10").signIn("/client-portal/login", "acme", storetest.Password).wantStatus(http.StatusSeeOther)
}
