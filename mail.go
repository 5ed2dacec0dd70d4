package main

import (
	"context"
	"net"
	"net/netip"
	"os"
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
	environment, faults := portal.MailFromEnvironment(os.Getenv)
	desk := &portal.MailDesk{Store: s.data.Store, Sealer: sealer, Environment: environment, Faults: faults}
	outbox := &mail.Outbox{
		Store: s.data.Store, Sealer: sealer, Now: time.Now, Log: s.log, Wake: make(chan struct{}, 1), Desk: desk, Settings: s.data.Settings,
		Sender: &mail.Client{Name: s.baseURL.Hostname(), Dial: mailDial, Whole: mailWhole, Resolve: resolve},
	}
	return mail.NewPost(mail.PostConfig{Store: s.data.Store, Desk: desk, Outbox: outbox, BaseURL: s.baseURL, Now: time.Now, Patience: mailPatience}), nil
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
