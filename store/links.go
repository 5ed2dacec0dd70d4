package store

import (
	"context"
	"database/sql"
	"time"

	"foyer/portal"
)

// PutLink stores a set-password link's hash in place of any earlier one.
func (s *Store) PutLink(ctx context.Context, of portal.AccountRef, hash string, expires time.Time, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		result, err := putLink(ctx, tx, of, hash, expires.Unix())
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return sql.ErrNoRows
		}
		return audit(ctx, tx, by)
	})
}

func putLink(ctx context.Context, tx *transaction, of portal.AccountRef, hash string, expires int64) (sql.Result, error) {
	query := "UPDATE users SET password_setup_token = ?, password_setup_token_expires = ? WHERE id = ?"
	if of.Kind == portal.ClientAccount {
		query = "UPDATE clients SET password_setup_token = ?, password_setup_token_expires = ? WHERE id = ?"
	}
	return tx.ExecContext(ctx, query, hash, expires, of.ID)
}

// LinkedAccount finds whose link a hash is of, while it works: not expired, not further
// ahead than a link lives (the clock was set back), and the account open but for a password.
func (s *Store) LinkedAccount(ctx context.Context, hash string, now time.Time) (portal.Account, error) {
	query := clientAccount + "WHERE c.password_setup_token = ? AND c.password_setup_token_expires BETWEEN ? AND ? AND c.active = 1 AND c.portal_enabled = 1 UNION ALL " +
		userAccount + "WHERE u.password_setup_token = ? AND u.password_setup_token_expires BETWEEN ? AND ? AND u.active = 1"
	from, to := now.Unix()+1, now.Add(portal.LinkLife).Unix()
	account, err := first(ctx, s.brief, readAccount, query, hash, from, to, hash, from, to)
	return account, translate(err)
}

// UseLink sets the password of a link that still works and clears the link. The change of
// password ends the account's sessions (048, 047).
func (s *Store) UseLink(ctx context.Context, of portal.Account, hash, passwordHash string, now time.Time, notice *portal.NewMail, by portal.AuditEntry) error {
	query := "UPDATE users SET password_hash = ?, password_set_at = ?, password_setup_token = NULL, password_setup_token_expires = NULL WHERE id = ? AND password_setup_token = ? AND password_setup_token_expires > ?"
	if of.Kind == portal.ClientAccount {
		query = "UPDATE clients SET portal_password_hash = ?, password_set_at = ?, password_setup_token = NULL, password_setup_token_expires = NULL WHERE id = ? AND password_setup_token = ? AND password_setup_token_expires > ?"
	}
	return s.tx(ctx, func(tx *transaction) error {
		result, err := tx.ExecContext(ctx, query, passwordHash, now.Unix(), of.ID, hash, now.Unix())
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return portal.ErrDeadLink
		}
		if err := forgetFailures(ctx, tx, of.Username); err != nil {
			return err
		}
		if notice != nil {
			if _, err := queueMail(ctx, tx, *notice, by.At); err != nil {
				return err
			}
		}
		return audit(ctx, tx, by)
	})
}
