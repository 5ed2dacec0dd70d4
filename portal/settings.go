package portal

import "time"

// Settings are the company's own: one row, in force at the next request.
type Settings struct {
	Company           Company
	TimeZone          string         // IANA name
	Zone              *time.Location // the same, loaded
	Currency          string
	PasswordMinLength int
	Portal            SessionTimes
	Staff             SessionTimes
	Logo              Logo
}

// Company is who runs this Foyer, as letterheads show it.
type Company struct {
	Name        string
	Address     string
	Email       string
	Phone       string
	Website     string
	VATNumber   string
	BankAccount string
}

// SessionTimes limit a session: how long it may rest and how long it may last in all.
type SessionTimes struct {
	Idle     time.Duration
	Absolute time.Duration
}
