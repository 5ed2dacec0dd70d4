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

// FillWeeks spreads the hours of days over the last WeeksShown weeks, oldest first;
// weeks without work are there with nothing in them.
func FillWeeks(byDay map[Day]Hours, today Day) []WeekHours {
	first := FirstWeek(today)
	weeks := make([]WeekHours, WeeksShown)
	for i := range weeks {
		weeks[i].Monday = first.AddDays(7 * i)
	}

	for day, hours := range byDay {
		if i := first.DaysUntil(day) / 7; day >= first && i < WeeksShown {
			weeks[i].Hours += hours
		}
	}
	return weeks
}

// FirstWeek is the Monday of the oldest week that the dashboard's chart shows.
func FirstWeek(today Day) Day { return today.Monday().AddDays(-7 * (WeeksShown - 1)) }
