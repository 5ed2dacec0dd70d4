package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

func draftOf(client portal.ClientID, lines ...portal.DraftLine) portal.Draft {
	d := portal.NewDraft(client, portal.DraftDefaults{Currency: "EUR"}, storetest.Today)
	d.Lines = lines
	return d
}

func line(text string, total int64) portal.DraftLine {
	return portal.DraftLine{InvoiceLine: portal.InvoiceLine{Description: text, Quantity: 1000, UnitPrice: total, Total: total}}
}

func byTest(action string) portal.AuditEntry {
	return portal.AuditEntry{At: storetest.Now, Actor: portal.System, Action: action}
}

// billed makes a draft of all of a client's unbilled hours, one line a project.
func billed(t *testing.T, db *storetest.DB, client portal.ClientID, key string) (int64, error) {
	t.Helper()
	entries, err := db.UnbilledEntries(t.Context(), client, portal.EntryFilter{})
	if err != nil {
		t.Fatal(err)
	}
	bill, err := portal.BillHours(entries, portal.ByProject)
	if err != nil {
		t.Fatal(err)
	}
	return db.CreateDraft(t.Context(), draftOf(client, bill.Lines...), key, byTest("invoice draft created"))
}

func described(d portal.Draft) string {
	var all []string
	for _, l := range d.Lines {
		all = append(all, fmt.Sprintf("%s=%d", l.Description, l.Total))
	}
	return strings.Join(all, " ")
}

func TestDraftIsEdited(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	client := db.Client(storetest.Client{RateMinor: 6000})
	db.Entry(client, storetest.Entry{User: db.User(storetest.User{}), Seconds: 5400})
	id, err := billed(t, db, client, "k")
	if err != nil {
		t.Fatal(err)
	}
	d, err := db.Draft(ctx, id)
	if err != nil || described(d) != "Work=9000" || d.Lines[0].Hours != 5400 {
		t.Fatalf("%+v, %v", d, err)
	}

	work := d.Lines[0]
	work.Quantity, work.Total = 2000, 12000
	d.Lines = []portal.DraftLine{line("First", 100), work, line("Discount", -50)}
	d.TaxRateBP, d.TaxMinor, d.Notes = 1000, 1205, "Thanks"
	if err := db.UpdateDraft(ctx, d, byTest("edited")); err != nil {
		t.Fatal(err)
	}
	edited, _ := db.Draft(ctx, id)
	if described(edited) != "First=100 Work=12000 Discount=-50" || edited.Lines[1].ID != work.ID || edited.Lines[1].Hours != 5400 || edited.Notes != "Thanks" {
		t.Errorf("%+v", edited)
	}
	if total := db.Int("SELECT total_minor FROM invoices"); total != 13255 {
		t.Errorf("total %d", total)
	}
	if err := db.UpdateDraft(ctx, d, byTest("edited")); !errors.Is(err, portal.ErrStale) {
		t.Errorf("an edit of an old revision: %v", err)
	}

	slices.Reverse(edited.Lines)
	edited.Lines = append(edited.Lines[:1], edited.Lines[2]) // the hours' line goes
	if err := db.UpdateDraft(ctx, edited, byTest("edited")); err != nil {
		t.Fatal(err)
	}
	last, _ := db.Draft(ctx, id)
	if described(last) != "Discount=-50 First=100" || db.Int("SELECT count(*) FROM time_entries WHERE invoice_id IS NOT NULL OR invoice_line_id IS NOT NULL") != 0 {
		t.Errorf("%+v: the hours are not free", last)
	}
	if n := db.Int("SELECT count(*) FROM audit_log WHERE action = 'edited'"); n != 2 {
		t.Errorf("%d edits in the log", n)
	}
}

// A line can't be taken from another invoice, nor stand twice.
func TestDraftKeepsToItsLines(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	client := db.Client(storetest.Client{})
	id, _ := db.CreateDraft(ctx, draftOf(client, line("Mine", 1)), "a", byTest("made"))
	other, _ := db.CreateDraft(ctx, draftOf(client, line("Theirs", 2)), "b", byTest("made"))
	mine, _ := db.Draft(ctx, id)
	theirs, _ := db.Draft(ctx, other)
	mine.Lines = append(mine.Lines, mine.Lines[0], theirs.Lines[0])
	if err := db.UpdateDraft(ctx, mine, byTest("edited")); err != nil {
		t.Fatal(err)
	}
	mine, _ = db.Draft(ctx, id)
	theirs, _ = db.Draft(ctx, other)
	if described(mine) != "Mine=1 Mine=1 Theirs=2" || described(theirs) != "Theirs=2" {
		t.Errorf("%s; %s", described(mine), described(theirs))
	}
}

func TestIssuedIsNoDraft(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	client := db.Client(storetest.Client{})
	id, _ := db.CreateDraft(ctx, draftOf(client, line("Work", 100)), "a", byTest("made"))
	d, _ := db.Draft(ctx, id)
	for _, status := range []string{"sent", "cancelled"} {
		db.Exec("UPDATE invoices SET status = ?, number = 'N-1' WHERE id = ?", status, id)
		for what, err := range map[string]error{"edit": db.UpdateDraft(ctx, d, byTest("x")), "delete": db.DeleteDraft(ctx, id, d.Revision, byTest("x"))} {
			if refusal, ok := errors.AsType[*portal.InvoiceRefusal](err); !ok || refusal.Number != "N-1" || string(refusal.Status) != status {
				t.Errorf("%s of a %s invoice: %v", what, status, err)
			}
		}
	}
	for what, err := range map[string]error{"edit": db.UpdateDraft(ctx, portal.Draft{ID: 99, Revision: 1, IssueDate: "2026-01-01", DueDate: "2026-01-01"}, byTest("x")), "delete": db.DeleteDraft(ctx, 99, 1, byTest("x"))} {
		if !errors.Is(err, portal.ErrNotFound) {
			t.Errorf("%s of nothing: %v", what, err)
		}
	}
	if db.Int("SELECT count(*) FROM audit_log WHERE action = 'x'") != 0 {
		t.Error("the log says what did not happen")
	}
}

func TestProjectOfAnotherClientOnADraft(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	client, other := db.Client(storetest.Client{}), db.Client(storetest.Client{Name: "Other"})
	d := draftOf(client)
	d.ProjectID = db.Project(other, "Theirs")
	if _, err := db.CreateDraft(ctx, d, "a", byTest("made")); !errors.Is(err, portal.ErrInvalid) {
		t.Errorf("created: %v", err)
	}
	d.ProjectID = 0
	id, _ := db.CreateDraft(ctx, d, "a", byTest("made"))
	d, _ = db.Draft(ctx, id)
	d.ProjectID = db.Int("SELECT id FROM projects")
	if err := db.UpdateDraft(ctx, d, byTest("edited")); !errors.Is(err, portal.ErrInvalid) {
		t.Errorf("edited: %v", err)
	}
}

func TestDraftIsDeleted(t *testing.T) {
	t.Parallel()
	db, ctx := storetest.New(t), context.Background()
	client := db.Client(storetest.Client{RateMinor: 6000})
	user := db.User(storetest.User{})
	db.Entry(client, storetest.Entry{User: user})
	loose := db.Entry(client, storetest.Entry{User: user, Seconds: 60})
	db.Exec("UPDATE time_entries SET billable = 0 WHERE id = ?", loose)
	id, err := billed(t, db, client, "k")
	if err != nil {
		t.Fatal(err)
	}
	db.Exec("UPDATE time_entries SET invoice_id = ? WHERE id = ?", id, loose) // as imports have it: on no line
	if err := db.DeleteDraft(ctx, id, 7, byTest("deleted")); !errors.Is(err, portal.ErrStale) {
		t.Errorf("deleted as it was: %v", err)
	}
	db.Exec("INSERT INTO payments (invoice_id, paid_on, amount_minor, created_at) VALUES (?, '2026-11-01', 1, 0)", id)
	if err := db.DeleteDraft(ctx, id, 1, byTest("deleted")); !errors.Is(err, portal.ErrInUse) {
		t.Errorf("deleted with a payment: %v", err)
	}
	db.Exec("DELETE FROM payments")
	if err := db.DeleteDraft(ctx, id, 1, byTest("deleted")); err != nil {
		t.Fatal(err)
	}
	left := db.Int("SELECT (SELECT count(*) FROM invoices) + (SELECT count(*) FROM invoice_lines) + (SELECT count(*) FROM time_entries WHERE invoice_id IS NOT NULL)")
	if left != 0 || db.Int("SELECT count(*) FROM audit_log WHERE action = 'deleted'") != 1 {
		t.Errorf("%d left", left)
	}
}

// However many bill the same hours at once, each hour is on one invoice, whose lines hold
// just what was claimed.
func TestHoursAreBilledOnce(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	client := db.Client(storetest.Client{RateMinor: 6000})
	user := db.User(storetest.User{})
	for range 20 {
		db.Entry(client, storetest.Entry{User: user, Seconds: 1234})
	}
	entries, _ := db.UnbilledEntries(t.Context(), client, portal.EntryFilter{})
	bill, _ := portal.BillHours(entries, portal.ByEntry)
	errs := make([]error, 12)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			_, errs[i] = db.CreateDraft(context.Background(), draftOf(client, bill.Lines...), fmt.Sprint("key", i), byTest("made"))
		})
	}
	all.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case !errors.Is(err, portal.ErrStale):
			t.Error(err)
		}
	}
	if invoices := db.Int("SELECT count(*) FROM invoices"); won != 1 || invoices != 1 || db.Int("SELECT count(*) FROM time_entries WHERE invoice_line_id IS NOT NULL") != 20 {
		t.Errorf("%d won, %d invoices", won, invoices)
	}
	off := db.Int(`SELECT count(*) FROM invoice_lines l WHERE l.quantity_milli <>
		(SELECT round(sum(e.seconds) / 3.6) FROM time_entries e WHERE e.invoice_line_id = l.id AND e.invoice_id = l.invoice_id)`)
	if off != 0 {
		t.Errorf("%d lines bill other hours than theirs", off)
	}
}

// An entry that changed since it was looked at is not billed as it was.
func TestChangedEntriesAreNotBilled(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	client := db.Client(storetest.Client{RateMinor: 6000})
	entry := db.Entry(client, storetest.Entry{User: db.User(storetest.User{})})
	entries, _ := db.UnbilledEntries(t.Context(), client, portal.EntryFilter{})
	bill, _ := portal.BillHours(entries, portal.ByEntry)
	for _, change := range []string{"seconds = 7200", "seconds = 3600, revision = 2", "revision = 1, invoice_id = NULL, ended_at = NULL, seconds = 0"} {
		db.Exec("UPDATE time_entries SET "+change+" WHERE id = ?", entry)
		if _, err := db.CreateDraft(t.Context(), draftOf(client, bill.Lines...), "k", byTest("made")); !errors.Is(err, portal.ErrStale) {
			t.Errorf("%s: %v", change, err)
		}
	}
	if db.Int("SELECT count(*) FROM invoices") != 0 {
		t.Error("half a draft is stored")
	}
}

// A second press makes no second draft.
func TestOneFormMakesOneDraft(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	client := db.Client(storetest.Client{})
	ids := make([]int64, 10)
	var all sync.WaitGroup
	for i := range ids {
		all.Go(func() {
			ids[i], _ = db.CreateDraft(context.Background(), draftOf(client, line("Work", 5)), "one key", byTest("made"))
		})
	}
	all.Wait()
	slices.Sort(ids)
	if ids = slices.Compact(ids); len(ids) != 1 || ids[0] == 0 || db.Int("SELECT count(*) FROM audit_log") != 1 {
		t.Errorf("drafts %v", ids)
	}
}

func TestDraftDefaults(t *testing.T) {
	t.Parallel()
	db := storetest.New(t)
	db.Exec("UPDATE settings SET invoice_terms = 'Soon', invoice_notes = 'Thanks'")
	mine, other := db.Client(storetest.Client{Currency: "CHF"}), db.Client(storetest.Client{Name: "Other"})
	want := func(rate int64) {
		t.Helper()
		got, err := db.DraftDefaults(t.Context(), mine)
		if err != nil || got != (portal.DraftDefaults{Currency: "CHF", TaxRateBP: rate, Notes: "Thanks", Terms: "Soon"}) {
			t.Errorf("%+v, %v", got, err)
		}
	}
	want(0)
	db.Exec("UPDATE invoices SET tax_rate_bp = 2100 WHERE id = ?", db.Invoice(other, storetest.Invoice{Issued: "2026-11-01"}))
	want(2100)
	db.Exec("UPDATE invoices SET tax_rate_bp = 810 WHERE id = ?", db.Invoice(mine, storetest.Invoice{Issued: "2026-01-01"}))
	want(810)
	if _, err := db.DraftDefaults(t.Context(), 99); !errors.Is(err, portal.ErrNotFound) {
		t.Error(err)
	}
}
