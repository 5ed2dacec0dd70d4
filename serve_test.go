package main_test

import (
	"bufio"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"foyer/store"
)

// C66: there is no account until somebody at the console makes one.
func TestServeGreets(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--data", "our data", "--addr", "127.0.0.1:0")
	base := serving(t, p)

	link := setupLink(t, p)
	want := "Foyer is at " + base + `

There is no admin yet. Open this link to create the first one:

  ` + link + `

It works once and for 30 minutes. Start Foyer again for a new one, or create an admin
from the shell: foyer --data 'our data' admin create NAME

`
	if p.out.String() != want {
		t.Errorf("said %q, want %q", p.out.String(), want)
	}
	if status, _ := newVisitor(t, base).open("/client-portal"); status != http.StatusOK {
		t.Errorf("the way to the sign-in page answers %d", status)
	}
	p.stop(t, syscall.SIGTERM).ok(t)
}

// C73: what is made is for this user alone, whatever the umask says.
func TestServeKeepsItsFilesPrivate(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--addr", "127.0.0.1:0", "--data", "deep/down")
	serving(t, p)

	folder := filepath.Join(p.Dir, "deep", "down")
	for name, mode := range map[string]os.FileMode{"": 0o700, store.FileName: 0o600, store.FileName + ".lock": 0o600, store.FileName + "-wal": 0o600, "foyer.key": 0o600} {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%q: %v, %v", name, info, err)
		}
	}
	if key, err := os.ReadFile(filepath.Join(folder, "foyer.key")); err != nil || len(strings.TrimSpace(string(key))) != 64 {
		t.Errorf("the key has %d characters, %v", len(key), err)
	}
}

// R20: a sign-in under way is answered, somebody idle is not waited for, and nobody new
// is let in.
func TestStopFinishesWhatIsInFlight(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--addr", "127.0.0.1:0")
	base := serving(t, p)
	idle := dial(t, base)
	request := newVisitor(t, base)
	post := request.signInRequest("/client-portal/login", "nobody", "no password at all")

	began := time.Now()
	statuses := make(chan int, 1)
	go func() {
		answer, err := request.Do(post)
		if err != nil {
			statuses <- 0
			return
		}
		_ = answer.Body.Close()
		statuses <- answer.StatusCode
	}()
	waitForFailedSignIn(t, filepath.Join(p.Dir, "data"))
	p.stop(t, syscall.SIGTERM).ok(t)

	if status := <-statuses; status != http.StatusUnauthorized {
		t.Errorf("the sign-in was answered with %d", status)
	}
	if took := time.Since(began); took < 350*time.Millisecond {
		t.Errorf("C03: a failed sign-in was answered after %v", took)
	}
	if get(base+"/healthz") != 0 {
		t.Error("somebody still answers")
	}
	_ = idle.Close()
	if log := p.err.String(); !strings.Contains(log, `"msg":"stopped"`) {
		t.Errorf("the log does not say that it stopped:\n%s", log)
	}
}

// R20: ten seconds at most, whoever dawdles.
func TestStopDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--addr", "127.0.0.1:0")
	slow := dial(t, serving(t, p))
	if _, err := slow.Write([]byte("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	// Told to go on, it is known to be in the middle of its request.
	if line, err := bufio.NewReader(slow).ReadString('\n'); err != nil || !strings.Contains(line, "100") {
		t.Fatalf("%q, %v", line, err)
	}

	began := time.Now()
	p.stop(t, os.Interrupt).ok(t)
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("stopped after %v", took)
	}
	if log := p.err.String(); !strings.Contains(log, "stopped before every request was answered") {
		t.Errorf("the log does not say that somebody was left waiting:\n%s", log)
	}
}

// R01 R11: the lock of a killed foyer is free at once, and what it stored is there.
func TestStartAfterAKill(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--addr", "127.0.0.1:0")
	serving(t, p)
	prepareIn(t, p, "admin", "create", "ines").typing("correct horse battery\n").begin(t).finish(t).ok(t)
	p.kill(t)

	again := prepareIn(t, p, "--addr", "127.0.0.1:0")
	base := serving(t, again)
	if strings.Contains(again.out.String(), "no admin") {
		t.Error("the admin is gone")
	}
	if status, page := newVisitor(t, base).signIn("/login", "ines", "correct horse battery"); status != http.StatusOK || !strings.Contains(page, "Clients") {
		t.Errorf("the admin cannot sign in: %d\n%s", status, page)
	}
}

// R10: a first start that is cut short, wherever, is taken up by the next.
func TestStartAfterAKillWhileStarting(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"foyer.db.lock", "foyer.db.new", "foyer.db.new-wal", "foyer.db", "foyer.key"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			p := prepare(t, "--addr", "127.0.0.1:0").begin(t)
			// Some of the files are there for a moment only; who misses it kills later.
			for p.out.String() == "" {
				if _, err := os.Stat(filepath.Join(p.Dir, "data", file)); err == nil {
					break
				}
				select {
				case <-p.ended:
					t.Fatalf("it ended: %s", p.err.String())
				default:
					runtime.Gosched()
				}
			}
			p.kill(t)

			serving(t, prepareIn(t, p, "--addr", "127.0.0.1:0"))
			left, err := filepath.Glob(filepath.Join(p.Dir, "data", "*.new*"))
			if err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// C68: one line a fact, in JSON where nobody watches, in UTC, without what was typed.
func TestLogIsForPrograms(t *testing.T) {
	t.Parallel()
	const typed = "a password that nobody may read"
	p := prepare(t, "--addr", "127.0.0.1:0").env("TZ=Asia/Tokyo")
	newVisitor(t, serving(t, p)).signIn("/client-portal/login", "somebody", typed)
	p.stop(t, syscall.SIGTERM).ok(t)

	lines := bufio.NewScanner(strings.NewReader(p.err.String()))
	n := 0
	for ; lines.Scan(); n++ {
		var line struct{ Time, Level, Msg string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil || !strings.HasSuffix(line.Time, "Z") || line.Msg == "" {
			t.Errorf("%s: %v", lines.Text(), err)
		}
	}
	if n < 3 || strings.Contains(p.err.String(), typed) {
		t.Errorf("%d lines:\n%s", n, p.err.String())
	}
}

func TestLogAsText(t *testing.T) {
	t.Parallel()
	p := prepare(t, "--addr", "127.0.0.1:0", "--log-format", "text")
	serving(t, p)
	p.stop(t, syscall.SIGTERM).ok(t)
	if !strings.Contains(p.err.String(), "level=INFO msg=started") {
		t.Errorf("the log:\n%s", p.err.String())
	}
}

// C06: counters of failed sign-ins do not pile up.
func TestServePrunesSignInLimits(t *testing.T) {
	t.Parallel()
	folder := filledFolder(t)
	db := database(t, folder)
	change(t, db, "INSERT INTO sign_in_limits (key, count, expires_at) VALUES ('account:old', 3, 1), ('account:new', 3, 9999999999)")
	serving(t, prepare(t, "--data", folder, "--addr", "127.0.0.1:0"))

	for deadline := time.Now().Add(hang); value(t, db, "SELECT group_concat(key) FROM sign_in_limits") != "account:new"; {
		if time.Now().After(deadline) {
			t.Fatal("the old counter is still there")
		}
	}
}

// prepareIn makes another run in the folder of one.
func prepareIn(t *testing.T, other *process, args ...string) *process {
	t.Helper()
	p := prepare(t, args...)
	p.Dir = other.Dir
	return p
}

func dial(t *testing.T, base string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}
