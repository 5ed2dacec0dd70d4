package timetracker_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"foyer/importer/timetracker"
	"foyer/portal"
	"foyer/store"
	"foyer/store/storetest"
)

const (
	agencyFile = "testdata/agency-3.10.db"
	agencyDay  = portal.Day("2026-11-22")
)

// agency is what must come out of the original's own database, worked out without any
// of this program.
type agency struct {
	Counts   map[string]int
	Settings struct {
		CompanyName string `json:"company_name"`
		TaxID       string `json:"company_tax_id"`
		Terms       string `json:"invoice_terms"`
		Prefix      string `json:"invoice_prefix"`
		Start       int64  `json:"invoice_start_number"`
		Timezone    string
		Currency    string
	}
	Users []struct {
		ID             int64
		Username       string
		DisplayName    string `json:"display_name"`
		Role           string
		IsActive       bool   `json:"is_active"`
		PortalClientID *int64 `json:"portal_client_id"`
	}
	Clients        []agencyClient
	Invoices       map[string]agencyInvoice
	ChosenInvoices []agencyDocument `json:"chosen_invoices"`
	EntryFilters   []struct {
		Label        string
		ClientID     int64      `json:"client_id"`
		ProjectID    int64      `json:"project_id"`
		DateFrom     portal.Day `json:"date_from"`
		DateTo       portal.Day `json:"date_to"`
		Count        int
		TotalSeconds portal.Hours `json:"total_seconds"`
		Hours        string
		IDs          []int64
	} `json:"entry_filters"`
	OddRows struct {
		Running  []int64 `json:"running_entry_ids"`
		Negative []int64 `json:"negative_duration_ids"`
		Zero     []int64 `json:"zero_duration_finished_ids"`
	} `json:"odd_rows"`
}

type agencyClient struct {
	ID    int64
	Name  string
	Login struct {
		PortalEnabled  bool   `json:"portal_enabled"`
		PortalUsername string `json:"portal_username"`
		Password       string
		ShouldLogin    bool `json:"should_login"`
	}
	ActiveProjects []struct {
		ID              int64
		Name            string
		HourlyRate      string       `json:"hourly_rate"`
		FinishedEntries int          `json:"finished_entries"`
		TotalSeconds    portal.Hours `json:"total_seconds"`
		Hours           string
	} `json:"active_projects"`
	OtherProjects []struct {
		ID              int64
		Status          string
		FinishedEntries int          `json:"finished_entries"`
		TotalSeconds    portal.Hours `json:"total_seconds"`
	} `json:"other_projects"`
	All struct {
		Count        int
		TotalSeconds portal.Hours `json:"total_seconds"`
		Hours        string
	} `json:"finished_entries_all_projects"`
	Running     []int64 `json:"running_entry_ids"`
	Invoices    map[string][]string
	Outstanding map[string]string `json:"outstanding_by_currency"`
	Balance     map[string]string `json:"balance_by_currency_incl_negative"`
	Overdue     map[string]string `json:"overdue_by_currency"`
}

type agencyInvoice struct {
	ID          int64
	ClientID    int64 `json:"client_id"`
	Visible     bool
	Currency    string
	IssueDate   string `json:"issue_date"`
	DueDate     string `json:"due_date"`
	Total       string
	AmountPaid  string `json:"amount_paid"`
	Credits     string
	Outstanding string
	Overdue     bool
}

type agencyDocument struct {
	Number      string
	ID          int64
	ClientID    int64                                 `json:"client_id"`
	BillTo      struct{ Name, Email, Address string } `json:"bill_to"`
	Notes       string
	Terms       string
	Lines       []agencyLine
	Subtotal    string
	TaxRate     string `json:"tax_rate"`
	Tax         string
	Total       string
	Paid        string
	Credits     string
	Outstanding string
	AddsUp      bool `json:"subtotal_plus_tax_is_total"`
	Payments    []struct {
		Amount, Date, Method string
		Counted              bool
	}
	CreditNotes []struct{ Number, Amount, Reason string } `json:"credit_notes"`
}

type agencyLine struct {
	Kind        string
	Description string
	Detail      *string
	Quantity    string
	UnitPrice   string `json:"unit_price"`
	Total       string
}

// imported imports the agency into a database of the test's own.
func imported(t *testing.T) (*storetest.DB, agency, *timetracker.Report) {
	t.Helper()
	text, err := os.ReadFile("testdata/agency-3.10.expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var want agency
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	db := storetest.New(t)
	return db, want, importFile(t, db, agencyFile, timetracker.Options{Now: storetest.Now})
}

// cents reads "12.34" as 1234.
func cents(t *testing.T, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(strings.Replace(s, ".", "", 1), 10, 64)
	if err != nil {
		t.Fatalf("amount %q: %v", s, err)
	}
	return n
}

// TestAgency imports once and looks at the result from all sides.
func TestAgency(t *testing.T) {
	t.Parallel()
	db, want, r := imported(t)
	for name, look := range map[string]func(*testing.T, *storetest.DB, agency, *timetracker.Report){
		"counts": agencyCounts, "settings and secrets": agencySettingsAndSecrets, "accounts": agencyAccounts, "odd rows": agencyOddRows, "clock changes": agencyClockChanges,
		"entries": agencyEntries, "projects": agencyProjects,
		"invoice lists": agencyInvoiceLists, "every invoice": agencyEveryInvoice, "documents": agencyDocuments,
	} {
		t.Run(name, func(t *testing.T) { look(t, db, want, r) })
	}
}

func agencyCounts(t *testing.T, db *storetest.DB, want agency, r *timetracker.Report) {
	for _, table := range r.Tables {
		if table.Read != want.Counts[table.Table] || table.Updated != 0 {
			t.Errorf("%+v, want %d read", table, want.Counts[table.Table])
		}
	}
	if got := db.Int("SELECT count(*) FROM time_entries"); got != int64(want.Counts["time_entries"]) {
		t.Errorf("%d entries", got)
	}
	if r.Check.Groups != 20 || r.Check.Invoices != 66 {
		t.Errorf("check covers %d projects and %d invoices", r.Check.Groups, r.Check.Invoices)
	}
}

func agencySettingsAndSecrets(t *testing.T, db *storetest.DB, want agency, r *timetracker.Report) {
	got, err := db.Settings(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	w := want.Settings
	if got.Company.Name != w.CompanyName || got.Company.VATNumber != w.TaxID || got.TimeZone != w.Timezone || got.Currency != w.Currency {
		t.Errorf("settings %+v, want %+v", got, w)
	}
	if db.Text("SELECT invoice_terms FROM settings") != w.Terms || db.Text("SELECT invoice_prefix FROM settings") != w.Prefix ||
		db.Int("SELECT next_number FROM invoice_sequences JOIN settings ON invoice_prefix = prefix") != w.Start {
		t.Error("invoice settings are not the source's")
	}
	if db.Int("SELECT count(*) FROM clients WHERE password_setup_token IS NOT NULL") != 0 {
		t.Error("a set-up token was imported")
	}
	wantFileWithout(t, db, "not-a-real-password", "3SfJwf5vRMlspAPV39C5uhDUJDwzLb8awPbhiALIKVI")
	if text := printed(t, r); strings.Contains(text, "scrypt") || !strings.Contains(text, "mail settings") || !strings.Contains(text, "834 entries") {
		t.Errorf("report:\n%s", text)
	}
}

// wantFileWithout looks through the bytes of the database and its log.
func wantFileWithout(t *testing.T, db *storetest.DB, secrets ...string) {
	t.Helper()
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(filepath.Join(db.Folder, store.FileName) + suffix)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if bytes.Contains(data, []byte(secret)) {
				t.Errorf("foyer.db%s holds %q", suffix, secret)
			}
		}
	}
}

// C08: passwords of the original go on working.
func agencyAccounts(t *testing.T, db *storetest.DB, want agency, r *timetracker.Report) {
	ctx := context.Background()
	for _, c := range want.Clients {
		if c.Login.PortalUsername == "" {
			continue
		}
		a, err := db.AccountByUsername(ctx, c.Login.PortalUsername)
		if err != nil {
			t.Fatalf("%s: %v", c.Login.PortalUsername, err)
		}
		if a.MayEnterPortal() != c.Login.ShouldLogin || a.ClientName != c.Name || a.PortalEnabled != c.Login.PortalEnabled {
			t.Errorf("%s: account %+v, want %+v", c.Name, a, c.Login)
		}
		if c.Login.Password == "" {
			continue
		}
		if ok, stale, err := portal.VerifyPassword(a.PasswordHash, c.Login.Password); !ok || !stale || err != nil {
			t.Errorf("%s: password: %v %v %v", c.Name, ok, stale, err)
		}
	}

	for _, u := range want.Users {
		a, err := db.AccountByUsername(ctx, u.Username)
		if err != nil {
			t.Fatal(err)
		}
		role := map[string]portal.Role{"admin": portal.Admin, "user": portal.Member}[u.Role]
		if a.Role != role || a.Active != u.IsActive || a.DisplayName != u.DisplayName || a.PortalEnabled != (u.PortalClientID != nil) {
			t.Errorf("%s: %+v, want %+v", u.Username, a, u)
		}
		if u.PortalClientID != nil && a.ClientID != clientOf(db, *u.PortalClientID) {
			t.Errorf("%s: portal of client %d", u.Username, a.ClientID)
		}
	}
	wantOdd(t, r, "clients", "portal access and no password yet", "5")
	wantOdd(t, r, "clients", "has a set-up token; not taken over", "5")
	wantOdd(t, r, "users", "is an admin and has no password yet", "1 (foyer admin reset-password els.peeters)")
	wantOdd(t, r, "users", "portal access and no password yet", "2")
	wantOdd(t, r, "users", "has no password yet", "3")
	if want := `No admin has a password yet: foyer admin reset-password els.peeters sets one for "els.peeters".`; r.NextStep != want {
		t.Errorf("the report closes with %q", r.NextStep)
	}
}
