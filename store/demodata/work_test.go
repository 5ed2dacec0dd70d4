package demodata_test

import (
	"fmt"
	"testing"
	"time"

	"foyer/portal"
)

func workIsLikeWork(t *testing.T, d demo) {
	t.Helper()
	type stretch struct {
		person, started, ended, seconds int64
		day                             string
	}
	rows, err := d.Raw.Query("SELECT user_id, started_at, coalesce(ended_at, 0), seconds, day FROM time_entries ORDER BY user_id, started_at")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()

	var before, e stretch
	running, perDay := 0, map[string]int64{}
	for ; rows.Next(); before = e {
		if err := rows.Scan(&e.person, &e.started, &e.ended, &e.seconds, &e.day); err != nil {
			t.Fatal(err)
		}
		weekday := portal.Day(e.day).Time().Weekday()
		perDay[fmt.Sprint(e.person, e.day)] += e.seconds
		switch {
		case e.started > d.now.Unix() || e.ended > d.now.Unix():
			t.Errorf("%+v lies in the future", e)
		case e.person == before.person && e.started < before.ended:
			t.Errorf("%+v begins before %+v ends", e, before)
		case e.ended == 0:
			running++
		case weekday == time.Saturday || weekday == time.Sunday:
			t.Errorf("%+v is on a weekend", e)
		case e.started%900 != 0 || e.seconds%900 != 0 || e.seconds < 900 || e.seconds > 9000 || e.ended-e.started != e.seconds:
			t.Errorf("%+v is not made of some quarters of an hour", e)
		}
	}
	if rows.Err() != nil || running != 1 {
		t.Errorf("%d timers run, %v", running, rows.Err())
	}
	for personDay, seconds := range perDay {
		if seconds > 9*3600 {
			t.Errorf("%s has %d hours", personDay, seconds/3600)
		}
	}
	first := d.Text("SELECT min(day) FROM time_entries WHERE client_id <> ?", d.client(t, "fjordlys"))
	if ago := portal.Day(first).DaysUntil(d.today); ago < 530 || ago > 549 {
		t.Errorf("the story starts %d days ago", ago)
	}
}

func oneClientHasThreeYears(t *testing.T, d demo) {
	t.Helper()
	client := d.client(t, "fjordlys")
	d.within(t, "entries", 16*portal.PageSize, 5000, "SELECT count(*) FROM time_entries WHERE client_id = ?", client)
	d.within(t, "years with hours", 3, 4, "SELECT count(DISTINCT substr(day, 1, 4)) FROM time_entries WHERE client_id = ?", client)
	d.within(t, "invoices", portal.PageSize+1, 60, "SELECT count(*) FROM invoices WHERE client_id = ?", client)
}
