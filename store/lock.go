package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// acquire holds the database against other processes that serve it or write much to it.
// The kernel frees the lock with the process, so none is ever left behind.
func acquire(path string) (*flock.Flock, error) {
	lock := flock.New(path+".lock", flock.SetPermissions(0o600))
	taken, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("the data folder %s cannot be written (%w): give this user write access, or choose another with --data", filepath.Dir(path), reason(err))
	}
	if !taken {
		return nil, fmt.Errorf("the database %s is already open in another foyer%s: stop that one first, or choose another folder with --data", path, holder(lock.Path()))
	}
	// The number is for people; without it the lock is as good.
	_ = os.WriteFile(lock.Path(), []byte(strconv.Itoa(os.Getpid())+"\n"), 0o600)
	return lock, nil
}

// holder names the process that has the lock, if it left its number.
func holder(path string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	if _, err := strconv.Atoi(strings.TrimSpace(string(text))); err != nil {
		return ""
	}
	return " (process " + strings.TrimSpace(string(text)) + ")"
}
