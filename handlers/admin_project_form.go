package handlers

import (
	"errors"
	"slices"
	"strconv"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// adminNewProject offers the client that the address names, if it does.
func (a *app) adminNewProject(c *fiber.Ctx) error {
	form := portal.ProjectForm{Client: c.Query("client_id"), Billable: true}
	return a.renderProjectForm(c, fiber.StatusOK, views.ProjectFormProps{Form: form})
}

func (a *app) adminCreateProject(c *fiber.Ctx) error {
	props := views.ProjectFormProps{Form: readProjectForm(c)}
	clients, err := a.projectClients(c, portal.ProjectRecord{})
	if err != nil {
		return err
	}
	record, faults := props.Form.Parse(clients, decimals)
	if props.Errors = faults; len(faults) > 0 {
		return a.renderProjectForm(c, fiber.StatusUnprocessableEntity, props)
	}
	by := a.by(c, "project created", projectSubject(0))
	by.Detail = record.ClientName + ", " + record.Name
	id, err := a.Staff.CreateProject(c.UserContext(), record, by)
	if err != nil {
		return err
	}
	return a.done(c, views.StaffProjectPath(id), noticeSaved)
}

func (a *app) adminEditProject(c *fiber.Ctx) error {
	stored, err := a.projectAt(c)
	if err != nil {
		return err
	}
	return a.renderProjectForm(c, fiber.StatusOK, views.ProjectFormProps{Project: stored, Form: stored.Form(typedAmount)})
}

// adminUpdateProject keeps what was typed when it can't be stored: because it can't be
// read, or because somebody else saved or used the project first.
func (a *app) adminUpdateProject(c *fiber.Ctx) error {
	stored, err := a.projectAt(c)
	if err != nil {
		return err
	}
	clients, err := a.projectClients(c, stored)
	if err != nil {
		return err
	}
	props := views.ProjectFormProps{Project: stored, Form: readProjectForm(c)}
	record, faults := props.Form.Parse(clients, decimals)
	if props.Errors = faults; len(faults) > 0 {
		return a.renderProjectForm(c, fiber.StatusUnprocessableEntity, props)
	}

	record.ID = stored.ID
	by := a.by(c, "project edited", projectSubject(stored.ID))
	by.Detail = projectChanges(stored, record)
	err = a.Staff.UpdateProject(c.UserContext(), record, by)
	if errors.Is(err, portal.ErrStale) || errors.Is(err, portal.ErrInUse) {
		return a.staleProject(c, props)
	}
	if err != nil {
		return err
	}
	return a.done(c, views.StaffProjectPath(stored.ID), noticeSaved)
}

func (a *app) staleProject(c *fiber.Ctx, props views.ProjectFormProps) error {
	stored, err := a.projectAt(c)
	if err != nil {
		return err
	}
	props.Stale, props.Project, props.Form.Revision = true, stored, strconv.FormatInt(stored.Revision, 10)
	return a.renderProjectForm(c, fiber.StatusConflict, props)
}

// projectClients are those to choose from: the active ones and the project's own; its own
// alone once something hangs on it.
func (a *app) projectClients(c *fiber.Ctx, of portal.ProjectRecord) ([]portal.ClientChoice, error) {
	all, err := a.Staff.ClientChoices(c.UserContext())
	return slices.DeleteFunc(all, func(choice portal.ClientChoice) bool {
		return choice.ID != of.Client && (of.InUse || !choice.Active)
	}), err
}

// projectChanges names what bears on money, as it was and as it is.
func projectChanges(was, is portal.ProjectRecord) (detail string) {
	note := func(what, before, after string) {
		if before != after {
			detail += what + " " + orNone(before) + " to " + orNone(after) + "; "
		}
	}
	before, after := was.Form(typedAmount), is.Form(typedAmount)
	note("client", was.ClientName, is.ClientName)
	note("name", before.Name, after.Name)
	note("rate", before.Rate, after.Rate)
	note("hour budget", before.HourBudget, after.HourBudget)
	note("money budget", before.MoneyBudget, after.MoneyBudget)
	note("billable", strconv.FormatBool(was.Billable), strconv.FormatBool(is.Billable))
	return detail[:max(0, len(detail)-2)]
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func (a *app) renderProjectForm(c *fiber.Ctx, status int, props views.ProjectFormProps) error {
	var err error
	if props.Clients, err = a.projectClients(c, props.Project); err != nil {
		return err
	}
	return a.render(c, status, views.ProjectFormPage(a.page(c, props.Title(), views.StaffProjects), props))
}

func readProjectForm(c *fiber.Ctx) portal.ProjectForm {
	return portal.ProjectForm{
		Client: formValue(c, "client"), Name: formValue(c, "name"), Code: formValue(c, "code"), Description: formValue(c, "description"),
		Rate: formValue(c, "rate"), HourBudget: formValue(c, "hour_budget"), MoneyBudget: formValue(c, "money_budget"),
		Billable: formValue(c, "billable") == "1", Revision: formValue(c, "revision"),
	}
}
