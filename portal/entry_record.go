package portal

import (
	"errors"
	"strconv"
)

// Reasons why time is not stored.
var (
	// ErrInvoiced says that the entry is on an invoice, which fixes it.
	ErrInvoiced = errors.New("on an invoice")
	// ErrClosed says that no new time is booked on the client or project.
	ErrClosed = errors.New("no new time here")
	// ErrTimerRuns says that the person has a running timer already.
	ErrTimerRuns = errors.New("a timer runs already")
)

// ClosedWork is what to say of ErrClosed.
const ClosedWork = "No new time can be booked here: the project or the client is not active."

// EntryRecord is all that staff keep about a time entry. A running one has no end and no
// hours yet.
type EntryRecord struct {
	TimeEntry
	ClientID      ClientID
	Client        string
	ProjectID     int64 // zero when booked on the client without a project
	PersonID      int64
	Billable      bool  // as the entry says
	Bills         bool  // as the entry and its project say
	InvoiceID     int64 // zero: on none
	InvoiceNumber string
	Overlaps      bool  // another entry of the person shares some of its time
	Revision      int64 // raised by every edit
}

// Running reports whether the entry is a timer that runs.
func (e EntryRecord) Running() bool { return e.Ended.IsZero() }

// Work names the client and the project.
func (e EntryRecord) Work() string { return workName(e.Client, e.Project) }

// Summary is the entry in one line, for the log: day, length and work.
func (e EntryRecord) Summary() string {
	return string(e.Day) + ", " + e.Hours.Clock() + ", " + e.Work()
}

// WorkChoice is a client and one of its projects, or none, to book time on.
type WorkChoice struct {
	ClientID  ClientID
	Client    string
	ProjectID int64 // zero: no project
	Project   string
	Billable  bool
	Open      bool // takes new time
}

// Key is the choice as a form sends it.
func (w WorkChoice) Key() string { return workKey(w.ClientID, w.ProjectID) }

// Name is the choice as people read it.
func (w WorkChoice) Name() string { return workName(w.Client, w.Project) }

func workKey(client ClientID, project int64) string {
	return strconv.FormatInt(int64(client), 10) + "." + strconv.FormatInt(project, 10)
}

func workName(client, project string) string {
	if project == "" {
		return client + ": no project"
	}
	return client + ": " + project
}

// PersonChoice is somebody to book time for.
type PersonChoice struct {
	ID     int64
	Name   string
	Active bool
}

// EntrySums is what a whole filtered list adds up to, not one page of it.
type EntrySums struct {
	Count    int
	Hours    Hours
	Billable Hours
}
