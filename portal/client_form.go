package portal

import (
	"strconv"
	"strings"
)

// ClientRecord is all that staff keep about a client, but for its portal access.
type ClientRecord struct {
	Client
	RateMinor *int64 // default rate per hour in minor units of Currency; nil where none is agreed
	Notes     string // for staff only
	// InvoiceMail says that invoices and reminders may be mailed to the client.
	InvoiceMail bool
	Active      bool
	Revision    int64 // raised by every edit
}

// ClientForm is a client as it was typed.
type ClientForm struct {
	Name, ContactPerson, Email, Phone, Address, VATNumber, Currency, Rate, Notes string
	InvoiceMail                                                                  bool
	Revision                                                                     string // of the record that was edited; empty for a new one
}

// Form is a record as a form shows it.
func (c ClientRecord) Form(rate string) ClientForm {
	return ClientForm{
		Name: c.Name, ContactPerson: c.ContactPerson, Email: c.Email, Phone: c.Phone, Address: c.Address,
		VATNumber: c.VATNumber, Currency: c.Currency, Rate: rate, Notes: c.Notes, InvoiceMail: c.InvoiceMail, Revision: strconv.FormatInt(c.Revision, 10),
	}
}

// Parse reads what was typed. currencies are the codes to choose from; decimals says how
// many a currency has.
func (t ClientForm) Parse(currencies []string, decimals func(code string) int) (ClientRecord, []FieldError) {
	var f Fields
	r := ClientRecord{
		Client: Client{
			Name:          f.Required("name", t.Name, "Give the client a name."),
			ContactPerson: f.Line("contact_person", t.ContactPerson),
			Email:         f.Email("email", t.Email),
			Phone:         f.Line("phone", t.Phone),
			Address:       f.Text("address", t.Address),
			VATNumber:     f.Line("vat_number", t.VATNumber),
			Currency:      f.Currency("currency", t.Currency, currencies),
		},
		Notes:       f.Text("notes", t.Notes),
		InvoiceMail: t.InvoiceMail,
	}
	r.RateMinor = f.Amount("rate", t.Rate, decimals(r.Currency))
	r.Revision, _ = strconv.ParseInt(t.Revision, 10, 64)
	return r, f.Errors
}

// Changes says what an edit makes of a client, for the log: what bears on money as it was
// and as it is, the rest by name. amount writes minor units of a currency.
func (c ClientRecord) Changes(to ClientRecord, amount func(minor *int64, currency string) string) string {
	var words []string
	for _, change := range []struct{ what, was, is string }{
		{"name", c.Name, to.Name},
		{"currency", c.Currency, to.Currency},
		{"default rate", amount(c.RateMinor, c.Currency), amount(to.RateMinor, to.Currency)},
		{"VAT number", c.VATNumber, to.VATNumber},
		{"e-mail", c.Email, to.Email},
		{"invoices by mail", onOff(c.InvoiceMail), onOff(to.InvoiceMail)},
	} {
		if change.was != change.is {
			words = append(words, change.what+" from "+orNone(change.was)+" to "+orNone(change.is))
		}
	}
	for _, change := range []struct{ what, was, is string }{
		{"contact", c.ContactPerson, to.ContactPerson}, {"phone", c.Phone, to.Phone}, {"address", c.Address, to.Address}, {"notes", c.Notes, to.Notes},
	} {
		if change.was != change.is {
			words = append(words, change.what)
		}
	}
	return strings.Join(words, ", ")
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// ClientFilter chooses among the clients; zero values choose all.
type ClientFilter struct {
	Search string // part of the name, contact person, e-mail or portal username
	Active *bool
	Portal *bool // the client's own sign-in enabled or not
}

// ClientQuery is the filter as it was typed or chosen.
type ClientQuery struct {
	Search string
	State  string // active, inactive or empty
	Portal string // enabled, disabled or empty
}

// Parse reads what was chosen.
func (q ClientQuery) Parse() (ClientFilter, []FieldError) {
	var f Fields
	filter := ClientFilter{Search: f.Line("q", q.Search)}
	filter.Active = f.either("state", q.State, "active", "inactive")
	filter.Portal = f.either("portal", q.Portal, "enabled", "disabled")
	return filter, f.Errors
}

// either is a choice between two words; nil for both.
func (f *Fields) either(field, chosen, yes, no string) *bool {
	is := chosen == yes
	switch chosen {
	case "":
		return nil
	case yes, no:
		return &is
	}
	f.fault(field, "Choose from the list.")
	return nil
}
