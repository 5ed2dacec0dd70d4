package store

import (
	"context"

	"foyer/portal"
)

// Recipient reads an account as letters address it.
func (s *Store) Recipient(ctx context.Context, of portal.AccountRef) (r portal.Recipient, err error) {
	query := `
		SELECT 'user', u.id, u.username, ` + personName + `, u.email, u.active, u.client_portal_enabled AND coalesce(c.active, 0), 0, NOT u.portal_only, coalesce(c.name, '')
		FROM users u LEFT JOIN clients c ON c.id = u.client_id WHERE u.id = ?`
	if of.Kind == portal.ClientAccount {
		query = `
		SELECT 'client', id, coalesce(portal_username, ''), coalesce(nullif(trim(contact_person), ''), name), email, active, portal_enabled, invoice_mail, 0, name
		FROM clients WHERE id = ?`
	}
	err = s.read.QueryRowContext(ctx, query, of.ID).
		Scan(&r.Kind, &r.ID, &r.Username, &r.Name, &r.Email, &r.Active, &r.PortalEnabled, &r.InvoiceMail, &r.Staff, &r.ClientName)
	return r, translate(err)
}
