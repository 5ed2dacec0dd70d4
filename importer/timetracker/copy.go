package timetracker

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

const copyName = "timetracker.db"

// beside are the files that belong to a database that is, or was when its program
// died, being written.
func beside() []string { return []string{"", "-wal", "-journal"} }

// needsCopy finds out whether SQLite would have to write beside the file to read it: to
// go through a write-ahead log, or to undo what a journal says was left half done.
func needsCopy(path string) bool {
	for _, suffix := range beside()[1:] {
		if info, err := os.Stat(path + suffix); err == nil && info.Size() > 0 {
			return true
		}
	}
	return usesWAL(path)
}

// usesWAL reads the file format's version, which is 2 for a write-ahead log.
func usesWAL(path string) bool {
	const readVersion = 19
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	var version [1]byte
	_, err = f.ReadAt(version[:], readVersion)
	return errors.Join(err, f.Close()) == nil && version[0] == 2
}

// copyAside copies a database with its log into a folder of its own. Where the files
// change meanwhile the copy would hold half a change, so they must not.
func copyAside(path string) (folder string, err error) {
	folder, err = os.MkdirTemp("", "foyer-import-")
	if err != nil {
		return "", fmt.Errorf("no folder for a copy of %s can be made (%w): choose another with TMPDIR", path, err)
	}
	before := stamps(path)
	for _, suffix := range beside() {
		if err = copyFile(path+suffix, filepath.Join(folder, copyName+suffix)); err != nil {
			err = fmt.Errorf("no copy of %s can be made in %s (%w): make room there, or choose another folder with TMPDIR", path, folder, err)
			return "", errors.Join(err, os.RemoveAll(folder))
		}
	}
	if stamps(path) != before {
		err = fmt.Errorf("%s is being written: stop TimeTracker first, or import a copy made with its backup", path)
		return "", errors.Join(err, os.RemoveAll(folder))
	}
	return folder, nil
}

// stamps are the sizes and times of the database's files.
func stamps(path string) (all string) {
	for _, suffix := range beside() {
		if info, err := os.Stat(path + suffix); err == nil {
			all += fmt.Sprintln(suffix, info.Size(), info.ModTime().UnixNano())
		}
	}
	return all
}

// copyFile copies a file if it is there.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()

	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
