package timetracker

import (
	"context"
	"fmt"
	"math"

	"foyer/portal"
	"foyer/store"
)

// maxSeconds is the longest duration that the store keeps, about 31 years.
const maxSeconds = 1_000_000_000

// importTimeEntries takes over the entries, row by row: there may be a million.
func (im *importer) importTimeEntries(ctx context.Context) error {
	if err := im.dst.UnlinkEntries(ctx); err != nil {
		return err
	}
	im.sums = newSums()
	typedIn := 0
	columns := []string{
		"id", "user_id", "client_id", "project_id", "start_time", "end_time", "duration_seconds",
		"notes", "tags", "billable", "source", "created_at", "updated_at",
	}
	err := im.takeOver(ctx, "time_entries", store.ImportTimeEntries, columns, func(r *row) (bool, error) {
		e, ok, err := im.timeEntry(ctx, r)
		if err != nil || !ok {
			return false, err
		}
		if r.value("source") == "manual" {
			typedIn++
		}
		im.sums.add(r, e)
		return true, im.dst.SaveEntry(ctx, e)
	})
	if err != nil {
		return err
	}
	im.noteTypedIn(typedIn)
	return im.reportGone(ctx, "users", store.ImportUsers, has(im.users))
}

// noteTypedIn tells about a mistake of 3.10, the version before users had passwords.
func (im *importer) noteTypedIn(n int) {
	if n > 0 && !im.src.columns["users"]["password_hash"] {
		im.report.note(fmt.Sprintf("This is TimeTracker 3.10 or earlier, whose form for entries typed in by hand stored UTC in place of local time. "+
			"Nothing in the data tells those apart from others typed in (%d entries in all): their times were taken as they are.", n))
	}
}

func (im *importer) timeEntry(ctx context.Context, r *row) (e store.ImportedEntry, ok bool, err error) {
	client, project, found := im.place(r)
	start, readable := parseMoment(r.text("start_time"))
	switch {
	case !found:
		return e, false, nil
	case !readable:
		r.skip("start_time cannot be read; skipped", r.stored("start_time"))
		return e, false, nil
	}

	started := im.instant(r, "start_time", start)
	created := im.localTime(r, "created_at", started)
	e = store.ImportedEntry{
		SourceID: r.id, Client: client, Project: project, Day: im.dayOf(start), Started: started,
		Notes: r.text("notes"), Tags: r.text("tags"), Billable: r.flag("billable", true),
		Created: created, Updated: im.localTime(r, "updated_at", created),
	}
	if start.wall.Year() < 1970 || start.wall.Year() > 2199 {
		r.odd("start_time lies far off; kept as it is", r.stored("start_time"))
	}
	im.finish(r, &e, start)
	e.User, err = im.worker(ctx, r)
	return e, err == nil, err
}

// place finds the client and the project. Where both are stored the project decides;
// newer versions book some entries on a client directly.
func (im *importer) place(r *row) (client portal.ClientID, project int64, found bool) {
	if !r.isNull("project_id") {
		id, _ := r.ref("project_id")
		p, known := im.projects[id]
		if !known {
			r.skip("its project does not exist; skipped", r.stored("project_id"))
		} else if c, given := r.ref("client_id"); given && im.clients[c].id != p.client {
			r.odd("is booked on another client than its project's; the project decides", r.stored("client_id"))
		}
		return p.client, p.id, known
	}
	id, _ := r.ref("client_id")
	c, known := im.clients[id]
	if !known {
		r.skip("belongs to no project and no client that exist; skipped", r.stored("client_id"))
	}
	return c.id, 0, known
}

// worker is the user of an entry; one whose user is gone gets a former user.
func (im *importer) worker(ctx context.Context, r *row) (user int64, err error) {
	id, _ := r.ref("user_id")
	user, known := im.users[id]
	if !known {
		im.former[id] = true
		user, err = im.formerUser(ctx, id)
	}
	if im.former[id] {
		r.odd("its user does not exist; booked on an inactive one, “Former user” and the id", r.stored("user_id"))
	}
	return user, err
}

// finish sets the end and the duration. The stored duration counts, never end less
// start: breaks, rounding and corrections are in it.
func (im *importer) finish(r *row, e *store.ImportedEntry, start moment) {
	if r.isNull("end_time") {
		if n, ok := number(r.value("duration_seconds")); !ok || n != 0 {
			r.odd("is running; the duration stored with it does not count")
		}
		return
	}

	e.Seconds = seconds(r)
	end, readable := parseMoment(r.text("end_time"))
	if !readable {
		r.odd("end_time cannot be read; taken from start and duration", r.stored("end_time"))
		ended := e.Started + max(e.Seconds, 0)
		e.Ended = &ended
		return
	}

	ended := im.instant(r, "end_time", end)
	if end.wall.Before(start.wall) && end.aware == start.aware {
		r.odd("ends before it starts; kept as it is")
	} else {
		ended = max(ended, e.Started) // an hour that the clocks skipped may lie between
	}
	e.Ended = &ended
}

// seconds reads the duration of a finished entry.
func seconds(r *row) int64 {
	n, ok := number(r.value("duration_seconds"))
	whole := math.Round(n)
	switch {
	case r.isNull("duration_seconds"):
		r.odd("has no duration; counts as 0 hours")
	case !ok || math.Abs(whole) > maxSeconds:
		r.odd("duration_seconds is no usable number; counts as 0 hours", r.stored("duration_seconds"))
		return 0
	case whole != n:
		r.odd("duration_seconds is not whole; rounded", r.stored("duration_seconds"))
	case n == 0:
		r.odd("lasts 0 seconds")
	case n < 0:
		r.odd("lasts less than nothing; kept as it is", r.stored("duration_seconds"))
	}
	return int64(whole)
}

// dayOf is the day that was written, which no zone changes; only what came with an
// offset was not local.
func (im *importer) dayOf(m moment) portal.Day {
	if m.aware {
		return portal.DayOf(m.wall, im.clock.zone)
	}
	return portal.Day(m.wall.Format("2006-01-02"))
}

// instant is when the clocks showed a local time that people see, and says where that
// was a matter of choice.
func (im *importer) instant(r *row, column string, m moment) int64 {
	at, shown := im.clock.instant(m)
	switch shown {
	case never:
		r.odd(column+" is a local time that did not exist, as the clocks went forward; moved forward", r.stored(column))
	case twice:
		r.odd(column+" is a local time that existed twice, as the clocks went back; taken as the first", r.stored(column))
	}
	return at
}

// localTime is for times that people do not see.
func (im *importer) localTime(r *row, column string, otherwise int64) int64 {
	m, ok := r.moment(column)
	if !ok {
		return otherwise
	}
	at, _ := im.clock.instant(m)
	return at
}
