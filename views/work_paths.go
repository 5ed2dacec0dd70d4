package views

import (
	"strconv"

	"foyer/portal"
)

// The staff's pages about work: projects and time.
const (
	StaffProjects   = "/admin/projects"
	StaffNewProject = "/admin/projects/new"
	StaffEntries    = "/admin/time-entries"
	StaffNewEntry   = "/admin/time-entries/new"
	StaffTimer      = "/admin/timer"
)

// StaffProjectPath is a project's page on the staff side, and what can be done there.
func StaffProjectPath(id int64, action ...string) string {
	path := StaffProjects + "/" + strconv.FormatInt(id, 10)
	for _, a := range action {
		path += "/" + a
	}
	return path
}

// StaffProjectListPath is a page of the staff's list of projects.
func StaffProjectListPath(f portal.ProjectFilter, at portal.Cursor) string {
	return withPage(StaffProjects, f.Values(), at)
}

// StaffEntryPath is what can be done with a time entry on the staff side.
func StaffEntryPath(id int64, action string) string {
	return StaffEntries + "/" + strconv.FormatInt(id, 10) + "/" + action
}

// StaffEntryListPath is a page of the staff's list of time entries.
func StaffEntryListPath(f portal.StaffEntryFilter, at portal.Cursor) string {
	return withPage(StaffEntries, f.Values(), at)
}
