package store

import (
	"context"
	"sync"
	"time"

	"foyer/portal"
)

// Settings reads the company's settings.
func (s *Store) Settings(ctx context.Context) (portal.Settings, error) {
	var p portal.Settings
	var portalIdle, portalAbsolute, staffIdle, staffAbsolute int64
	c := &p.Company
	err := s.brief.QueryRowContext(ctx, `
		SELECT company_name, company_address, company_email, company_phone, company_website,
		       company_vat_number, company_bank_account, time_zone, currency, password_min_length,
		       portal_idle_seconds, portal_absolute_seconds, staff_idle_seconds, staff_absolute_seconds,
		       coalesce(l.hash, ''), coalesce(l.width, 0), coalesce(l.height, 0)
		FROM settings s LEFT JOIN logo l ON l.id = s.id WHERE s.id = 1`).Scan(
		&c.Name, &c.Address, &c.Email, &c.Phone, &c.Website,
		&c.VATNumber, &c.BankAccount, &p.TimeZone, &p.Currency, &p.PasswordMinLength,
		&portalIdle, &portalAbsolute, &staffIdle, &staffAbsolute,
		&p.Logo.Hash, &p.Logo.Width, &p.Logo.Height)
	if err != nil {
		return portal.Settings{}, translate(err)
	}

	p.Zone = s.zones.load(p.TimeZone)
	p.Portal = portal.SessionTimes{Idle: time.Duration(portalIdle) * time.Second, Absolute: time.Duration(portalAbsolute) * time.Second}
	p.Staff = portal.SessionTimes{Idle: time.Duration(staffIdle) * time.Second, Absolute: time.Duration(staffAbsolute) * time.Second}
	return p, nil
}

// zoneCache keeps time zones that were loaded: reading one takes longer than the row.
type zoneCache struct{ byName sync.Map }

// load is UTC where the name is unknown.
func (z *zoneCache) load(name string) *time.Location {
	if zone, ok := z.byName.Load(name); ok {
		return zone.(*time.Location)
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		zone = time.UTC
	}
	z.byName.Store(name, zone)
	return zone
}
