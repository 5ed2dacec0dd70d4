package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"foyer/portal"
)

// CountSignIn reads the counters of an attempt, lets change decide, and stores what it
// made of them, in one committed transaction. Where change refuses, nothing is stored.
func (s *Store) CountSignIn(ctx context.Context, keys portal.SignInKeys, change func(*portal.SignInCounters) error) error {
	var c portal.SignInCounters
	return s.count(ctx, []limitSlot{{keys.Attempts, &c.Attempts}, {keys.Failures, &c.Failures}, {keys.Account, &c.Account}},
		func() error { return change(&c) })
}

// CountAttempt does the same with one counter.
func (s *Store) CountAttempt(ctx context.Context, key string, change func(*portal.LimitCounter) error) error {
	var c portal.LimitCounter
	return s.count(ctx, []limitSlot{{key, &c}}, func() error { return change(&c) })
}

// limitSlot is a counter and the key that it is stored under.
type limitSlot struct {
	key     string
	counter *portal.LimitCounter
}

func (s *Store) count(ctx context.Context, slots []limitSlot, change func() error) error {
	return s.tx(ctx, func(tx *transaction) error {
		for _, slot := range slots {
			err := tx.QueryRowContext(ctx, "SELECT count, blocked_until, expires_at FROM sign_in_limits WHERE key = ?", slot.key).
				Scan(&slot.counter.Count, &slot.counter.BlockedUntil, &slot.counter.ExpiresAt)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
		}
		if err := change(); err != nil {
			return err
		}
		for _, slot := range slots {
			_, err := tx.ExecContext(ctx, `INSERT INTO sign_in_limits (key, count, blocked_until, expires_at) VALUES (?, ?, ?, ?)
				ON CONFLICT (key) DO UPDATE SET count = excluded.count, blocked_until = excluded.blocked_until, expires_at = excluded.expires_at`,
				slot.key, slot.counter.Count, slot.counter.BlockedUntil, slot.counter.ExpiresAt)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// PruneSignInLimits deletes counters that are over, and the ones soonest over beyond keep rows.
func (s *Store) PruneSignInLimits(ctx context.Context, now time.Time, keep int) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM sign_in_limits WHERE expires_at <= ?
		OR key IN (SELECT key FROM sign_in_limits ORDER BY expires_at DESC LIMIT -1 OFFSET ?)`, now.Unix(), keep)
	return translate(err)
}
