package timetracker

import (
	"context"
	"strings"

	"foyer/portal"
	"foyer/store"
)

// importUsers takes over the users. Of one that was imported before, username, role,
// portal access and whether it is active stay as they are in Foyer: access that was
// taken away here does not come back. See passwordHash for the password.
func (im *importer) importUsers(ctx context.Context) error {
	im.users, im.former = map[int64]int64{}, map[int64]bool{}
	columns := []string{
		"id", "username", "full_name", "email", "role", "is_active", "password_hash",
		"client_portal_enabled", "client_id", "portal_only", "created_at", "updated_at",
	}
	return im.takeOver(ctx, "users", store.ImportUsers, columns, func(r *row) (bool, error) {
		id, err := im.dst.SaveUser(ctx, im.user(r))
		im.users[r.id] = id
		return true, err
	})
}

func (im *importer) user(r *row) store.ImportedUser {
	who := account{portal.UserAccount, r.id}
	known, imported := im.known[who]
	if signInName(r.text("username")) == "" {
		r.odd("has no username; named after its id")
	}

	created := r.utc("created_at", im.Now.Unix())
	u := store.ImportedUser{
		SourceID: r.id, Username: im.names[who], FullName: strings.TrimSpace(r.text("full_name")), Email: r.text("email"),
		Role: portal.Role(r.word("role", map[string]string{
			"admin": string(portal.Admin), "user": string(portal.Member), "": string(portal.Member),
		}, string(portal.Member))),
		Active: r.flag("is_active", true), PasswordHash: im.passwordHash(r, "password_hash", known),
		Created: created, Updated: r.utc("updated_at", created),
	}
	im.userAccess(r, &u)
	if u.PasswordHash == "" {
		im.reportNoPassword(r, u, known)
	}
	if imported && (known.Role != u.Role || known.Active != u.Active || known.PortalEnabled != u.PortalEnabled || known.PortalOnly != u.PortalOnly) {
		r.odd("may do other things than in the source; Foyer's choice stays")
	}
	return u
}

func (im *importer) userAccess(r *row, u *store.ImportedUser) {
	enabled := r.flag("client_portal_enabled", false)
	client, given := r.ref("client_id")
	assigned, found := im.clients[client]
	if given && found {
		u.Client = assigned.id
	}
	u.PortalEnabled = enabled && u.Client != 0

	switch {
	case given && !found:
		r.odd("is assigned to a client that does not exist; without portal access")
	case enabled && !given:
		r.odd("has portal access but no client; without portal access")
	}

	u.PortalOnly = r.flag("portal_only", false)
	if u.PortalOnly && u.Role == portal.Admin {
		r.odd("is an admin and portal-only at once; an admin it stays")
		u.PortalOnly = false
	}
}

// reportNoPassword says who cannot sign in, by what the user may do here: see importUsers.
func (im *importer) reportNoPassword(r *row, u store.ImportedUser, known store.KnownAccount) {
	role, enabled := u.Role, u.PortalEnabled
	if known.ID != 0 {
		role, enabled = known.Role, known.PortalEnabled
	}
	switch {
	case role == portal.Admin:
		r.odd("is an admin and has no password yet; the command sets one", resetCommand(u.Username))
	case enabled:
		r.odd("has portal access and no password yet")
	default:
		r.odd("has no password yet")
	}
}

// resetCommand is what to type to give a user a password.
func resetCommand(name string) string {
	if portal.CheckUsername(name) != "" {
		name = quoted(name)
	}
	return "foyer admin reset-password " + name
}

// adviseAdmin says how to get in where no admin can: users of 3.10 have no passwords.
func (im *importer) adviseAdmin(ctx context.Context) error {
	accounts, err := im.dst.KnownAccounts(ctx)
	if err != nil {
		return err
	}
	first := ""
	for _, a := range accounts {
		if a.Role != portal.Admin || !a.Active {
			continue
		}
		if a.PasswordHash != "" {
			return nil
		}
		if first == "" {
			first = a.Username
		}
	}
	im.report.NextStep = "No admin has a password yet: " + resetCommand(first) + " sets one for " + quoted(first) + "."
	if first == "" {
		im.report.NextStep = "There is no active admin: foyer admin create NAME makes one."
	}
	return nil
}
