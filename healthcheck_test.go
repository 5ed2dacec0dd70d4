package main_test

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHealthcheck(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--addr", "127.0.0.1:0")
	base := serving(t, p)
	if said := foyer(t, "healthcheck", "--addr", strings.TrimPrefix(base, "http://")).ok(t); said != "well\n" {
		t.Errorf("said %q", said)
	}
	p.kill(t)
	foyer(t, "healthcheck", "--addr", strings.TrimPrefix(base, "http://")).refused(t, "connection refused): start it, or name its address with --addr")
}

// In a container foyer listens on all addresses, behind a public one.
func TestHealthcheckOfAllAddresses(t *testing.T) {
	t.Parallel()
	const public = "FOYER_BASE_URL=https://portal.example.com"
	p := prepare(t, "--addr", "0.0.0.0:0").env(public).begin(t)
	p.wait(t, &p.err, "\n")
	var started struct{ Address string }
	if err := json.Unmarshal([]byte(p.err.String()), &started); err != nil {
		t.Fatalf("%v: %s", err, p.err.String())
	}
	_, port, err := net.SplitHostPort(started.Address)
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"0.0.0.0", ""} {
		prepare(t, "healthcheck").env(public, "FOYER_ADDR="+host+":"+port).begin(t).finish(t).ok(t)
	}
}

func TestHealthcheckOfAnUnwellFoyer(t *testing.T) {
	t.Parallel()
	unwell := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer unwell.Close()

	at := strings.TrimPrefix(unwell.URL, "http://")
	foyer(t, "healthcheck", "--addr", at).refused(t, "foyer at "+at+" is not well, it answers 503 Service Unavailable: look into its log")
}
