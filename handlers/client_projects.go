package handlers

import (
	"github.com/gofiber/fiber/v2"

	"foyer/views"
)

const allRows = -1

func (a *app) clientProjects(c *fiber.Ctx) error {
	projects, err := a.Clients.ActiveProjects(c.UserContext(), visitOf(c).client, allRows)
	if err != nil {
		return err
	}
	return a.render(c, fiber.StatusOK, views.ProjectsPage(a.page(c, "Projects", views.ProjectsPath), projects))
}
