package views_test

import (
	"testing"

	"foyer/portal"
	"foyer/views"
)

func TestProjectsSayHowTheyStand(t *testing.T) {
	t.Parallel()
	for status, want := range map[portal.ProjectStatus]string{
		portal.ProjectActive: "Active", portal.ProjectInactive: "Inactive", portal.ProjectArchived: "Archived",
	} {
		_, page := render(t, views.ProjectsPage(frame("plain"), []portal.Project{{ID: 1, Name: "Site", Status: status}}))
		if got := texts(page, "tbody .badge"); got != want {
			t.Errorf("%s: %q", status, got)
		}
	}
}
