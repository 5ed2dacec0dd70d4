package views

import "foyer/portal"

// projectRows are the rows of a projectTable. Each links to the project's hours in the
// portal, or to its page on the staff side.
func projectRows(p Page, projects []portal.Project) drawn {
	return func(s *sheet) {
		for _, project := range projects {
			s.project(p, project)
		}
	}
}

func (s *sheet) project(p Page, project portal.Project) {
	path := StaffProjectPath(project.ID)
	if p.Viewer.Client != "" {
		path = ProjectEntriesPath(project.ID)
	}
	s.rowOf(path, project.Name)
	s.put(` `)
	if project.Description != "" {
		s.put(`<span class="row-note prewrap">`)
		s.text(project.Description)
		s.put(`</span>`)
	}
	s.put(`</th><td role="cell" data-label="Status" class="plain">`)
	s.badge(projectBadge(project.Status))
	s.put(`</td><td role="cell" data-label="Entries" class="number beside">`)
	s.text(p.Format.Count(project.Entries))
	s.put(`</td><td role="cell" data-label="Hourly rate" class="number beside">`)
	if project.Rate != nil {
		s.money(p.Format, *project.Rate)
	} else {
		s.put(`<span class="muted">Not set</span>`)
	}
	s.put(`</td><td role="cell" data-label="Hours" class="number lead hours">`)
	s.hours(p.Format, project.Hours)
	s.put(`</td></tr>`)
}
