package portal

import (
	"net/mail"
	"strconv"
	"strings"
)

// MailFromEnvironment reads MAIL_SERVER, MAIL_PORT, MAIL_USE_TLS, MAIL_USE_SSL,
// MAIL_USERNAME, MAIL_PASSWORD and MAIL_DEFAULT_SENDER. Faults are sentences; with any,
// the server is not to be used.
func MailFromEnvironment(get func(name string) string) (s MailServer, faults []string) {
	s.Host = strings.ToLower(strings.TrimSpace(get("MAIL_SERVER")))
	if s.Host == "" {
		return MailServer{}, nil
	}
	s.Username, s.Password = get("MAIL_USERNAME"), get("MAIL_PASSWORD")
	if !namesHost(s.Host) {
		faults = append(faults, "MAIL_SERVER is not a server's name alone, like smtp.example.com.")
	}
	port, err := strconv.Atoi(or(get("MAIL_PORT"), "587"))
	if err != nil || port < 1 || port > 65535 {
		faults = append(faults, "MAIL_PORT is no port.")
	}
	s.Port = port
	startTLS, err1 := strconv.ParseBool(or(get("MAIL_USE_TLS"), "true"))
	implicit, err2 := strconv.ParseBool(or(get("MAIL_USE_SSL"), "false"))
	if err1 != nil || err2 != nil {
		faults = append(faults, "MAIL_USE_TLS and MAIL_USE_SSL must be true or false.")
	}
	switch {
	case implicit:
		s.Encryption = MailTLS
	case startTLS:
		s.Encryption = MailSTARTTLS
	default:
		s.Encryption = MailPlain
	}
	if sender := get("MAIL_DEFAULT_SENDER"); sender != "" {
		address, err := mail.ParseAddress(sender)
		if err != nil || !IsMailAddress(address.Address) {
			return s, append(faults, "MAIL_DEFAULT_SENDER is no address.")
		}
		s.Sender = address.Address
	}
	return s, faults
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
