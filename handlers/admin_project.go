package handlers

import (
	"context"
	"errors"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// projectKeeping is what the pages about projects need.
type projectKeeping interface {
	ProjectRecords(ctx context.Context, f portal.ProjectFilter, at portal.Cursor, size int) (portal.Page[portal.ProjectRecord], error)
	ProjectRecord(ctx context.Context, id int64) (portal.ProjectRecord, error)
	ClientChoices(ctx context.Context) ([]portal.ClientChoice, error)
	CreateProject(ctx context.Context, p portal.ProjectRecord, by portal.AuditEntry) (int64, error)
	UpdateProject(ctx context.Context, p portal.ProjectRecord, by portal.AuditEntry) error
	SetProjectStatus(ctx context.Context, id int64, status portal.ProjectStatus, revision int64, by portal.AuditEntry) error
	DeleteProject(ctx context.Context, id, revision int64, by portal.AuditEntry) error
	HoursByDay(ctx context.Context, client portal.ClientID, project int64, from portal.Day) ([]portal.DayHours, error)
}

// idParam reads a record's id from the address.
func idParam(c *fiber.Ctx) (int64, error) {
	id, ok := portal.ParseID(c.Params("id"))
	if !ok {
		return 0, portal.ErrNotFound
	}
	return id, nil
}

func projectSubject(id int64) portal.Subject { return portal.Subject{Kind: "project", ID: id} }

// projectAt reads the project that the address names.
func (a *app) projectAt(c *fiber.Ctx) (portal.ProjectRecord, error) {
	id, err := idParam(c)
	if err != nil {
		return portal.ProjectRecord{}, err
	}
	return a.Staff.ProjectRecord(c.UserContext(), id)
}

// adminProject is a project's page for staff.
func (a *app) adminProject(c *fiber.Ctx) error {
	project, err := a.projectAt(c)
	if err != nil {
		return err
	}
	p := a.page(c, project.Name, views.StaffProjects)
	latest := a.visible(c, portal.StaffEntryFilter{EntryFilter: portal.EntryFilter{ProjectID: project.ID}})
	byDay, err1 := a.Staff.HoursByDay(c.UserContext(), project.Client, project.ID, portal.FirstWeek(p.Today))
	entries, err2 := a.Staff.EntryRecords(c.UserContext(), latest, portal.Cursor{}, dashboardEntries)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	p.Flash = a.takeNotice(c)
	return a.render(c, fiber.StatusOK, views.StaffProjectPage(p, views.StaffProjectProps{
		Project: project, Weeks: portal.FillWeeks(byDay, p.Today), Entries: entries.Rows,
	}))
}

// adminProjectStatus archives or reactivates a project.
func (a *app) adminProjectStatus(status portal.ProjectStatus, action string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		id, err := idParam(c)
		if err != nil {
			return err
		}
		if err := a.Staff.SetProjectStatus(c.UserContext(), id, status, formRevision(c), a.by(c, action, projectSubject(id))); err != nil {
			return err
		}
		return a.done(c, views.StaffProjectPath(id), noticeSaved)
	}
}

// adminProjectDelete removes a project that nothing hangs on.
func (a *app) adminProjectDelete(c *fiber.Ctx) error {
	project, err := a.projectAt(c)
	if err != nil {
		return err
	}
	by := a.by(c, "project deleted", projectSubject(project.ID))
	by.Detail = project.ClientName + ", " + project.Name
	if err := a.Staff.DeleteProject(c.UserContext(), project.ID, formRevision(c), by); err != nil {
		return err
	}
	return a.done(c, views.StaffProjects, noticeDeleted)
}

// adminProjectConfirm asks before a step, on a page of its own.
func (a *app) adminProjectConfirm(words func(portal.ProjectRecord) views.ConfirmProps) fiber.Handler {
	return func(c *fiber.Ctx) error {
		project, err := a.projectAt(c)
		if err != nil {
			return err
		}
		props := words(project)
		props.Action, props.Back, props.Revision = c.Path(), views.StaffProjectPath(project.ID), project.Form(typedAmount).Revision
		crumbs := []views.Crumb{{Label: "Projects", Path: views.StaffProjects}, {Label: project.Name, Path: props.Back}, {Label: props.Button}}
		return a.render(c, fiber.StatusOK, views.ConfirmPage(a.page(c, props.Heading, views.StaffProjects), crumbs, props))
	}
}

func confirmArchive(p portal.ProjectRecord) views.ConfirmProps {
	return views.ConfirmProps{Heading: "Archive " + p.Name + "?", Button: "Archive",
		Text: "No new time can be booked on it, and it leaves the client's list of projects. Its hours and invoices stay, and it can be reactivated at any time."}
}

func confirmDeleteProject(p portal.ProjectRecord) views.ConfirmProps {
	return views.ConfirmProps{Heading: "Delete " + p.Name + "?", Button: "Delete",
		Text: "This cannot be undone. Only a project without hours and invoices can be deleted; archive it otherwise."}
}
