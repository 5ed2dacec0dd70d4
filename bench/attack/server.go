package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// foyer is the real program, serving its demo.
type foyer struct {
	*exec.Cmd
	address string // host:port
}

var where = regexp.MustCompile(`Client portal: http://(\S+?)/`)

// start builds the program into a folder and runs it there.
func start(folder string) (*foyer, error) {
	program := filepath.Join(folder, "foyer")
	if out, err := exec.Command("go", "build", "-trimpath", "-o", program, ".").CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build: %w: %s", err, out)
	}
	f := &foyer{Cmd: exec.Command(program, "demo", "--addr", "127.0.0.1:0")}
	f.Env = append(os.Environ(), "TMPDIR="+folder)
	out, err := f.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := f.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if found := where.FindStringSubmatch(lines.Text()); found != nil {
			f.address = found[1]
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return f, nil
		}
	}
	f.stop()
	return nil, fmt.Errorf("foyer said no address")
}

func (f *foyer) stop() {
	_ = f.Process.Signal(os.Interrupt)
	_ = f.Wait()
}

// peak is the most memory that was resident since the last call, in bytes; 0 where the
// system does not say.
func (f *foyer) peak() int64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", f.Process.Pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	number, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	kib, _ := strconv.ParseInt(number, 10, 64)
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", f.Process.Pid), []byte("5"), 0o200)
	return kib << 10
}
