package handlers_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"foyer/handlers"
	"foyer/portal"
	"foyer/store/storetest"
)

var errFault = errors.New(`no such column: secret_column in "SELECT secret_column FROM clients" at /var/lib/foyer/foyer.db`)

// faulty is a client's data of which the projects fail on demand.
type faulty struct {
	handlers.ClientData
	do func(context.Context) error
}

func (f *faulty) ActiveProjects(ctx context.Context, client portal.ClientID, limit int) ([]portal.Project, error) {
	if f.do != nil {
		return nil, f.do(ctx)
	}
	return f.ClientData.ActiveProjects(ctx, client, limit)
}

func (f *faulty) failing(err error, v *visitor, path string) *answer {
	f.do = func(context.Context) error { return err }
	defer func() { f.do = nil }()
	return v.get(path)
}

func (f *faulty) panicking(cause any, v *visitor, path string) *answer {
	f.do = func(context.Context) error { panic(cause) }
	defer func() { f.do = nil }()
	return v.get(path)
}

// lines are the log's lines of a level; every line must be JSON.
func (s *site) lines(level string) (list []map[string]any) {
	s.t.Helper()
	for line := range strings.Lines(s.log.String()) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			s.t.Fatalf("log line %q: %v", line, err)
		}
		if entry["level"] == level {
			list = append(list, entry)
		}
	}
	return list
}

// internal are words that no visitor may read.
var internal = []string{"SELECT", "secret_column", "foyer.db", "/var/lib", "goroutine", ".go:", "runtime error", "panic", "sql:", "SQLITE", "nil pointer", "context deadline"}

// C67: a fault is a plain page with a number to mention; what is wrong is in the log, once,
// under the same number, and the next visitor notices nothing.
func TestFaults(t *testing.T) {
	t.Parallel()
	broken := &faulty{}
	s := newSite(t, func(c *handlers.Config) { broken.ClientData, c.Clients = c.Clients, broken })
	s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	v := s.signedIn("acme")
	var nowhere *portal.Project
	var table map[string]int
	for name, fault := range map[string]func(context.Context) error{
		"an error":          func(context.Context) error { return errFault },
		"a panic":           func(context.Context) error { panic("SELECT secret_column") },
		"a panicking error": func(context.Context) error { panic(errFault) },
		"a nil pointer":     func(context.Context) error { return errors.New(nowhere.Name) },
		"a nil map":         func(context.Context) error { table["a"] = 1; return nil },
		"not found, thrown": func(context.Context) error { panic(portal.ErrNotFound) },
	} {
		before := len(s.lines("ERROR"))
		broken.do = fault
		page := v.get("/client-portal/projects").wantStatus(http.StatusInternalServerError).wantText("Something went wrong").wantNoText(internal...)
		piece := v.htmx("/client-portal/projects").wantStatus(http.StatusInternalServerError).wantText("Something went wrong").wantNoText(internal...)
		broken.do = nil
		v.get("/client-portal/projects").wantStatus(http.StatusOK)

		logged := s.lines("ERROR")[before:]
		if len(logged) != 2 {
			t.Errorf("%s: logged %d times, want once for each of two requests", name, len(logged))
			continue
		}
		id, _ := logged[0]["request"].(string)
		if id == "" || !strings.Contains(page.body, id) || strings.Contains(piece.body, id) {
			t.Errorf("%s: request %q is not on the page", name, id)
		}
		if stack, _ := logged[0]["stack"].(string); name != "an error" && !strings.Contains(stack, "faults_test.go") {
			t.Errorf("%s: no stack in the log: %v", name, logged[0])
		}
	}
}

// F8, C63: every handler's questions have a deadline, and missing it is a 503.
func TestDeadline(t *testing.T) {
	t.Parallel()
	broken := &faulty{}
	s := newSite(t, func(c *handlers.Config) { broken.ClientData, c.Clients = c.Clients, broken })
	s.Client(storetest.Client{Username: "acme"})
	v := s.signedIn("acme")
	broken.do = func(ctx context.Context) error {
		at, limited := ctx.Deadline()
		if left := time.Until(at); !limited || left > 5*time.Second || left < time.Second {
			t.Errorf("deadline in %s: %t", left, limited)
		}
		return context.DeadlineExceeded
	}
	v.get("/client-portal/projects").wantStatus(http.StatusServiceUnavailable).wantText("Busy at the moment").wantNoText(internal...)
}

// R05, R06: a disk that takes nothing is a 503 that says so; nothing was stored.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	broken := &faulty{}
	s := newSite(t, func(c *handlers.Config) { broken.ClientData, c.Clients = c.Clients, broken })
	s.Client(storetest.Client{Username: "acme"})
	a := broken.failing(fmt.Errorf("%w: database or disk is full (13)", portal.ErrNoRoom), s.signedIn("acme"), "/client-portal/projects")
	a.wantStatus(http.StatusServiceUnavailable).wantText("Nothing can be saved at the moment").wantNoText(internal...)
	if a.Header.Get("Retry-After") == "" {
		t.Error("it does not say when to try again")
	}
}

// shaken is a database of which what the guards read fails on demand.
type shaken struct {
	handlers.AccessData
	do func() error
}

func (s *shaken) Settings(ctx context.Context) (portal.Settings, error) {
	if s.do != nil {
		return portal.Settings{}, s.do()
	}
	return s.AccessData.Settings(ctx)
}

func (s *shaken) Ping(ctx context.Context) error {
	if s.do != nil {
		return s.do()
	}
	return s.AccessData.Ping(ctx)
}

// C67: where the database is gone there still is a page that says so, even where drawing
// that page fails, and all is well as soon as it is back.
func TestDatabaseGone(t *testing.T) {
	t.Parallel()
	database := &shaken{}
	s := newSite(t, func(c *handlers.Config) { database.AccessData, c.Access = c.Access, database })
	s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	v := s.signedIn("acme")
	for _, fault := range []func() error{func() error { return errFault }, func() error { panic(errFault) }} {
		database.do = fault
		for _, path := range []string{"/client-portal", "/client-portal/login", "/admin/clients", "/nowhere", "/healthz"} {
			a := v.get(path).wantSecure(false).wantNoText(internal...)
			if a.StatusCode != http.StatusInternalServerError && path != "/nowhere" {
				t.Errorf("%s: %d", path, a.StatusCode)
			}
		}
		database.do = nil
		v.get("/client-portal").wantStatus(http.StatusOK).wantText("Acme")
		v.get("/healthz").wantStatus(http.StatusOK)
	}
}

// lostSessions fails to read any session.
type lostSessions struct{ handlers.SessionStorage }

func (lostSessions) Get(context.Context, string) ([]byte, error) { return nil, errFault }

// C67: sessions that can't be read let nobody in, and are not mistaken for none.
func TestSessionsGone(t *testing.T) {
	t.Parallel()
	s := newSite(t, func(c *handlers.Config) { c.Sessions = lostSessions{c.Sessions} })
	s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	v := s.signedIn("acme")
	v.get("/client-portal").wantStatus(http.StatusInternalServerError).wantNoText(internal...).wantNoText("Acme")
	s.visitor().get("/client-portal").wantStatus(http.StatusSeeOther)
}
