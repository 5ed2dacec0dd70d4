package portal

import "time"

// ClientID identifies a client. Every query on behalf of a client takes it first.
type ClientID int64

// Client is a customer record. Notes are for staff only and have no place here:
// what a client may not see is not in what its pages are given.
type Client struct {
	ID            ClientID
	Name          string
	ContactPerson string
	Email         string
	Phone         string
	Address       string
	VATNumber     string
	Currency      string
}

// PortalState says in one word how far a client's own way into the portal is open.
type PortalState string

// The states that the staff's list of clients shows.
const (
	PortalOff        PortalState = "off"
	PortalNoPassword PortalState = "no password"
	PortalInactive   PortalState = "client inactive"
	PortalOn         PortalState = "on"
)

// ClientSummary is a row of the staff's list of clients.
type ClientSummary struct {
	ID             ClientID
	Name           string
	ContactPerson  string
	Email          string
	Active         bool
	PortalEnabled  bool
	PortalUsername string
	HasPassword    bool
	PortalUsers    int // users assigned to the client with portal access
	LastSignIn     time.Time
}

// PortalState is decided in the order in which an admin would fix it.
func (c ClientSummary) PortalState() PortalState {
	switch {
	case !c.PortalEnabled:
		return PortalOff
	case !c.Active:
		return PortalInactive
	case !c.HasPassword:
		return PortalNoPassword
	}
	return PortalOn
}
