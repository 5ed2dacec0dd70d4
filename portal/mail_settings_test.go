package portal_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"foyer/portal"
)

// stored is a database that holds mail settings.
type stored portal.MailSettings

func (s stored) MailSettings(context.Context) (portal.MailSettings, error) {
	return portal.MailSettings(s), nil
}

// C51: the database's settings go before the environment's as a whole; the table is every
// way in which the two can be filled.
func TestMailPrecedence(t *testing.T) {
	t.Parallel()
	sealer, err := portal.NewSealer(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	env := portal.MailServer{Host: "env.example", Port: 587, Encryption: portal.MailSTARTTLS, Username: "env", Password: "env-secret", Sender: "env@example.com"}
	db := portal.MailServer{Host: "db.example", Port: 465, Encryption: portal.MailTLS, Username: "db", Sender: "db@example.com"}
	bare := portal.MailServer{Host: "db.example", Port: 465, Encryption: portal.MailTLS}
	sealed := sealer.Seal(portal.MailPasswordPlace, []byte("db-secret"))
	for name, c := range map[string]struct {
		stored   portal.MailSettings
		env      portal.MailServer
		source   portal.MailSource
		host     string
		password string
		usable   bool
	}{
		"neither":                         {portal.MailSettings{}, portal.MailServer{}, portal.MailOff, "", "", false},
		"the environment alone":           {portal.MailSettings{}, env, portal.MailEnvironment, "env.example", "env-secret", true},
		"the database alone":              {portal.MailSettings{Enabled: true, Server: db, Sealed: sealed}, portal.MailServer{}, portal.MailDatabase, "db.example", "db-secret", true},
		"both":                            {portal.MailSettings{Enabled: true, Server: db, Sealed: sealed}, env, portal.MailDatabase, "db.example", "db-secret", true},
		"both, the database switched off": {portal.MailSettings{Server: db, Sealed: sealed}, env, portal.MailEnvironment, "env.example", "env-secret", true},
		"the database without a server":   {portal.MailSettings{Enabled: true, Server: portal.MailServer{Username: "db"}, Sealed: sealed}, env, portal.MailEnvironment, "env.example", "env-secret", true},
		"a partial database is not mixed": {portal.MailSettings{Enabled: true, Server: bare}, env, portal.MailDatabase, "db.example", "", false},
		"another key":                     {portal.MailSettings{Enabled: true, Server: db, Sealed: []byte("sealed by somebody else entirely")}, env, portal.MailDatabase, "db.example", "", false},
	} {
		desk := &portal.MailDesk{Store: stored(c.stored), Sealer: sealer, Environment: c.env}
		got, err := desk.InForce(t.Context())
		if err != nil || got.Source != c.source || got.Server.Host != c.host || got.Server.Password != c.password || got.Usable() != c.usable {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if name == "another key" && len(got.Warnings) > 0 { // there is a password: it cannot be read
			t.Errorf("%s: it warns of %q", name, got.Warnings)
		}
		if c.source == portal.MailDatabase && strings.Contains(got.Server.Username+got.Server.Sender, "env") {
			t.Errorf("%s: mixed: %+v", name, got.Server)
		}
	}
}

// C53: a password stays with the server, port, username and encryption it was given for.
func TestMailPasswordStaysWithItsServer(t *testing.T) {
	t.Parallel()
	before := portal.MailSettings{Server: portal.MailServer{Host: "a", Port: 587, Encryption: portal.MailSTARTTLS, Username: "u", Sender: "s@a"}}
	for name, c := range map[string]struct {
		change func(*portal.MailServer)
		keeps  bool
	}{
		"nothing":     {func(*portal.MailServer) {}, true},
		"sender":      {func(s *portal.MailServer) { s.Sender = "x@a" }, true},
		"server":      {func(s *portal.MailServer) { s.Host = "b" }, false},
		"port":        {func(s *portal.MailServer) { s.Port = 25 }, false},
		"username":    {func(s *portal.MailServer) { s.Username = "v" }, false},
		"no username": {func(s *portal.MailServer) { s.Username = "" }, false},
		"encryption":  {func(s *portal.MailServer) { s.Encryption = portal.MailTLS }, false},
	} {
		after := before
		c.change(&after.Server)
		if got := after.KeepsPassword(before); got != c.keeps {
			t.Errorf("%s changed: keeps %v", name, got)
		}
	}
}

func TestMailFromEnvironment(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env    map[string]string
		want   portal.MailServer
		faults int
	}{
		"nothing": {nil, portal.MailServer{}, 0},
		"a server alone": {map[string]string{"MAIL_SERVER": " SMTP.example.com "},
			portal.MailServer{Host: "smtp.example.com", Port: 587, Encryption: portal.MailSTARTTLS}, 0},
		"everything": {map[string]string{"MAIL_SERVER": "h", "MAIL_PORT": "465", "MAIL_USE_SSL": "true", "MAIL_USERNAME": "u", "MAIL_PASSWORD": " p ", "MAIL_DEFAULT_SENDER": "Studio <s@example.com>"},
			portal.MailServer{Host: "h", Port: 465, Encryption: portal.MailTLS, Username: "u", Password: " p ", Sender: "s@example.com"}, 0},
		"in clear":         {map[string]string{"MAIL_SERVER": "localhost", "MAIL_PORT": "25", "MAIL_USE_TLS": "0"}, portal.MailServer{Host: "localhost", Port: 25, Encryption: portal.MailPlain}, 0},
		"a bad port":       {map[string]string{"MAIL_SERVER": "h", "MAIL_PORT": "smtp"}, portal.MailServer{Host: "h", Encryption: portal.MailSTARTTLS}, 1},
		"a bad switch":     {map[string]string{"MAIL_SERVER": "h", "MAIL_USE_TLS": "maybe"}, portal.MailServer{Host: "h", Port: 587, Encryption: portal.MailPlain}, 1},
		"a quoted sender":  {map[string]string{"MAIL_SERVER": "h", "MAIL_DEFAULT_SENDER": `"a@b> ORCPT=x"@example.com`}, portal.MailServer{Host: "h", Port: 587, Encryption: portal.MailSTARTTLS}, 1},
		"no server's name": {map[string]string{"MAIL_SERVER": "smtp://h:25", "MAIL_DEFAULT_SENDER": "s@example.com"}, portal.MailServer{Host: "smtp://h:25", Port: 587, Encryption: portal.MailSTARTTLS, Sender: "s@example.com"}, 1},
		"an IPv6 address":  {map[string]string{"MAIL_SERVER": "::1", "MAIL_DEFAULT_SENDER": "s@example.com"}, portal.MailServer{Host: "::1", Port: 587, Encryption: portal.MailSTARTTLS, Sender: "s@example.com"}, 0},
		"a bad sender":     {map[string]string{"MAIL_SERVER": "h", "MAIL_DEFAULT_SENDER": "nobody"}, portal.MailServer{Host: "h", Port: 587, Encryption: portal.MailSTARTTLS}, 1},
	} {
		got, faults := portal.MailFromEnvironment(func(key string) string { return c.env[key] })
		if got != c.want || len(faults) != c.faults {
			t.Errorf("%s: %+v, %q", name, got, faults)
		}
	}
}

func TestMailFormParse(t *testing.T) {
	t.Parallel()
	good := portal.MailForm{Enabled: true, Host: "SMTP.example.com", Port: "587", Encryption: "starttls", Username: "u", Sender: "s@example.com", Revision: "3"}
	if m, faults := good.Parse(); len(faults) != 0 || m.Server.Host != "smtp.example.com" || m.Server.Port != 587 || m.Revision != 3 {
		t.Errorf("%+v %v", m, faults)
	}
	for field, changes := range map[string][]func(*portal.MailForm){
		"host":       {func(f *portal.MailForm) { f.Host = "" }, func(f *portal.MailForm) { f.Host = "http://x" }, func(f *portal.MailForm) { f.Host = "a b" }, func(f *portal.MailForm) { f.Host = "a\r\nb" }, func(f *portal.MailForm) { f.Host = "a:25" }},
		"port":       {func(f *portal.MailForm) { f.Port = "0" }, func(f *portal.MailForm) { f.Port = "65536" }, func(f *portal.MailForm) { f.Port = "x" }, func(f *portal.MailForm) { f.Port = "8080" }},
		"encryption": {func(f *portal.MailForm) { f.Encryption = "" }, func(f *portal.MailForm) { f.Encryption = "none" }},
		"sender":     {func(f *portal.MailForm) { f.Sender = "" }, func(f *portal.MailForm) { f.Sender = "x" }, func(f *portal.MailForm) { f.Sender = "a@b\r\nBcc: c@d" }},
		"username":   {func(f *portal.MailForm) { f.Username = "a\nb" }},
	} {
		for i, change := range changes {
			form := good
			change(&form)
			if _, faults := form.Parse(); !slices.ContainsFunc(faults, func(e portal.FieldError) bool { return e.Field == field }) {
				t.Errorf("%s, change %d: %v", field, i, faults)
			}
		}
	}
	off := good
	off.Enabled, off.Host, off.Sender = false, "", ""
	if _, faults := off.Parse(); len(faults) != 0 {
		t.Errorf("switched off: %v", faults)
	}
}
