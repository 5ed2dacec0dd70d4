package handlers_test

import (
	"context"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"

	"foyer/handlers"
	"foyer/portal"
	"foyer/static"
)

// slowData answers nothing before go is closed, and tells who waits for it.
type slowData struct {
	handlers.AccessData
	asked chan struct{}
	free  chan struct{}
}

func (d slowData) Settings(ctx context.Context) (portal.Settings, error) {
	d.asked <- struct{}{}
	<-d.free
	return d.AccessData.Settings(ctx)
}

// C63: eight requests for each processor are worked on at the same time. The next is told
// to come again, unless it is for what costs nothing or for those who sign in, who have a
// gate of their own. Those who were let in are all answered.
func TestOverload(t *testing.T) {
	t.Parallel()
	slow := slowData{asked: make(chan struct{}, 1000), free: make(chan struct{})}
	s := newSite(t, func(c *handlers.Config) {
		slow.AccessData = c.Access
		c.Access = slow
	})
	inside := 8 * runtime.GOMAXPROCS(0)
	answers := make(chan *answer, inside+1)
	var all sync.WaitGroup
	for range inside {
		all.Go(func() { answers <- s.visitor().get("/client-portal/login") })
		<-slow.asked
	}

	turned := s.visitor().get("/client-portal/login").wantStatus(http.StatusServiceUnavailable)
	if turned.Header.Get("Retry-After") == "" || !strings.Contains(turned.body, "try again") || turned.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("turned away with %v: %s", turned.Header, turned.body)
	}
	s.visitor().get("/nowhere").wantStatus(http.StatusServiceUnavailable)
	s.visitor().get("/healthz").wantStatus(http.StatusOK)
	s.visitor().get(static.URL("app.css")).wantStatus(http.StatusOK)
	for _, path := range []string{"/login", "/client-portal/login", "/client-portal/set-password", "/setup"} {
		all.Go(func() { s.visitor().post(path, nil) })
		<-slow.asked
	}

	close(slow.free)
	all.Wait()
	close(answers)
	for a := range answers {
		a.wantStatus(http.StatusOK)
	}
	s.visitor().get("/client-portal/login").wantStatus(http.StatusOK)
}
