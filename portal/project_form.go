package portal

import (
	"strconv"
	"strings"
)

// ProjectRecord is all that staff keep about a project, with what its finished entries
// add up to.
type ProjectRecord struct {
	ID            int64
	Client        ClientID
	ClientName    string
	ClientActive  bool
	Currency      string // the client's
	Name          string
	Code          string
	Description   string
	Status        ProjectStatus
	Billable      bool
	RateMinor     *int64 // its own, per hour; nil where the client's counts
	ClientRate    *int64
	BudgetHours   *Hours // nil where none is agreed
	BudgetMinor   *int64
	Entries       int
	Hours         Hours
	BillableHours Hours
	InUse         bool  // entries or invoices hang on it
	Revision      int64 // raised by every edit
}

// Open says whether new time may be booked on the project.
func (p ProjectRecord) Open() bool { return p.Status == ProjectActive && p.ClientActive }

// Rate is what an hour costs; nil where nothing is agreed.
func (p ProjectRecord) Rate() *Money {
	rate := RateFor(p.RateMinor, p.ClientRate)
	if rate == nil {
		return nil
	}
	return &Money{*rate, p.Currency}
}

// ClientChoice is a client to choose for a record.
type ClientChoice struct {
	ID       ClientID
	Name     string
	Currency string
	Active   bool
}

// ProjectForm is a project as it was typed.
type ProjectForm struct {
	Client, Name, Code, Description, Rate, HourBudget, MoneyBudget string
	Billable                                                       bool
	Revision                                                       string // of the record that was edited; empty for a new one
}

// Form is a record as a form shows it; amount writes minor units as they are typed.
func (p ProjectRecord) Form(amount func(minor *int64, currency string) string) ProjectForm {
	t := ProjectForm{
		Client: strconv.FormatInt(int64(p.Client), 10), Name: p.Name, Code: p.Code, Description: p.Description, Billable: p.Billable,
		Rate: amount(p.RateMinor, p.Currency), MoneyBudget: amount(p.BudgetMinor, p.Currency), Revision: strconv.FormatInt(p.Revision, 10),
	}
	if p.BudgetHours != nil {
		t.HourBudget = p.BudgetHours.Clock()
	}
	return t
}

// mostBudget is the longest budget stored, in seconds; the schema has the same bound.
const mostBudget Hours = 1_000_000_000

// Parse reads what was typed. clients are those to choose from; decimals says how many a
// currency has.
func (t ProjectForm) Parse(clients []ClientChoice, decimals func(code string) int) (ProjectRecord, []FieldError) {
	var f Fields
	client := f.client("client", t.Client, clients)
	r := ProjectRecord{
		Client: client.ID, ClientName: client.Name, Currency: client.Currency,
		Name:        f.Required("name", t.Name, "Give the project a name."),
		Code:        f.Line("code", t.Code),
		Description: f.Text("description", t.Description),
		Billable:    t.Billable,
		RateMinor:   f.Amount("rate", t.Rate, decimals(client.Currency)),
		BudgetHours: f.hours("hour_budget", t.HourBudget),
		BudgetMinor: f.Amount("money_budget", t.MoneyBudget, decimals(client.Currency)),
	}
	r.Revision, _ = strconv.ParseInt(t.Revision, 10, 64)
	return r, f.Errors
}

// client is one of those to choose from.
func (f *Fields) client(field, chosen string, clients []ClientChoice) ClientChoice {
	id, ok := ParseID(chosen)
	for _, c := range clients {
		if ok && c.ID == ClientID(id) {
			return c
		}
	}
	f.fault(field, "Choose a client from the list.")
	return ClientChoice{}
}

// hours are a budget in whole seconds, nil if empty.
func (f *Fields) hours(field, typed string) *Hours {
	if strings.TrimSpace(typed) == "" {
		return nil
	}
	hours, ok := ParseDuration(typed)
	switch {
	case !ok:
		f.fault(field, "Write hours like 120 or 120:30.")
	case hours > mostBudget:
		f.fault(field, "That is too many hours.")
	}
	return &hours
}
