package portal

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ErrLastAdmin says that nobody would be left who can administer.
var ErrLastAdmin = errors.New("the last admin")

// KeepsAdmin decides, of how many admins would be left who can sign in, whether a change
// to a user may stand.
func KeepsAdmin(left int) error {
	if left == 0 {
		return ErrLastAdmin
	}
	return nil
}

// UserRecord is all that staff keep about a user, but for the password.
type UserRecord struct {
	ID            int64
	Username      string
	FullName      string
	Email         string
	Role          Role
	Active        bool
	PortalEnabled bool
	ClientID      ClientID // whose portal; zero where it is not enabled
	ClientName    string
	ClientActive  bool
	PortalOnly    bool // members only: no staff side
	PasswordSet   bool
	PasswordSetAt time.Time // zero if unknown, as for imported ones
	LinkExpires   time.Time // of the live set-password link; zero without one
	LastSignIn    time.Time
	Revision      int64 // raised by every edit
}

// Name is what others call the user.
func (u UserRecord) Name() string {
	if u.FullName == "" {
		return u.Username
	}
	return u.FullName
}

// Form is a record as a form shows it.
func (u UserRecord) Form() UserForm {
	client := ""
	if u.ClientID != 0 {
		client = strconv.FormatInt(int64(u.ClientID), 10)
	}
	return UserForm{
		Username: u.Username, FullName: u.FullName, Email: u.Email, Role: string(u.Role), Active: u.Active,
		PortalEnabled: u.PortalEnabled, Client: client, PortalOnly: u.PortalOnly, Revision: strconv.FormatInt(u.Revision, 10),
	}
}

// Access says what a user may do, in words for the audit log.
func (u UserRecord) Access() string {
	if u.PortalEnabled {
		return string(u.Role) + " with portal access to " + u.portalWord()
	}
	return string(u.Role)
}

// Changes says what an edit changed, in words for the audit log.
func (u UserRecord) Changes(to UserRecord) string {
	var words []string
	for _, c := range []struct{ what, was, is string }{
		{"username", u.Username, to.Username},
		{"name", u.FullName, to.FullName},
		{"e-mail", u.Email, to.Email},
		{"role", string(u.Role), string(to.Role)},
		{"state", activeWord(u.Active), activeWord(to.Active)},
		{"portal access", u.portalWord(), to.portalWord()},
	} {
		if c.was != c.is {
			words = append(words, c.what+" from "+orNone(c.was)+" to "+orNone(c.is))
		}
	}
	return strings.Join(words, ", ")
}

func activeWord(active bool) string {
	if active {
		return "active"
	}
	return "inactive"
}

func (u UserRecord) portalWord() string {
	if !u.PortalEnabled {
		return ""
	}
	word := "client " + strconv.FormatInt(int64(u.ClientID), 10)
	if u.PortalOnly {
		word += " and no staff side"
	}
	return word
}

// AssignableClient is a client that a user can be given access to: an active one, or the
// one that the user has already.
type AssignableClient struct {
	ID     ClientID
	Name   string
	Active bool
}

// UserForm is a user as it was typed.
type UserForm struct {
	Username, FullName, Email, Role string
	Active                          bool
	PortalEnabled                   bool
	Client                          string // id
	PortalOnly                      bool
	Revision                        string // of the record that was edited; empty for a new one
}

// Parse reads what was typed. current is the username that may stay as it is, clients are
// those to choose from.
func (t UserForm) Parse(current string, clients []AssignableClient) (UserRecord, []FieldError) {
	var f Fields
	u := UserRecord{
		Username: f.username("username", t.Username, current),
		FullName: f.Line("full_name", t.FullName),
		Email:    f.Email("email", t.Email),
		Role:     f.role("role", t.Role),
		Active:   t.Active,
	}
	f.portalAccess(t, clients, &u)
	u.Revision, _ = strconv.ParseInt(t.Revision, 10, 64)
	return u, f.Errors
}

// portalAccess reads the section Client Portal Access: the box without a client is an
// error, and so is a user who could enter nothing at all.
func (f *Fields) portalAccess(t UserForm, clients []AssignableClient, u *UserRecord) {
	u.PortalEnabled, u.PortalOnly = t.PortalEnabled, t.PortalOnly
	if t.PortalEnabled {
		id, _ := ParseID(t.Client)
		u.ClientID = ClientID(id)
		known := slices.ContainsFunc(clients, func(c AssignableClient) bool { return c.ID == u.ClientID })
		switch {
		case t.Client == "":
			f.fault("client_id", "Choose the client whose portal this user may read.")
		case !known:
			f.fault("client_id", "Choose a client from the list.")
		}
	}
	switch {
	case t.PortalOnly && !t.PortalEnabled:
		f.fault("portal_only", "Enable client portal access too: this user could enter nothing otherwise.")
	case t.PortalOnly && u.Role == Admin:
		f.fault("portal_only", "An admin works on the staff side. Choose the role Member, or clear this box.")
	}
}

func (f *Fields) role(field, chosen string) Role {
	role := Role(chosen)
	if role != Member && role != Admin {
		f.fault(field, "Choose from the list.")
	}
	return role
}

// username is a sign-in name that nobody could take for another; current may stay.
func (f *Fields) username(field, typed, current string) string {
	name := NormalizeUsername(typed)
	switch {
	case name == "":
		f.fault(field, "Choose a username to sign in with.")
	case name != current:
		if message := CheckUsername(name); message != "" {
			f.fault(field, message)
		}
	}
	return name
}
