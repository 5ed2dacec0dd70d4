package main_test

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// terminal makes a pair of a terminal and what somebody in front of it types and sees.
func terminal(t *testing.T) (person, screen *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no terminal can be made here: %v", err)
	}
	t.Cleanup(func() { _ = person.Close() })
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	number, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	screen, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return person, screen
}

// inTerminal runs a prepared program with all of its words going to a terminal. seen
// waits for its end and is all that the screen has shown.
func inTerminal(t *testing.T, p *process) (person *os.File, seen func() string) {
	t.Helper()
	person, screen := terminal(t)
	p.Stdin, p.Stdout, p.Stderr = screen, screen, screen
	p.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	p.begin(t)
	if err := screen.Close(); err != nil {
		t.Fatal(err)
	}

	drained := make(chan struct{})
	go func() {
		_, _ = person.WriteTo(&p.out)
		close(drained)
	}()
	return person, func() string {
		t.Helper()
		p.finish(t)
		<-drained
		return p.out.String()
	}
}

func TestLogIsForPeopleInATerminal(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--addr", "127.0.0.1:0").env("TZ=Asia/Tokyo")
	inTerminal(t, p)
	p.wait(t, &p.out, "level=INFO msg=started")
	if line, _, _ := strings.Cut(p.out.String()[strings.Index(p.out.String(), "time="):], " "); !strings.HasSuffix(line, "Z") {
		t.Errorf("the time is not UTC: %s", line)
	}
}

func TestImportShowsItsProgressInATerminal(t *testing.T) {
	t.Parallel()
	p := prepare(t, "import", "timetracker", agency(t))
	_, seen := inTerminal(t, p)
	progress, report, found := strings.Cut(seen(), "Import of ")
	if !found || !strings.Contains(progress, " %  time_entries") || !strings.HasSuffix(progress, "\r\033[K") || strings.Contains(report, "\033") {
		t.Errorf("the screen shows %q", p.out.String())
	}
}
