package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"foyer/store"
	"foyer/views"
)

// bench is one run.
type bench struct {
	options
	pages    []page
	fixtures []*fixture
	constant *target
	samples  map[cell][]sample
	faults   map[cell]error // of pages that are measured no further
}

// fixture is a set with the server on it.
type fixture struct {
	*set
	server      *server
	targets     []*target // one for each page
	health      float64   // seconds from start to the first answer
	signedIn    float64   // and to the first page of somebody who is signed in
	rest, after memory    // zero where unknown
	disk        int64     // bytes of the database file
}

// cell is a place in the table: a page on a set, or the constant page.
type cell struct{ page, fixture int }

var constantCell = cell{-1, -1}

// sample is what one round showed of a page.
type sample struct {
	many, one phase
	multiple  float64 // of the constant page's CPU time in the same turn
}

// perform starts the servers, drives them and stops them.
func (b *bench) perform(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, b.stop()) }()
	if err := b.startConstant(ctx); err != nil {
		return err
	}
	for _, f := range b.fixtures {
		if err := f.start(ctx, b.foyer); err != nil {
			return fmt.Errorf("%d entries: %w", f.Entries, err)
		}
	}
	b.aim()
	for round := range b.rounds {
		fmt.Fprintf(os.Stderr, "round %d of %d: %d pages\n", round+1, b.rounds, len(b.pages))
		for i := range b.pages {
			if err := b.turn(ctx, round, i); err != nil {
				return err
			}
		}
	}
	for _, f := range b.fixtures {
		f.after, _ = memoryOf(f.server.process.Process.Pid)
	}
	return nil
}

func (b *bench) startConstant(ctx context.Context) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	s, err := start(ctx, self, theConstant)
	if err != nil {
		return err
	}
	p := fixed("constant page", "/", "always the same", limit{})
	b.constant = &target{client: newClient(s, b.connections), server: s, address: s.base.String() + "/", page: p}
	return b.constant.verify()
}

// starts is how often a start is measured; the last server stays.
const starts = 3

// start first starts a Foyer that may bring the database up to date and opens the session,
// and then those whose start is measured.
func (f *fixture) start(ctx context.Context, program string) (err error) {
	serve := []string{"serve", "--data", f.folder, "--addr", "127.0.0.1:0", "--log-format", "json"}
	first, err := start(ctx, program, serve...)
	if err != nil {
		return err
	}
	if err := errors.Join(first.signIn(ctx, setUsername, setPassword), first.stop()); err != nil {
		return err
	}
	var health, signedIn []float64
	for range starts {
		if f.server != nil {
			if err := f.server.stop(); err != nil {
				return err
			}
		}
		if f.server, err = start(ctx, program, serve...); err != nil {
			return err
		}
		f.server.cookie = first.cookie
		times, err := f.server.answersFirst(ctx)
		if err != nil {
			return err
		}
		health, signedIn = append(health, times[0]), append(signedIn, times[1])
	}
	f.health, f.signedIn = median(health), median(signedIn)
	f.rest, _ = memoryOf(f.server.process.Process.Pid)
	return nil
}

// answersFirst is when, in seconds after its start, a server answers first, and when to
// somebody who is signed in.
func (s *server) answersFirst(ctx context.Context) (times [2]float64, err error) {
	for i, path := range []string{"/healthz", views.InvoicesPath} {
		at, err := s.untilOK(ctx, path)
		if err != nil {
			return times, err
		}
		times[i] = at.Seconds()
	}
	return times, nil
}

// aim asks for every page once. One whose answer is wrong is not measured.
func (b *bench) aim() {
	for i, f := range b.fixtures {
		client := newClient(f.server, b.connections)
		for n, p := range b.pages {
			t := &target{client: client, server: f.server, address: f.server.base.String() + p.path(f.set), page: p}
			if err := t.verify(); err != nil {
				b.faults[cell{n, i}] = err
			}
			f.targets = append(f.targets, t)
		}
	}
}

// middle is the median of a figure over the rounds.
func (b *bench) middle(at cell, figure func(sample) float64) float64 {
	values := make([]float64, 0, b.rounds)
	for _, s := range b.samples[at] {
		values = append(values, figure(s))
	}
	if b.faults[at] != nil {
		return math.NaN()
	}
	return median(values)
}

// stop stops what was started, and looks at the files, which are whole then.
func (b *bench) stop() (err error) {
	if b.constant != nil {
		err = errors.Join(err, b.constant.server.stop())
	}
	for _, f := range b.fixtures {
		if f.server != nil {
			err = errors.Join(err, f.server.stop())
		}
		if info, statErr := os.Stat(filepath.Join(f.folder, store.FileName)); statErr == nil {
			f.disk = info.Size()
		}
	}
	return err
}

// firstFault is one of the answers that were wrong, if any were.
func (b *bench) firstFault() error {
	for at, err := range b.faults {
		return fmt.Errorf("%d pages failed, one of them %s with %d entries: %w", len(b.faults), b.pages[at.page].name, b.fixtures[at.fixture].Entries, err)
	}
	return nil
}
