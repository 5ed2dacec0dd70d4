package handlers

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// userKeeping is what the pages about users need.
type userKeeping interface {
	UserSummaries(ctx context.Context, f portal.UserFilter) ([]portal.UserSummary, error)
	UserRecord(ctx context.Context, id int64, now time.Time) (portal.UserRecord, error)
	AssignableClients(ctx context.Context, assigned portal.ClientID) ([]portal.AssignableClient, error)
	UpdateUser(ctx context.Context, u portal.UserRecord, by portal.AuditEntry) error
	SetUserActive(ctx context.Context, id int64, active bool, revision int64, by portal.AuditEntry) error
	DeleteUser(ctx context.Context, id int64, by portal.AuditEntry) error
	EndUserSessions(ctx context.Context, id int64, by portal.AuditEntry) error
}

// adminUsers lists the users; as one types htmx takes the list out of the page.
func (a *app) adminUsers(c *fiber.Ctx) error {
	props := views.UsersProps{Query: portal.UserQuery{Search: c.Query("q"), Role: c.Query("role"), State: c.Query("state"), Portal: c.Query("portal")}}
	filter, faults := props.Query.Parse()
	p := a.page(c, "Users", views.StaffUsers)
	p.Flash = a.takeNotice(c)
	if props.Errors = faults; len(faults) > 0 {
		return a.renderEither(c, fiber.StatusUnprocessableEntity, views.UsersPage(p, props), views.UserList(p, props))
	}

	var err error
	if props.Users, err = a.Staff.UserSummaries(c.UserContext(), filter); err != nil {
		return err
	}
	return a.renderEither(c, fiber.StatusOK, views.UsersPage(p, props), views.UserList(p, props))
}
