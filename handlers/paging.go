package handlers

import "foyer/portal"

// nearest reads a page of a list. Where nothing is left beyond the row that a link names,
// it is the page at that end of the list, so that no link leads to a list that only looks empty.
func nearest[T any](at portal.Cursor, read func(portal.Cursor) (portal.Page[T], error)) (portal.Page[T], error) {
	page, err := read(at)
	if err != nil || len(page.Rows) > 0 {
		return page, err
	}
	switch at.Kind {
	case portal.AfterRow:
		return read(portal.Cursor{Kind: portal.LastPage})
	case portal.BeforeRow:
		return read(portal.Cursor{})
	case portal.FirstPage, portal.LastPage:
	}
	return page, nil
}
