package store

import (
	"context"

	"foyer/portal"
)

// LogoPNG reads the logo that has a hash; portal.ErrNotFound where it was replaced.
func (s *Store) LogoPNG(ctx context.Context, hash string) (png []byte, err error) {
	err = s.read.QueryRowContext(ctx, "SELECT png FROM logo WHERE hash = ?", hash).Scan(&png)
	return png, translate(err)
}

// sameRow changes no setting: a logo only moves their revision on.
const sameRow = "id = 1"

// SetLogo replaces the company's logo, unless somebody else changed the settings since.
func (s *Store) SetLogo(ctx context.Context, l portal.LogoImage, revision int64, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		if err := editSettings(ctx, tx, revision, by, sameRow); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO logo (id, hash, width, height, png) VALUES (1, ?, ?, ?, ?)", l.Hash, l.Width, l.Height, l.PNG)
		return err
	})
}

// RemoveLogo takes the company's logo away, unless somebody else changed the settings since.
func (s *Store) RemoveLogo(ctx context.Context, revision int64, by portal.AuditEntry) error {
	return s.tx(ctx, func(tx *transaction) error {
		if err := editSettings(ctx, tx, revision, by, sameRow); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM logo")
		return err
	})
}
