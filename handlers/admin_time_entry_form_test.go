package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"testing"

	"foyer/store/storetest"
)

// A double click on save stores one entry, as its hours would be billed twice. What is
// changed before it is sent again, after the back button, is another entry.
func TestEntryFormSentTwice(t *testing.T) {
	t.Parallel()
	s, _, member := office(t)
	id := s.Client(storetest.Client{Name: "Acme"})
	page := member.get(newEntry)
	typed := url.Values{"work": {fmt.Sprintf("%d.0", id)}, "duration": {"1:30"}, "notes": {"Sketches"}}
	var clicks sync.WaitGroup
	answers := make([]*answer, 8)
	for i := range answers {
		tab := member.browser()
		clicks.Go(func() { answers[i] = tab.fill(page, newEntry, typed) })
	}
	clicks.Wait()
	for _, a := range answers {
		a.wantStatus(http.StatusSeeOther)
	}
	if n, logged := s.Int("SELECT count(*) FROM time_entries"), s.Int("SELECT count(*) FROM audit_log WHERE action = 'time entry created'"); n != 1 || logged != 1 {
		t.Errorf("%d entries, %d times in the log", n, logged)
	}
	typed.Set("notes", "Corrections")
	member.fill(page, newEntry, typed).wantStatus(http.StatusSeeOther)
	if n := s.Int("SELECT count(*) FROM time_entries"); n != 2 {
		t.Errorf("%d entries after another one", n)
	}
	member.submit(newEntry, newEntry, typed).wantStatus(http.StatusSeeOther)
	if n := s.Int("SELECT count(*) FROM time_entries"); n != 3 {
		t.Errorf("%d entries after the same on a new form", n)
	}
}

// Times mean what they meant when the form was opened: where the business time zone changed
// since, they are shown again first, and nobody's work moves to another hour unseen.
func TestZoneChangesUnderAnEntryForm(t *testing.T) {
	t.Parallel()
	s, _, member := office(t)
	id := s.Entry(s.Client(storetest.Client{}), storetest.Entry{User: s.Int("SELECT id FROM users WHERE username = 'mia'"), Start: "09:00", Seconds: 3600})
	started := s.Int("SELECT started_at FROM time_entries")
	edit := fmt.Sprintf("/admin/time-entries/%d/edit", id)
	open := member.get(edit)
	s.Exec("UPDATE settings SET time_zone = 'Asia/Tokyo'")
	told := member.fill(open, edit, url.Values{"notes": {"typed"}}).wantStatus(http.StatusUnprocessableEntity).wantText("The business time zone is Asia/Tokyo now", "typed")
	if s.Int("SELECT started_at FROM time_entries") != started || s.Text("SELECT notes FROM time_entries") == "typed" {
		t.Error("it was stored")
	}
	member.fill(told, edit, url.Values{"start": {"18:00"}, "end": {"19:00"}}).wantStatus(http.StatusSeeOther)
	if got := s.Int("SELECT started_at FROM time_entries"); got != started || s.Text("SELECT notes FROM time_entries") != "typed" {
		t.Errorf("moved by %d seconds", got-started)
	}
}
