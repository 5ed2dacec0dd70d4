package store

import (
	"context"
	"sync"
	"time"

	"foyer/portal"
)

// Settings reads the company's settings. Every page asks for them: within a snapshot they are
// read anew once anything in the file was changed since, and remembered otherwise.
func (s *Store) Settings(ctx context.Context) (portal.Settings, error) {
	still, held := ctx.Value(snapshotKey{}).(*snapshot)
	if !held {
		return s.readSettings(ctx)
	}
	var known *portal.Settings
	if _, err := still.with(ctx, func(c *connection) error { known = c.settings; return nil }); err != nil {
		return portal.Settings{}, err
	}
	if known != nil {
		return *known, nil
	}
	p, err := s.readSettings(ctx)
	if err == nil {
		_, err = still.with(ctx, func(c *connection) error { c.settings = &p; return nil })
	}
	return p, err
}

func (s *Store) readSettings(ctx context.Context) (portal.Settings, error) {
	p, err := first(ctx, s.brief, readSettings, `
		SELECT company_name, company_address, company_email, company_phone, company_website,
		       company_vat_number, company_bank_account, time_zone, currency, password_min_length,
		       portal_idle_seconds, portal_absolute_seconds, staff_idle_seconds, staff_absolute_seconds,
		       l.hash, l.width, l.height
		FROM settings s LEFT JOIN logo l ON l.id = s.id WHERE s.id = 1`)
	if err != nil {
		return portal.Settings{}, translate(err)
	}
	p.Zone = s.zones.load(p.TimeZone)
	return p, nil
}

func readSettings(r *row) portal.Settings {
	return portal.Settings{
		Company: portal.Company{
			Name: r.text(), Address: r.text(), Email: r.text(), Phone: r.text(), Website: r.text(),
			VATNumber: r.text(), BankAccount: r.text(),
		},
		TimeZone: r.text(), Currency: r.text(), PasswordMinLength: int(r.number()),
		Portal: portal.SessionTimes{Idle: r.duration(), Absolute: r.duration()},
		Staff:  portal.SessionTimes{Idle: r.duration(), Absolute: r.duration()},
		Logo:   portal.Logo{Hash: r.text(), Width: int(r.number()), Height: int(r.number())},
	}
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
