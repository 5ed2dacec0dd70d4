package views

import (
	"math"
	"strconv"
	"time"

	"foyer/portal"
)

// A chart's heights are pixels; its widths are shares, so that words keep their size
// while the bars follow the page.
const (
	chartTop    = 14
	chartBottom = 158
	labelLine   = 178
	monthLine   = 198
	chartWidth  = 97.0 // percent; the rest keeps the last label inside the card
	barShare    = 0.64
	digitWidth  = 9
)

const secondsPerHour = 3600

type weekChart struct {
	ticks []chartTick
	bars  []weekBar
}

type chartTick struct{ y, label string }

type weekBar struct {
	x, y, width, height string
	middle              string
	week, month         string // labels; empty where there is no room for one
	hint                string
}

// scaleWidth is the room that the widest label of the scale needs.
func (c weekChart) scaleWidth() string {
	widest := 1
	for _, t := range c.ticks {
		widest = max(widest, len([]rune(t.label)))
	}
	return strconv.Itoa(widest * digitWidth)
}

func newWeekChart(f Format, weeks []portal.WeekHours) weekChart {
	step, steps := chartScale(most(weeks))
	top := float64(step) * float64(steps) * secondsPerHour

	c := weekChart{ticks: make([]chartTick, 0, steps+1), bars: make([]weekBar, 0, len(weeks))}
	for i := range steps + 1 {
		share := float64(i) / float64(steps)
		c.ticks = append(c.ticks, chartTick{y: pixels(share), label: f.fixed(step*int64(i), 0)})
	}
	slot := chartWidth / float64(max(1, len(weeks)))
	width := percent(slot * barShare)
	for i, w := range weeks {
		height := math.Max(0, float64(w.Hours)/top)
		c.bars = append(c.bars, weekBar{
			x: percent((float64(i) + (1-barShare)/2) * slot), width: width,
			y: pixels(height), height: strconv.Itoa(int(math.Round(height * (chartBottom - chartTop)))),
			middle: percent((float64(i) + 0.5) * slot),
			week:   weekLabel(weeks, i), month: monthLabel(weeks, i),
			hint: f.Hours(w.Hours) + " hours in the week of " + f.Day(w.Monday),
		})
	}
	return c
}

func most(weeks []portal.WeekHours) (most portal.Hours) {
	for _, w := range weeks {
		most = max(most, w.Hours)
	}
	return most
}

// chartScale chooses whole hours that are easy to read, two to five steps up to the
// highest bar: 1, 2 or 5 and their tens.
func chartScale(highest portal.Hours) (step int64, steps int) {
	hours := max(2, int64(math.Ceil(float64(highest)/secondsPerHour)))
	step = 1
	for i := 0; (hours+step-1)/step > 5; i++ {
		if i%3 == 1 {
			step = step / 2 * 5
		} else {
			step *= 2
		}
	}
	return step, int((hours + step - 1) / step)
}

// weekLabel names every second week, counted from the last, so that the names have room.
func weekLabel(weeks []portal.WeekHours, i int) string {
	if (len(weeks)-1-i)%2 != 0 {
		return ""
	}
	return "wk " + strconv.Itoa(weeks[i].Monday.ISOWeek())
}

// monthLabel names the month where it changes; a first week that is the last of its
// month goes without, as the next name would touch its own.
func monthLabel(weeks []portal.WeekHours, i int) string {
	month := func(i int) time.Month { return weeks[i].Monday.Time().Month() }
	this := month(i)
	if i == 0 && len(weeks) > 1 && this != month(1) || i > 0 && this == month(i-1) {
		return ""
	}
	return this.String()[:3]
}

// pixels is how far from the top a share of the scale's height lies.
func pixels(share float64) string {
	return strconv.Itoa(chartBottom - int(math.Round(share*(chartBottom-chartTop))))
}

func percent(share float64) string {
	var room [16]byte
	return string(append(strconv.AppendFloat(room[:0], share, 'f', 2, 64), '%'))
}

func weeksTitle(f Format, weeks []portal.WeekHours) string {
	var sum portal.Hours
	for _, w := range weeks {
		sum += w.Hours
	}
	return "Hours by week: " + f.Hours(sum) + " in the last " + strconv.Itoa(len(weeks)) + " weeks"
}

// barKind says what a chart compares, and how many rows have a bar of their own.
type barKind struct {
	caption, one, other, others string
	most                        int
}

var (
	ofProjects     = barKind{"Hours by project", "Project", "other project", "other projects", 8}
	weekOfProjects = barKind{"This week’s hours by project", "Project", "other project", "other projects", 5}
	weekOfPeople   = barKind{"This week’s hours by person", "Person", "other person", "other people", 5}
)

type hoursBar struct {
	name  string
	hours portal.Hours
	width string
	hint  string
	rest  bool // what the rows without a bar of their own add up to
}

// hoursBars takes rows with most hours first.
func hoursBars(f Format, kind barKind, rows []portal.NamedHours) []hoursBar {
	var sum, rest, longest portal.Hours
	for i, r := range rows {
		sum += max(0, r.Hours)
		if i >= kind.most {
			rest += r.Hours
		}
	}
	bars := make([]hoursBar, 0, kind.most+1)
	for _, r := range rows[:min(len(rows), kind.most)] {
		bars = append(bars, hoursBar{name: r.Name, hours: r.Hours})
		longest = max(longest, r.Hours)
	}
	if others := len(rows) - kind.most; others > 0 {
		bars = append(bars, hoursBar{name: kind.rest(f, others), hours: rest, rest: true})
		longest = max(longest, rest)
	}
	for i, b := range bars {
		bars[i].width = percent(100 * share(b.hours, longest))
		bars[i].hint = strconv.Itoa(int(math.Round(100*share(b.hours, sum)))) + " % of all hours"
	}
	return bars
}

func (k barKind) rest(f Format, n int) string {
	if n == 1 {
		return "1 " + k.other
	}
	return f.Count(n) + " " + k.others
}

func projectBars(projects []portal.ProjectHours) []portal.NamedHours {
	rows := make([]portal.NamedHours, len(projects))
	for i, p := range projects {
		rows[i] = portal.NamedHours{Name: projectName(p), Hours: p.Hours}
	}
	return rows
}

// projectName marks past projects, as an active one may bear the same name.
func projectName(p portal.ProjectHours) string {
	if p.Name == "" {
		return "No project"
	}
	if p.Past {
		return p.Name + " (past)"
	}
	return p.Name
}

// share is a part of a whole, between none and all of it.
func share(part, whole portal.Hours) float64 {
	if whole <= 0 {
		return 0
	}
	return math.Min(1, math.Max(0, float64(part)/float64(whole)))
}
