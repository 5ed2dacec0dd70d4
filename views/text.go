package views

import (
	"context"
	"io"

	"github.com/a-h/templ"

	"foyer/portal"
)

// What rows of lists are full of is drawn in Go. To templ each component may have others
// inside, which costs more than these do, and every text in braces goes through package fmt.

// text is words on a page, escaped as templ does.
type text string

// Render writes the words.
func (t text) Render(_ context.Context, w io.Writer) error {
	return write(w, templ.EscapeString(t))
}

// date is a day for readers and for machines.
type date struct {
	day   portal.Day
	words string
}

// Day draws a day.
func Day(f Format, d portal.Day) date { return date{d, f.Day(d)} }

// Render writes the day as HTML.
func (d date) Render(_ context.Context, w io.Writer) error {
	return write(w, `<time datetime="`, templ.EscapeString(d.day), `">`, templ.EscapeString(d.words), `</time>`)
}

// badge is a state in a word and, by its classes, a colour.
type badge struct{ classes, word string }

// Render writes the badge as HTML.
func (b badge) Render(_ context.Context, w io.Writer) error {
	return write(w, `<span class="`, templ.EscapeString(b.classes), `">`, templ.EscapeString(b.word), `</span>`)
}

// write writes pieces of HTML.
func write(w io.Writer, pieces ...string) error {
	for _, piece := range pieces {
		if _, err := io.WriteString(w, piece); err != nil {
			return err
		}
	}
	return nil
}
