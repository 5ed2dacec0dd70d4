package main

import (
	"context"
	"fmt"
	"io"
	"math"
)

// print writes the tables.
func (b *bench) print(ctx context.Context, w io.Writer) error {
	tables := []*table{b.setTable(), b.promiseTable()}
	if b.rounds > 0 {
		tables = append([]*table{b.pageTable()}, tables...)
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

// growth is the median of a figure as a multiple of the same on the first set in the same
// turn; NaN on that set itself.
func (b *bench) growth(at cell, figure func(sample) float64) float64 {
	first := cell{at.page, 0}
	if at == first || b.faults[at] != nil || b.faults[first] != nil {
		return math.NaN()
	}
	var grown []float64
	for round, s := range b.samples[at] {
		grown = append(grown, figure(s)/figure(b.samples[first][round]))
	}
	return median(grown)
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

// megabytes are of 1,048,576 bytes, as tools show memory; a dash where nothing is known.
func megabytes(bytes int64) string {
	if bytes == 0 {
		return "-"
	}
	return number(float64(bytes)/(1<<20), 1)
}
