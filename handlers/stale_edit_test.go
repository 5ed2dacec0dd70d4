package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"foyer/handlers"
	"foyer/portal"
	"foyer/store/storetest"
)

// overtaken lets somebody else save between what a request read and what it stores.
type overtaken struct {
	handlers.StaffData
	first func()
}

func (h *overtaken) UpdateClient(ctx context.Context, r portal.ClientRecord, by portal.AuditEntry) error {
	h.first()
	return h.StaffData.UpdateClient(ctx, r, by)
}

func (h *overtaken) SetPortalAccess(ctx context.Context, id portal.ClientID, enabled bool, username string, revision int64, by portal.AuditEntry) error {
	h.first()
	return h.StaffData.SetPortalAccess(ctx, id, enabled, username, revision, by)
}

func (h *overtaken) UpdateProject(ctx context.Context, p portal.ProjectRecord, by portal.AuditEntry) error {
	h.first()
	return h.StaffData.UpdateProject(ctx, p, by)
}

func (h *overtaken) UpdateEntry(ctx context.Context, e portal.EntryRecord, by portal.AuditEntry) error {
	h.first()
	return h.StaffData.UpdateEntry(ctx, e, by)
}

func (h *overtaken) UpdateUser(ctx context.Context, u portal.UserRecord, by portal.AuditEntry) error {
	h.first()
	return h.StaffData.UpdateUser(ctx, u, by)
}

func (h *overtaken) UpdateDraft(ctx context.Context, d portal.Draft, by portal.AuditEntry) error {
	h.first()
	return h.StaffData.UpdateDraft(ctx, d, by)
}

// Somebody saves while an edit is on its way: the form that tells it can be saved, as it
// was made on what is stored now and not on what the request read first.
func TestStaleEditCanBeSavedAgain(t *testing.T) {
	t.Parallel()
	hurry := &overtaken{first: func() {}}
	s := newSite(t, func(c *handlers.Config) { hurry.StaffData = c.Staff; c.Staff = hurry })
	s.User(storetest.User{Username: "ada", Role: portal.Admin})
	admin := s.staff("ada")
	client := s.Client(storetest.Client{Name: "Verhaegen", Username: "verhaegen"})
	user := s.User(storetest.User{Username: "mia"})
	project := s.Project(client, "Website")
	entry := s.Entry(client, storetest.Entry{User: user, Seconds: 3600})
	draft := s.Invoice(client, storetest.Invoice{Status: portal.InvoiceDraft, Minor: 100})

	for _, form := range []struct {
		table        string
		id           int64
		page, action string
		fields       url.Values
		stored       string
	}{
		{"clients", int64(client), "/admin/clients/%d/edit", "/admin/clients/%d/edit", url.Values{"phone": {"typed"}}, "SELECT phone FROM clients WHERE id = ?"},
		{"clients", int64(client), "/admin/clients/%d", "/admin/clients/%d/portal-access", url.Values{"username": {"typed"}}, "SELECT portal_username FROM clients WHERE id = ?"},
		{"projects", project, "/admin/projects/%d/edit", "/admin/projects/%d/edit", url.Values{"code": {"typed"}}, "SELECT code FROM projects WHERE id = ?"},
		{"time_entries", entry, "/admin/time-entries/%d/edit", "/admin/time-entries/%d/edit", url.Values{"notes": {"typed"}}, "SELECT notes FROM time_entries WHERE id = ?"},
		{"users", user, "/admin/users/%d/edit", "/admin/users/%d/edit", url.Values{"full_name": {"typed"}}, "SELECT full_name FROM users WHERE id = ?"},
		{"invoices", draft, "/admin/invoices/%d/edit", "/admin/invoices/%d/edit", url.Values{"notes": {"typed"}}, "SELECT notes FROM invoices WHERE id = ?"},
	} {
		page, action := fmt.Sprintf(form.page, form.id), fmt.Sprintf(form.action, form.id)
		hurry.first = func() { s.Exec("UPDATE "+form.table+" SET revision = revision + 1 WHERE id = ?", form.id) }
		told := admin.submit(page, action, form.fields).wantStatus(http.StatusConflict)
		hurry.first = func() {}
		if s.Text(form.stored, form.id) == "typed" {
			t.Errorf("%s: stored over the other edit", action)
		}
		if again := admin.fill(told, action, nil); again.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: saved again, answers %d", action, again.StatusCode)
		}
		if got := s.Text(form.stored, form.id); got != "typed" {
			t.Errorf("%s: %q is stored in the end", action, got)
		}
	}
}

func (h *overtaken) CreateProject(ctx context.Context, p portal.ProjectRecord, by portal.AuditEntry) (int64, error) {
	h.first()
	return h.StaffData.CreateProject(ctx, p, by)
}

func (h *overtaken) CreateDraft(ctx context.Context, d portal.Draft, key string, by portal.AuditEntry) (int64, error) {
	h.first()
	return h.StaffData.CreateDraft(ctx, d, key, by)
}

func (h *overtaken) CreateEntry(ctx context.Context, e portal.EntryRecord, key string, by portal.AuditEntry) (int64, error) {
	h.first()
	return h.StaffData.CreateEntry(ctx, e, key, by)
}

// What a new record belongs to is deleted while it is on its way: nothing is stored, and
// that is told, not taken for a fault of the program.
func TestDeletedMeanwhile(t *testing.T) {
	t.Parallel()
	hurry := &overtaken{first: func() {}}
	s := newSite(t, func(c *handlers.Config) { hurry.StaffData = c.Staff; c.Staff = hurry })
	s.User(storetest.User{Username: "ada", Role: portal.Admin})
	admin := s.staff("ada")
	mia := s.User(storetest.User{Username: "mia"})
	stays := s.Client(storetest.Client{Name: "Stays"})
	for _, form := range []struct {
		page, from string
		fields     url.Values
		gone       string
	}{
		{"/admin/projects/new", "", url.Values{"client": {"%d"}, "name": {"Website"}}, "DELETE FROM clients WHERE id = ?"},
		{"/admin/invoices/new", "?client_id=%d", url.Values{"client_id": {"%d"}}, "DELETE FROM clients WHERE id = ?"},
		{"/admin/time-entries/new", "", url.Values{"work": {fmt.Sprintf("%d.0", stays)}, "duration": {"1"}, "person": {fmt.Sprint(mia)}}, "DELETE FROM users WHERE username = 'mia' AND ? > 0"},
	} {
		id := s.Client(storetest.Client{Name: "Goes"})
		fields := url.Values{}
		for name, values := range form.fields {
			fields.Set(name, strings.ReplaceAll(values[0], "%d", fmt.Sprint(id)))
		}
		page := admin.get(form.page + strings.ReplaceAll(form.from, "%d", fmt.Sprint(id))).wantStatus(http.StatusOK)
		fields.Set("_csrf", page.token())
		if key, ok := page.doc().Find("input[name=key]").Attr("value"); ok {
			fields.Set("key", key)
		}
		if day, ok := page.doc().Find("input[name=day]").Attr("value"); ok {
			fields.Set("day", day)
		}
		hurry.first = func() { s.Exec(form.gone, id) }
		if told := admin.post(form.page, fields); told.StatusCode != http.StatusConflict {
			t.Errorf("%s answers %d: %s", form.page, told.StatusCode, told.text())
		}
		hurry.first = func() {}
	}
	if n := s.Int("SELECT (SELECT count(*) FROM projects) + (SELECT count(*) FROM invoices) + (SELECT count(*) FROM time_entries)"); n != 0 {
		t.Errorf("%d records were stored", n)
	}
}
