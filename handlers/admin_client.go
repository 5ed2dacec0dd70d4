package handlers

import (
	"context"
	"errors"
	"time"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// clientParam reads the client's id from the address.
func clientParam(c *fiber.Ctx) (portal.ClientID, error) {
	id, ok := portal.ParseID(c.Params("id"))
	if !ok {
		return 0, portal.ErrNotFound
	}
	return portal.ClientID(id), nil
}

// clientKeeping is what the pages about clients need.
type clientKeeping interface {
	ClientSummaries(ctx context.Context, f portal.ClientFilter) ([]portal.ClientSummary, error)
	ClientRecord(ctx context.Context, id portal.ClientID) (portal.ClientRecord, error)
	CreateClient(ctx context.Context, r portal.ClientRecord, by portal.AuditEntry) (portal.ClientID, error)
	UpdateClient(ctx context.Context, r portal.ClientRecord, by portal.AuditEntry) error
	SetClientActive(ctx context.Context, id portal.ClientID, active bool, revision int64, by portal.AuditEntry) error
	DeleteClient(ctx context.Context, id portal.ClientID, by portal.AuditEntry) error
	PortalAccess(ctx context.Context, id portal.ClientID, now time.Time) (portal.PortalAccess, error)
	PortalReaders(ctx context.Context, id portal.ClientID) ([]portal.PortalReader, error)
	SetPortalAccess(ctx context.Context, id portal.ClientID, enabled bool, username string, revision int64, by portal.AuditEntry) error
	EndClientSessions(ctx context.Context, id portal.ClientID, by portal.AuditEntry) error
	Client(ctx context.Context, client portal.ClientID) (portal.Client, error)
}

func clientSubject(id portal.ClientID) portal.Subject {
	return portal.Subject{Kind: "client", ID: int64(id)}
}

// adminClient is a client's page for staff.
func (a *app) adminClient(c *fiber.Ctx) error {
	id, err := clientParam(c)
	if err != nil {
		return err
	}
	props, err := a.clientProps(c, id)
	if err != nil {
		return err
	}
	return a.renderClient(c, fiber.StatusOK, props)
}

func (a *app) renderClient(c *fiber.Ctx, status int, props views.ClientProps) error {
	p := a.page(c, props.Client.Name, views.StaffClients)
	p.Flash = a.takeNotice(c)
	return a.render(c, status, views.ClientPage(p, props))
}

func (a *app) clientProps(c *fiber.Ctx, id portal.ClientID) (views.ClientProps, error) {
	ctx := c.UserContext()
	record, err := a.Staff.ClientRecord(ctx, id)
	if err != nil {
		return views.ClientProps{}, err
	}
	access, err1 := a.Staff.PortalAccess(ctx, id, a.Now())
	readers, err6 := a.Staff.PortalReaders(ctx, id)
	facts := portal.InvoicesAll.Facts(portal.DayOf(a.Now(), visitOf(c).settings.Zone))
	projects, err2 := a.Clients.ActiveProjects(ctx, id, allRows)
	entries, err3 := a.Staff.EntryRecords(ctx, a.visible(c, portal.StaffEntryFilter{ClientID: id}), portal.Cursor{}, dashboardEntries)
	invoices, err4 := a.Clients.Invoices(ctx, id, facts, portal.Cursor{}, dashboardRows)
	totals, err5 := a.Clients.InvoiceTotals(ctx, id, facts)
	unbilled, err7 := a.Staff.Unbilled(ctx, id)
	return views.ClientProps{
		Client: record, Access: access, Readers: readers, Form: accessForm(access),
		Projects: projects, Entries: entries.Rows, Invoices: invoices.Rows, Totals: totals, Unbilled: unbilled,
	}, errors.Join(err1, err2, err3, err4, err5, err6, err7)
}

// visible narrows a filter of entries to what the visitor may see: members see their own.
func (a *app) visible(c *fiber.Ctx, f portal.StaffEntryFilter) portal.StaffEntryFilter {
	if account := visitOf(c).account; !account.IsAdmin() {
		f.PersonID = account.ID
	}
	return f
}

// adminClientSwitch deactivates or reactivates a client.
func (a *app) adminClientSwitch(active bool, action string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := clientParam(c)
		if err != nil {
			return err
		}
		if err := a.Staff.SetClientActive(c.UserContext(), id, active, formRevision(c), a.by(c, action, clientSubject(id))); err != nil {
			return err
		}
		return a.done(c, views.ClientPath(id), noticeSaved)
	}
}

// adminClientDelete removes a client that nothing hangs on.
func (a *app) adminClientDelete(c *fiber.Ctx) error {
	id, err := clientParam(c)
	if err != nil {
		return err
	}
	record, err := a.Staff.ClientRecord(c.UserContext(), id)
	if err != nil {
		return err
	}
	by := a.by(c, "client deleted", clientSubject(id))
	by.Detail = record.Name
	if err := a.Staff.DeleteClient(c.UserContext(), id, by); err != nil {
		return err
	}
	return a.done(c, views.StaffClients, noticeDeleted)
}

// adminClientConfirm asks before a step, on a page of its own.
func (a *app) adminClientConfirm(words func(portal.ClientRecord) views.ConfirmProps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := clientParam(c)
		if err != nil {
			return err
		}
		record, err := a.Staff.ClientRecord(c.UserContext(), id)
		if err != nil {
			return err
		}
		props := words(record)
		props.Action, props.Back, props.Revision = c.Path(), views.ClientPath(id), record.Form("").Revision
		crumbs := []views.Crumb{{Label: "Clients", Path: views.StaffClients}, {Label: record.Name, Path: views.ClientPath(id)}, {Label: props.Button}}
		return a.render(c, fiber.StatusOK, views.ConfirmPage(a.page(c, props.Heading, views.StaffClients), crumbs, props))
	}
}

func confirmDeactivate(r portal.ClientRecord) views.ConfirmProps {
	return views.ConfirmProps{Heading: "Deactivate " + r.Name + "?", Button: "Deactivate",
		Text: "Its portal closes at once and all its sessions end. Projects, hours and invoices stay, and it can be reactivated at any time."}
}

func confirmDelete(r portal.ClientRecord) views.ConfirmProps {
	return views.ConfirmProps{Heading: "Delete " + r.Name + "?", Button: "Delete",
		Text: "This cannot be undone. Only a client without projects, hours and invoices can be deleted; deactivate it otherwise."}
}
