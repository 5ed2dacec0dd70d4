package views

import (
	"sync"

	"foyer/static"
)

// assets are the files that every page is drawn and moved by.
func assets(s *sheet) { s.put(assetLinks()) }

// assetLinks are the same for every page, and written once.
var assetLinks = sync.OnceValue(func() markup {
	var s sheet
	s.put(`<link rel="icon"`)
	s.attr("href", static.URL("icon.svg"))
	s.put(` type="image/svg+xml"><link rel="stylesheet"`)
	s.attr("href", static.URL("app.css"))
	s.put(`><script`)
	s.attr("src", static.URL("htmx-2.0.11.min.js"))
	s.put(` defer></script>`)
	return markup(s.html)
})

// navLinks lead to places, one of which may be the current page's.
func navLinks(current string, places []Crumb) drawn {
	return func(s *sheet) {
		for _, place := range places {
			s.navLink(current, place)
		}
	}
}

func navLink(current string, place Crumb) drawn {
	return func(s *sheet) { s.navLink(current, place) }
}

func (s *sheet) navLink(current string, place Crumb) {
	s.put(`<a`)
	s.attr("href", place.Path)
	s.put(` class="nav-link"`)
	if current == place.Path {
		s.put(` aria-current="page"`)
	}
	s.put(`>`)
	s.text(place.Label)
	s.put(`</a>`)
}

func csrfField(p Page) drawn {
	return func(s *sheet) {
		s.put(`<input type="hidden" name="_csrf"`)
		s.attr("value", p.CSRF)
		s.put(`>`)
	}
}

func breadcrumbs(crumbs []Crumb) drawn {
	return func(s *sheet) {
		s.put(`<nav class="breadcrumbs" aria-label="Breadcrumb"><ol>`)
		for _, c := range crumbs {
			if c.Path == "" {
				s.put(`<li><span aria-current="page">`)
				s.text(c.Label)
				s.put(`</span></li>`)
			} else {
				s.put(`<li><a`)
				s.attr("href", c.Path)
				s.put(`>`)
				s.text(c.Label)
				s.put(`</a></li>`)
			}
		}
		s.put(`</ol></nav>`)
	}
}
