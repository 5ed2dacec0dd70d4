package portal

import (
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// MailEncryption is how the way to the mail server is protected.
type MailEncryption string

// STARTTLS is required where it is chosen: without it nothing is sent. MailPlain is for a
// server on the same machine alone.
const (
	MailTLS      MailEncryption = "tls"      // from the first byte; port 465
	MailSTARTTLS MailEncryption = "starttls" // after a greeting; port 587
	MailPlain    MailEncryption = "none"
)

// MailServer is where mail is handed in, and as whom.
type MailServer struct {
	Host       string
	Port       int
	Encryption MailEncryption
	Username   string // empty: no sign-in
	Password   string // never shown, never logged
	Sender     string // the address that mail comes from
}

// Address is the server's name and port.
func (s MailServer) Address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// MailSource says whose settings are in force.
type MailSource string

// The database's settings go before the environment's, as a whole.
const (
	MailOff         MailSource = "off"
	MailDatabase    MailSource = "database"
	MailEnvironment MailSource = "environment"
)

// ChooseMail decides which settings are in force. A field of one is never mixed with a
// field of the other: a password would go to the wrong server.
func ChooseMail(enabled bool, database, environment MailServer) (MailServer, MailSource) {
	switch {
	case enabled && database.Host != "":
		return database, MailDatabase
	case environment.Host != "":
		return environment, MailEnvironment
	}
	return MailServer{}, MailOff
}

// mailPorts are those on which mail is handed in; others would let the settings be used
// to reach what is no mail server.
var mailPorts = []int{25, 465, 587, 2525}

const notMailPort = "The port must be 25, 465, 587 or 2525."

// onMailPort: on this machine every port is one.
func (s MailServer) onMailPort() bool {
	return slices.Contains(mailPorts, s.Port) || onLoopback(s.Host)
}

// Errors says what keeps a server from being used.
func (s MailServer) Errors() (list []string) {
	if s.Host == "" {
		return []string{"No server is given."}
	}
	if !s.onMailPort() {
		list = append(list, notMailPort)
	}
	if s.Encryption == MailPlain && !onLoopback(s.Host) {
		list = append(list, "Mail without encryption is sent to this machine alone: choose TLS or STARTTLS.")
	}
	if s.Sender == "" {
		list = append(list, "No sender is given.")
	}
	return list
}

// Warnings says what looks wrong and is tried all the same.
func (s MailServer) Warnings() (list []string) {
	switch {
	case s.Username != "" && s.Password == "":
		list = append(list, "There is a username without a password.")
	case s.Username == "" && s.Password != "":
		list = append(list, "There is a password without a username: it is not used.")
	}
	if s.Encryption == MailTLS && s.Port == 587 {
		list = append(list, "Port 587 usually wants STARTTLS.")
	}
	if s.Encryption == MailSTARTTLS && s.Port == 465 {
		list = append(list, "Port 465 usually wants TLS.")
	}
	return list
}

// namesHost says whether a text can be a server's name or address, alone.
func namesHost(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return !strings.ContainsAny(host, " /@:[]") && !strings.ContainsFunc(host, isControl)
}

func onLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.Unmap().IsLoopback()
}
