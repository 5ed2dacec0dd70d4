package store

import (
	"context"
	"database/sql"

	"foyer/portal"
)

// Client reads a client's own record.
func (s *Store) Client(ctx context.Context, client portal.ClientID) (portal.Client, error) {
	c := portal.Client{ID: client}
	err := s.read.QueryRowContext(ctx, `
		SELECT name, contact_person, email, phone, address, vat_number, currency FROM clients WHERE id = ?`, client).
		Scan(&c.Name, &c.ContactPerson, &c.Email, &c.Phone, &c.Address, &c.VATNumber, &c.Currency)
	return c, translate(err)
}

// ClientSummaries lists the clients that a filter chooses, by name, for staff.
func (s *Store) ClientSummaries(ctx context.Context, f portal.ClientFilter) ([]portal.ClientSummary, error) {
	where, args := clientConditions(f)
	return collect(ctx, s.read, scanClientSummary, `
		SELECT c.id, c.name, c.contact_person, c.email, c.active, c.portal_enabled, coalesce(c.portal_username, ''),
		       c.portal_password_hash IS NOT NULL, c.last_sign_in_at,
		       (SELECT count(*) FROM users u WHERE u.client_id = c.id AND u.client_portal_enabled = 1 AND u.active = 1)
		FROM clients c WHERE `+where+` ORDER BY c.name COLLATE NOCASE, c.id`, args...)
}

func scanClientSummary(row scanner) (c portal.ClientSummary, err error) {
	var lastSignIn sql.NullInt64
	err = row.Scan(&c.ID, &c.Name, &c.ContactPerson, &c.Email, &c.Active, &c.PortalEnabled, &c.PortalUsername,
		&c.HasPassword, &lastSignIn, &c.PortalUsers)
	c.LastSignIn = instant(lastSignIn)
	return c, err
}
