package mail_test

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"testing"

	"foyer/mail/mailtest"
	"foyer/portal"
)

// leads has every name lead to some addresses, and counts how often that was asked.
func leads(asked *int, texts ...string) func(context.Context, string) ([]netip.Addr, error) {
	return func(_ context.Context, host string) (found []netip.Addr, err error) {
		*asked++
		for _, text := range texts {
			found = append(found, netip.MustParseAddr(text))
		}
		if found == nil {
			err = &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
		}
		return found, err
	}
}

// C55: where a name leads is looked at once, and what never is a mail server is not dialled,
// whatever else the name leads to and however the address is written.
func TestPlacesOfMailServers(t *testing.T) {
	t.Parallel()
	never := []string{"169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "::169.254.169.254", "100.100.100.200",
		"168.63.129.16", "fd00:ec2::254", "fd20:ce::254", "0.0.0.0", "0.1.2.3", "224.0.0.1", "ff02::1", "fe80::1", "255.255.255.255", "::"}
	private := []string{"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "fd12::1", "100.64.0.1", "64:ff9b::a01:203"}
	for _, address := range slices.Concat(never, private) {
		var asked int
		c := client()
		c.Resolve, c.DenyPrivate = leads(&asked, address), true
		err := c.Send(t.Context(), portal.MailServer{Host: "mail.example", Port: 25, Encryption: portal.MailTLS}, message(), nothing)
		want := portal.ErrPrivatePlace
		if slices.Contains(never, address) {
			want = portal.ErrNoMailPlace
		}
		fault, ok := errors.AsType[*portal.MailFault](err)
		if !ok || fault.Step != portal.MailName || !errors.Is(err, want) || asked != 1 {
			t.Errorf("%s, asked %d times: %v", address, asked, err)
		}
	}
	for _, address := range []string{"192.168.1.1", "203.0.113.1", "64:ff9b::7f00:1"} {
		var asked int
		c := client()
		c.Resolve = leads(&asked, address)
		err := c.Send(t.Context(), portal.MailServer{Host: "localhost", Port: 25, Encryption: portal.MailPlain}, message(), nothing)
		if !errors.Is(err, portal.ErrNotThisMachine) {
			t.Errorf("in clear to %s: %v", address, err)
		}
	}
	for _, host := range []string{"0x7f1", "0x7f.1", "2130706433", "nowhere.example"} {
		var asked int
		c := client()
		c.Resolve = leads(&asked)
		err := c.Send(t.Context(), portal.MailServer{Host: host, Port: 25, Encryption: portal.MailPlain}, message(), nothing)
		if fault, ok := errors.AsType[*portal.MailFault](err); !ok || fault.Step != portal.MailName || asked != 1 {
			t.Errorf("%s, asked %d times: %v", host, asked, err)
		}
	}
}

// A name of several addresses is tried at each that is allowed: this machine may have a way
// to one kind alone, and a server may listen at one alone.
func TestSeveralAddresses(t *testing.T) {
	t.Parallel()
	server := mailtest.New(t, mailtest.Options{})
	var asked int
	c := client()
	c.Resolve = leads(&asked, "169.254.169.254", "::1", "127.0.0.2", "127.0.0.1")
	if err := c.Send(t.Context(), settings(server, portal.MailPlain), message(), nothing); err != nil || asked != 1 || len(server.Mails()) != 1 {
		t.Errorf("%v, asked %d times", err, asked)
	}
}

// A server that offers nothing but a sign-in that Foyer can't do is told so in words, and an
// address as one's own name stands in brackets.
func TestForeignSignIn(t *testing.T) {
	t.Parallel()
	for name, hello := range map[string]string{"127.0.0.1": "EHLO [127.0.0.1]", "::1": "EHLO [IPv6:::1]", "foyer.test": "EHLO foyer.test"} {
		talk := mailtest.NewTalk(t, nil)
		talk.Say(mailtest.Says{"EHLO": "250-mail.test\r\n250 AUTH XOAUTH2\r\n"}, -1)
		c := client()
		c.Name = name
		err := c.Send(t.Context(), portal.MailServer{Host: "localhost", Port: int(talk.Address.Port()), Encryption: portal.MailPlain, Username: "u", Password: "p"}, message(), nothing)
		if fault, ok := errors.AsType[*portal.MailFault](err); !ok || fault.Step != portal.MailSignIn || !errors.Is(err, portal.ErrNoSignIn) {
			t.Errorf("%v", err)
		}
		if heard := talk.Heard(); len(heard) == 0 || heard[0] != hello || slices.ContainsFunc(heard, func(s string) bool { return s[0] == 'A' || s[0] == 'M' }) {
			t.Errorf("it was told %q", heard)
		}
	}
}
