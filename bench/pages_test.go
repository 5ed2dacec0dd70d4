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
		if p.fragment != strings.Contains(p.name, "fragment") || p.times == 0 {
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
		"a whole page":   p.piece(limit{}).check(200, []byte(whole)),
		"nothing at all": page{marker: "<tr>"}.check(200, []byte("<!doctype html>")),
	} {
		if faulty == nil {
			t.Errorf("%s: not noticed", name)
		}
	}
	if err := p.check(200, []byte(whole)); err != nil {
		t.Error(err)
	}
	if err := p.piece(limit{}).check(200, []byte(piece)); err != nil {
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
	b := &bench{pages: []page{{limit: limit{most: 18}}, {}}, faults: map[cell]error{}}
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
	f := fixture{set: &set{}, rest: memory{now: mostRest + 1}, signedIn: 0.2, disk: mostDisk}
	if got := f.verdict(); got != "over: at rest start" {
		t.Errorf("%q", got)
	}
}
