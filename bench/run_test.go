package main

import (
	"context"
	"io"
	"math"
	"regexp"
	"runtime"
	"testing"
	"time"
)

// The tool knows the pages by their paths and rows: what a page that changes would need
// here shows at once, not when somebody measures again.
func TestPagesAnswerAsExpected(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	folder := t.TempDir()
	s, err := prepareSet(ctx, folder, testEntries, clock(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := prepareSet(ctx, folder, testEntries, clock(), io.Discard); err != nil || *again != *s {
		t.Errorf("a set that is there was made anew: %+v, %v", again, err)
	}

	b := &bench{options: options{folder: folder, connections: 4}, pages: allPages(), fixtures: []*fixture{{set: s}}, faults: map[cell]error{}}
	if err := b.build(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.stop(); err != nil {
			t.Error(err)
		}
	})
	f := b.fixtures[0]
	if err := f.start(ctx, b.foyer); err != nil {
		t.Fatal(err)
	}
	b.aim()
	for at, err := range b.faults {
		t.Errorf("%s: %v", b.pages[at.page].name, err)
	}
	driven(t, f.targets[0])
}

// driven looks at one short phase.
func driven(t *testing.T, on *target) {
	t.Helper()
	var all tally
	for range 2 {
		if err := on.drive(context.Background(), 4, 25*time.Millisecond, &all); err != nil {
			t.Fatal(err)
		}
	}
	p := all.phase()
	if p.rate <= 0 || p.p50 <= 0 || p.p99 < p.p50 || math.IsNaN(p.cpu) == (runtime.GOOS == "linux") || all.whole < 50*time.Millisecond {
		t.Errorf("%+v", p)
	}
	on.bytes *= 2
	if err := on.drive(context.Background(), 4, 50*time.Millisecond, &all); err == nil {
		t.Error("answers of half the size are not noticed")
	}
}

func TestPagesAreChosen(t *testing.T) {
	t.Parallel()
	if got := chosenPages(regexp.MustCompile("^entries by project,.*fragment")); len(got) != len(places) {
		t.Errorf("%v", got)
	}
}
