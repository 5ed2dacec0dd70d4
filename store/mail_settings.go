package store

import (
	"context"

	"foyer/portal"
)

// MailSettings reads the mail settings; the password stays sealed.
func (s *Store) MailSettings(ctx context.Context) (m portal.MailSettings, err error) {
	v := &m.Server
	err = s.read.QueryRowContext(ctx, "SELECT enabled, host, port, encryption, username, password, sender, revision FROM mail_settings WHERE id = 1").
		Scan(&m.Enabled, &v.Host, &v.Port, &v.Encryption, &v.Username, &m.Sealed, &v.Sender, &m.Revision)
	return m, translate(err)
}

// SaveMailSettings stores an edit, unless somebody else saved since: portal.ErrStale.
func (s *Store) SaveMailSettings(ctx context.Context, m portal.MailSettings, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		v := m.Server
		result, err := tx.ExecContext(ctx, `
			UPDATE mail_settings SET enabled = ?, host = ?, port = ?, encryption = ?, username = ?, password = ?, sender = ?,
				revision = revision + 1, updated_at = ? WHERE id = 1 AND revision = ?`,
			m.Enabled, v.Host, v.Port, v.Encryption, v.Username, m.Sealed, v.Sender, by.At.Unix(), m.Revision)
		if err != nil {
			return err
		}
		if err := changedOne(ctx, tx, result, "SELECT 1 FROM mail_settings WHERE id = ?", 1); err != nil {
			return err
		}
		return audit(ctx, tx, by)
	})
}
