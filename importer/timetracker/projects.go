package timetracker

import (
	"context"
	"math"

	"foyer/portal"
	"foyer/store"
)

// importProjects takes over the projects of clients that were.
func (im *importer) importProjects(ctx context.Context) error {
	im.projects = map[int64]projectRef{}
	columns := []string{
		"id", "client_id", "name", "code", "description", "status", "billable", "hourly_rate",
		"estimated_hours", "budget_amount", "created_at", "updated_at",
	}
	err := im.takeOver(ctx, "projects", store.ImportProjects, columns, func(r *row) (bool, error) {
		id, _ := r.ref("client_id")
		client, known := im.clients[id]
		if !known {
			r.skip("belongs to no client that exists; skipped", r.stored("client_id"))
			return false, nil
		}
		p := im.project(r, client)
		saved, moved, err := im.dst.SaveProject(ctx, p)
		if moved {
			r.odd("has moved to another client since the last import; so have its entries")
		}
		im.projects[r.id] = projectRef{id: saved, client: client.id}
		return true, err
	})
	if err != nil {
		return err
	}
	return im.reportGone(ctx, "projects", store.ImportProjects, has(im.projects))
}

func (im *importer) project(r *row, client clientRef) store.ImportedProject {
	status := string(portal.ProjectActive)
	if !r.isNull("status") {
		status = r.word("status", map[string]string{
			"active": string(portal.ProjectActive), "inactive": string(portal.ProjectInactive), "archived": string(portal.ProjectArchived),
		}, string(portal.ProjectInactive))
	}
	created := r.utc("created_at", im.Now.Unix())
	return store.ImportedProject{
		SourceID: r.id, Client: client.id, Name: r.title("name", "Project"), Code: r.text("code"), Description: r.text("description"),
		Status: portal.ProjectStatus(status), Billable: r.flag("billable", true),
		RateMinor:     r.price("hourly_rate", client.currency),
		BudgetMinor:   r.price("budget_amount", client.currency),
		BudgetSeconds: estimate(r),
		Created:       created, Updated: r.utc("updated_at", created),
	}
}

// estimate reads hours as seconds.
func estimate(r *row) *int64 {
	if r.isNull("estimated_hours") {
		return nil
	}
	h, ok := number(r.value("estimated_hours"))
	seconds := math.Round(h * 3600)
	if !ok || seconds < 0 || seconds > maxSeconds {
		r.odd("estimated_hours is no usable number; left out", r.stored("estimated_hours"))
		return nil
	}
	n := int64(seconds)
	return &n
}
