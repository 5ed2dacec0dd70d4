package portal

// ProjectStatus is how a project stands.
type ProjectStatus string

// Active projects are listed; the others are past ones.
const (
	ProjectActive   ProjectStatus = "active"
	ProjectInactive ProjectStatus = "inactive"
	ProjectArchived ProjectStatus = "archived"
)

// Project is a client's project with what its finished entries add up to.
type Project struct {
	ID          int64
	Name        string
	Description string
	Status      ProjectStatus
	Rate        *Money // per hour; nil where none is agreed
	Hours       Hours
	Entries     int
}

// ProjectOption is a choice in the filter of time entries.
type ProjectOption struct {
	ID   int64
	Name string
	Past bool // inactive or archived, offered because it has entries
}

// ProjectHours is one bar of the chart of hours by project.
type ProjectHours struct {
	Name  string // empty for entries booked on the client without a project
	Past  bool   // inactive or archived
	Hours Hours
}
