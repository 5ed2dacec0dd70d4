package views

import (
	"context"
	"io"

	"foyer/portal"
)

// text is words on a page, in templ's markup: there every text in braces goes through
// package fmt, and to a component of templ's others could be given to stand inside.
type text string

// Render writes the words: most hold nothing to be escaped, and need no sheet.
func (t text) Render(ctx context.Context, w io.Writer) error {
	if plain(string(t)) {
		_, err := io.WriteString(w, string(t))
		return err
	}
	return drawn(func(s *sheet) { s.text(string(t)) }).Render(ctx, w)
}

// Day draws a day for readers and for machines.
func Day(f Format, d portal.Day) drawn { return func(s *sheet) { s.day(f, d) } }

// badge is a state in a word and, by its classes, a colour.
type badge struct{ classes, word string }

// Render writes the badge as HTML.
func (b badge) Render(ctx context.Context, w io.Writer) error {
	return drawn(func(s *sheet) { s.badge(b) }).Render(ctx, w)
}
