package main_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// typist runs the program in a terminal and types each answer when it is asked for.
func typist(t *testing.T, answers ...string) (p *process, seen string) {
	t.Helper()
	p = prepare(t, "admin", "create", "ines")
	person, screen := inTerminal(t, p)

	for n, question := range []string{"New password: ", "The same again: "}[:len(answers)] {
		p.wait(t, &p.out, question)
		untilSilent(t, person)
		if _, err := person.WriteString(answers[n]); err != nil {
			t.Fatal(err)
		}
	}
	return p, screen()
}

func TestPasswordIsAskedTwiceAndNotShown(t *testing.T) {
	t.Parallel()
	p, seen := typist(t, goodPassword+"\n", goodPassword+"\n")
	if code := p.ProcessState.ExitCode(); code != 0 || strings.Contains(seen, "horse") {
		t.Errorf("ended with %d, and the screen shows:\n%s", code, seen)
	}
	if n := value(t, database(t, filepath.Join(p.Dir, "data")), "SELECT count(*) FROM users"); n != "1" {
		t.Errorf("%s users", n)
	}
}

func TestPasswordsThatDiffer(t *testing.T) {
	t.Parallel()
	p, seen := typist(t, goodPassword+"\n", goodPassword+"!\n")
	if code := p.ProcessState.ExitCode(); code != 1 || !strings.Contains(seen, "the two passwords differ: try again") {
		t.Errorf("ended with %d, and the screen shows:\n%s", code, seen)
	}
}

// Ctrl-C ends the question and gives the terminal back as it was.
func TestPasswordQuestionCanBeLeft(t *testing.T) {
	t.Parallel()
	p, seen := typist(t, "\x03")
	if code := p.ProcessState.ExitCode(); code != 1 || !strings.Contains(seen, "nothing was changed") {
		t.Errorf("ended with %d, and the screen shows:\n%s", code, seen)
	}
	if n := value(t, database(t, filepath.Join(p.Dir, "data")), "SELECT count(*) FROM users"); n != "0" {
		t.Errorf("%s users", n)
	}
}

// untilSilent waits until a terminal shows no more what is typed: the question stands
// there a moment before.
func untilSilent(t *testing.T, terminal *os.File) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); runtime.Gosched() {
		state, err := unix.IoctlGetTermios(int(terminal.Fd()), unix.TCGETS)
		if err != nil {
			t.Fatal(err)
		}
		if state.Lflag&unix.ECHO == 0 {
			return
		}
	}
	t.Fatal("the terminal still shows what is typed")
}
