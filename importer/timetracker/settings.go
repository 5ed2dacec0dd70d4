package timetracker

import (
	"context"
	"fmt"
	"time"

	"foyer/portal"
	"foyer/store"
)

// TimeTracker's own defaults, for sources without settings.
const (
	usualZone     = "Europe/Rome"
	usualCurrency = "EUR"
)

// importSettings takes over the company's settings. Mail settings and the logo, which is
// a file elsewhere, are not.
func (im *importer) importSettings(ctx context.Context) error {
	earlier, err := im.dst.Count(ctx, store.ImportClients)
	if err != nil {
		return err
	}
	found := false
	im.currency = usualCurrency
	columns := []string{
		"id", "currency", "company_name", "company_address", "company_email", "company_phone", "company_website",
		"company_tax_id", "company_bank_info", "invoice_prefix", "invoice_start_number", "invoice_terms", "invoice_notes",
		"mail_server", "updated_at",
	}
	count, err := im.each(ctx, "settings", columns, func(r *row) (bool, error) {
		if found {
			r.skip("TimeTracker uses the first row only; skipped")
			return false, nil
		}
		found = true
		return true, im.saveSettings(ctx, r)
	})
	if err != nil {
		return err
	}

	if !found {
		im.report.note("The source has no settings: the currency is taken to be " + usualCurrency + ".")
		if err := im.dst.SaveTimeZone(ctx, im.report.TimeZone); err != nil {
			return err
		}
	}
	if earlier > 0 {
		count.Updated, count.Imported = count.Imported, 0
	}
	im.report.Tables = append(im.report.Tables, count)
	return nil
}

func (im *importer) saveSettings(ctx context.Context, r *row) error {
	if code := currencyCode(r.text("currency")); code != "" {
		im.currency = code
	} else {
		r.odd("has no usable currency; "+usualCurrency+" was taken", r.stored("currency"))
	}
	if r.text("mail_server") != "" {
		im.report.note("The mail settings were not taken over: enter them anew.")
	}

	next, _ := r.ref("invoice_start_number")
	return im.dst.SaveSettings(ctx, store.ImportedSettings{
		Company: portal.Company{
			Name: r.text("company_name"), Address: r.text("company_address"), Email: r.text("company_email"),
			Phone: r.text("company_phone"), Website: r.text("company_website"),
			VATNumber: r.text("company_tax_id"), BankAccount: r.text("company_bank_info"),
		},
		TimeZone: im.report.TimeZone, Currency: im.currency,
		InvoicePrefix: r.text("invoice_prefix"), NextNumber: max(next, 1),
		InvoiceTerms: r.text("invoice_terms"), InvoiceNotes: r.text("invoice_notes"),
		Updated: r.utc("updated_at", im.Now.Unix()),
	})
}

// readZone decides in which zone local times are read, which becomes the business time
// zone, so that entries are shown with the times that were stored.
func (im *importer) readZone(ctx context.Context) error {
	name, advice := im.TimeZone, zoneByHand
	if name == "" {
		stored, err := im.storedZone(ctx)
		if err != nil {
			return err
		}
		name, advice = stored, "say with --time-zone which one is meant, like Europe/Brussels"
	}
	if name == "" {
		name = usualZone
		im.report.note("The source says nothing about its time zone: " + usualZone + ", TimeTracker's default, was taken. Another one can be given with --time-zone.")
	}

	zone, err := findZone(name, advice)
	im.clock = clock{zone: zone}
	im.report.TimeZone = name
	return err
}

// storedZone is the time zone in the first row of the settings.
func (im *importer) storedZone(ctx context.Context) (name string, err error) {
	found := false
	err = im.src.scan(ctx, "settings", []string{"id", "timezone"}, func(r *row) {
		if !found {
			found, name = true, r.text("timezone")
		}
	})
	return name, err
}

const zoneByHand = "write one like Europe/Brussels after --time-zone"

// CheckTimeZone is Options.TimeZone looked over before anything is opened: an error says
// that there is no such zone.
func CheckTimeZone(name string) error {
	if name == "" {
		return nil
	}
	_, err := findZone(name, zoneByHand)
	return err
}

func findZone(name, advice string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, fmt.Errorf("there is no time zone %s: %s", quoted(name), advice)
	}
	return zone, nil
}
