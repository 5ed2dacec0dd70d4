package handlers_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// What a member's own entry gives, and a form or a step of it without what it needs.
var (
	ownPage       = [8]string{toStaff, toStaff, toStaff, toStaff, refused, toStaff, ok, ok}
	ownUnreadable = [8]string{toStaff, toStaff, toStaff, toStaff, refused, toStaff, "422", "422"}
	ownStale      = [8]string{toStaff, toStaff, toStaff, toStaff, refused, toStaff, "409", "409"}
	allUnreadable = [8]string{toStaff, toStaff, toStaff, toStaff, "422", toStaff, "422", "422"}
)

// C43: who may do what with time entries. The entry is the member's own.
func (p *people) entryPromises() []promise {
	one := fmt.Sprintf("/admin/time-entries/%d", p.entry)
	return []promise{
		{"GET /admin/time-entries", "", staffPage},
		{"GET /admin/time-entries/new", "", staffPage},
		{"POST /admin/time-entries/new", "", allUnreadable},
		{"GET /admin/time-entries/:id/edit", one + "/edit", ownPage},
		{"GET /admin/time-entries/:id/edit", "/admin/time-entries/999999/edit", staffMiss},
		{"POST /admin/time-entries/:id/edit", one + "/edit", ownUnreadable},
		{"POST /admin/time-entries/:id/edit", "/admin/time-entries/999999/edit", staffMiss},
		{"GET /admin/time-entries/:id/delete", one + "/delete", ownPage},
		{"GET /admin/time-entries/:id/delete", "/admin/time-entries/x/delete", staffMiss},
		{"POST /admin/time-entries/:id/delete", one + "/delete", ownStale},
		{"POST /admin/time-entries/:id/delete", "/admin/time-entries/x/delete", staffMiss},
	}
}

// desk is an office with a client, a project and the people's ids.
type desk struct {
	*site
	admin, member *visitor
	ada, mia      int64
	acme          portal.ClientID
	project       int64
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	s, admin, member := office(t)
	d := &desk{site: s, admin: admin, member: member}
	d.ada, d.mia = s.Int("SELECT id FROM users WHERE username = 'ada'"), s.Int("SELECT id FROM users WHERE username = 'mia'")
	d.acme = s.Client(storetest.Client{Name: "Acme"})
	d.project = s.Project(d.acme, "Site")
	s.Exec("UPDATE settings SET time_zone = 'Europe/Berlin'")
	return d
}

func (d *desk) work() string { return fmt.Sprintf("%d.%d", d.acme, d.project) }

const newEntry = "/admin/time-entries/new"

func entryPath(id int64, action string) string {
	return fmt.Sprintf("/admin/time-entries/%d/%s", id, action)
}

func TestTimeEntryIsKept(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.member.submit(newEntry, newEntry, url.Values{"work": {d.work()}, "day": {"2026-11-20"}, "duration": {"1,5"}, "notes": {"First <part>"}}).wantLocation("/admin/time-entries")
	d.member.get("/admin/time-entries").wantText("Saved.", "First <part>", "Acme", "Site", "09:00", "10:30", "1.50 hours in 1 entry, 1.50 of them billable")
	if got := d.Text("SELECT user_id || ' ' || day || ' ' || started_at || ' ' || seconds || ' ' || billable FROM time_entries"); got != fmt.Sprintf("%d 2026-11-20 1795161600 5400 1", d.mia) {
		t.Errorf("stored %s", got)
	}
	// The next one by length begins where the first ended.
	d.member.submit(newEntry, newEntry, url.Values{"work": {d.work()}, "day": {"2026-11-20"}, "duration": {"90m"}, "billable": {"no"}}).wantLocation("/admin/time-entries")
	d.member.get("/admin/time-entries").wantText("10:30", "12:00", "Not billable", "3.00 hours in 2 entries, 1.50 of them billable").wantNoText("Overlaps another")

	id := d.Int("SELECT min(id) FROM time_entries")
	d.member.submit(entryPath(id, "edit"), entryPath(id, "edit"), url.Values{"start": {"22:00"}, "end": {"01:00"}, "notes": {"Night"}}).wantLocation("/admin/time-entries")
	d.member.get("/admin/time-entries").wantText("Night", "22:00", "01:00", "3.00")
	d.admin.submit(entryPath(id, "edit"), entryPath(id, "edit"), url.Values{"person": {fmt.Sprint(d.ada)}}).wantStatus(http.StatusSeeOther)
	d.member.get("/admin/time-entries").wantNoText("Night")
	d.admin.submit(entryPath(id, "delete"), entryPath(id, "delete"), nil).wantLocation("/admin/time-entries")
	if n := d.Int("SELECT count(*) FROM time_entries"); n != 1 {
		t.Errorf("%d entries are left", n)
	}
	for action, n := range map[string]int64{"time entry created": 2, "time entry edited": 2, "time entry deleted": 1} {
		if got := d.Int("SELECT count(*) FROM audit_log WHERE action = ? AND subject_kind = 'time entry' AND subject_id > 0 AND detail LIKE '%Acme: Site%'", action); got != n {
			t.Errorf("the log says %q %d times", action, got)
		}
	}
}

// C42, C43, C45: another person's entry can't be opened, changed, deleted or given away by
// a member, whatever the form says.
func TestMembersKeepTheirOwnTime(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.Entry(d.acme, storetest.Entry{Project: d.project, User: d.ada, Notes: "hers"})
	token := d.member.get(newEntry).token()
	fields := url.Values{"_csrf": {token}, "work": {d.work()}, "day": {"2026-11-20"}, "duration": {"1"}, "person": {fmt.Sprint(d.mia)}, "revision": {"1"}}
	for _, action := range []string{"edit", "delete"} {
		d.member.get(entryPath(id, action)).wantStatus(http.StatusForbidden)
		d.member.post(entryPath(id, action), fields).wantStatus(http.StatusForbidden)
	}
	d.member.get("/admin/time-entries").wantNoText("hers", "person_id")
	d.member.get(fmt.Sprintf("/admin/time-entries?person_id=%d", d.ada)).wantNoText("hers").wantText("No time entries")
	d.admin.get("/admin/time-entries").wantText("hers")

	fields.Set("person", fmt.Sprint(d.ada))
	fields.Set("user_id", fmt.Sprint(d.ada))
	fields.Set("invoice_id", "1")
	d.member.post(newEntry, fields).wantStatus(http.StatusSeeOther)
	if got := d.Int("SELECT user_id FROM time_entries WHERE id <> ?", id); got != d.mia {
		t.Errorf("booked on %d", got)
	}
	if d.Int("SELECT count(*) FROM time_entries WHERE revision <> 1 OR invoice_id IS NOT NULL") != 0 {
		t.Error("something changed")
	}
}

// C45: what can't be read is told by its field, what was typed stays, nothing is stored.
func TestTimeEntryBadInput(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	other := d.Client(storetest.Client{Name: "Bolt"})
	theirs := d.Project(other, "Theirs")
	old := d.Project(d.acme, "Old")
	shut := d.Client(storetest.Client{Name: "Shut", Inactive: true})
	d.Exec("UPDATE projects SET status = 'archived' WHERE id = ?", old)
	for field, values := range map[string][]string{
		"work":     {"", "1", "x.y", fmt.Sprintf("%d.%d", d.acme, theirs), fmt.Sprintf("%d.%d", d.acme, old), fmt.Sprintf("%d.0", shut), "9223372036854775808.0"},
		"day":      {"", "2026-02-31", "31.12.2026", "9999-12-31"},
		"duration": {"", "soon", "-1", "0", "25", "1e9", "NaN", "1.234,56"},
		"start":    {"25:00", "noon"},
		"notes":    {strings.Repeat("y", 10_001), "bell\a"},
		"billable": {"perhaps"},
		"person":   {"999", "x"},
	} {
		for _, value := range values {
			fields := url.Values{"work": {d.work()}, "day": {"2026-11-20"}, "duration": {"1"}, "notes": {"Keep <me>"}, "person": {fmt.Sprint(d.ada)}}
			fields[field] = []string{value}
			fields.Set("_csrf", d.admin.get(newEntry).token())
			a := d.admin.post(newEntry, fields).wantStatus(http.StatusUnprocessableEntity).wantNoText("<me>")
			if got := strings.TrimSpace(a.doc().Find("#notes").Text()); field != "notes" && got != "Keep <me>" {
				t.Errorf("%s=%q: the notes became %q", field, value, got)
			}
			if a.doc().Find("#"+field+"-error").Text() == "" {
				t.Errorf("%s=%q: no message by the field", field, value)
			}
		}
	}
	skipped := url.Values{"work": {d.work()}, "day": {"2026-03-29"}, "start": {"02:30"}, "end": {"04:00"}}
	d.admin.submit(newEntry, newEntry, skipped).wantStatus(http.StatusUnprocessableEntity).wantText("The clocks skip this time")
	if n := d.Int("SELECT count(*) FROM time_entries"); n != 0 {
		t.Errorf("%d entries were stored", n)
	}
}

// Overlapping work of one person is stored and flagged; of two people it is none.
func TestOverlapsAreFlagged(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Entry(d.acme, storetest.Entry{User: d.ada, Day: "2026-11-20", Start: "09:00"})
	at := func(start, end string) url.Values {
		return url.Values{"work": {d.work()}, "day": {"2026-11-20"}, "start": {start}, "end": {end}}
	}
	d.member.submit(newEntry, newEntry, at("10:30", "10:45"))
	d.member.get("/admin/time-entries").wantText("Saved.").wantNoText("verlaps")
	d.member.submit(newEntry, newEntry, at("10:45", "11:00")) // touches only
	d.member.get("/admin/time-entries").wantNoText("verlaps")
	d.member.submit(newEntry, newEntry, at("10:00", "10:31"))
	if n := d.member.get("/admin/time-entries").wantText("It overlaps another entry").doc().Find(".badge:contains('Overlaps another')").Length(); n != 2 {
		t.Errorf("%d entries are marked", n)
	}
}

// What is on an invoice stays as it was billed, decided where it is written; the page
// names the invoice and leads there.
func TestInvoicedEntryIsFixed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.Entry(d.acme, storetest.Entry{Project: d.project, User: d.mia, Notes: "billed"})
	invoice := d.Invoice(d.acme, storetest.Invoice{Number: "INV-77"})
	page := d.member.get(entryPath(id, "edit"))
	fields := url.Values{"_csrf": {page.token()}, "work": {d.work()}, "day": {"2026-11-20"}, "duration": {"8"}, "revision": {"1"}}
	d.Exec("UPDATE time_entries SET invoice_id = ?", invoice)
	for _, action := range []string{"edit", "delete"} {
		for _, a := range []*answer{d.member.get(entryPath(id, action)), d.member.post(entryPath(id, action), fields), d.admin.get(entryPath(id, action))} {
			a.wantStatus(http.StatusConflict).wantText("Invoice INV-77", "Take it off that invoice first")
			if a.doc().Find(fmt.Sprintf("main a[href='/admin/invoices/%d']", invoice)).Length() != 1 {
				t.Errorf("%s does not lead to the invoice", a.what)
			}
		}
	}
	entry, err := d.EntryRecord(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	by := portal.AuditEntry{Actor: portal.System}
	if err := d.UpdateEntry(t.Context(), entry, by); !errors.Is(err, portal.ErrInvoiced) {
		t.Errorf("the store changes it: %v", err)
	}
	if err := d.DeleteEntry(t.Context(), id, 1, by); !errors.Is(err, portal.ErrInvoiced) {
		t.Errorf("the store deletes it: %v", err)
	}
	if d.Int("SELECT seconds FROM time_entries WHERE revision = 1") != 3600 || d.Int("SELECT count(*) FROM audit_log WHERE subject_kind = 'time entry'") != 0 {
		t.Error("it changed")
	}
}

// On what is archived or inactive old entries are edited, and none comes new or moves there.
func TestClosedWorkKeepsItsEntries(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.Entry(d.acme, storetest.Entry{Project: d.project, User: d.mia})
	moving := d.Entry(d.acme, storetest.Entry{User: d.mia, Start: "14:00"})
	d.Exec("UPDATE projects SET status = 'archived'")
	d.member.submit(entryPath(id, "edit"), entryPath(id, "edit"), url.Values{"notes": {"still mine"}}).wantStatus(http.StatusSeeOther)
	d.member.submit(entryPath(moving, "edit"), entryPath(moving, "edit"), url.Values{"work": {d.work()}}).wantStatus(http.StatusUnprocessableEntity)
	d.Exec("UPDATE clients SET active = 0")
	d.member.submit(entryPath(id, "edit"), entryPath(id, "edit"), url.Values{"notes": {"and still"}}).wantStatus(http.StatusSeeOther)

	closed := portal.EntryRecord{ClientID: d.acme, ProjectID: d.project, PersonID: d.mia, TimeEntry: portal.TimeEntry{Day: "2026-11-20"}}
	if _, err := d.CreateEntry(t.Context(), closed, "", portal.AuditEntry{Actor: portal.System}); !errors.Is(err, portal.ErrClosed) {
		t.Errorf("the store takes new time: %v", err)
	}
	if d.Text("SELECT notes FROM time_entries WHERE id = ?", id) != "and still" || d.Int("SELECT count(*) FROM time_entries WHERE project_id IS NULL") != 1 {
		t.Error("not stored as it should be")
	}
}

// Of edits and a deletion made on one revision at once one is stored, the others are told.
func TestStaleEntryEdits(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	id := d.Entry(d.acme, storetest.Entry{User: d.mia})
	token := d.member.get(newEntry).token()
	answers := make([]*answer, 8)
	var all sync.WaitGroup
	for i := range answers {
		all.Go(func() {
			answers[i] = d.member.browser().post(entryPath(id, "edit"), url.Values{"_csrf": {token}, "work": {fmt.Sprintf("%d.0", d.acme)}, "day": {"2026-11-20"}, "duration": {"2"}, "notes": {fmt.Sprint(i)}, "revision": {"1"}})
		})
	}
	all.Wait()
	stored := 0
	for i, a := range answers {
		if a.StatusCode == http.StatusSeeOther {
			stored++
			continue
		}
		a.wantStatus(http.StatusConflict).wantText("Somebody else saved this")
		if got := strings.TrimSpace(a.doc().Find("#notes").Text()); got != fmt.Sprint(i) {
			t.Errorf("typed became %q", got)
		}
	}
	if stored != 1 || d.Int("SELECT count(*) FROM audit_log WHERE action = 'time entry edited'") != 1 {
		t.Errorf("%d edits were stored", stored)
	}
	d.member.post(entryPath(id, "delete"), url.Values{"_csrf": {token}, "revision": {"1"}}).wantStatus(http.StatusConflict)
}
