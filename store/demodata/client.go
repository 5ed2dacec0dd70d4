package demodata

import "foyer/portal"

// access is how far a client's portal is open.
type access int

const (
	portalOff access = iota
	portalOn
	noPassword
)

// habit is when a client pays its monthly invoices.
type habit int

const (
	prompt  habit = iota // well before they are due
	onTime               // around the day they are due
	lateish              // after a reminder
)

// client is a customer of the studio: who it is, how it pays, what is done for it.
type client struct {
	portal.Client
	notes    string // for staff
	rate     int64  // minor units an hour; zero where none is agreed
	taxBP    int64
	terms    int // days to pay
	remark   string
	pays     habit
	username string
	access   access
	inactive bool

	invoiceMail bool   // its invoices may be mailed to it
	shows       string // what signing in as this client shows, for the demo's table
	projects    []project
	direct      []string // notes of what is booked on the client without a project
	milestones  []milestone
}

// project is a piece of work, from so many to so many days before today.
type project struct {
	name, code, description string
	status                  portal.ProjectStatus
	rate                    int64        // minor units an hour; zero: the client's
	fixed                   bool         // billed by milestones, not by the hour
	hourBudget              portal.Hours // zero: none
	moneyBudget             int64        // minor units; zero: none
	from, to                int
	share                   int    // how much of the week it takes, beside the others
	who                     string // initials
	notes                   []string
}

// milestone is an invoice apart from the monthly ones. Days count from today: issued
// before it, due after it and before it where negative.
type milestone struct {
	project     string
	issued, due int
	status      portal.InvoiceStatus // sent unless it says otherwise
	currency    string               // the client's unless it says otherwise
	notes       string
	lines       []line
	payments    []payment
	credit      *credit
}

type line struct {
	description string
	quantity    portal.Quantity
	price       int64
}

// payment is so many percent of the total, or an amount, so many days before today.
type payment struct {
	ago     int
	percent int64
	amount  int64
	method  string
	status  string // completed unless it says otherwise
}

// credit takes back an amount, or all where it is zero.
type credit struct {
	ago    int
	amount int64
	reason string
}

// one is a line of a single thing, several one of a quantity in thousandths.
func one(description string, price int64) line { return line{description, 1000, price} }

func several(description string, quantity portal.Quantity, price int64) line {
	return line{description, quantity, price}
}

func clients() []client {
	return append(belgianClients(), append(europeanClients(), overseasClients()...)...)
}
