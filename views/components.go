package views

import "foyer/portal"

// pagerLink keeps its id, and so the focus, when there is nowhere further to go.
func pagerLink(id, label string, reachable *portal.Cursor, path string) drawn {
	return func(s *sheet) {
		s.put(`<a`)
		s.attr("id", id)
		s.put(` class="pager-link"`)
		if reachable == nil {
			s.put(` role="link" aria-disabled="true" tabindex="-1">`)
		} else {
			s.attr("href", path)
			s.attr("hx-get", path)
			s.put(`>`)
		}
		s.text(label)
		s.put(`</a>`)
	}
}
