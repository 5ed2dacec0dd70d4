package demodata

import (
	"math/rand/v2"
	"time"

	"foyer/portal"
)

// Days of the story: eighteen months for all, three years for the oldest client.
const (
	allClients   = 548
	oldestClient = 1095
)

// story tells what happened until now. Work and payments have random sources of their
// own, so that the hour of the day changes nothing about the invoices.
type story struct {
	now     time.Time
	zone    *time.Location
	today   portal.Day
	clients []client
	people  []person
	work    *rand.Rand
	money   *rand.Rand
}

// direct stands for no project where a project's place in its list is meant.
const direct = -1

// entry is a stretch of work; client, project and person are places in their lists.
type entry struct {
	client, project, person int
	day                     portal.Day
	started, ended          time.Time // ended is zero while it runs
	notes                   string
}

func newStory(now time.Time) (*story, error) {
	zone, err := time.LoadLocation(timeZone)
	if err != nil {
		return nil, err
	}
	return &story{
		now: now, zone: zone, today: portal.DayOf(now, zone),
		clients: clients(), people: people(),
		work: rand.New(rand.NewPCG(1848, 4)), money: rand.New(rand.NewPCG(1848, 5)),
	}, nil
}

// daysAgo counts back from today.
func (s *story) daysAgo(day portal.Day) int { return day.DaysUntil(s.today) }

// dayAgo is the day so many days before today.
func (s *story) dayAgo(n int) portal.Day { return s.today.AddDays(-n) }

// nextWorkday is the day itself or the first after it on which offices are open.
func nextWorkday(day portal.Day) portal.Day {
	for isClosed(day) {
		day = day.AddDays(1)
	}
	return day
}

// isClosed covers weekends, the public holidays that have a fixed date, and the days
// around New Year.
func isClosed(day portal.Day) bool {
	switch day.Time().Weekday() {
	case time.Saturday, time.Sunday:
		return true
	}
	switch monthDay := string(day[5:]); monthDay {
	case "01-01", "01-02", "05-01", "07-21", "08-15", "11-01", "11-11":
		return true
	default:
		return monthDay >= "12-24"
	}
}
