package mail

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"time"

	"foyer/portal"
)

// lease is how long a mail stays in hand; a try ends well before.
const lease = 2 * time.Minute

// outboxStore is what the outbox needs of the database.
type outboxStore interface {
	ClaimMail(ctx context.Context, now, lease time.Time) (portal.Delivery, error)
	ClaimThis(ctx context.Context, id int64, lease time.Time) (portal.Delivery, error)
	MailWanted(ctx context.Context, d portal.Delivery, now time.Time) (bool, error)
	NoteDot(ctx context.Context, d portal.Delivery, now time.Time) error
	FinishMail(ctx context.Context, d portal.Delivery, o portal.Outcome, now time.Time) error
	RecoverMail(ctx context.Context, now time.Time, all bool) error
	SweepMail(ctx context.Context, now time.Time) error
}

// sender hands a message to a server; Client does.
type sender interface {
	Send(ctx context.Context, server portal.MailServer, m Message, beforeDot func() error) error
}

// letters writes the mails that are queued without their content; Post does.
type letters interface {
	Write(ctx context.Context, d portal.Delivery) (Content, error)
	OutOfDate(ctx context.Context, d portal.Delivery) string
}

// Outbox sends what is queued.
type Outbox struct {
	Store    outboxStore
	Sender   sender
	Letters  letters
	Desk     *portal.MailDesk // asked anew for every try
	Settings func(ctx context.Context) (portal.Settings, error)
	Sealer   *portal.Sealer
	Now      func() time.Time
	Log      *slog.Logger
	Wake     chan struct{} // of one; see Nudge
}

// Content is what a mail says; it is kept sealed.
type Content struct {
	Text, HTML string
	Logo       []byte `json:",omitempty"`
}

// errUnwanted says that a mail has nothing to say any more.
var errUnwanted = errors.New("not wanted any more")

// SealContent makes a mail's content unreadable, bound to its Message-ID.
func SealContent(sealer *portal.Sealer, messageID string, c Content) ([]byte, error) {
	plain, err := json.Marshal(c)
	if err != nil {
		return nil, err
	}
	return sealer.Seal("outbox/content/"+messageID, plain), nil
}

// origin is where mail goes out, and in whose name.
type origin struct {
	server portal.MailServer
	studio string
}

func (o *Outbox) desk(ctx context.Context) (origin, error) {
	inForce, err := o.Desk.InForce(ctx)
	if err != nil {
		return origin{}, err
	}
	if !inForce.Usable() {
		return origin{}, portal.ErrMailOff
	}
	settings, err := o.Settings(ctx)
	return origin{inForce.Server, studio(settings)}, err
}

// Drain tries every mail whose turn it is, until none is left or mail is off.
func (o *Outbox) Drain(ctx context.Context) error {
	for {
		from, err := o.desk(ctx)
		if errors.Is(err, portal.ErrMailOff) {
			return nil
		}
		if err != nil {
			return err
		}
		now := o.Now()
		d, err := o.Store.ClaimMail(ctx, now, now.Add(lease))
		if errors.Is(err, portal.ErrNotFound) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("claim a mail: %w", err)
		}
		if _, err := o.try(ctx, d, from); err != nil {
			return err
		}
	}
}

// Try sends one mail now, so that who asked for it hears how it went. A mail that is in
// hand already is left to whoever has it: portal.ErrNotFound.
func (o *Outbox) Try(ctx context.Context, id int64) (portal.Outcome, error) {
	from, err := o.desk(ctx)
	if err != nil {
		return portal.Outcome{}, err
	}
	d, err := o.Store.ClaimThis(ctx, id, o.Now().Add(lease))
	if err != nil {
		return portal.Outcome{}, err
	}
	return o.try(ctx, d, from)
}

// try notes what became of it whatever happens to ctx meanwhile.
func (o *Outbox) try(ctx context.Context, d portal.Delivery, from origin) (portal.Outcome, error) {
	outcome := o.outcome(d, from.server, o.send(ctx, d, from))
	keep, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if outcome.State == portal.MailExpired && outcome.Step == "" && d.Kind.AboutInvoice() {
		outcome.Said = cmp.Or(o.Letters.OutOfDate(keep, d), outcome.Said)
	}
	if err := o.Store.FinishMail(keep, d, outcome, o.Now()); err != nil {
		return outcome, fmt.Errorf("note what became of mail %d: %w", d.ID, err)
	}
	o.Log.Info("mail", slog.Int64("id", d.ID), slog.String("kind", string(d.Kind)), slog.String("state", string(outcome.State)),
		slog.String("step", string(outcome.Step)), slog.Int("code", outcome.Code))
	return outcome, nil
}

func (o *Outbox) send(ctx context.Context, d portal.Delivery, from origin) error {
	if wanted, err := o.Store.MailWanted(ctx, d, o.Now()); err != nil || !wanted {
		return errors.Join(err, errUnwanted)
	}
	m, err := o.message(ctx, d, from)
	if err != nil {
		return err
	}
	return o.Sender.Send(ctx, from.server, m, func() error { return o.Store.NoteDot(ctx, d, o.Now()) })
}

func (o *Outbox) message(ctx context.Context, d portal.Delivery, from origin) (Message, error) {
	c, err := o.content(ctx, d)
	if err != nil {
		return Message{}, err
	}
	return Message{
		ID: d.MessageID, From: sentBy(from.studio, from.server), To: d.To, Subject: d.Subject,
		Text: c.Text, HTML: c.HTML, Logo: c.Logo, Date: d.CreatedAt,
	}, nil
}

// content is what a mail says: as it was sealed, or written now.
func (o *Outbox) content(ctx context.Context, d portal.Delivery) (c Content, err error) {
	if d.Content == nil && d.Kind.AboutInvoice() {
		return o.Letters.Write(ctx, d)
	}
	plain, err := o.Sealer.Open("outbox/content/"+d.MessageID, d.Content)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(plain, &c)
}

// outcome turns what happened into what becomes of the mail. A fault of ours, such as a
// key that does not fit or a full disk, destroys nothing: the mail is tried again. Where
// the server said nothing, words of ours say what to do.
func (o *Outbox) outcome(d portal.Delivery, server portal.MailServer, err error) portal.Outcome {
	fault, ok := errors.AsType[*portal.MailFault](err)
	switch {
	case err == nil:
		return d.After(nil, o.Now(), 0)
	case errors.Is(err, errUnwanted) && !o.Now().Before(d.NotAfter):
		return portal.Outcome{State: portal.MailFailed, Step: d.Step, Code: d.Code, Said: portal.MailTooLate + d.Said}
	case errors.Is(err, errUnwanted), errors.Is(err, portal.ErrNotFound):
		return portal.Outcome{State: portal.MailExpired, Said: "It was not wanted any more: the access or the address changed."}
	case errors.Is(err, errUnwritable):
		return portal.Outcome{State: portal.MailFailed, Step: portal.MailMessage, Said: portal.ServerWords(err.Error())}
	case !ok:
		fault = &portal.MailFault{Step: portal.MailMessage, Said: portal.ServerWords(err.Error()), Err: err}
	case fault.Code == 0:
		fault.Said = portal.ServerWords(fault.Hint(server))
	}
	return d.After(fault, o.Now(), rand.Float64())
}

// Run sends what is queued at every tick, until ctx ends.
func (o *Outbox) Run(ctx context.Context, tick <-chan time.Time) {
	o.report(o.Store.RecoverMail(ctx, o.Now(), true))
	for {
		o.round(ctx)
		select {
		case <-ctx.Done():
			return
		case <-o.Wake:
		case <-tick:
		}
	}
}

// Nudge has the worker look at once instead of at the next tick.
func (o *Outbox) Nudge() {
	select {
	case o.Wake <- struct{}{}:
	default:
	}
}

// round survives its own faults: there is a next one.
func (o *Outbox) round(ctx context.Context) {
	defer func() {
		if fault := recover(); fault != nil {
			o.Log.Error("outbox", slog.Any("panic", fault))
		}
	}()
	o.report(o.Store.RecoverMail(ctx, o.Now(), false))
	o.report(o.Store.SweepMail(ctx, o.Now()))
	o.report(o.Drain(ctx))
}

func (o *Outbox) report(err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		o.Log.Error("outbox", slog.Any("error", err))
	}
}

// NewMessageID is one that no other mail has, at a host (RFC 5322, 3.6.4).
func NewMessageID(now time.Time, host string) string {
	return strconv.FormatInt(now.Unix(), 36) + "." + portal.NewID() + "@" + host
}
