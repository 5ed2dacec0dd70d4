package views

import (
	"context"
	"io"
	"sync"
	"time"

	"foyer/portal"
)

// What lists are full of is drawn in Go: row by row, bar by bar, option by option. templ
// takes every text in braces through package fmt, and writes each piece by itself.

// drawn is a piece of a page that is drawn in Go.
type drawn func(*sheet)

// Render draws the piece.
func (d drawn) Render(_ context.Context, w io.Writer) error {
	s := sheets.Get().(*sheet)
	defer s.keep()
	d(s)
	_, err := w.Write(s.html)
	return err
}

// sheet is HTML that is being drawn.
type sheet struct{ html []byte }

var sheets = sync.Pool{New: func() any { return new(sheet) }}

// largeSheet is more than lists take whose notes are of a usual length, in bytes.
const largeSheet = 64 << 10

// keep keeps the sheet for the next one who draws, but not what was as good as never needed.
func (s *sheet) keep() {
	if cap(s.html) <= largeSheet {
		s.html = s.html[:0]
		sheets.Put(s)
	}
}

// markup is HTML as it stands in the code. What people wrote is of another type, and
// does not pass for it.
type markup string

// put draws markup as it is.
func (s *sheet) put(m markup) { s.html = append(s.html, m...) }

// text draws words.
func (s *sheet) text(words string) { s.html = appendEscaped(s.html, words) }

// entities are what stands for the characters that mean something in HTML, as templ writes them.
var entities = [256]string{'<': "&lt;", '>': "&gt;", '&': "&amp;", '"': "&#34;", '\'': "&#39;"}

// appendEscaped appends words so that they are nothing but words, in texts and in attributes.
func appendEscaped[Words string | []byte](html []byte, words Words) []byte {
	done := 0
	for i := range len(words) {
		if entity := entities[words[i]]; entity != "" {
			html = append(append(html, words[done:i]...), entity...)
			done = i + 1
		}
	}
	return append(html, words[done:]...)
}

// plain says whether words hold no character that means something in HTML.
func plain(words string) bool {
	for i := range len(words) {
		if entities[words[i]] != "" {
			return false
		}
	}
	return true
}

// day draws a day for readers and for machines.
func (s *sheet) day(f Format, d portal.Day) {
	s.put(`<time datetime="`)
	s.text(string(d))
	s.put(`">`)
	s.html = f.appendDay(s.html, d.Time())
	s.put(`</time>`)
}

// clock draws a time of day.
func (s *sheet) clock(f Format, t time.Time) { s.html = f.appendClock(s.html, t) }

// hours draws a duration in hours.
func (s *sheet) hours(f Format, h portal.Hours) {
	var room [64]byte
	s.html = appendEscaped(s.html, f.appendHours(room[:0], h))
}

// money draws an amount with its currency.
func (s *sheet) money(f Format, m portal.Money) {
	var room [64]byte
	s.html = appendEscaped(s.html, f.appendMoney(room[:0], m))
}

// amount draws an amount without its currency.
func (s *sheet) amount(f Format, m portal.Money) {
	var room [64]byte
	s.html = appendEscaped(s.html, f.appendAmount(room[:0], m))
}

// quantity draws a quantity.
func (s *sheet) quantity(f Format, q portal.Quantity) {
	var room [64]byte
	s.html = appendEscaped(s.html, f.appendQuantity(room[:0], q))
}

// attr draws an attribute.
func (s *sheet) attr(name markup, value string) {
	s.put(` `)
	s.put(name)
	s.put(`="`)
	s.text(value)
	s.put(`"`)
}

// rowOf begins a table's row, with a link to what the row is about.
func (s *sheet) rowOf(path, label string) {
	s.put(`<tr role="row"><th scope="row" role="rowheader"><a`)
	s.attr("href", path)
	s.put(`>`)
	s.text(label)
	s.put(`</a>`)
}

// badge draws a state in a word and a colour.
func (s *sheet) badge(b badge) {
	s.put(`<span class="`)
	s.text(b.classes)
	s.put(`">`)
	s.text(b.word)
	s.put(`</span>`)
}

// option draws an option of a select.
func (s *sheet) option(value, label string, selected bool) {
	s.put(`<option`)
	s.attr("value", value)
	if selected {
		s.put(` selected`)
	}
	s.put(`>`)
	s.text(label)
	s.put(`</option>`)
}
