package store

import (
	"context"
	"database/sql"
	"time"

	"foyer/portal"
)

// CreateUser adds a user. The name must be normalized and free among users and clients.
func (s *Store) CreateUser(ctx context.Context, username string, role portal.Role, passwordHash string, at time.Time) (id int64, err error) {
	err = s.write.QueryRowContext(ctx, `
		INSERT INTO users (username, role, password_hash, created_at, updated_at) VALUES (?, ?, ?, ?, ?) RETURNING id`,
		username, role, passwordHash, at.Unix(), at.Unix()).Scan(&id)
	return id, translate(err)
}

// SetUserPassword stores the hash of a user's new password and forgets its failed
// sign-ins. Sessions end, as the account's access changes with it.
func (s *Store) SetUserPassword(ctx context.Context, user portal.Account, hash string, at time.Time) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE users SET password_hash = ?, updated_at = ? WHERE id = ?", hash, at.Unix(), user.ID)
		if err != nil {
			return err
		}
		return forgetFailures(ctx, tx, user.Username)
	})
}

// forgetFailures opens an account that too many failed sign-ins had closed.
func forgetFailures(ctx context.Context, tx *sql.Tx, username string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM sign_in_limits WHERE key = ?", portal.AccountKey(username))
	return err
}

// CountAdmins counts the admins who can sign in.
func (s *Store) CountAdmins(ctx context.Context) (n int, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT count(*) FROM users WHERE role = 'admin' AND active = 1 AND password_hash IS NOT NULL").Scan(&n)
	return n, translate(err)
}
