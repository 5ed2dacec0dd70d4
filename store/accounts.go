package store

import (
	"context"
	"errors"
	"time"

	"foyer/portal"
)

// clientAccount and userAccount give the same columns, for readAccount.
const (
	clientAccount = `
		SELECT 'client', c.id, c.access_version, c.portal_username, c.name,
		       c.portal_password_hash, c.active, '', c.portal_enabled, 1,
		       c.id, c.name, c.active
		FROM clients c `
	userAccount = `
		SELECT 'user', u.id, u.access_version, u.username, ` + personName + `,
		       u.password_hash, u.active, u.role, u.client_portal_enabled, u.portal_only,
		       c.id, c.name, c.active
		FROM users u LEFT JOIN clients c ON c.id = u.client_id `
)

func readAccount(r *row) portal.Account {
	return portal.Account{
		AccountRef: portal.AccountRef{Kind: portal.AccountKind(r.text()), ID: r.number(), Version: r.number()},
		Username:   r.text(), DisplayName: r.text(), PasswordHash: r.text(), Active: r.truth(),
		Role: portal.Role(r.text()), PortalEnabled: r.truth(), PortalOnly: r.truth(),
		ClientID: portal.ClientID(r.number()), ClientName: r.text(), ClientActive: r.truth(),
	}
}

// Account reads an account as it is now.
func (s *Store) Account(ctx context.Context, ref portal.AccountRef) (portal.Account, error) {
	query := userAccount + "WHERE u.id = ?"
	if ref.Kind == portal.ClientAccount {
		query = clientAccount + "WHERE c.id = ?"
	}
	account, err := first(ctx, s.brief, readAccount, query, ref.ID)
	return account, translate(err)
}

// AccountByUsername finds who signs in with a normalized name, among clients and users.
func (s *Store) AccountByUsername(ctx context.Context, username string) (portal.Account, error) {
	query := clientAccount + "WHERE c.portal_username = ? UNION ALL " + userAccount + "WHERE u.username = ?"
	account, err := first(ctx, s.brief, readAccount, query, username, username)
	return account, translate(err)
}

// RenewPasswordHash replaces a hash by a better one of the same password and returns the
// access version from then on. portal.ErrConflict where the hash is another one by now.
func (s *Store) RenewPasswordHash(ctx context.Context, who portal.AccountRef, old, renewed string) (version int64, err error) {
	update, read := "UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?", "SELECT access_version FROM users WHERE id = ?"
	if who.Kind == portal.ClientAccount {
		update, read = "UPDATE clients SET portal_password_hash = ? WHERE id = ? AND portal_password_hash = ?", "SELECT access_version FROM clients WHERE id = ?"
	}
	err = s.tx(ctx, func(tx *transaction) error {
		result, err := tx.ExecContext(ctx, update, renewed, who.ID, old)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return errors.Join(err, portal.ErrConflict)
		}
		return tx.QueryRowContext(ctx, read, who.ID).Scan(&version)
	})
	return version, err
}

// SignedIn notes when an account last signed in.
func (s *Store) SignedIn(ctx context.Context, who portal.AccountRef, at time.Time) error {
	query := "UPDATE users SET last_sign_in_at = ? WHERE id = ?"
	if who.Kind == portal.ClientAccount {
		query = "UPDATE clients SET last_sign_in_at = ? WHERE id = ?"
	}
	_, err := s.write.ExecContext(ctx, query, at.Unix(), who.ID)
	return translate(err)
}
