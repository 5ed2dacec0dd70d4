package main_test

import (
	"net"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"foyer/store/demodata"
)

// loginLine is a line of the demo's table: who signs in, and what that shows.
var loginLine = regexp.MustCompile(`(?m)^  ([a-z]+)\s{2,}(\S.*?)\s{2,}(\S.*)$`)

func TestDemo(t *testing.T) {
	t.Parallel()
	p := prepare(t, "demo", "--addr", "127.0.0.1:0")
	base := serving(t, p)
	said := p.out.String()
	clients, staff, found := strings.Cut(said, "Staff: "+base+"/login\n")
	if !found || !strings.Contains(clients, "Client portal: "+base+"/client-portal/login\n") || !strings.Contains(said, demodata.Password) {
		t.Fatalf("said:\n%s", said)
	}

	for path, table := range map[string]string{"/client-portal/login": clients, "/login": staff} {
		lines := loginLine.FindAllStringSubmatch(table, -1)
		if len(lines) < 4 {
			t.Errorf("%d names for %s:\n%s", len(lines), path, said)
		}
		for _, l := range lines {
			if status, page := newVisitor(t, base).signIn(path, l[1], demodata.Password); status != 200 || strings.Contains(page, `name="password"`) {
				t.Errorf("%s cannot sign in: %d", l[1], status)
			}
		}
	}

	p.stop(t, os.Interrupt).ok(t)
	if left, err := os.ReadDir(temporary(p)); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// What a demo costs before it is up must not keep anybody waiting.
func TestDemoIsUpSoon(t *testing.T) {
	t.Parallel()
	p := prepare(t, "demo", "--addr", "127.0.0.1:0")
	serving(t, p)
	p.stop(t, syscall.SIGTERM).ok(t)
	if worked := p.ProcessState.UserTime() + p.ProcessState.SystemTime(); worked > 3*time.Second {
		t.Errorf("the demo worked for %v", worked)
	}
}

func TestDemoElsewhere(t *testing.T) {
	t.Parallel()
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = other.Close() }()

	taken := other.Addr().String()
	p := prepare(t, "demo", "--addr", taken)
	if base := serving(t, p); strings.HasSuffix(base, taken) || !strings.HasPrefix(p.out.String(), taken+" is in use by another program, so the demo is elsewhere.\n") {
		t.Errorf("at %s it said:\n%s", base, p.out.String())
	}
	end := syscall.SIGHUP
	if signal.Ignored(end) { // by nohup, which the demo then outlives too
		end = syscall.SIGTERM
	}
	p.stop(t, end).ok(t)
	if left, err := os.ReadDir(temporary(p)); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// temporary is the folder that a run was given for what is thrown away.
func temporary(p *process) string {
	for _, setting := range p.Env {
		if folder, ok := strings.CutPrefix(setting, "TMPDIR="); ok {
			return folder
		}
	}
	return ""
}
