package portal

import (
	"strconv"
	"strings"
)

// SettingsForm is the company's settings as they were typed.
type SettingsForm struct {
	Name, Address, Email, Phone, Website, VATNumber, BankAccount string
	TimeZone, Currency                                           string
	Prefix, NextNumber, Terms, Notes                             string
	ShownNumber                                                  string // the next number as the form showed it
	PasswordLength                                               string
	PortalIdle, PortalAbsolute, StaffIdle, StaffAbsolute         string
	Revision                                                     string
}

// Form is the settings as a form shows them.
func (s CompanySettings) Form() SettingsForm {
	next := strconv.FormatInt(s.NextNumber, 10)
	return SettingsForm{
		Name: s.Company.Name, Address: s.Company.Address, Email: s.Company.Email, Phone: s.Company.Phone, Website: s.Company.Website,
		VATNumber: s.Company.VATNumber, BankAccount: s.Company.BankAccount, TimeZone: s.TimeZone, Currency: s.Currency,
		Prefix: s.InvoicePrefix, NextNumber: next, ShownNumber: next, Terms: s.InvoiceTerms, Notes: s.InvoiceNotes,
		PasswordLength: strconv.Itoa(s.PasswordMinLength),
		PortalIdle:     SpanWords(s.Portal.Idle), PortalAbsolute: SpanWords(s.Portal.Absolute),
		StaffIdle: SpanWords(s.Staff.Idle), StaffAbsolute: SpanWords(s.Staff.Absolute),
		Revision: strconv.FormatInt(s.Revision, 10),
	}
}

// Parse reads what was typed over what is stored. currencies are the codes to choose from.
func (t SettingsForm) Parse(stored CompanySettings, currencies []string) (CompanySettings, []FieldError) {
	var f Fields
	s := CompanySettings{
		Settings: Settings{
			Company: Company{
				Name: f.Line("name", t.Name), Address: f.Text("address", t.Address), Email: f.Email("email", t.Email), Phone: f.Line("phone", t.Phone),
				Website: f.Line("website", t.Website), VATNumber: f.Line("vat_number", t.VATNumber), BankAccount: f.Text("bank_account", t.BankAccount),
			},
			TimeZone: f.TimeZone("time_zone", t.TimeZone, stored.TimeZone), Currency: f.Currency("currency", t.Currency, currencies),
		},
		InvoicePrefix: f.Prefix("invoice_prefix", t.Prefix), NextNumber: f.Whole("next_number", t.NextNumber, 1, mostInvoices),
		InvoiceTerms: f.Text("invoice_terms", t.Terms), InvoiceNotes: f.Text("invoice_notes", t.Notes),
	}
	s.PasswordMinLength = int(f.Whole("password_length", t.PasswordLength, leastPasswordLength, longestPasswordLength))
	s.Portal = f.Sessions("portal", t.PortalIdle, t.PortalAbsolute, longestPortalSession)
	s.Staff = f.Sessions("staff", t.StaffIdle, t.StaffAbsolute, longestStaffSession)
	s.Revision, _ = strconv.ParseInt(t.Revision, 10, 64)
	if s.InvoicePrefix == stored.InvoicePrefix && t.NextNumber == t.ShownNumber {
		// An invoice that was issued meanwhile has moved it on.
		s.NextNumber, s.KeepNumber = stored.NextNumber, true
	}
	return s, f.Errors
}

// Changes names what an edit changed. Of long texts it does not say what they became.
func (s CompanySettings) Changes(old CompanySettings) string {
	var list []string
	text := func(what, was, is string) {
		if was != is {
			list = append(list, what)
		}
	}
	value := func(what, was, is string) {
		if was != is {
			list = append(list, what+" from "+orNone(was)+" to "+orNone(is))
		}
	}
	is, was := s.Form(), old.Form()
	text("name", was.Name, is.Name)
	text("address", was.Address, is.Address)
	text("e-mail", was.Email, is.Email)
	text("phone", was.Phone, is.Phone)
	text("website", was.Website, is.Website)
	text("VAT number", was.VATNumber, is.VATNumber)
	text("bank account", was.BankAccount, is.BankAccount)
	value("time zone", was.TimeZone, is.TimeZone)
	value("currency", was.Currency, is.Currency)
	value("invoice prefix", was.Prefix, is.Prefix)
	value("next invoice number", was.NextNumber, is.NextNumber)
	text("default terms", was.Terms, is.Terms)
	text("default notes", was.Notes, is.Notes)
	value("shortest password", was.PasswordLength, is.PasswordLength)
	value("portal sessions at rest", was.PortalIdle, is.PortalIdle)
	value("portal sessions in all", was.PortalAbsolute, is.PortalAbsolute)
	value("staff sessions at rest", was.StaffIdle, is.StaffIdle)
	value("staff sessions in all", was.StaffAbsolute, is.StaffAbsolute)
	return strings.Join(list, ", ")
}

func orNone(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}
