package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"foyer/portal"
)

// QueueMail puts a mail into the outbox, with the audit entry. A set-up mail takes the
// place of those of its account that have not gone out. A mail of a key that is there
// already is not queued again: its id comes back.
func (s *Store) QueueMail(ctx context.Context, m portal.NewMail, by portal.AuditEntry) (id int64, err error) {
	err = s.tx(ctx, func(tx *transaction) error {
		if id, err = queueMail(ctx, tx, m, by.At); err != nil {
			return err
		}
		return audit(ctx, tx, by)
	})
	return id, err
}

func queueMail(ctx context.Context, tx *transaction, m portal.NewMail, at time.Time) (id int64, err error) {
	if m.OnceKey != "" {
		err := tx.QueryRowContext(ctx, "SELECT id FROM outbox WHERE once_key = ?", m.OnceKey).Scan(&id)
		if !errors.Is(err, sql.ErrNoRows) {
			return id, err
		}
	}
	if m.Kind == portal.MailSetup {
		_, err := tx.ExecContext(ctx, `
			UPDATE outbox SET state = 'cancelled', content = NULL, done_at = ?, step = '', code = 0, said = 'Replaced by a newer one.'
			WHERE kind = 'setup' AND account_kind = ? AND account_id = ? AND state IN ('queued', 'unsure', 'failed')`, at.Unix(), m.Account.Kind, m.Account.ID)
		if err != nil {
			return 0, err
		}
	}
	return id, tx.QueryRowContext(ctx, `
		INSERT INTO outbox (kind, account_kind, account_id, invoice_id, to_address, subject, message_id, once_key, content, link_hash, next_at, not_after, created_at)
		VALUES (?, ?, ?, nullif(?, 0), ?, ?, ?, nullif(?, ''), ?, nullif(?, ''), ?, ?, ?) RETURNING id`,
		m.Kind, m.Account.Kind, m.Account.ID, m.InvoiceID, m.To, m.Subject, m.MessageID, m.OnceKey, m.Content, m.LinkHash,
		at.Unix(), m.NotAfter.Unix(), at.Unix()).Scan(&id)
}

const deliveryColumns = `id, kind, account_kind, account_id, coalesce(invoice_id, 0), to_address, subject, message_id,
	state, attempts, doubts, next_at, not_after, step, code, said, created_at, done_at, content`

func scanDelivery(row scanner) (d portal.Delivery, err error) {
	var next, notAfter, created, done sql.NullInt64
	err = row.Scan(&d.ID, &d.Kind, &d.Account.Kind, &d.Account.ID, &d.InvoiceID, &d.To, &d.Subject, &d.MessageID,
		&d.State, &d.Attempts, &d.Doubts, &next, &notAfter, &d.Step, &d.Code, &d.Said, &created, &done, &d.Content)
	d.NextAt, d.NotAfter, d.CreatedAt, d.DoneAt = instant(next), instant(notAfter), instant(created), instant(done)
	return d, err
}

// ClaimMail takes the mail whose turn it is, until the lease ends; portal.ErrNotFound if
// there is none. Two claims never take the same one.
func (s *Store) ClaimMail(ctx context.Context, now, lease time.Time) (portal.Delivery, error) {
	return s.claim(ctx, `
		UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease_until = ?, dot_at = NULL
		WHERE id = (SELECT id FROM outbox WHERE state = 'queued' AND next_at <= ? ORDER BY next_at, id LIMIT 1)
		RETURNING `+deliveryColumns, lease.Unix(), now.Unix())
}

// ClaimThis takes one mail if it waits, whatever its turn.
func (s *Store) ClaimThis(ctx context.Context, id int64, lease time.Time) (portal.Delivery, error) {
	return s.claim(ctx, `
		UPDATE outbox SET state = 'sending', attempts = attempts + 1, lease_until = ?, dot_at = NULL
		WHERE id = ? AND state = 'queued' RETURNING `+deliveryColumns, lease.Unix(), id)
}

func (s *Store) claim(ctx context.Context, query string, args ...any) (portal.Delivery, error) {
	d, err := scanDelivery(s.write.QueryRowContext(ctx, query, args...))
	return d, translate(err)
}

// wanted finds a mail that is in hand and still says something true: its account is open
// and has the address it had, and no newer set-up mail has taken its place. A link for a
// user of the portal alone needs an active client. One about an invoice needs the client's
// portal and switch, and an invoice that is still sent, or for a reminder still owed.
const wanted = `
	FROM outbox o
	LEFT JOIN clients c ON o.account_kind = 'client' AND c.id = o.account_id
	LEFT JOIN users u ON o.account_kind = 'user' AND u.id = o.account_id
	WHERE o.id = ? AND o.attempts = ? AND o.state = 'sending' AND o.not_after > ?
	  AND coalesce(c.email, u.email) = o.to_address
	  AND (o.kind = 'notice' OR coalesce(c.active, u.active) = 1)
	  AND (o.kind <> 'setup' OR c.portal_enabled = 1 OR u.portal_only = 0 OR u.client_portal_enabled = 1 AND EXISTS (SELECT 1 FROM clients of
       WHERE of.id = u.client_id AND of.active = 1))
	  AND (o.kind <> 'setup' OR NOT EXISTS (SELECT 1 FROM outbox n WHERE n.kind = 'setup' AND n.id > o.id
	       AND n.account_kind = o.account_kind AND n.account_id = o.account_id AND n.state <> 'failed'))
	  AND (o.kind NOT IN ('invoice', 'reminder') OR c.portal_enabled = 1 AND c.invoice_mail = 1 AND EXISTS (SELECT 1 FROM invoices i
	       WHERE i.id = o.invoice_id AND i.client_id = c.id AND i.status = 'sent' AND (o.kind = 'invoice' OR i.outstanding_minor > 0)))`

// MailWanted says whether a mail in hand should still go out.
func (s *Store) MailWanted(ctx context.Context, d portal.Delivery, now time.Time) (bool, error) {
	var one int
	err := s.read.QueryRowContext(ctx, "SELECT 1"+wanted, d.ID, d.Attempts, now.Unix()).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// NoteDot is called just before the final dot: from here on the mail may arrive, so its
// link goes live. portal.ErrNotFound says that the mail is not wanted any more, or that
// somebody else has it in hand by now.
func (s *Store) NoteDot(ctx context.Context, d portal.Delivery, now time.Time) error {
	return s.tx(ctx, func(tx *transaction) error {
		var account portal.AccountRef
		var link sql.NullString
		var expires int64
		err := tx.QueryRowContext(ctx, "SELECT o.account_kind, o.account_id, o.link_hash, o.not_after"+wanted, d.ID, d.Attempts, now.Unix()).
			Scan(&account.Kind, &account.ID, &link, &expires)
		if err != nil {
			return err
		}
		if link.Valid {
			if err := liveLink(ctx, tx, d.ID, account, link.String, expires); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, "UPDATE outbox SET dot_at = ? WHERE id = ?", now.Unix(), d.ID)
		return err
	})
}

// liveLink puts a mail's link in place of the account's, and remembers that one.
func liveLink(ctx context.Context, tx *transaction, id int64, of portal.AccountRef, hash string, expires int64) error {
	remember := "UPDATE outbox SET (former_hash, former_expires) = (SELECT password_setup_token, password_setup_token_expires FROM users WHERE id = ? AND password_setup_token <> ?) WHERE id = ?"
	if of.Kind == portal.ClientAccount {
		remember = "UPDATE outbox SET (former_hash, former_expires) = (SELECT password_setup_token, password_setup_token_expires FROM clients WHERE id = ? AND password_setup_token <> ?) WHERE id = ?"
	}
	if _, err := tx.ExecContext(ctx, remember, of.ID, hash, id); err != nil {
		return err
	}
	_, err := putLink(ctx, tx, of, hash, expires)
	return err
}

// FinishMail notes what became of a try. A link that went live with a mail which the
// server then refused gives way to the one before it, unless an earlier try may have
// brought it to its reader.
func (s *Store) FinishMail(ctx context.Context, d portal.Delivery, o portal.Outcome, now time.Time) error {
	return s.tx(ctx, func(tx *transaction) error {
		if o.State != portal.MailSent && !o.Doubted {
			if err := formerLink(ctx, tx, d.ID, now); err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, `
			UPDATE outbox SET state = ?1, doubts = doubts + ?2, next_at = CASE WHEN ?1 = 'queued' THEN ?3 ELSE next_at END,
				step = ?4, code = ?5, said = ?6, lease_until = NULL,
				content = CASE WHEN ?1 IN ('queued', 'unsure', 'failed') THEN content END,
				done_at = CASE WHEN ?1 <> 'queued' THEN ?7 END
			WHERE id = ?8 AND attempts = ?9 AND state = 'sending'`,
			o.State, o.Doubted, o.NextAt.Unix(), o.Step, o.Code, o.Said, now.Unix(), d.ID, d.Attempts)
		return err
	})
}

func formerLink(ctx context.Context, tx *transaction, id int64, now time.Time) error {
	var of portal.AccountRef
	var former sql.NullString
	var expires sql.NullInt64
	err := tx.QueryRowContext(ctx, "SELECT account_kind, account_id, former_hash, former_expires FROM outbox WHERE id = ? AND doubts = 0 AND dot_at IS NOT NULL AND link_hash IS NOT NULL", id).
		Scan(&of.Kind, &of.ID, &former, &expires)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if expires.Int64 <= now.Unix() {
		former, expires = sql.NullString{}, sql.NullInt64{}
	}
	back := "UPDATE users SET password_setup_token = ?, password_setup_token_expires = ? WHERE id = ? AND password_setup_token = (SELECT link_hash FROM outbox WHERE id = ?)"
	if of.Kind == portal.ClientAccount {
		back = "UPDATE clients SET password_setup_token = ?, password_setup_token_expires = ? WHERE id = ? AND password_setup_token = (SELECT link_hash FROM outbox WHERE id = ?)"
	}
	_, err = tx.ExecContext(ctx, back, former, expires, of.ID, id)
	return err
}

// RecoverMail puts mails back that were in hand when the program ended: those that had
// not come to their final dot are tried again, of the others nobody knows. With all it
// does not wait for their leases to end: nobody else can have them in hand at a start.
func (s *Store) RecoverMail(ctx context.Context, now time.Time, all bool) error {
	return s.tx(ctx, func(tx *transaction) error {
		_, err := tx.ExecContext(ctx, `
			UPDATE outbox SET lease_until = NULL, next_at = ?1, doubts = doubts + (dot_at IS NOT NULL),
				state = CASE WHEN dot_at IS NULL OR kind = 'setup' THEN 'queued' ELSE 'unsure' END,
				step = CASE WHEN dot_at IS NULL THEN step ELSE 'answer' END
			WHERE state = 'sending' AND (?2 OR lease_until < ?1)`, now.Unix(), all)
		return err
	})
}
