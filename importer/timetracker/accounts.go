package timetracker

import (
	"context"
	"fmt"
	"strings"

	"foyer/portal"
	"foyer/store"
)

// account names a client or a user of the source.
type account struct {
	kind portal.AccountKind
	id   int64
}

// planAccounts reads who is there already and who comes, and settles the sign-in names
// of all before the first one is saved.
func (im *importer) planAccounts(ctx context.Context) error {
	all, err := im.dst.KnownAccounts(ctx)
	if err != nil {
		return err
	}
	im.known, im.taken = map[account]store.KnownAccount{}, map[string]bool{}
	for _, a := range all {
		if a.Username != "" {
			im.taken[a.Username] = true
		}
		if a.SourceID.Valid {
			im.known[account{a.Kind, a.SourceID.Int64}] = a
		}
	}

	claims, err := im.readClaims(ctx)
	if err != nil {
		return err
	}
	im.assignNames(claims)
	for _, c := range claims {
		im.reportName(c)
	}
	return im.requireSameSource(ctx)
}

// claim is the sign-in name that an account of the source goes by.
type claim struct {
	who   account
	typed string // empty: none
	owner string
}

// readClaims lists the names of the source, clients first: where two want the same one,
// the client with the lower id keeps it.
func (im *importer) readClaims(ctx context.Context) (claims []claim, err error) {
	err = im.src.scan(ctx, "clients", []string{"id", "portal_username", "name"}, func(r *row) {
		claims = append(claims, claim{account{portal.ClientAccount, r.id}, r.text("portal_username"), r.text("name")})
	})
	if err != nil {
		return nil, err
	}
	return claims, im.src.scan(ctx, "users", []string{"id", "username", "full_name"}, func(r *row) {
		c := claim{account{portal.UserAccount, r.id}, r.text("username"), r.text("full_name")}
		if signInName(c.typed) == "" {
			c.typed = fmt.Sprintf("user-%d", r.id) // users must have one
		}
		claims = append(claims, c)
	})
}

// assignNames settles the names of all. Who has one here keeps it.
func (im *importer) assignNames(claims []claim) {
	var wishes []wish[account]
	for _, c := range claims {
		if name := signInName(c.typed); name != "" && im.known[c.who].Username == "" {
			wishes = append(wishes, wish[account]{c.who, name})
		}
	}
	im.names = assign(wishes, im.taken)
	for who, known := range im.known {
		if known.Username != "" {
			im.names[who] = known.Username
		}
	}
}

// reportName puts names that changed on top of the report, and says which ones would
// be refused today; those go on working.
func (im *importer) reportName(c claim) {
	is := im.names[c.who]
	if is != portal.NormalizeUsername(c.typed) && is != "" && c.typed != "" {
		im.report.Names = append(im.report.Names, SignInName{Kind: c.who.kind, SourceID: c.who.id, Owner: c.owner, Was: c.typed, Is: is})
	}
	if is != "" && portal.CheckUsername(is) != "" {
		im.report.odd(string(c.who.kind)+"s", c.who.id, "has a sign-in name that would be refused for a new account; it keeps working", quoted(is))
	}
}

// requireSameSource refuses a second TimeTracker: its ids would be taken for those of
// the first one, and clients would find themselves in each other's portal.
func (im *importer) requireSameSource(ctx context.Context) error {
	both, same := 0, 0
	err := im.src.scan(ctx, "clients", []string{"id", "created_at"}, func(r *row) {
		known, imported := im.known[account{portal.ClientAccount, r.id}]
		if m, readable := parseMoment(r.text("created_at")); imported && readable {
			both++
			if m.wall.Unix() == known.Created {
				same++
			}
		}
	})
	if err == nil && both > 0 && same == 0 {
		err = fmt.Errorf("%s is not the TimeTracker that was imported before, its clients were made at other times: import it into another data folder", im.src.file)
	}
	return err
}

// passwordHash chooses between the source's hash and Foyer's. Foyer's stays once it is
// of Foyer's own making; until then the source's counts, and what the source took away
// is gone.
func (im *importer) passwordHash(r *row, column string, known store.KnownAccount) string {
	stored := strings.TrimSpace(r.text(column))
	if stored != "" && !portal.IsImportedHash(stored) {
		r.odd("has a password of an unknown kind; not imported")
		stored = ""
	}
	if known.PasswordHash != "" && !portal.IsImportedHash(known.PasswordHash) {
		return known.PasswordHash
	}
	return stored
}

// formerUser finds a user for entries whose own is gone: the one of an earlier import,
// or a new, inactive one, found again by the id that the entries still carry (0 where
// they carry none).
func (im *importer) formerUser(ctx context.Context, sourceID int64) (id int64, err error) {
	who := account{portal.UserAccount, sourceID}
	if known, imported := im.known[who]; imported {
		im.users[sourceID] = known.ID
		return known.ID, nil
	}

	name := assign([]wish[account]{{who, fmt.Sprintf("former-user-%d", sourceID)}}, im.taken)[who]
	id, err = im.dst.SaveUser(ctx, store.ImportedUser{
		SourceID: sourceID, Username: name, FullName: fmt.Sprintf("Former user %d", sourceID),
		Role: portal.Member, Created: im.Now.Unix(), Updated: im.Now.Unix(),
	})
	im.users[sourceID] = id
	return id, err
}
