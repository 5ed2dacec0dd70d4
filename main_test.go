package main_test

import (
	"debug/elf"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// program is the real binary, built once as a release is.
var program string

func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	folder, err := os.MkdirTemp("", "foyer-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }()
	// Another user has to be able to run it, see TestReadOnlyFolders.
	if err := os.Chmod(folder, 0o755); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}

	program = filepath.Join(folder, "foyer")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, said)
		return 1
	}
	return m.Run()
}

func TestBinaryIsStatic(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("how a program is linked is looked up in ELF files, which are Linux's")
	}
	file, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()

	for _, part := range file.Progs {
		if part.Type == elf.PT_INTERP || part.Type == elf.PT_DYNAMIC {
			t.Errorf("the program needs a loader: %v", part.Type)
		}
	}
	if libraries, err := file.ImportedLibraries(); err != nil || len(libraries) > 0 {
		t.Errorf("libraries: %v, %v", libraries, err)
	}
}

func TestVersionSaysWhatRuns(t *testing.T) {
	t.Parallel()
	said := foyer(t, "version").ok(t)
	for _, words := range []string{"foyer ", "commit ", "Go      " + runtime.Version(), "SQLite  3."} {
		if !strings.Contains(said, words) {
			t.Errorf("%q is not in:\n%s", words, said)
		}
	}
}

func TestHelpNamesCommandsAndSettings(t *testing.T) {
	t.Parallel()
	said := foyer(t, "--help").ok(t)
	for _, words := range []string{
		"serve", "demo", "import", "admin", "healthcheck", "version",
		"--data", "$FOYER_DATA", "./data", "--addr", "$FOYER_ADDR", "127.0.0.1:8080", "--base-url", "$FOYER_BASE_URL",
		"$FOYER_SECRET_KEY", "$FOYER_SECRET_KEY_FILE", "--trusted-proxies", "$FOYER_TRUSTED_PROXIES",
		"--log-format", "$FOYER_LOG_FORMAT", "--insecure-http", "$FOYER_INSECURE_HTTP",
	} {
		if !strings.Contains(said, words) {
			t.Errorf("%q is not in the help", words)
		}
	}
}
