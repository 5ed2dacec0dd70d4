package main

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strconv"
	"time"

	"foyer/mail"
	"foyer/portal"
)

const (
	mailDial     = 10 * time.Second
	mailWhole    = 30 * time.Second
	mailPatience = 4 * time.Second // how long an admin waits to hear how it went
	mailEvery    = 20 * time.Second
)

// post wires the mail room.
func (s site) post() (*mail.Post, error) {
	sealer, err := portal.NewSealer(s.key)
	if err != nil {
		return nil, err
	}
	way, barred := mailWay(os.Getenv)
	for _, fault := range barred {
		s.log.Error("mail is off", "reason", fault)
	}
	way.Name = s.baseURL.Hostname()
	environment, faults := portal.MailFromEnvironment(os.Getenv)
	desk := &portal.MailDesk{Store: s.data.Store, Sealer: sealer, Environment: environment, Faults: faults, Barred: barred}
	outbox := &mail.Outbox{
		Store: s.data.Store, Sealer: sealer, Now: time.Now, Log: s.log, Wake: make(chan struct{}, 1), Desk: desk, Settings: s.data.Settings,
		Sender: way,
	}
	return mail.NewPost(mail.PostConfig{Store: s.data.Store, Desk: desk, Outbox: outbox, BaseURL: s.baseURL, Now: time.Now, Patience: mailPatience}), nil
}

// mailWay is how mail servers are reached, whosever settings name them: MAIL_CA_FILE adds
// authorities to those that this machine trusts, MAIL_DENY_PRIVATE keeps to the world
// outside. With a fault, a sentence, no mail may go out.
func mailWay(get func(name string) string) (way *mail.Client, faults []string) {
	way = &mail.Client{Dial: mailDial, Whole: mailWhole, Resolve: resolve}
	var err error
	if way.Roots, err = mailRoots(get("MAIL_CA_FILE")); err != nil {
		faults = append(faults, err.Error()+".")
	}
	if way.DenyPrivate, err = strconv.ParseBool(or(get("MAIL_DENY_PRIVATE"), "false")); err != nil {
		faults = append(faults, "MAIL_DENY_PRIVATE must be true or false.")
	}
	return way, faults
}

// mailRoots are the system's authorities and those of a file; nil, the system's, without one.
func mailRoots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("MAIL_CA_FILE cannot be read: %w", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("MAIL_CA_FILE %s holds no certificate in PEM form", file)
	}
	return roots, nil
}

func resolve(ctx context.Context, host string) ([]netip.Addr, error) {
	return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
}

// sendMail works the outbox off until ctx ends.
func (s site) sendMail(ctx context.Context, outbox *mail.Outbox) {
	every := time.NewTicker(mailEvery)
	defer every.Stop()
	outbox.Run(ctx, every.C)
}
