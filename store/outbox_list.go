package store

import (
	"context"
	"time"

	"foyer/portal"
)

// Deliveries reads a page of the outbox, newest first; an empty state chooses all,
// portal.MailTrouble those that CountMailTrouble counts.
func (s *Store) Deliveries(ctx context.Context, state portal.DeliveryState, at portal.Cursor, size int) (portal.Page[portal.Delivery], error) {
	seek, order, edge := seek(at, "created_at", "id")
	args := append(append([]any{state, state, state}, edge...), size+1)
	rows, err := collect(ctx, s.read, scanDelivery,
		"SELECT "+deliveryColumns+" FROM outbox WHERE (? = '' OR state = ? OR ? = 'trouble' AND state IN ('failed', 'unsure'))"+seek+" ORDER BY "+order+limit, args...)
	if err != nil {
		return portal.Page[portal.Delivery]{}, err
	}
	return page(rows, at, size, func(d portal.Delivery) (int64, int64) { return d.CreatedAt.Unix(), d.ID }), nil
}

// Delivery reads one mail of the outbox.
func (s *Store) Delivery(ctx context.Context, id int64) (portal.Delivery, error) {
	d, err := scanDelivery(s.read.QueryRowContext(ctx, "SELECT "+deliveryColumns+" FROM outbox WHERE id = ?", id))
	return d, translate(err)
}

// CountMailTrouble counts the mails that wait for an admin: failed ones, and those of
// which nobody knows whether they arrived.
func (s *Store) CountMailTrouble(ctx context.Context) (n int, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT count(*) FROM outbox WHERE state IN ('failed', 'unsure')").Scan(&n)
	return n, translate(err)
}

// RequeueMail puts a mail that failed, is unsure or waits at the head of the queue. One
// about an invoice is written anew, so it does not grow old. portal.ErrConflict says that a
// mail is past that.
func (s *Store) RequeueMail(ctx context.Context, id int64, by portal.AuditEntry) error {
	return s.changeMail(ctx, id, by, `
		UPDATE outbox SET state = 'queued', next_at = ?1, done_at = NULL,
			not_after = CASE WHEN kind IN ('invoice', 'reminder') THEN ?1 + 345600 ELSE not_after END
		WHERE id = ?2 AND state IN ('failed', 'unsure', 'queued')
		  AND (kind IN ('invoice', 'reminder') OR content IS NOT NULL AND not_after > ?1)`)
}

// CancelMail takes a mail out of the queue, or ends the doubt about one.
// portal.ErrConflict says that it is past that.
func (s *Store) CancelMail(ctx context.Context, id int64, by portal.AuditEntry) error {
	return s.changeMail(ctx, id, by, `
		UPDATE outbox SET state = 'cancelled', content = NULL, done_at = ?1
		WHERE id = ?2 AND state IN ('failed', 'unsure', 'queued')`)
}

func (s *Store) changeMail(ctx context.Context, id int64, by portal.AuditEntry, query string) error {
	return s.tx(ctx, func(tx *transaction) error {
		result, err := tx.ExecContext(ctx, query, by.At.Unix(), id)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			var one int
			if err := tx.QueryRowContext(ctx, "SELECT 1 FROM outbox WHERE id = ?", id).Scan(&one); err != nil {
				return err
			}
			return portal.ErrConflict
		}
		return audit(ctx, tx, by)
	})
}

// SweepMail ends what is out of date, whether or not mail is on, and forgets its content.
// What could not be sent in its time has failed, so that an admin is told (R16).
func (s *Store) SweepMail(ctx context.Context, now time.Time) error {
	_, err := s.write.ExecContext(ctx, `
		UPDATE outbox SET content = NULL, done_at = coalesce(done_at, ?1),
			said = CASE state WHEN 'queued' THEN ?2 || said ELSE said END,
			state = CASE state WHEN 'queued' THEN 'failed' ELSE state END
		WHERE not_after <= ?1 AND (state = 'queued' OR content IS NOT NULL AND state IN ('failed', 'unsure'))`, now.Unix(), portal.MailTooLate)
	return translate(err)
}
