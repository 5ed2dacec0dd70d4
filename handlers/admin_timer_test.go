package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"foyer/portal"
	"foyer/store/storetest"
)

// C43: who may do what with timers. The entry is the member's own, and does not run.
func (p *people) timerPromises() []promise {
	const toEntries = "303 /admin/time-entries"
	one := fmt.Sprintf("/admin/time-entries/%d", p.entry)
	ownStep := [8]string{toStaff, toStaff, toStaff, toStaff, refused, toStaff, toEntries, toEntries}
	return []promise{
		{"GET /admin/timer", "", staffPage},
		{"POST /admin/timer", "", allUnreadable},
		{"POST /admin/time-entries/:id/stop", one + "/stop", ownStep},
		{"POST /admin/time-entries/:id/stop", "/admin/time-entries/999999/stop", staffMiss},
		{"POST /admin/time-entries/:id/again", one + "/again", ownStep},
		{"POST /admin/time-entries/:id/again", "/admin/time-entries/x/again", staffMiss},
	}
}

func (d *desk) timer() int64 { return d.Int("SELECT id FROM time_entries WHERE ended_at IS NULL") }

// A timer is seen on every staff page, by whoever started it, until it is stopped.
func TestTimerRunsAndStops(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.member.get("/admin/clients").wantNoText("timer-bar")
	d.member.submit("/admin/timer", "/admin/timer", url.Values{"work": {d.work()}, "notes": {"Typing"}}).wantLocation("/admin/time-entries")
	d.clock.move(55*time.Minute + 42*time.Second)
	id := d.timer()
	pages := []string{"/admin/clients", "/admin/projects", "/admin/time-entries", "/admin/invoices", newEntry, fmt.Sprintf("/admin/clients/%d", d.acme), entryPath(id, "delete")}
	for _, page := range pages {
		bar := d.member.get(page).wantStatus(http.StatusOK).doc().Find("aside.timer-bar")
		if text := strings.Join(strings.Fields(bar.Text()), " "); !strings.Contains(text, "Acme: Site, since 13:00, 0:55 h so far") || bar.Find("button").Length() != 1 {
			t.Errorf("%s says %q", page, text)
		}
	}
	d.member.htmx("/admin/time-entries").wantNoText("timer-bar")
	d.admin.get("/admin/clients").wantNoText("timer-bar")
	d.admin.get("/admin/time-entries").wantText("Running now", "mia: Acme: Site, since 13:00", "0.00 hours in 0 entries")
	d.member.get(entryPath(id, "edit")).wantStatus(http.StatusNotFound)

	d.member.press(d.member.get("/admin/clients"), entryPath(id, "stop")).wantLocation("/admin/time-entries")
	d.member.get("/admin/time-entries").wantText("The timer is stopped and its time is saved.", "Typing", "13:00", "13:55", "0.93").wantNoText("timer-bar")
	if got := d.Int("SELECT seconds FROM time_entries WHERE ended_at = started_at + seconds AND day = '2026-11-22'"); got != 3342 {
		t.Errorf("%d seconds", got)
	}
	for _, action := range []string{"timer started", "timer stopped"} {
		if d.Int("SELECT count(*) FROM audit_log WHERE action = ? AND subject_id = ? AND actor_name = 'mia'", action, id) != 1 {
			t.Errorf("the log does not say %q once", action)
		}
	}
}

// Many presses of Start at once give one timer and a clear answer to the others; as many
// of Stop, one length.
func TestTimerIsPressedManyTimes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	token := d.member.get("/admin/timer").token()
	press := func(path string, fields url.Values) (answers [8]*answer) {
		fields.Set("_csrf", token)
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() { answers[i] = d.member.browser().post(path, fields) })
		}
		all.Wait()
		return answers
	}
	started := 0
	for _, a := range press("/admin/timer", url.Values{"work": {d.work()}, "notes": {"Mine"}}) {
		if a.StatusCode == http.StatusSeeOther {
			started++
			continue
		}
		a.wantStatus(http.StatusConflict).wantText("A timer of yours runs already: Acme: Site", "Mine", "Stop")
	}
	if started != 1 || d.Int("SELECT count(*) FROM time_entries") != 1 || d.Int("SELECT count(*) FROM audit_log WHERE action = 'timer started'") != 1 {
		t.Errorf("%d timers started", started)
	}
	d.member.get("/admin/timer").wantText("A timer of yours runs already")

	d.clock.move(time.Minute)
	for _, a := range press(entryPath(d.timer(), "stop"), url.Values{}) {
		a.wantLocation("/admin/time-entries")
	}
	if d.Int("SELECT seconds FROM time_entries") != 60 || d.Int("SELECT count(*) FROM audit_log WHERE action = 'timer stopped'") != 1 {
		t.Error("it was stopped more than once")
	}
}

// A timer under a minute keeps its seconds, one past midnight the day of its start, one
// of days says so, and all can be opened and saved again as they are.
func TestTimersOfOddLengths(t *testing.T) {
	t.Parallel()
	for length, notice := range map[time.Duration]string{
		0: "The timer is stopped and its time is saved.", 37 * time.Second: "The timer is stopped and its time is saved.",
		11*time.Hour + 30*time.Minute: "The timer is stopped", 50 * time.Hour: "It ran for more than a day",
	} {
		d := newDesk(t)
		d.member.submit("/admin/timer", "/admin/timer", url.Values{"work": {d.work()}}).wantStatus(http.StatusSeeOther)
		d.clock.move(length)
		id := d.timer()
		member := d.staff("mia") // a session does not last for days
		member.press(member.get("/admin/clients"), entryPath(id, "stop"))
		member.get("/admin/time-entries").wantText(notice)
		member.submit(entryPath(id, "edit"), entryPath(id, "edit"), url.Values{"notes": {"later"}}).wantStatus(http.StatusSeeOther)
		if got := d.Text("SELECT day || ' ' || seconds || ' ' || (ended_at - started_at) || notes FROM time_entries"); got != fmt.Sprintf("2026-11-22 %d %dlater", int(length.Seconds()), int(length.Seconds())) {
			t.Errorf("%s is stored as %s", length, got)
		}
	}
}

// A timer is discarded after asking; another person's is the admins' to stop.
func TestTimerIsDiscarded(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.member.submit("/admin/timer", "/admin/timer", url.Values{"work": {d.work()}})
	id := d.timer()
	d.member.get(entryPath(id, "delete")).wantText("Discard this timer?", "Acme: Site")
	d.member.submit(entryPath(id, "delete"), entryPath(id, "delete"), nil).wantLocation("/admin/time-entries")
	if d.Int("SELECT count(*) FROM time_entries") != 0 || d.Int("SELECT count(*) FROM audit_log WHERE action = 'timer discarded'") != 1 {
		t.Error("it was not discarded")
	}

	hers := d.Entry(d.acme, storetest.Entry{User: d.ada, Running: true})
	d.member.post(entryPath(hers, "stop"), url.Values{"_csrf": {d.member.get(newEntry).token()}}).wantStatus(http.StatusForbidden)
	his := d.Entry(d.acme, storetest.Entry{User: d.mia, Running: true})
	d.admin.press(d.admin.get("/admin/time-entries"), entryPath(his, "stop")).wantLocation("/admin/time-entries")
	if d.Int("SELECT count(*) FROM time_entries WHERE ended_at IS NULL") != 1 {
		t.Error("the admin did not stop it")
	}
}

// What came running with an import, even several, can be stopped one by one; until then
// nothing new is started.
func TestImportedTimers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var ids []int64
	for i := range 3 {
		id := d.Entry(d.acme, storetest.Entry{User: d.mia, Day: "2026-11-20", Start: fmt.Sprintf("0%d:00", i), Running: true})
		d.Exec("UPDATE time_entries SET timetracker_id = id WHERE id = ?", id)
		ids = append(ids, id)
	}
	for range 3 {
		page := d.member.get("/admin/time-entries")
		d.member.post("/admin/timer", url.Values{"_csrf": {page.token()}, "work": {d.work()}}).wantStatus(http.StatusConflict)
		d.member.press(page, entryPath(ids[0], "stop")).wantLocation("/admin/time-entries")
		ids = ids[1:]
	}
	d.member.submit("/admin/timer", "/admin/timer", url.Values{"work": {d.work()}}).wantStatus(http.StatusSeeOther)
}

// Starting again takes the work and notes of an entry, for whoever presses, and not where
// no new time is booked.
func TestTimerStartsAgain(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.Entry(d.acme, storetest.Entry{Project: d.project, User: d.mia, Notes: "Part two"})
	again := entryPath(id, "again")
	d.member.press(d.member.get(entryPath(id, "edit")), again).wantLocation("/admin/time-entries")
	d.admin.press(d.admin.get(entryPath(id, "edit")), again).wantLocation("/admin/time-entries")
	if n := d.Int("SELECT count(*) FROM time_entries WHERE ended_at IS NULL AND notes = 'Part two' AND project_id = ? AND started_at = ? AND user_id IN (?, ?)", d.project, storetest.Now.Unix(), d.ada, d.mia); n != 2 {
		t.Errorf("%d timers run", n)
	}
	d.member.press(d.member.get(entryPath(id, "edit")), again).wantStatus(http.StatusConflict).wantText("A timer of yours runs already")
	d.Exec("DELETE FROM time_entries WHERE ended_at IS NULL")
	d.Exec("UPDATE projects SET status = 'archived'")
	d.member.press(d.member.get(entryPath(id, "edit")), again).wantStatus(http.StatusConflict).wantText(portal.ClosedWork)
}

func TestTimerFormBadInput(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Exec("UPDATE projects SET status = 'archived'")
	for field, values := range map[string][]string{"work": {"", "x", "999.0", d.work()}, "notes": {strings.Repeat("y", 10_001), "bell\a"}} {
		for _, value := range values {
			fields := url.Values{"_csrf": {d.member.get("/admin/timer").token()}, "work": {fmt.Sprintf("%d.0", d.acme)}, "user_id": {fmt.Sprint(d.ada)}}
			fields[field] = []string{value}
			if d.member.post("/admin/timer", fields).wantStatus(http.StatusUnprocessableEntity).doc().Find("#"+field+"-error").Text() == "" {
				t.Errorf("%s=%q: no message by the field", field, value)
			}
		}
	}
	if d.Int("SELECT count(*) FROM time_entries") != 0 {
		t.Error("a timer runs")
	}
}
