package main

import "math"

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

// promiseTable is what is promised beside what was measured on the last set.
func (b *bench) promiseTable() *table {
	last := len(b.fixtures) - 1
	f := b.fixtures[last]
	t := &table{head: []string{"with " + grouped(f.Entries) + " entries", "measured", "promised", "reach for", "", "worst page"}}
	if b.rounds > 0 {
		b.promisesOfPages(t, last)
	}
	megabyte := func(name string, bytes int64, most float64) {
		t.promise(name, float64(bytes)/(1<<20), most/(1<<20), 0, "")
	}
	if f.rest.now > 0 {
		megabyte("memory at rest, MB", f.rest.now, mostRest)
		megabyte("memory after the run, MB", f.after.now, mostAfter)
	}
	t.promise("start to first page, ms", 1e3*max(f.health, f.signedIn), 1e3*mostStart, 0, "")
	t.promise("disk, MB", float64(f.disk)/1e6, mostDisk/1e6, 0, "")
	return t
}

func (b *bench) promisesOfPages(t *table, last int) {
	for _, l := range limits {
		worst, page := b.worst(last, func(at cell) float64 {
			if b.pages[at.page].limit != l {
				return math.NaN()
			}
			return b.middle(at, func(s sample) float64 { return s.multiple })
		})
		if page != "" {
			t.promise(l.name+", CPU × constant", worst, l.most, l.reach, page)
		}
	}
	if slow, page := b.worst(last, func(at cell) float64 { return 1 / b.growth(at, manyRate) }); page != "" {
		rate := 1 / slow
		t.add("requests/s, × the first set's", number(rate, 2), "≥ "+number(leastThroughput, 2), "", okOrOver(rate >= leastThroughput), page)
	}
	if late, page := b.worst(last, func(at cell) float64 { return b.growth(at, manyP99) }); page != "" {
		t.promise("p99, × the first set's", late, mostP99, 0, page)
	}
	if len(b.faults) > 0 {
		t.promise("pages that failed", float64(len(b.faults)), 0, 0, "")
	}
}

// worst is the page of a set with the highest figure; no page where none has one.
func (b *bench) worst(fixture int, figure func(cell) float64) (worst float64, page string) {
	for p := range b.pages {
		if value := figure(cell{p, fixture}); value > worst {
			worst, page = value, b.pages[p].name
		}
	}
	return worst, page
}

func (t *table) promise(name string, measured, most, reach float64, page string) {
	t.add(name, number(measured, decimals(most)), "≤ "+number(most, decimals(most)), limitCell(reach), okOrOver(measured <= most), page)
}

func okOrOver(ok bool) string {
	if ok {
		return "ok"
	}
	return "over"
}

// decimals shows ratios near one more closely.
func decimals(most float64) int {
	switch {
	case most == 0 || most >= 100:
		return 0
	case most > 2:
		return 1
	}
	return 2
}

// setTable is what belongs to a set as a whole.
func (b *bench) setTable() *table {
	t := &table{head: []string{
		"set", "at rest MB", "after MB", "peak MB", "start: healthz ms", "signed in ms", "disk MB", "made with entries/s",
	}}
	for _, f := range b.fixtures {
		t.add(grouped(f.Entries), megabytes(f.rest.now), megabytes(f.after.now), megabytes(f.after.peak),
			number(1e3*f.health, 0), number(1e3*f.signedIn, 0), number(float64(f.disk)/1e6, 1), number(f.PerSec, 0))
	}
	return t
}
