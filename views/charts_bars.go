package views

import (
	"strconv"

	"foyer/portal"
)

// chartLines are the lines that the bars of a weekChart stand before.
func chartLines(ticks []chartTick) drawn {
	return func(s *sheet) {
		for i, t := range ticks {
			if i == 0 {
				s.put(`<line class="chart-base"`)
			} else {
				s.put(`<line class="chart-line"`)
			}
			s.put(` x1="0" x2="100%"`)
			s.attr("y1", t.y)
			s.attr("y2", t.y)
			s.put(`></line> `)
		}
	}
}

// weekColumns are the bars of a weekChart and their labels.
func weekColumns(bars []weekBar) drawn {
	return func(s *sheet) {
		for _, b := range bars {
			s.put(`<rect class="bar"`)
			s.attr("x", b.x)
			s.attr("y", b.y)
			s.attr("width", b.width)
			s.attr("height", b.height)
			s.put(` rx="2"><title>`)
			s.text(b.hint)
			s.put(`</title></rect> `)
			s.chartLabel("chart-label", b.middle, labelLine, b.week)
			s.put(` `)
			s.chartLabel("chart-label chart-month", b.middle, monthLine, b.month)
		}
	}
}

// chartLabel draws a label that there is room for.
func (s *sheet) chartLabel(class markup, x string, y int, label string) {
	if label == "" {
		return
	}
	s.put(`<text class="` + class + `"`)
	s.attr("x", x)
	s.attr("y", strconv.Itoa(y))
	s.put(` text-anchor="middle">`)
	s.text(label)
	s.put(`</text>`)
}

// weekRows are the rows of a weekTable.
func weekRows(f Format, weeks []portal.WeekHours) drawn {
	return func(s *sheet) {
		for _, w := range weeks {
			s.put(`<tr><th scope="row">`)
			s.day(f, w.Monday)
			s.put(`</th><td class="number">`)
			s.hours(f, w.Hours)
			s.put(`</td></tr>`)
		}
	}
}

// barRows are the rows of a barTable.
func barRows(f Format, bars []hoursBar) drawn {
	return func(s *sheet) {
		for _, b := range bars {
			s.put(`<tr role="row"><th scope="row" role="rowheader">`)
			s.text(b.name)
			s.put(`</th><td class="bar-cell" role="cell"><svg width="100%" height="8" role="img"><title>`)
			s.text(b.hint)
			s.put(`</title><rect class="bar-track" width="100%" height="8" rx="4"></rect> <rect class="bar`)
			if b.rest {
				s.put(`-rest`)
			}
			s.put(`"`)
			s.attr("width", b.width)
			s.put(` height="8" rx="4"></rect></svg></td><td class="number" role="cell">`)
			s.hours(f, b.hours)
			s.put(`</td></tr>`)
		}
	}
}
