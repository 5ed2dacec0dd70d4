package timetracker

import (
	"math"
	"slices"
	"strings"
	"time"
)

// moment is a stored date and time. Where it came without an offset, wall holds what
// was written as if it were UTC, and whoever reads it knows which zone was meant.
type moment struct {
	wall  time.Time
	aware bool
}

// parseMoment reads what SQLAlchemy and its neighbours write: a blank or a T between
// date and time, with or without seconds, fraction and offset.
func parseMoment(s string) (m moment, ok bool) {
	if t, err := time.Parse(time.DateTime, s); err == nil {
		return moment{wall: t}, inRange(t)
	}

	s = strings.Replace(strings.TrimSpace(s), "T", " ", 1)
	for _, layout := range []string{time.DateTime, "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return moment{wall: t}, inRange(t)
		}
		for _, offset := range []string{"Z07:00", "Z0700", "Z07"} {
			if t, err := time.Parse(layout+offset, strings.Replace(s, " +", "+", 1)); err == nil {
				return moment{wall: t, aware: true}, inRange(t)
			}
		}
	}
	return moment{}, false
}

// inRange keeps to years of four digits, as days are written.
func inRange(t time.Time) bool { return t.Year() >= 1 && t.Year() <= 9998 }

// clock turns what clocks of a zone showed into instants. It remembers the stretch
// between two changes of the clocks that it was in last: entries come in order.
type clock struct {
	zone   *time.Location
	offset int64 // seconds east of UTC between from and to
	from   int64 // unix seconds, a day inside the stretch
	to     int64
}

// shown is how often the clocks of a zone showed a time.
type shown int

const (
	once shown = iota
	twice
	never
)

// instant is when the zone's clocks showed a naive moment, in unix seconds; a moment
// with an offset says so itself. Times that the clocks showed twice are the first ones,
// times that they skipped move forward by what was skipped.
func (c *clock) instant(m moment) (at int64, how shown) {
	if m.aware {
		return m.wall.Unix(), once
	}
	if at := m.wall.Unix() - c.offset; at >= c.from && at < c.to {
		return at, once
	}
	return c.search(m.wall)
}

func (c *clock) search(wall time.Time) (at int64, how shown) {
	near := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, c.zone)
	start, end := near.ZoneBounds()
	c.remember(near, start, end)

	var found []int64
	for _, t := range []time.Time{start.Add(-time.Second), near, end} {
		_, offset := t.Zone()
		at := wall.Unix() - int64(offset)
		_, there := time.Unix(at, 0).In(c.zone).Zone()
		if there == offset && !slices.Contains(found, at) {
			found = append(found, at)
		}
	}
	switch len(found) {
	case 0:
		return moveForward(wall, near), never
	case 1:
		return found[0], once
	}
	return slices.Min(found), twice
}

// moveForward finds the instant for a time that was skipped; near is what Go made of it.
func moveForward(wall, near time.Time) int64 {
	_, offset := near.Zone()
	if near.Unix()+int64(offset) > wall.Unix() {
		return near.Unix()
	}
	return wall.Unix() - int64(offset)
}

// remember keeps a day's distance from the changes, where times may be doubtful.
func (c *clock) remember(near, start, end time.Time) {
	const day = 24 * 60 * 60
	_, offset := near.Zone()
	c.offset, c.from, c.to = int64(offset), math.MinInt64, math.MaxInt64
	if !start.IsZero() {
		c.from = start.Unix() + day
	}
	if !end.IsZero() {
		c.to = end.Unix() - day
	}
}
