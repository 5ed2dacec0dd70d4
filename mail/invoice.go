package mail

import (
	"context"

	"foyer/portal"
	"foyer/views"
)

// InvoiceMail readies a mail about an invoice of a client. With needs it cannot go out, and
// they say why; to is where it would go.
func (p *Post) InvoiceMail(ctx context.Context, kind portal.MailKind, client portal.ClientID) (m portal.InvoiceMail, needs []portal.InvoiceNeed, err error) {
	to, err := p.Store.Recipient(ctx, portal.AccountRef{Kind: portal.ClientAccount, ID: int64(client)})
	if err != nil {
		return m, nil, err
	}
	inForce, err := p.Desk.InForce(ctx)
	if err != nil {
		return m, nil, err
	}
	settings, err := p.Store.Settings(ctx)
	if err != nil {
		return m, nil, err
	}
	now := p.Now()
	return portal.InvoiceMail{
		Kind: kind, To: to.Email, Studio: studio(settings), MessageID: NewMessageID(now, p.BaseURL.Hostname()), On: portal.DayOf(now, settings.Zone),
	}, to.WantsForInvoice(inForce), nil
}

// about is what a mail about an invoice tells of, as it is now.
type about struct {
	to       portal.Recipient
	invoice  portal.InvoiceRecord
	settings portal.Settings
	today    portal.Day
}

func (p *Post) about(ctx context.Context, d portal.Delivery) (a about, err error) {
	if a.to, err = p.Store.Recipient(ctx, d.Account); err != nil {
		return a, err
	}
	if a.invoice, err = p.Store.InvoiceRecord(ctx, d.InvoiceID); err != nil {
		return a, err
	}
	a.settings, err = p.Store.Settings(ctx)
	a.today = portal.DayOf(p.Now(), a.settings.Zone)
	return a, err
}

// Write is what a queued mail about an invoice says now. errUnwanted says that it has
// nothing true to say any more.
func (p *Post) Write(ctx context.Context, d portal.Delivery) (Content, error) {
	a, err := p.about(ctx, d)
	if err != nil {
		return Content{}, err
	}
	if d.OutOfDate(a.to, a.invoice, a.today) != "" {
		return Content{}, errUnwanted
	}
	link := p.link(views.InvoicePath(d.InvoiceID), nil)
	if d.Kind == portal.MailReminder {
		return p.content(ctx, reminderLetter(a, d.Subject, link))
	}
	return p.content(ctx, invoiceLetter(a, d.Subject, link))
}

// OutOfDate says why a mail about an invoice did not go out; empty where nothing is known.
func (p *Post) OutOfDate(ctx context.Context, d portal.Delivery) string {
	a, err := p.about(ctx, d)
	if err != nil {
		return ""
	}
	return d.OutOfDate(a.to, a.invoice, a.today)
}

func invoiceLetter(a about, subject, link string) views.Letter {
	l := a.letter(subject, link)
	l.Opening = []string{"Here is invoice " + a.invoice.Number + " from " + l.Studio + " for " + a.to.ClientName + ". The client portal shows it in full, with its lines, and you can print it there."}
	if a.invoice.State(a.today) == portal.StatePaid {
		l.Opening = append(l.Opening, "Nothing is left to pay on it.")
	}
	return l
}

func reminderLetter(a about, subject, link string) views.Letter {
	l := a.letter(subject, link)
	l.Opening = []string{
		"Invoice " + a.invoice.Number + " from " + l.Studio + " for " + a.to.ClientName + " was due on " + a.invoice.DueDate.Long() + ", and " + a.money(a.invoice.Balance()) + " is still to be paid.",
		"If you have paid it in the last few days, thank you: there is nothing more to do.",
	}
	return l
}

// letter is what both have in common.
func (a about) letter(subject, link string) views.Letter {
	from := studio(a.settings)
	return views.Letter{
		Subject: subject, Studio: from, Greeting: "Hello " + a.to.Name + ",", Facts: a.facts(), Button: "See the invoice", Link: link,
		Closing: []string{
			"The portal asks you to sign in first. Your username is " + a.to.Username + ". If you have no password yet, or do not remember it, use “Forgot your password?” there.",
			"Do you have a question about this invoice? " + ask(a.settings.Company, from),
		},
		Foot: "You get this mail because " + from + " mails the invoices of " + a.to.ClientName + " to this address. If you want no more of them, tell " + from + ": it is switched off there.",
	}
}

func (a about) facts() []views.LetterFact {
	i := a.invoice
	facts := []views.LetterFact{{Label: "Invoice", Value: i.Number}, {Label: "Issued", Value: i.IssueDate.Long()}, {Label: "Amount", Value: a.money(i.Amount())}}
	if 0 < i.Outstanding && i.Outstanding < i.Total {
		facts = append(facts, views.LetterFact{Label: "Still to pay", Value: a.money(i.Balance())})
	}
	due := i.DueDate.Long()
	if days := i.DaysOverdue(a.today); days > 0 {
		due += ", " + views.OverdueWords(days)
	}
	return append(facts, views.LetterFact{Label: "Due", Value: due})
}

// money is written for people who may read any language, as the rest of the letter is.
func (a about) money(m portal.Money) string { return views.NewFormat("en", a.settings.Zone).Money(m) }

// ask says whom to ask: by the company's address and phone, where it has any.
func ask(c portal.Company, from string) string {
	switch {
	case c.Email != "" && c.Phone != "":
		return "Write to " + c.Email + " or call " + c.Phone + "."
	case c.Email != "":
		return "Write to " + c.Email + "."
	case c.Phone != "":
		return "Call " + from + ": " + c.Phone + "."
	}
	return "Ask whoever you work with at " + from + ", or reply to this mail."
}
