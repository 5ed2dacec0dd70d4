package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"foyer/portal"
	"foyer/store/storetest"
)

var edit = portal.AuditEntry{At: storetest.Now, Actor: portal.System, Action: "tested", Subject: portal.Subject{Kind: "settings"}}

// Whatever was stored is read back, here and by what every request reads.
func TestCompanySettings(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	stored, err := db.CompanySettings(ctx)
	if err != nil || stored.NextNumber != 1 || stored.InvoicePrefix != "INV" || stored.Revision != 1 {
		t.Fatalf("%v %+v", err, stored)
	}
	want := stored
	want.Company = portal.Company{Name: "A", Address: "B\nC", Email: "d@e", Phone: "f", Website: "g", VATNumber: "h", BankAccount: "i"}
	want.TimeZone, want.Currency, want.PasswordMinLength = "Asia/Kolkata", "INR", 20
	want.Portal, want.Staff = portal.SessionTimes{Idle: time.Minute, Absolute: 720 * time.Hour}, portal.SessionTimes{Idle: 2 * time.Minute, Absolute: 24 * time.Hour}
	want.InvoicePrefix, want.NextNumber, want.InvoiceTerms, want.InvoiceNotes = "X/", 77, "terms", "notes"
	if err := db.UpdateCompanySettings(ctx, want, edit); err != nil {
		t.Fatal(err)
	}
	got, err := db.CompanySettings(ctx)
	if want.Revision, want.Zone = 2, got.Zone; err != nil || got != want || got.Zone.String() != "Asia/Kolkata" {
		t.Errorf("%v\n%+v\n%+v", err, got, want)
	}
	if read, err := db.Settings(ctx); err != nil || read != want.Settings {
		t.Errorf("%v %+v", err, read)
	}
	if err := db.UpdateCompanySettings(ctx, stored, edit); !errors.Is(err, portal.ErrStale) {
		t.Errorf("an old edit: %v", err)
	}
	if n := db.Int("SELECT count(*) FROM audit_log WHERE action = 'tested'"); n != 1 {
		t.Errorf("%d lines in the log", n)
	}
}

// An edit whose number is taken changes nothing at all.
func TestTakenNumberChangesNothing(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	db.Invoice(db.Client(storetest.Client{}), storetest.Invoice{Number: "INV-0042"})
	s, err := db.CompanySettings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s.Company.Name, s.NextNumber = "Changed", 42
	taken, ok := errors.AsType[*portal.NumberTakenError](db.UpdateCompanySettings(ctx, s, edit))
	if !ok || taken.Highest != 42 || !strings.Contains(taken.Fault().Message, "Write 43 or more") {
		t.Errorf("%+v", taken)
	}
	if got, err := db.CompanySettings(ctx); err != nil || got.Company.Name != "" || got.Revision != 1 || db.Int("SELECT count(*) FROM audit_log") != 0 {
		t.Errorf("%v %+v", err, got)
	}
	s.KeepNumber = true
	if err := db.UpdateCompanySettings(ctx, s, edit); err != nil || db.Int("SELECT next_number FROM invoice_sequences") != 1 {
		t.Errorf("with the number left alone: %v", err)
	}
}

// Of many who change the logo at once, one does; the settings only say which it is.
func TestLogoIsKept(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	if _, err := db.LogoPNG(ctx, ""); !errors.Is(err, portal.ErrNotFound) {
		t.Errorf("no logo: %v", err)
	}
	logos := []portal.LogoImage{
		{Logo: portal.Logo{Hash: strings.Repeat("a", 32), Width: 3, Height: 2}, PNG: []byte("one")},
		{Logo: portal.Logo{Hash: strings.Repeat("b", 32), Width: 5, Height: 4}, PNG: []byte("two")},
	}
	faults := make([]error, 10)
	var all sync.WaitGroup
	for i := range faults {
		all.Go(func() { faults[i] = db.SetLogo(ctx, logos[i%2], 1, edit) })
	}
	all.Wait()
	won := -1
	for i, err := range faults {
		switch {
		case err == nil && won < 0:
			won = i % 2
		case !errors.Is(err, portal.ErrStale):
			t.Errorf("another one: %v", err)
		}
	}
	s, err := db.Settings(ctx)
	png, pngErr := db.LogoPNG(ctx, logos[won].Hash)
	if err != nil || pngErr != nil || s.Logo != logos[won].Logo || string(png) != string(logos[won].PNG) {
		t.Errorf("%v %v %+v %q", err, pngErr, s.Logo, png)
	}
	if err := db.RemoveLogo(ctx, 1, edit); !errors.Is(err, portal.ErrStale) {
		t.Errorf("removed by an old page: %v", err)
	}
	if err := db.RemoveLogo(ctx, 2, edit); err != nil {
		t.Error(err)
	}
	if s, err := db.Settings(ctx); err != nil || s.Logo != (portal.Logo{}) {
		t.Errorf("%v %+v", err, s.Logo)
	}
}
