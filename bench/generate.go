package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"foyer/portal"
	"foyer/store"
)

// What every set holds, whatever its number of time entries. The nine others together
// have as much again as the client that is measured.
const (
	years          = 10
	setProjects    = 20
	pastProjects   = 4 // of these: three archived and one inactive
	setInvoices    = 500
	invoiceLines   = 5
	setUsers       = 8
	setOthers      = 9
	entriesAtOnce  = 50_000 // in one transaction
	setZone        = "Europe/Brussels"
	setCurrency    = "EUR"
	setUsername    = "measured"
	setPassword    = "as fast as one of yesterday"
	generatorSeeds = 20_000_101
)

// party is one of the two halves of a set: the client that is measured, or the others.
// Projects and invoices go round among its clients.
type party struct {
	clients  []portal.ClientID
	names    []string
	projects []int64
	invoices [setInvoices]int64 // newest first; zero for those that bill nothing
	next     int                // turns the projects
}

// generator makes the same set from the same number and day.
type generator struct {
	*rand.Rand
	entries int // of the measured client
	last    portal.Day
	zone    *time.Location
	hash    string // of the password
	users   []int64
	halves  [2]*party
	made    time.Time
}

func newGenerator(entries int, last portal.Day, hash string) (*generator, error) {
	zone, err := time.LoadLocation(setZone)
	if err != nil {
		return nil, err
	}
	return &generator{
		Rand:    rand.New(rand.NewPCG(generatorSeeds, uint64(entries))),
		entries: entries, last: last, zone: zone, hash: hash,
		halves: [2]*party{{}, {}}, made: last.AddDays(1).In(zone),
	}, nil
}

// fill writes the set through the store, like any record of Foyer.
func (g *generator) fill(ctx context.Context, into *store.Store) error {
	err := into.Fill(ctx, g.made, func(f *store.Filler) error {
		if err := g.fillPeople(f); err != nil {
			return err
		}
		for i := range setProjects {
			for _, half := range g.halves {
				if err := g.project(f, half, i); err != nil {
					return err
				}
			}
		}
		for i := setInvoices - 1; i >= 0; i-- {
			for _, half := range g.halves {
				if err := g.invoice(f, half, i); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	return g.fillEntries(ctx, into)
}

func (g *generator) fillPeople(f *store.Filler) error {
	if err := f.Company(company(), setZone, setCurrency, "INV", 2*setInvoices+1); err != nil {
		return err
	}
	for i := range setUsers {
		u := store.NewUser{Username: fmt.Sprintf("user%d", i+1), FullName: fullNames[i], Email: fmt.Sprintf("user%d@studio.example", i+1), Role: portal.Member}
		if i == 0 {
			u.Role, u.PasswordHash = portal.Admin, g.hash
		}
		id, err := f.User(u)
		if err != nil {
			return err
		}
		g.users = append(g.users, id)
	}
	if err := g.client(f, g.halves[0], "Measured & Partners", setUsername); err != nil {
		return err
	}
	for i := range setOthers {
		if err := g.client(f, g.halves[1], fmt.Sprintf("Other client %d", i+1), fmt.Sprintf("other%d", i+1)); err != nil {
			return err
		}
	}
	return nil
}

func (g *generator) client(f *store.Filler, half *party, name, username string) error {
	id, err := f.Client(store.NewClient{
		Client: portal.Client{
			Name: name, ContactPerson: "Noor Claes", Email: username + "@client.example", Phone: "+32 2 555 01 99",
			Address: "Handelskaai 12\n1000 Brussels\nBelgium", VATNumber: "BE 0123.456.749", Currency: setCurrency,
		},
		RateMinor: 9500, Active: true, PortalEnabled: true, Username: username, PasswordHash: g.hash,
	})
	half.clients, half.names = append(half.clients, id), append(half.names, name)
	return err
}

func (g *generator) project(f *store.Filler, half *party, i int) error {
	p := store.NewProject{
		Client: half.clients[i%len(half.clients)], Name: fmt.Sprintf("%s %d", subjects[i%len(subjects)], i+1), Code: fmt.Sprintf("P%02d", i+1),
		Description: g.note(), Status: portal.ProjectActive, Billable: true, RateMinor: int64(8000 + 250*i),
	}
	switch {
	case i == setProjects-1:
		p.Status = portal.ProjectInactive
	case i >= setProjects-pastProjects:
		p.Status = portal.ProjectArchived
	}
	id, err := f.Project(p)
	half.projects = append(half.projects, id)
	return err
}

// fillEntries writes both halves' entries from the oldest to the newest, as they came.
func (g *generator) fillEntries(ctx context.Context, into *store.Store) error {
	for from := 0; from < g.entries; from += entriesAtOnce {
		err := into.Fill(ctx, g.made, func(f *store.Filler) error {
			for i := from; i < min(from+entriesAtOnce, g.entries); i++ {
				for _, half := range g.halves {
					if _, err := f.Entry(g.entry(half, i)); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("fill time entries: %w", err)
		}
	}
	return nil
}

// entry is the i-th of a half. Every tenth has no project; the others take turns, so that
// each project has as many.
func (g *generator) entry(half *party, i int) store.NewEntry {
	age := ageAt(1 - (float64(i)+g.Float64())/float64(g.entries))
	day := g.dayAt(age)
	started := day.In(g.zone).Add(8*time.Hour + time.Duration(g.IntN(600))*time.Minute)
	e := store.NewEntry{
		User: g.users[g.IntN(setUsers)], Day: day, Started: started,
		Ended: started.Add(time.Duration(1+g.IntN(24)) * 5 * time.Minute), Notes: g.note(),
	}
	if e.Project = 0; i%10 == 9 {
		e.Client = half.clients[g.IntN(len(half.clients))]
	} else {
		e.Project = half.projects[half.next%setProjects]
		e.Client = half.clients[half.next%setProjects%len(half.clients)]
		half.next++
	}
	if len(half.clients) == 1 {
		e.Invoice = half.invoices[min(int(age*setInvoices), setInvoices-1)]
	}
	return e
}

// ageAt says how old, as a part of the ten years, an entry is that has the given part of
// all entries after it. Work grows over the years: the newest month holds about three
// entries of a hundred, so that it is never empty.
func ageAt(part float64) float64 { return math.Pow(part, 1.5) }

// dayAt is the day of an age between 0 and 1.
func (g *generator) dayAt(age float64) portal.Day { return dayBefore(g.last, age) }

func dayBefore(last portal.Day, age float64) portal.Day {
	return last.AddDays(-int(age * years * 365.25))
}
