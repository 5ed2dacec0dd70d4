package views_test

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"foyer/portal"
	"foyer/views"
)

func english() views.Format { return views.NewFormat("en-GB", time.UTC) }

func weekChart(t *testing.T, hours ...float64) *goquery.Document {
	t.Helper()
	_, page := render(t, views.WeekChart(english(), weeks(hours...)))
	return page
}

func TestWeekChartShowsEveryWeek(t *testing.T) {
	t.Parallel()
	page := weekChart(t, 12.5, 18, 0, 9, 0, 14.5, 31, 27.75, 20, 16.5, 24.25, 11)
	if got := page.Find("svg[role=img] > title").Text(); got != "Hours by week: 184.50 in the last 12 weeks" {
		t.Errorf("title %q", got)
	}
	if got := texts(page, ".chart-value"); got != "0 10 20 30 40" {
		t.Errorf("scale %q", got)
	}
	if got := texts(page, ".chart-label:not(.chart-month)"); got != "wk 37 wk 39 wk 41 wk 43 wk 45 wk 47" {
		t.Errorf("weeks %q", got)
	}
	if got := texts(page, ".chart-month"); got != "Sep Oct Nov" {
		t.Errorf("months %q", got)
	}
	if got := texts(page, ".bar title"); !strings.HasPrefix(got, "12.50 hours in the week of 31 Aug 2026 18.00 hours") {
		t.Errorf("hints %q", got)
	}
	if rows := page.Find("tbody tr"); rows.Length() != 12 || rows.Last().Find("th").Text() != "16 Nov 2026" || rows.Last().Find("td").Text() != "11.00" {
		t.Errorf("%d rows, the last %q", rows.Length(), rows.Last().Text())
	}
}

// Bars stay inside the drawing, and the highest reaches no higher than the scale.
func TestWeekChartKeepsItsFrame(t *testing.T) {
	t.Parallel()
	for name, hours := range map[string][]float64{
		"minutes":     {0.02, 0, 0.01},
		"one week":    {40},
		"below zero":  {-5, 10, -0.01},
		"huge":        {1e12, 1, 0},
		"the largest": {math.MaxInt64 / 3600 / 4, 2},
		"one in all":  {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1},
		"two years":   make104(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page := weekChart(t, hours...)
			bars := page.Find("rect.bar")
			if bars.Length() != len(hours) {
				t.Fatalf("%d bars for %d weeks", bars.Length(), len(hours))
			}
			bars.Each(func(i int, bar *goquery.Selection) {
				x, width := share(t, bar, "x"), share(t, bar, "width")
				y, height := pixels(t, bar, "y"), pixels(t, bar, "height")
				if x < 0 || width <= 0 || x+width > 100 || y < 0 || height < 0 || y+height != 158 {
					t.Errorf("bar %d: x %.2f width %.2f y %d height %d", i, x, width, y, height)
				}
			})
			if n := page.Find(".chart-value").Length(); n < 3 || n > 6 {
				t.Errorf("%d marks on the scale", n)
			}
		})
	}
}

func make104() []float64 {
	hours := make([]float64, 104)
	for i := range hours {
		hours[i] = float64(i)
	}
	return hours
}

func TestChartsWithoutHoursSaySo(t *testing.T) {
	t.Parallel()
	for _, hours := range [][]float64{nil, {0, 0, 0}, {0, -3}} {
		page := weekChart(t, hours...)
		if page.Find("svg").Length() != 0 || page.Find(".empty-title").Text() == "" {
			t.Errorf("%v hours are drawn", hours)
		}
	}
	_, page := render(t, views.ProjectChart(english(), nil))
	if got := page.Find(".empty-title").Text(); got != "No hours yet" {
		t.Errorf("no projects: %q", got)
	}
}

func TestProjectChartComparesProjects(t *testing.T) {
	t.Parallel()
	_, page := render(t, views.ProjectChart(english(), []portal.ProjectHours{
		{Name: "Care", Hours: 3600 * 60}, {Hours: 3600 * 30}, {Name: "Care", Past: true, Hours: 3600 * 10}, {Name: "Nothing"}, {Name: "Refund", Hours: -3600},
	}))
	if got := texts(page, "tbody tr"); got != "Care60 % of all hours 60.00 No project30 % of all hours 30.00 Care (past)10 % of all hours 10.00 Nothing0 % of all hours 0.00 Refund0 % of all hours −1.00" {
		t.Errorf("rows %q", got)
	}
	var widths []string
	page.Find("rect.bar").Each(func(_ int, s *goquery.Selection) { widths = append(widths, s.AttrOr("width", "")) })
	if got := strings.Join(widths, " "); got != "100.00% 50.00% 16.67% 0.00% 0.00%" {
		t.Errorf("widths %q", got)
	}
}

func TestProjectChartGathersTheSmallOnes(t *testing.T) {
	t.Parallel()
	var many []portal.ProjectHours
	for i := range 20 {
		many = append(many, portal.ProjectHours{Name: "P" + strconv.Itoa(i), Hours: portal.Hours(3600 * (20 - i))})
	}
	_, page := render(t, views.ProjectChart(english(), many))
	if n := page.Find("tbody tr").Length(); n != 9 {
		t.Errorf("%d rows", n)
	}
	if got := texts(page, "tbody tr:last-child"); got != "12 other projects37 % of all hours 78.00" {
		t.Errorf("the rest: %q", got)
	}
}

func texts(page *goquery.Document, selector string) string {
	var all []string
	page.Find(selector).Each(func(_ int, s *goquery.Selection) { all = append(all, s.Text()) })
	return strings.Join(all, " ")
}

func share(t *testing.T, s *goquery.Selection, attribute string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(strings.TrimSuffix(s.AttrOr(attribute, ""), "%"), 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func pixels(t *testing.T, s *goquery.Selection, attribute string) int {
	t.Helper()
	n, err := strconv.Atoi(s.AttrOr(attribute, ""))
	if err != nil {
		t.Fatal(err)
	}
	return n
}
