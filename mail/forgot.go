package mail

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"

	"foyer/portal"
)

// mostAsked is how many requests for a new password wait; more than that are dropped.
const mostAsked = 100

// asked is somebody who has forgotten a password.
type asked struct {
	username string
	ip       netip.Addr
}

// Forgot notes who has forgotten a password and returns at once, whoever it is.
func (p *Post) Forgot(username string, ip netip.Addr) {
	select {
	case p.forgotten <- asked{username, ip}:
	default:
	}
}

// AnswerForgotten writes mails to those who have forgotten their password, until ctx ends.
func (p *Post) AnswerForgotten(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case who := <-p.forgotten:
			if err := p.answer(ctx, who); err != nil && ctx.Err() == nil {
				p.Outbox.Log.Error("forgotten password", slog.Any("error", err))
			}
		}
	}
}

// answer queues a set-up mail for an open account with an address, within the limits; for
// all others it does nothing, and nobody is told.
func (p *Post) answer(ctx context.Context, who asked) error {
	within, err := portal.AdmitForgot(ctx, p.Store, who.ip, who.username, p.Now())
	if err != nil || !within {
		return err
	}
	account, err := p.Store.AccountByUsername(ctx, who.username)
	if errors.Is(err, portal.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	to, err := p.Store.Recipient(ctx, account.AccountRef)
	if err != nil {
		return err
	}
	inForce, err := p.Desk.InForce(ctx)
	if err != nil {
		return err
	}
	if to.WantsForSetup(inForce) != nil {
		return nil
	}
	by := portal.AuditEntry{At: p.Now(), Actor: portal.Actor{Kind: "nobody"}, Action: "asked for a new password",
		Subject: portal.Subject{Kind: string(to.Kind), ID: to.ID}, IP: who.ip.String()}
	_, err = p.queueSetup(ctx, to, by)
	p.Outbox.Nudge()
	return err
}
