package handlers_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"foyer/store/storetest"
)

func TestTimeEntryFilters(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	bolt := d.Client(storetest.Client{Name: "Bolt"})
	free := d.Project(bolt, "Free")
	d.Exec("UPDATE projects SET billable = 0 WHERE id = ?", free)
	d.Entry(d.acme, storetest.Entry{Project: d.project, User: d.ada, Day: "2026-11-01", Notes: "one"})
	d.Entry(d.acme, storetest.Entry{User: d.mia, Day: "2026-11-02", Notes: "two", Seconds: 1800})
	d.Entry(bolt, storetest.Entry{Project: free, User: d.mia, Day: "2026-11-03", Notes: "three 100%"})
	d.Entry(bolt, storetest.Entry{User: d.mia, Day: "2026-11-04", Notes: "running", Running: true})
	invoice := d.Invoice(d.acme, storetest.Invoice{})
	d.Exec("UPDATE time_entries SET invoice_id = ? WHERE notes = 'one'", invoice)
	for query, want := range map[string]string{
		"": "three 100%|two|one", fmt.Sprintf("client_id=%d", d.acme): "two|one", fmt.Sprintf("project_id=%d", d.project): "one",
		fmt.Sprintf("person_id=%d", d.mia): "three 100%|two", "billable=yes": "two|one", "billable=no": "three 100%", "invoiced=yes": "one", "invoiced=no&billable=yes": "two",
		"date_from=2026-11-02&date_to=2026-11-02": "two", "date_from=2026-11-03": "three 100%", "date_to=2026-11-01": "one",
		"q=100%25": "three 100%", "q=SITE": "one", "q=acme": "two|one", "q=nothing": "", "client_id=999": "", "project_id=9223372036854775807": "",
	} {
		for _, v := range []*visitor{d.admin, d.admin.with("HX-Request", "true")} {
			got := strings.Join(v.get("/admin/time-entries?"+query).wantStatus(http.StatusOK).doc().Find("#staff-entries .notes .prewrap").Map(func(_ int, n *goquery.Selection) string { return n.Text() }), "|")
			if got != want {
				t.Errorf("%q lists %q, want %q", query, got, want)
			}
		}
	}
	d.admin.get("/admin/time-entries").wantText("2.50 hours in 3 entries, 1.50 of them billable")
	for _, query := range []string{"client_id=x", "project_id=x", "person_id=-1", "billable=1", "invoiced=x", "date_from=2026-02-31", "date_from=2026-02-02&date_to=2026-02-01", "page=x"} {
		d.admin.get("/admin/time-entries?" + query).wantStatus(http.StatusUnprocessableEntity)
		d.admin.htmx("/admin/time-entries?" + query).wantStatus(http.StatusUnprocessableEntity)
	}
}

// A long list is walked to its end, each entry once, with the totals of all on each page.
func TestTimeEntryPages(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for i := range 60 {
		d.Entry(d.acme, storetest.Entry{User: d.mia, Day: "2026-11-20", Start: fmt.Sprintf("%02d:00", i%3), Notes: fmt.Sprint("n", i)})
	}
	seen := map[string]bool{}
	for path := "/admin/time-entries"; path != ""; {
		doc := d.admin.get(path).wantStatus(http.StatusOK).wantText("60.00 hours in 60 entries").doc()
		doc.Find(".notes .prewrap").Each(func(_ int, n *goquery.Selection) { seen[n.Text()] = true })
		path = doc.Find("#pager-next[href]").AttrOr("href", "")
	}
	if len(seen) != 60 {
		t.Errorf("%d entries were seen", len(seen))
	}
}
