package main_test

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// hang is when a test gives up waiting for a program that should have answered long ago.
const hang = time.Minute

// process is a run of the program.
type process struct {
	*exec.Cmd
	out, err said
	ended    chan struct{}
}

// said collects what a program says and tells that there is more.
type said struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{}
}

func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.more != nil {
		close(s.more)
		s.more = nil
	}
	return s.text.Write(p)
}

func (s *said) String() string {
	text, _ := s.sofar()
	return text
}

// sofar is what was said, and a channel that closes when more is.
func (s *said) sofar() (string, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.more == nil {
		s.more = make(chan struct{})
	}
	return s.text.String(), s.more
}

// prepare makes a run with no settings from outside, in an empty working folder.
func prepare(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(program, args...), ended: make(chan struct{})}
	p.Dir, p.Stdout, p.Stderr = t.TempDir(), &p.out, &p.err
	p.Env = []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + t.TempDir()}
	return p
}

func (p *process) env(settings ...string) *process {
	p.Env = append(p.Env, settings...)
	return p
}

func (p *process) typing(text string) *process {
	p.Stdin = strings.NewReader(text)
	return p
}

// begin starts the program and makes sure that it ends with the test.
func (p *process) begin(t *testing.T) *process {
	t.Helper()
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() {
		_ = p.Process.Kill()
		<-p.ended
	})
	return p
}

// finish waits for the program to end by itself.
func (p *process) finish(t *testing.T) *process {
	t.Helper()
	select {
	case <-p.ended:
	case <-time.After(hang):
		t.Fatalf("%v does not end; it said %s%s", p.Args, p.out.String(), p.err.String())
	}
	return p
}

// foyer runs the program to its end.
func foyer(t *testing.T, args ...string) *process {
	t.Helper()
	return prepare(t, args...).begin(t).finish(t)
}

// ok is what a good run said on standard output.
func (p *process) ok(t *testing.T) string {
	t.Helper()
	if code := p.ProcessState.ExitCode(); code != 0 {
		t.Fatalf("%v ended with %d: %s", p.Args, code, p.err.String())
	}
	return p.out.String()
}

// refused wants status 1 and one plain line on standard error, with these words in it,
// after less than a second of work.
func (p *process) refused(t *testing.T, words string) {
	t.Helper()
	line, more, _ := strings.Cut(p.err.String(), "\n")
	switch {
	case p.ProcessState.ExitCode() != 1:
		t.Errorf("%v ended with %d: %s%s", p.Args, p.ProcessState.ExitCode(), p.out.String(), p.err.String())
	case more != "" || p.out.String() != "":
		t.Errorf("%v said more than one line:\n%s%s", p.Args, p.out.String(), p.err.String())
	case !strings.HasPrefix(line, "foyer: ") || !strings.Contains(line, words):
		t.Errorf("%v said %q, want %q", p.Args, line, words)
	}
	if worked := p.ProcessState.UserTime() + p.ProcessState.SystemTime(); worked > time.Second {
		t.Errorf("%v worked for %v", p.Args, worked)
	}
}

// wait waits for words among what the program says.
func (p *process) wait(t *testing.T, in *said, words string) {
	t.Helper()
	late := time.After(hang)
	for {
		text, more := in.sofar()
		if strings.Contains(text, words) {
			return
		}
		select {
		case <-more:
		case <-p.ended:
			if !strings.Contains(in.String(), words) {
				t.Fatalf("%v ended: %s", p.Args, p.err.String())
			}
		case <-late:
			t.Fatalf("%v does not say %q: %s%s", p.Args, words, p.out.String(), p.err.String())
		}
	}
}

var address = regexp.MustCompile(`http://(127\.0\.0\.1|localhost|\[::1\]):\d+`)

// serving starts the program on a free port and returns where it is.
func serving(t *testing.T, p *process) (base string) {
	t.Helper()
	p.begin(t)
	p.wait(t, &p.out, "http://")
	base = address.FindString(p.out.String())
	if status := get(base + "/healthz"); status != http.StatusOK {
		t.Fatalf("%s/healthz answers %d", base, status)
	}
	return base
}

// get is the status of an answer, zero where there is none.
func get(url string) int {
	answer, err := http.Get(url)
	if err != nil {
		return 0
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	_ = answer.Body.Close()
	return answer.StatusCode
}

// stop asks the program to end and waits for it.
func (p *process) stop(t *testing.T, with os.Signal) *process {
	t.Helper()
	if err := p.Process.Signal(with); err != nil {
		t.Fatal(err)
	}
	return p.finish(t)
}

func (p *process) kill(t *testing.T) {
	t.Helper()
	p.stop(t, syscall.SIGKILL)
}
