package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"foyer/portal"
)

// IssueAndMail issues a draft as IssueInvoice does and queues the mail about it: both, or
// neither. mail is its id in the outbox.
func (s *Store) IssueAndMail(ctx context.Context, id, revision int64, f portal.InvoiceFreeze, m portal.InvoiceMail, by portal.AuditEntry) (number string, mail int64, err error) {
	err = s.tx(ctx, func(tx *transaction) error {
		issued, err := issue(ctx, tx, id, revision, f, by.At)
		if err != nil {
			return err
		}
		if mail, _, err = queueInvoiceMail(ctx, tx, issued, m, by.At); err != nil {
			return err
		}
		number = issued.Number
		by.Detail = number + ", mail to " + m.To
		return audit(ctx, tx, by)
	})
	return number, mail, err
}

// MailInvoice queues a mail about a sent invoice. fresh is false where that was done before:
// mail is then the earlier one. A portal.InvoiceRefusal says that the invoice is not sent,
// portal.ErrNotOverdue that there is nothing to remind of.
func (s *Store) MailInvoice(ctx context.Context, id int64, m portal.InvoiceMail, by portal.AuditEntry) (mail int64, fresh bool, err error) {
	err = s.tx(ctx, func(tx *transaction) error {
		sent, err := currentInvoice(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := sent.RefusesMail(m.Kind, m.On); err != nil {
			return err
		}
		if mail, fresh, err = queueInvoiceMail(ctx, tx, sent, m, by.At); err != nil || !fresh {
			return err
		}
		by.Detail = sent.Number + ", mail to " + m.To
		return audit(ctx, tx, by)
	})
	return mail, fresh, err
}

// queueInvoiceMail queues a mail unless it was before. Those of its kind that wait for
// another address, or were refused, give way to it.
func queueInvoiceMail(ctx context.Context, tx *transaction, i portal.InvoiceRecord, m portal.InvoiceMail, at time.Time) (id int64, fresh bool, err error) {
	mail := m.Of(i, at)
	id, err = earlierMail(ctx, tx, mail)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, false, err
	}
	_, err1 := tx.ExecContext(ctx, "UPDATE outbox SET once_key = NULL WHERE once_key = ? AND state IN ('cancelled', 'expired')", mail.OnceKey)
	_, err2 := tx.ExecContext(ctx, `
		UPDATE outbox SET state = 'cancelled', content = NULL, done_at = ?, step = '', code = 0, said = 'Replaced by a newer one.'
		WHERE kind = ? AND invoice_id = ? AND state IN ('queued', 'failed')`, at.Unix(), m.Kind, i.ID)
	if err := errors.Join(err1, err2); err != nil {
		return 0, false, err
	}
	id, err = queueMail(ctx, tx, mail, at)
	return id, true, err
}

// earlierMail finds the mail that makes another one needless: one of its key, or of its kind
// to the same address that has not gone out yet. One that came to nothing does not count.
func earlierMail(ctx context.Context, in rowQueryer, m portal.NewMail) (id int64, err error) {
	return id, in.QueryRowContext(ctx, `
		SELECT id FROM outbox WHERE invoice_id = ?1 AND kind = ?2 AND to_address = ?3
		AND (state IN ('queued', 'sending') OR once_key = ?4 AND state IN ('sent', 'failed', 'unsure')) ORDER BY id DESC LIMIT 1`,
		m.InvoiceID, m.Kind, m.To, m.OnceKey).Scan(&id)
}

// InvoiceMailed says whether MailInvoice would find an earlier mail.
func (s *Store) InvoiceMailed(ctx context.Context, id int64, m portal.InvoiceMail) (bool, error) {
	record := portal.InvoiceRecord{}
	record.ID = id
	_, err := earlierMail(ctx, s.read, m.Of(record, time.Time{}))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, translate(err)
}

// InvoiceMails lists the mails about an invoice, newest first.
func (s *Store) InvoiceMails(ctx context.Context, id int64) ([]portal.Delivery, error) {
	return collect(ctx, s.read, scanDelivery, "SELECT "+deliveryColumns+" FROM outbox WHERE invoice_id = ? ORDER BY created_at DESC, id DESC", id)
}
