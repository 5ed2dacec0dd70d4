package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestPagesAreAllThere(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	paths := map[string]bool{}
	s := &set{Last: testDay, Project: 3, Invoice: 7}
	for _, p := range allPages() {
		if names[p.name] || paths[p.path(s)+strings.Repeat("#", strings.Count(p.name, "fragment"))] {
			t.Errorf("%s is there twice", p.name)
		}
		names[p.name], paths[p.path(s)+strings.Repeat("#", strings.Count(p.name, "fragment"))] = true, true
		if (p.target != "") != strings.Contains(p.name, "fragment") || p.times == 0 {
			t.Errorf("%+v", p)
		}
	}
	const singles, invoiceLists, entryLists = 3, 4 * 2 * 2, 4 * 3 * 2
	if len(names) != singles+invoiceLists+entryLists {
		t.Errorf("%d pages: %v", len(names), names)
	}
	if !paths["/client-portal/time-entries?date_from=2016-09-11&date_to=2025-09-19&page=last&project_id=3"] {
		t.Errorf("no last page by project and dates: %v", paths)
	}
}

func TestWrongAnswersAreNoticed(t *testing.T) {
	t.Parallel()
	p := page{marker: "<tr>", times: 2}
	const whole, piece = "<!doctype html><tr><tr>", "<tr><tr>"
	for name, faulty := range map[string]error{
		"status":         p.check(503, []byte(whole)),
		"a piece":        p.check(200, []byte(piece)),
		"a row less":     p.check(200, []byte("<!doctype html><tr>")),
		"a whole page":   p.piece("list", limit{}).check(200, []byte(whole)),
		"nothing at all": page{marker: "<tr>"}.check(200, []byte("<!doctype html>")),
	} {
		if faulty == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
	if err := p.check(200, []byte(whole)); err != nil {
		t.Error(err)
	}
	if err := p.piece("list", limit{}).check(200, []byte(piece)); err != nil {
		t.Error(err)
	}
}

func TestConstantPage(t *testing.T) {
	t.Parallel()
	html := constantHTML()
	if len(html) != constantBytes || !bytes.HasSuffix(html, []byte("</html>\n")) {
		t.Errorf("%d bytes: %s", len(html), html)
	}
}

func TestPromisesAreJudged(t *testing.T) {
	t.Parallel()
	b := &bench{pages: []page{{limit: entriesLimit}, {}}, faults: map[cell]error{}}
	for want, got := range map[string]string{
		"ok":                       b.verdict(cell{0, 1}, 18, 0.85, 1.25),
		"over: CPU":                b.verdict(cell{0, 1}, 18.1, 1, 1),
		"over: CPU requests/s p99": b.verdict(cell{0, 1}, 19, 0.8, 1.3),
		"over: requests/s":         b.verdict(cell{1, 1}, 500, 0.8, 1),
	} {
		if got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

func TestPromisesAreListed(t *testing.T) {
	t.Parallel()
	many := func(rate, p99, multiple float64) []sample {
		return []sample{{many: phase{rate: rate, p99: p99}, multiple: multiple}}
	}
	b := &bench{
		options: options{rounds: 1}, pages: []page{{name: "slow", limit: invoiceLimit}, {name: "quick", limit: invoiceLimit}}, faults: map[cell]error{},
		fixtures: []*fixture{{set: &set{Entries: 1000}}, {set: &set{Entries: 1_000_000}, rest: memory{now: mostRest + 1<<20}, after: memory{now: 100 << 20}, signedIn: 0.2, disk: mostDisk}},
		samples:  map[cell][]sample{{0, 0}: many(100, 1, 5), {0, 1}: many(80, 1.2, 9), {1, 0}: many(100, 1, 5), {1, 1}: many(100, 1.1, 7)},
	}
	want := "with 1,000,000 entries         measured  promised  reach for        worst page\n" +
		"invoice, CPU × constant             9.0     ≤ 8.0          5  over        slow\n" +
		"requests/s, × the first set's      0.80    ≥ 0.85             over        slow\n" +
		"p99, × the first set's             1.20    ≤ 1.25               ok        slow\n" +
		"memory at rest, MB                 61.0    ≤ 60.0             over\n" +
		"memory after the run, MB            100     ≤ 120               ok\n" +
		"start to first page, ms             200     ≤ 150             over\n" +
		"disk, MB                            300     ≤ 300               ok\n"
	if got := b.promiseTable().aligned(); got != want {
		t.Errorf("\n%s\ninstead of\n%s", got, want)
	}
}
