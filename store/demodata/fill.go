package demodata

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"time"

	"foyer/portal"
	"foyer/store"
)

// Login is an account of the demo and what it is good for.
type Login struct {
	Door     portal.Door
	Username string
	Who      string
	Shows    string
}

// Fill tells the studio's story up to now into an empty database, all of it or nothing.
// hash makes the hash that is stored of Password; it is called once for every account.
func Fill(ctx context.Context, into *store.Store, now time.Time, hash func(password string) (string, error)) ([]Login, error) {
	s, err := newStory(now)
	if err != nil {
		return nil, fmt.Errorf("demo data: %w", err)
	}
	entries := s.entries()
	bills, err := s.bills(entries)
	if err != nil {
		return nil, fmt.Errorf("demo data: %w", err)
	}
	hashes, err := hashAll(s.accounts(), hash)
	if err != nil {
		return nil, fmt.Errorf("demo data: %w", err)
	}

	t := teller{story: s, hashes: hashes}
	err = into.Fill(ctx, now, func(f *store.Filler) error {
		t.Filler = f
		return t.tell(entries, bills)
	})
	if err != nil {
		return nil, fmt.Errorf("demo data: %w", err)
	}
	return t.logins, nil
}

// accounts counts those who get a password.
func (s *story) accounts() int {
	n := len(s.people) + len(guests())
	for _, c := range s.clients {
		if c.access == portalOn {
			n++
		}
	}
	return n
}

// hashAll makes many hashes, as many at a time as there are processors.
func hashAll(n int, hash func(string) (string, error)) ([]string, error) {
	hashes, faults := make([]string, n), make([]error, n)
	slots := make(chan struct{}, runtime.NumCPU())
	var all sync.WaitGroup
	for i := range n {
		slots <- struct{}{}
		all.Go(func() {
			hashes[i], faults[i] = hash(Password)
			<-slots
		})
	}
	all.Wait()
	for _, err := range faults {
		if err != nil {
			return nil, err
		}
	}
	return hashes, nil
}

// teller writes a story down and keeps the ids that places in its lists became.
type teller struct {
	*story
	*store.Filler
	hashes     []string
	clientIDs  []portal.ClientID
	projectIDs [][]int64
	personIDs  []int64
	logins     []Login
}

func (t *teller) tell(entries []entry, bills []*bill) error {
	next := firstNumber
	for _, b := range bills {
		if b.Number != "" {
			next++
		}
	}
	if err := t.Company(company(), timeZone, currency, invoicePrefix, next); err != nil {
		return fmt.Errorf("company: %w", err)
	}
	for _, c := range t.clients {
		if err := t.tellClient(c); err != nil {
			return fmt.Errorf("client %s: %w", c.Name, err)
		}
	}
	if err := t.tellPeople(); err != nil {
		return fmt.Errorf("users: %w", err)
	}
	billed, err := t.tellBills(bills)
	if err != nil {
		return fmt.Errorf("invoices: %w", err)
	}
	if err := t.tellEntries(entries, billed); err != nil {
		return fmt.Errorf("time entries: %w", err)
	}
	return nil
}

// tellBills returns the invoice of each billed entry.
func (t *teller) tellBills(bills []*bill) (map[int]int64, error) {
	billed := map[int]int64{}
	for _, b := range bills {
		b.Client = t.clientIDs[b.client]
		if b.project != direct {
			b.Project = t.projectIDs[b.client][b.project]
		}
		id, err := t.Invoice(b.NewInvoice)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", b.Number, err)
		}
		for _, i := range b.entries {
			billed[i] = id
		}
	}
	return billed, nil
}

func (t *teller) tellEntries(entries []entry, billed map[int]int64) error {
	for i, e := range entries {
		row := store.NewEntry{
			Client: t.clientIDs[e.client], User: t.personIDs[e.person], Invoice: billed[i],
			Day: e.day, Started: e.started, Ended: e.ended, Notes: e.notes,
		}
		if e.project != direct {
			row.Project = t.projectIDs[e.client][e.project]
		}
		if _, err := t.Entry(row); err != nil {
			return err
		}
	}
	return nil
}
