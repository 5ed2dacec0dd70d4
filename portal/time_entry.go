package portal

import "time"

// TimeEntry is a finished piece of work. Its own duration counts, not end minus
// start: breaks and corrections are in it.
type TimeEntry struct {
	ID      int64
	Day     Day // of the start, in the business time zone
	Started time.Time
	Ended   time.Time
	Hours   Hours
	Project string // empty when booked on the client without a project
	Person  string
	Notes   string
}

// SumHours adds up entries.
func SumHours(entries []TimeEntry) (sum Hours) {
	for _, e := range entries {
		sum += e.Hours
	}
	return sum
}

// AllProjects stands for every project of a client, where one could be named.
const AllProjects = 0

// EntryTotals is what a whole filtered set adds up to, not one page of it.
type EntryTotals struct {
	Count int
	Hours Hours
}

// WeekHours is one bar of the chart of hours by week.
type WeekHours struct {
	Monday Day
	Hours  Hours
}

// WeeksShown is how many weeks the dashboard's chart reaches back, the current one included.
const WeeksShown = 12

// DayHours is what was worked on one day.
type DayHours struct {
	Day   Day
	Hours Hours
}

// FillWeeks spreads the hours of days, oldest first, over the last WeeksShown weeks, oldest
// first; weeks without work are there with nothing in them.
func FillWeeks(days []DayHours, today Day) []WeekHours {
	first := FirstWeek(today)
	weeks := make([]WeekHours, WeeksShown)
	for i := range weeks {
		weeks[i].Monday = first.AddDays(7 * i)
	}

	i, over := 0, first.AddDays(7*WeeksShown)
	for _, d := range days {
		if d.Day < first || d.Day >= over {
			continue
		}
		for i+1 < WeeksShown && d.Day >= weeks[i+1].Monday {
			i++
		}
		weeks[i].Hours += d.Hours
	}
	return weeks
}

// FirstWeek is the Monday of the oldest week that the dashboard's chart shows.
func FirstWeek(today Day) Day { return today.Monday().AddDays(-7 * (WeeksShown - 1)) }
