package demodata

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"foyer/portal"
)

const quarter = 15 * time.Minute

// choice is what a person may work on, and how likely.
type choice struct {
	client, project, weight int
	notes                   []string
}

// entries are all stretches of work, oldest first, the running one among them.
func (s *story) entries() []entry {
	var all []entry
	for day := s.dayAgo(oldestClient); day <= s.today; day = day.AddDays(1) {
		for p := range s.people {
			if s.isAtWork(p, day) {
				all = append(all, s.workday(p, day)...)
			}
		}
	}
	all = append(all, s.running(all))
	slices.SortStableFunc(all, func(a, b entry) int { return a.started.Compare(b.started) })
	return all
}

func (s *story) isAtWork(p int, day portal.Day) bool {
	who := s.people[p]
	away := isClosed(day) || slices.Contains(who.offDays, int(day.Time().Weekday())) || slices.Contains(who.holidays, day.ISOWeek())
	return !away && s.work.IntN(50) > 0
}

// workday fills a day in quarters of an hour: six and a half to eight hours, with lunch.
// Before the studio's other clients, only little of a day is told.
func (s *story) workday(p int, day portal.Day) []entry {
	choices := s.choices(p, day)
	total := 26 + s.work.IntN(7)
	if s.daysAgo(day) > allClients {
		total = s.work.IntN(12) * s.work.IntN(2)
	}
	if len(choices) == 0 {
		return nil
	}

	var list []entry
	at := s.clock(day, 8, 30).Add(time.Duration(s.work.IntN(5)) * quarter)
	lunch := s.clock(day, 12, 0)
	for total > 0 {
		if !lunch.IsZero() && !at.Before(lunch) {
			at, lunch = at.Add(3*quarter), time.Time{}
		}
		quarters := min([]int{2, 3, 4, 4, 6, 6, 8, 8, 10}[s.work.IntN(9)], total)
		end := at.Add(time.Duration(quarters) * quarter)
		chosen := s.pick(choices)
		notes := s.note(chosen)
		if end.After(s.now) {
			break
		}
		list = append(list, entry{client: chosen.client, project: chosen.project, person: p, day: day, started: at, ended: end, notes: notes})
		at, total = end.Add(time.Duration(s.work.IntN(4)/3)*quarter), total-quarters
	}
	return list
}

func (s *story) clock(day portal.Day, hour, minute int) time.Time {
	d := day.Time()
	return time.Date(d.Year(), d.Month(), d.Day(), hour, minute, 0, 0, s.zone)
}

// choices are the projects that a person has on a day. In any week some of them have
// most of the attention, as work goes.
func (s *story) choices(p int, day portal.Day) []choice {
	ago := s.daysAgo(day)
	week := uint64(day.Monday().Number())
	var list []choice
	for c, client := range s.clients {
		for n, project := range client.projects {
			if ago > project.from || ago < project.to || !strings.ContainsRune(project.who, s.people[p].initial) {
				continue
			}
			weight := project.share
			if rand.New(rand.NewPCG(week, uint64(p*10_000+c*100+n))).IntN(4) == 0 {
				weight *= 6
			}
			list = append(list, choice{c, n, weight, project.notes})
		}
	}
	return append(list, s.directChoices(p, list)...)
}

// directChoices are for the one who talks to the clients: work on no project in particular.
func (s *story) directChoices(p int, among []choice) (list []choice) {
	if p != 0 {
		return nil
	}
	for _, c := range among {
		if notes := s.clients[c.client].direct; c.project == 0 && len(notes) > 0 {
			list = append(list, choice{c.client, direct, 1, notes})
		}
	}
	return list
}

func (s *story) pick(choices []choice) choice {
	sum := 0
	for _, c := range choices {
		sum += c.weight
	}
	n := s.work.IntN(sum)
	for _, c := range choices {
		if n -= c.weight; n < 0 {
			return c
		}
	}
	return choices[0]
}

// note is mostly the project's own, sometimes one that fits any, seldom none.
func (s *story) note(c choice) string {
	contact := s.clients[c.client].ContactPerson
	usual := []string{"Call with " + contact, "Planning and mail", "Mail to " + contact + " with the open questions", "Review together, small corrections", "Weekly call.\nNotes are in the shared folder."}
	switch n := s.work.IntN(20); {
	case n == 0:
		return ""
	case n <= 3 || len(c.notes) == 0:
		return usual[s.work.IntN(len(usual))]
	}
	return c.notes[s.work.IntN(len(c.notes))]
}

// running is what the first of the people has a timer on at this moment.
func (s *story) running(before []entry) entry {
	const p = 0
	started := s.now.Add(-2 * quarter).Truncate(quarter)
	for _, e := range before {
		if e.person == p && e.ended.After(started) {
			started = e.ended
		}
	}
	return entry{person: p, day: portal.DayOf(started, s.zone), started: started, notes: s.clients[0].projects[0].notes[0]}
}
