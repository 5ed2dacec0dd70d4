package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"foyer/migrations"
	"foyer/portal"
	"foyer/store"
)

// generatorVersion goes up whenever a set that exists must be made anew although no
// migration is new: what is generated changed, or what the store keeps beside it.
const generatorVersion = 1

// A set ends on the day before it was made. The server reads the machine's clock, and a
// dashboard of the last 30 days would empty itself as the set gets older.
const oldestSet = 7 * 24 * time.Hour

const setFile = "set.json"

// set is a data folder with what is known of its content.
type set struct {
	Entries int        // of the measured client; the nine others together have as many again
	Last    portal.Day // the newest day
	Project int64      // an active project of the measured client
	Invoice int64      // a paid invoice of it
	Made    string     // by which generator and schema
	PerSec  float64    // entries written a second when it was made, before it was packed

	folder string
}

// prepareSet finds the set in its folder, or makes it where it is missing or outdated.
func prepareSet(ctx context.Context, root string, entries int, now time.Time, progress io.Writer) (*set, error) {
	folder := filepath.Join(root, strconv.Itoa(entries))
	version, err := madeBy()
	if err != nil {
		return nil, err
	}
	if s, err := readSet(folder); err == nil && s.Made == version && s.fresh(now) {
		return s, nil
	}

	if _, err := fmt.Fprintf(progress, "making the set of %s entries …\n", grouped(entries)); err != nil {
		return nil, err
	}
	draft := folder + ".new"
	if err := os.RemoveAll(draft); err != nil {
		return nil, err
	}
	if err := makeSet(ctx, draft, entries, version, now); err != nil {
		return nil, fmt.Errorf("make the set of %d entries: %w", entries, err)
	}
	if err := errors.Join(os.RemoveAll(folder), os.Rename(draft, folder)); err != nil {
		return nil, err
	}
	return readSet(folder)
}

func (s *set) fresh(now time.Time) bool { return now.Sub(s.Last.Time()) < oldestSet }

func readSet(folder string) (*set, error) {
	text, err := os.ReadFile(filepath.Join(folder, setFile))
	if err != nil {
		return nil, err
	}
	s := &set{folder: folder}
	return s, json.Unmarshal(text, s)
}

// makeSet writes a set entry by entry and packs it.
func makeSet(ctx context.Context, folder string, entries int, version string, now time.Time) error {
	hash, err := portal.HashPassword(setPassword)
	if err != nil {
		return err
	}
	g, err := newGenerator(entries, portal.DayOf(now, time.UTC).AddDays(-1), hash)
	if err != nil {
		return err
	}
	data, err := store.Open(ctx, folder)
	if err != nil {
		return err
	}
	took, err := timed(func() error { return g.fill(ctx, data.Store) })
	if err == nil {
		err = data.Pack(ctx)
	}
	if err := errors.Join(err, data.Close()); err != nil {
		return err
	}

	s := set{
		Entries: entries, Last: g.last, Made: version, PerSec: 2 * float64(entries) / took.Seconds(),
		Project: g.halves[0].projects[0], Invoice: g.halves[0].invoices[setInvoices/2],
	}
	text, err := json.MarshalIndent(s, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, setFile), text, 0o600)
}

// madeBy names the generator and the schema of a set: every migration goes into it.
func madeBy() (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(migrations.FS, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(migrations.FS, path)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(sum, "%s %d\n%s", path, len(text), text)
		return err
	})
	return fmt.Sprintf("%d-%s", generatorVersion, hex.EncodeToString(sum.Sum(nil))[:16]), err
}
