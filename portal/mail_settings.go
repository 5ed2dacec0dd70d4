package portal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// MailSettings are what the database holds. The password is sealed and stays so.
type MailSettings struct {
	Enabled  bool
	Server   MailServer // without its password
	Sealed   []byte     // the password; nil without one
	Revision int64
}

// MailForm is the settings as they were typed.
type MailForm struct {
	Enabled                                            bool
	Host, Port, Encryption, Username, Sender, Revision string
	Password                                           string // empty: keep what is stored
}

// Form is the settings as a form shows them; the password never is.
func (m MailSettings) Form() MailForm {
	s := m.Server
	return MailForm{Enabled: m.Enabled, Host: s.Host, Port: strconv.Itoa(s.Port), Encryption: string(s.Encryption), Username: s.Username, Sender: s.Sender, Revision: strconv.FormatInt(m.Revision, 10)}
}

// Parse reads what was typed. What is switched off may be incomplete; what is on must be
// usable.
func (t MailForm) Parse() (MailSettings, []FieldError) {
	var f Fields
	m := MailSettings{Enabled: t.Enabled, Server: MailServer{
		Host:       strings.ToLower(f.Line("host", t.Host)),
		Port:       f.port(t.Port),
		Encryption: f.encryption(t.Encryption),
		Username:   f.Line("username", t.Username),
		Sender:     f.Email("sender", t.Sender),
	}}
	m.Revision, _ = strconv.ParseInt(t.Revision, 10, 64)
	if !namesHost(m.Server.Host) {
		f.fault("host", "Write the server's name alone, like smtp.example.com.")
	}
	if t.Enabled && m.Server.Host == "" {
		f.fault("host", "Give the server's name before switching mail on.")
	}
	if t.Enabled && m.Server.Sender == "" {
		f.fault("sender", "Give the address that mail comes from.")
	}
	if t.Enabled && m.Server.Host != "" && m.Server.Port > 0 && !m.Server.onMailPort() {
		f.fault("port", notMailPort)
	}
	if m.Server.Encryption == MailPlain && m.Server.Host != "" && !onLoopback(m.Server.Host) {
		f.fault("encryption", "Mail without encryption is sent to this machine alone. Choose TLS or STARTTLS.")
	}
	return m, f.Errors
}

func (f *Fields) port(typed string) int {
	n, err := strconv.Atoi(strings.TrimSpace(typed))
	if err != nil || n < 1 || n > 65535 {
		f.fault("port", "Write a port, such as 587.")
		return 0
	}
	return n
}

func (f *Fields) encryption(chosen string) MailEncryption {
	switch e := MailEncryption(chosen); e {
	case MailTLS, MailSTARTTLS, MailPlain:
		return e
	}
	f.fault("encryption", "Choose from the list.")
	return MailSTARTTLS
}

// KeepsPassword says whether a stored password still belongs to the settings: it was given
// for one server, port, username and encryption, and goes to no other.
func (m MailSettings) KeepsPassword(before MailSettings) bool {
	a, b := m.Server, before.Server
	return a.Username != "" && a.Host == b.Host && a.Port == b.Port && a.Username == b.Username && a.Encryption == b.Encryption
}

// MailPasswordPlace is where the stored password belongs; see Sealer.
const MailPasswordPlace = "mail_settings/password/1"

// mailSettingsStore is what the settings need of the database.
type mailSettingsStore interface {
	MailSettings(ctx context.Context) (MailSettings, error)
}

// MailDesk knows which mail server is in force.
type MailDesk struct {
	Store       mailSettingsStore
	Sealer      *Sealer
	Environment MailServer
	Faults      []string // of the environment's settings
	Barred      []string // what keeps mail from going out whosever settings are in force
}

// MailInForce is which settings are used, and what is wrong with them.
type MailInForce struct {
	Server   MailServer
	Source   MailSource
	Errors   []string // with any, nothing is sent
	Warnings []string
}

// Usable says whether mail can be sent.
func (m MailInForce) Usable() bool { return m.Source != MailOff && len(m.Errors) == 0 }

// InForce reads the settings anew, so that a change holds for the next mail.
func (d *MailDesk) InForce(ctx context.Context) (MailInForce, error) {
	stored, err := d.Store.MailSettings(ctx)
	if err != nil {
		return MailInForce{}, fmt.Errorf("read mail settings: %w", err)
	}
	m := MailInForce{}
	m.Server, m.Source = ChooseMail(stored.Enabled, stored.Server, d.Environment)
	switch m.Source {
	case MailOff:
		return m, nil
	case MailEnvironment:
		m.Errors = append(m.Errors, d.Faults...)
	case MailDatabase:
		if m.Server.Password, err = d.password(stored); err != nil {
			m.Errors = append(m.Errors, "The stored password was sealed with another key. Put the key back, or type the password again.")
		}
	}
	m.Errors = append(append(m.Errors, d.Barred...), m.Server.Errors()...)
	if err == nil { // of settings that could be read whole
		m.Warnings = m.Server.Warnings()
	}
	return m, nil
}

func (d *MailDesk) password(stored MailSettings) (string, error) {
	if stored.Sealed == nil {
		return "", nil
	}
	plain, err := d.Sealer.Open(MailPasswordPlace, stored.Sealed)
	if errors.Is(err, ErrSealed) {
		return "", err
	}
	return string(plain), err
}

// Changes names the fields that differ, for the audit log; never what a password is.
func (m MailSettings) Changes(before MailSettings) string {
	var names []string
	for _, f := range []struct {
		name    string
		changed bool
	}{
		{"enabled", m.Enabled != before.Enabled},
		{"server", m.Server.Host != before.Server.Host},
		{"port", m.Server.Port != before.Server.Port},
		{"encryption", m.Server.Encryption != before.Server.Encryption},
		{"username", m.Server.Username != before.Server.Username},
		{"password", !bytes.Equal(m.Sealed, before.Sealed)},
		{"sender", m.Server.Sender != before.Server.Sender},
	} {
		if f.changed {
			names = append(names, f.name)
		}
	}
	return strings.Join(names, ", ")
}

// TestRecipient reads whom a test mail goes to.
func TestRecipient(typed string) (string, []FieldError) {
	var f Fields
	to := f.Email("to", typed)
	if to == "" && len(f.Errors) == 0 {
		f.fault("to", "Write the address to send the test mail to.")
	}
	return to, f.Errors
}
