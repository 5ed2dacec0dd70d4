//go:build unix

package main_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"foyer/store"
)

// nobody is a user who owns nothing here.
const nobody = 65534

// R08: a folder, or a file, that cannot be written.
func TestReadOnlyFolders(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		folder, file, lock os.FileMode
		words              string
	}{
		"the folder":          {0o555, 0o644, 0, "the data folder data cannot be written (permission denied): give this user write access, or choose another with --data"},
		"the folder's lock":   {0o555, 0o644, 0o666, "the database data/foyer.db cannot be written (permission denied): give this user write access to it and to its folder"},
		"all but the folder":  {0o777, 0o444, 0, "the database data/foyer.db cannot be written (permission denied)"},
		"all but the file":    {0o555, 0o666, 0o666, "the database data/foyer.db cannot be written"},
		"the folder unlisted": {0, 0o644, 0, "the data folder data cannot be"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := prepare(t, "--addr", "127.0.0.1:0")
			folder := filepath.Join(p.Dir, "data")
			if err := os.Rename(filledFolder(t), folder); err != nil {
				t.Fatal(err)
			}
			mode(t, filepath.Join(folder, store.FileName), test.file)
			lock := filepath.Join(folder, store.FileName+".lock")
			if test.lock == 0 {
				if err := os.Remove(lock); err != nil {
					t.Fatal(err)
				}
			} else {
				mode(t, lock, test.lock)
			}
			mode(t, folder, test.folder)
			t.Cleanup(func() { mode(t, folder, 0o700) })

			if os.Geteuid() == 0 { // who may write everywhere
				passable(t, p.Dir)
				p.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
			}
			p.begin(t).finish(t).refused(t, test.words)
		})
	}
}

func mode(t *testing.T, path string, to os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, to); err != nil {
		t.Fatal(err)
	}
}

// passable lets another user reach a test's folder, which is made for root alone.
func passable(t *testing.T, folder string) {
	t.Helper()
	for top := filepath.Clean(os.TempDir()); folder != top && folder != "/"; folder = filepath.Dir(folder) {
		mode(t, folder, 0o755)
	}
}
