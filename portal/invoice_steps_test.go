package portal_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"foyer/portal"
)

// What is allowed, written out; everything else is refused.
func TestStepsByStatus(t *testing.T) {
	t.Parallel()
	steps := []portal.InvoiceStep{
		portal.StepEdit, portal.StepDelete, portal.StepIssue, portal.StepPay, portal.StepCredit, portal.StepCancel, portal.StepDuplicate, portal.StepMail, portal.StepRemind,
	}
	allowed := map[portal.InvoiceStatus]string{
		portal.InvoiceDraft:     "edit delete issue duplicate",
		portal.InvoiceSent:      "pay credit cancel duplicate mail remind",
		portal.InvoiceCancelled: "duplicate",
		"paid":                  "duplicate",
	}
	for status, words := range allowed {
		for _, step := range steps {
			want := slices.Contains(strings.Fields(words), string(step))
			record := portal.InvoiceRecord{Status: status}
			record.ID, record.Number = 7, "INV-7"
			err := record.Refuses(step)
			if status.Allows(step) != want || (err == nil) != want {
				t.Errorf("%s: %s is allowed %v, refused with %v", status, step, status.Allows(step), err)
			}
			var refusal *portal.InvoiceRefusal
			if err != nil && (!errors.As(err, &refusal) || *refusal != portal.InvoiceRefusal{ID: 7, Number: "INV-7", Status: status, Step: step}) {
				t.Errorf("%s: %s is refused with %+v", status, step, refusal)
			}
		}
	}
}

func TestInvoiceNumber(t *testing.T) {
	t.Parallel()
	for want, n := range map[string]int64{"INV-0001": 1, "INV-0999": 999, "INV-9999": 9999, "INV-10000": 10000} {
		if got := portal.InvoiceNumber("INV", n); got != want {
			t.Errorf("%d is written %s, want %s", n, got, want)
		}
	}
	if got := portal.InvoiceNumber("", 12); got != "0012" {
		t.Errorf("without a prefix: %s", got)
	}
	seen := map[string]bool{}
	for n := range int64(20_000) {
		seen[portal.InvoiceNumber("A-0", n)] = true
	}
	if len(seen) != 20_000 {
		t.Errorf("20000 numbers are %d texts", len(seen))
	}
}

func TestObstacles(t *testing.T) {
	t.Parallel()
	good := func() portal.InvoiceRecord {
		r := portal.InvoiceRecord{Status: portal.InvoiceDraft}
		r.Total, r.IssueDate, r.DueDate, r.Lines = 100, today, today, []portal.InvoiceLine{{}}
		return r
	}
	company := portal.InvoiceFreeze{Issuer: portal.Address{Name: "Studio"}}
	for word, c := range map[string]struct {
		change func(*portal.InvoiceRecord)
		freeze portal.InvoiceFreeze
	}{
		"no lines":        {func(r *portal.InvoiceRecord) { r.Lines = nil }, company},
		"below zero":      {func(r *portal.InvoiceRecord) { r.Total = -1 }, company},
		"due date lies":   {func(r *portal.InvoiceRecord) { r.DueDate = today.AddDays(-1) }, company},
		"company has no":  {func(*portal.InvoiceRecord) {}, portal.InvoiceFreeze{Issuer: portal.Address{Name: " "}}},
		"":                {func(r *portal.InvoiceRecord) { r.Total = 0 }, company},
		"no lines|no nam": {func(r *portal.InvoiceRecord) { r.Lines = nil }, portal.InvoiceFreeze{}},
	} {
		r := good()
		c.change(&r)
		got := r.Obstacles(c.freeze)
		if word == "" && len(got) > 0 || word != "" && len(got) != strings.Count(word, "|")+1 {
			t.Errorf("%q: %v", word, got)
		}
		for part := range strings.SplitSeq(word, "|") {
			if !strings.Contains(fmt.Sprint(got), part) {
				t.Errorf("%q: %v", word, got)
			}
		}
	}
}

// Whatever part of what is frozen changes, the mark does; the rest of a company has no part in it.
func TestFreezeMark(t *testing.T) {
	t.Parallel()
	client := portal.Client{Name: "Acme", Email: "a@example.com", Address: "Street 1", VATNumber: "1"}
	company := portal.Company{Name: "Studio", Address: "Road 2", VATNumber: "2", BankAccount: "BE1"}
	seen := map[string]bool{portal.FreezeNow(client, company).Mark(): true}
	for _, change := range []func(*portal.Client, *portal.Company){
		func(c *portal.Client, _ *portal.Company) { c.Name = "Acme Inc" },
		func(c *portal.Client, _ *portal.Company) { c.Email = "" },
		func(c *portal.Client, _ *portal.Company) { c.Address = "Street 1\n" },
		func(c *portal.Client, _ *portal.Company) { c.VATNumber = "11" },
		func(_ *portal.Client, c *portal.Company) { c.Name = "S" },
		func(_ *portal.Client, c *portal.Company) { c.Address = "tudioRoad 2" },
		func(_ *portal.Client, c *portal.Company) { c.VATNumber = "" },
	} {
		a, b := client, company
		change(&a, &b)
		seen[portal.FreezeNow(a, b).Mark()] = true
	}
	if len(seen) != 8 {
		t.Errorf("%d marks", len(seen))
	}
	moved := company
	moved.BankAccount, moved.Phone = "BE2", "123"
	if portal.FreezeNow(client, moved).Mark() != portal.FreezeNow(client, company).Mark() {
		t.Error("a bank account is frozen")
	}
}

func TestSender(t *testing.T) {
	t.Parallel()
	now := portal.Company{Name: "New", Address: "New street", VATNumber: "N", BankAccount: "BE2", Email: "new@example.com"}
	d := portal.InvoiceDocument{}
	if d.Sender(now) != now {
		t.Error("an invoice without a sender shows another than the company")
	}
	d.Issuer = portal.Address{Name: "Old"}
	want := portal.Company{Name: "Old", BankAccount: "BE2", Email: "new@example.com"}
	if got := d.Sender(now); got != want {
		t.Errorf("%+v", got)
	}
}
