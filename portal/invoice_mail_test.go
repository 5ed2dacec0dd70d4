package portal_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"foyer/portal"
)

const mailDay portal.Day = "2026-11-22"

var (
	mailOn = portal.MailInForce{Source: portal.MailEnvironment}
	wanted = portal.Recipient{
		AccountRef: portal.AccountRef{Kind: portal.ClientAccount, ID: 7}, Username: "acme", Name: "Zoë", Email: "a@example.com",
		Active: true, PortalEnabled: true, InvoiceMail: true, ClientName: "Acme",
	}
)

// late is an invoice that was due three weeks ago.
func late() portal.InvoiceRecord {
	r := portal.InvoiceRecord{ClientID: 7, Status: portal.InvoiceSent}
	r.ID, r.Number, r.DueDate, r.Total, r.Outstanding = 5, "INV-5", "2026-11-01", 100, 60
	return r
}

func TestWantsForInvoice(t *testing.T) {
	t.Parallel()
	if needs := wanted.WantsForInvoice(mailOn); needs != nil {
		t.Errorf("with everything in place it needs %v", needs)
	}
	for need, take := range map[portal.InvoiceNeed]func(*portal.Recipient, *portal.MailInForce){
		portal.NeedActive:  func(r *portal.Recipient, _ *portal.MailInForce) { r.Active = false },
		portal.NeedSwitch:  func(r *portal.Recipient, _ *portal.MailInForce) { r.InvoiceMail = false },
		portal.NeedPortal:  func(r *portal.Recipient, _ *portal.MailInForce) { r.PortalEnabled = false },
		portal.NeedAddress: func(r *portal.Recipient, _ *portal.MailInForce) { r.Email = "" },
		portal.NeedMail:    func(_ *portal.Recipient, m *portal.MailInForce) { m.Source = portal.MailOff },
	} {
		r, m := wanted, mailOn
		take(&r, &m)
		if needs := r.WantsForInvoice(m); len(needs) != 1 || needs[0] != need {
			t.Errorf("without %s: %v", need, needs)
		}
		if s := need.Sentence(); !strings.HasSuffix(s, ".") || !strings.Contains(s, " ") {
			t.Errorf("%s is told as %q", need, s)
		}
	}
	all := portal.Recipient{}.WantsForInvoice(portal.MailInForce{Source: portal.MailEnvironment, Errors: []string{"no sender"}})
	if d := cmp.Diff([]portal.InvoiceNeed{portal.NeedActive, portal.NeedSwitch, portal.NeedPortal, portal.NeedAddress, portal.NeedMail}, all); d != "" {
		t.Error(d)
	}
}

// An invoice has one key for an address, whatever day it is; a reminder one a day.
func TestInvoiceMailKeys(t *testing.T) {
	t.Parallel()
	key := func(kind portal.MailKind, to string, on portal.Day, id int64) string {
		r := late()
		r.ID = id
		return portal.InvoiceMail{Kind: kind, To: to, Studio: "S", MessageID: "m", On: on}.Of(r, time.Unix(9, 0)).OnceKey
	}
	same := key(portal.MailInvoice, "a@b", mailDay, 5)
	if same == "" || same != key(portal.MailInvoice, "a@b", mailDay+"9", 5) {
		t.Error("another day makes another mail")
	}
	keys := map[string]bool{same: true}
	for _, k := range []string{
		key(portal.MailInvoice, "c@b", mailDay, 5), key(portal.MailInvoice, "a@b", mailDay, 51), key(portal.MailReminder, "a@b", mailDay, 5),
		key(portal.MailReminder, "a@b", "2026-11-23", 5), key(portal.MailReminder, "c@b", mailDay, 5), key(portal.MailReminder, "a@b", mailDay, 51),
	} {
		if keys[k] {
			t.Errorf("%s is there twice", k)
		}
		keys[k] = true
	}
}

func TestInvoiceMailOf(t *testing.T) {
	t.Parallel()
	at := time.Unix(1000, 0)
	got := portal.InvoiceMail{Kind: portal.MailInvoice, To: "a@b", Studio: "Zoë & Co", MessageID: "m@x", On: mailDay}.Of(late(), at)
	got.OnceKey = ""
	want := portal.NewMail{Kind: portal.MailInvoice, To: "a@b", Account: portal.AccountRef{Kind: portal.ClientAccount, ID: 7}, InvoiceID: 5,
		Subject: "Invoice INV-5 from Zoë & Co", MessageID: "m@x", NotAfter: at.Add(portal.MailLife)}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	long := portal.InvoiceMail{Kind: portal.MailReminder, Studio: strings.Repeat("ë", 10_000)}.Of(late(), at)
	if len(long.Subject) > 200 || !strings.HasPrefix(long.Subject, "Reminder: invoice INV-5 from ë") || strings.ContainsRune(long.Subject, '\uFFFD') {
		t.Errorf("the subject is %q", long.Subject)
	}
}

func TestRefusesMail(t *testing.T) {
	t.Parallel()
	paid, soon, draft, over := late(), late(), late(), late()
	paid.Outstanding, soon.DueDate, draft.Status, over.Status = 0, mailDay, portal.InvoiceDraft, portal.InvoiceCancelled
	for name, c := range map[string]struct {
		invoice       portal.InvoiceRecord
		mail, remind  bool
		remindRefused error
	}{
		"overdue":   {late(), true, true, nil},
		"paid":      {paid, true, false, portal.ErrNotOverdue},
		"due today": {soon, true, false, portal.ErrNotOverdue},
		"draft":     {draft, false, false, nil},
		"cancelled": {over, false, false, nil},
	} {
		mail, remind := c.invoice.RefusesMail(portal.MailInvoice, mailDay), c.invoice.RefusesMail(portal.MailReminder, mailDay)
		if (mail == nil) != c.mail || (remind == nil) != c.remind || c.remindRefused != nil && !errors.Is(remind, c.remindRefused) {
			t.Errorf("%s: mail %v, reminder %v", name, mail, remind)
		}
		if refusal, ok := errors.AsType[*portal.InvoiceRefusal](remind); !c.mail && (!ok || refusal.Step != portal.StepRemind) {
			t.Errorf("%s: %v", name, remind)
		}
	}
}

// C56: what changed since a mail was queued is said in words.
func TestInvoiceMailOutOfDate(t *testing.T) {
	t.Parallel()
	change := func(do func(*portal.Recipient, *portal.InvoiceRecord)) (portal.Recipient, portal.InvoiceRecord) {
		to, i := wanted, late()
		do(&to, &i)
		return to, i
	}
	for name, c := range map[string]struct {
		do               func(*portal.Recipient, *portal.InvoiceRecord)
		invoice, reminds string // what the words hold; empty: it still goes out
	}{
		"nothing":         {func(*portal.Recipient, *portal.InvoiceRecord) {}, "", ""},
		"cancelled":       {func(_ *portal.Recipient, i *portal.InvoiceRecord) { i.Status = portal.InvoiceCancelled }, "cancelled", "cancelled"},
		"paid":            {func(_ *portal.Recipient, i *portal.InvoiceRecord) { i.Outstanding = 0 }, "", "not overdue any more"},
		"paid in part":    {func(_ *portal.Recipient, i *portal.InvoiceRecord) { i.Outstanding = 1 }, "", ""},
		"inactive":        {func(r *portal.Recipient, _ *portal.InvoiceRecord) { r.Active = false }, "inactive", "inactive"},
		"switched off":    {func(r *portal.Recipient, _ *portal.InvoiceRecord) { r.InvoiceMail = false }, "switched off", "switched off"},
		"portal closed":   {func(r *portal.Recipient, _ *portal.InvoiceRecord) { r.PortalEnabled = false }, "not enabled", "not enabled"},
		"another address": {func(r *portal.Recipient, _ *portal.InvoiceRecord) { r.Email = "b@example.com" }, "another one", "another one"},
		"no address":      {func(r *portal.Recipient, _ *portal.InvoiceRecord) { r.Email = "" }, "no e-mail address", "no e-mail address"},
	} {
		to, i := change(c.do)
		for kind, want := range map[portal.MailKind]string{portal.MailInvoice: c.invoice, portal.MailReminder: c.reminds} {
			got := portal.Delivery{Kind: kind, To: "a@example.com"}.OutOfDate(to, i, mailDay)
			if (got == "") != (want == "") || !strings.Contains(got, want) {
				t.Errorf("%s, %s: %q", name, kind, got)
			}
		}
	}
}

// Only what is kept or can be written anew is sent again.
func TestSendAgain(t *testing.T) {
	t.Parallel()
	for kind, want := range map[portal.MailKind]bool{portal.MailSetup: false, portal.MailNotice: false, portal.MailInvoice: true, portal.MailReminder: true} {
		if (portal.Delivery{Kind: kind}).SendAgain() != want || !(portal.Delivery{Kind: kind, Content: []byte{1}}).SendAgain() {
			t.Errorf("%s", kind)
		}
	}
}
