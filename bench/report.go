package main

import (
	"context"
	"fmt"
	"io"
	"math"
)

// The other promises: parts of the smallest set's figure, bytes, and seconds of a start.
// Memory, start and disk are promised for the set of a million.
const (
	leastThroughput = 0.85
	mostP99         = 1.25
	mostRest        = 60 << 20
	mostAfter       = 120 << 20
	mostStart       = 0.150
	mostDisk        = 300_000_000
)

// print writes the tables.
func (b *bench) print(ctx context.Context, w io.Writer) error {
	tables := []*table{b.pageTable(), b.setTable()}
	if b.rounds == 0 {
		tables = tables[1:]
	}
	if b.tables {
		for _, f := range b.fixtures {
			t, err := diskTable(ctx, f.folder)
			if err != nil {
				return err
			}
			tables = append(tables, t)
		}
	}
	for _, t := range tables {
		text := t.aligned()
		if b.markdown {
			text = t.markdown()
		}
		if _, err := fmt.Fprintf(w, "\n%s", text); err != nil {
			return err
		}
	}
	return nil
}

// pageTable is every page on every set.
func (b *bench) pageTable() *table {
	many := fmt.Sprintf("of %d: ", b.connections)
	t := &table{head: []string{
		"page", "entries", "bytes", "CPU µs", "× constant", "at most", "reach",
		many + "requests/s", "p50 ms", "p99 ms", "of 1: requests/s", "p50 ms", "p99 ms", "requests/s grew", "p99 grew", "promises",
	}}
	constant := append([]string{"constant page", "-", fmt.Sprint(b.constant.bytes)}, number(1e6*b.middle(constantCell, cpuOf), 1), "1.0", "", "")
	constant = append(constant, b.speeds(constantCell)...)
	t.add(append(constant, "", "", "")...)
	for p := range b.pages {
		for f := range b.fixtures {
			t.add(b.pageRow(cell{p, f})...)
		}
	}
	return t
}

func (b *bench) pageRow(at cell) []string {
	p, f := b.pages[at.page], b.fixtures[at.fixture]
	multiple := b.middle(at, func(s sample) float64 { return s.multiple })
	row := []string{p.name, grouped(f.Entries), fmt.Sprint(f.targets[at.page].bytes), number(1e6*b.middle(at, cpuOf), 0), number(multiple, 1)}
	row = append(row, limitCell(p.limit.most), limitCell(p.limit.reach))
	row = append(row, b.speeds(at)...)
	rate, p99 := b.growth(at, manyRate), b.growth(at, manyP99)
	row = append(row, times(rate), times(p99))
	return append(row, b.verdict(at, multiple, rate, p99))
}

func cpuOf(s sample) float64    { return s.many.cpu }
func manyRate(s sample) float64 { return s.many.rate }
func manyP99(s sample) float64  { return s.many.p99 }

// speeds are requests a second, p50 and p99, at many connections and at one.
func (b *bench) speeds(at cell) []string {
	return []string{
		number(b.middle(at, manyRate), 0),
		number(1e3*b.middle(at, func(s sample) float64 { return s.many.p50 }), 2),
		number(1e3*b.middle(at, manyP99), 2),
		number(b.middle(at, func(s sample) float64 { return s.one.rate }), 0),
		number(1e3*b.middle(at, func(s sample) float64 { return s.one.p50 }), 2),
		number(1e3*b.middle(at, func(s sample) float64 { return s.one.p99 }), 2),
	}
}

// growth is a figure as a multiple of the same on the first set; NaN on that itself.
func (b *bench) growth(at cell, figure func(sample) float64) float64 {
	if at.fixture == 0 {
		return math.NaN()
	}
	return b.middle(at, figure) / b.middle(cell{at.page, 0}, figure)
}

// verdict names what a page does not keep; "ok" where it keeps all.
func (b *bench) verdict(at cell, multiple, rate, p99 float64) string {
	over := ""
	switch {
	case b.faults[at] != nil:
		return "failed"
	case multiple > b.pages[at.page].limit.most && b.pages[at.page].limit.most > 0:
		over = " CPU"
	}
	if rate < leastThroughput {
		over += " requests/s"
	}
	if p99 > mostP99 {
		over += " p99"
	}
	if over == "" {
		return "ok"
	}
	return "over:" + over
}

func limitCell(value float64) string {
	if value == 0 {
		return ""
	}
	return number(value, 0)
}

func times(value float64) string {
	if math.IsNaN(value) {
		return ""
	}
	return "× " + number(value, 2)
}

// setTable is what belongs to a set as a whole.
func (b *bench) setTable() *table {
	t := &table{head: []string{
		"set", "at rest MB", "after MB", "peak MB", "start: healthz ms", "signed in ms", "disk MB", "made with entries/s", "promises",
	}}
	for _, f := range b.fixtures {
		t.add(grouped(f.Entries), megabytes(f.rest.now), megabytes(f.after.now), megabytes(f.after.peak),
			number(1e3*f.health, 0), number(1e3*f.signedIn, 0), number(float64(f.disk)/1e6, 1), number(f.PerSec, 0), f.verdict())
	}
	t.add("at most", megabytes(mostRest), megabytes(mostAfter), megabytes(mostAfter), number(1e3*mostStart, 0), number(1e3*mostStart, 0), number(mostDisk/1e6, 1), "", "")
	return t
}

func (f *fixture) verdict() string {
	over := ""
	for _, promise := range []struct {
		name   string
		broken bool
	}{
		{" at rest", f.rest.now > mostRest},
		{" after", f.after.peak > mostAfter},
		{" start", max(f.health, f.signedIn) > mostStart},
		{" disk", f.disk > mostDisk},
	} {
		if promise.broken {
			over += promise.name
		}
	}
	if over == "" {
		return "ok"
	}
	return "over:" + over
}

// megabytes are of 1,048,576 bytes, as tools show memory; a dash where nothing is known.
func megabytes(bytes int64) string {
	if bytes == 0 {
		return "-"
	}
	return number(float64(bytes)/(1<<20), 1)
}
