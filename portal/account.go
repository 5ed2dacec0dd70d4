package portal

import (
	"strings"
	"unicode/utf8"
)

// AccountKind tells the two ways in apart.
type AccountKind string

// A client signs in with its own credentials, a user is a person.
const (
	ClientAccount AccountKind = "client"
	UserAccount   AccountKind = "user"
)

// Role is what a user may do on the staff side.
type Role string

// Members work, admins also administer.
const (
	Member Role = "member"
	Admin  Role = "admin"
)

// AccountRef names an account at one version of its access. A session holds one; it
// is good only while the account still has that version.
type AccountRef struct {
	Kind    AccountKind
	ID      int64
	Version int64
}

// Account is what decides about access. It is read anew on every request.
type Account struct {
	AccountRef
	Username      string
	DisplayName   string
	PasswordHash  string // empty where none is set
	Active        bool
	Role          Role // users only
	PortalEnabled bool
	PortalOnly    bool // users only
	ClientID      ClientID
	ClientName    string
	ClientActive  bool
}

// MayEnterPortal needs all of: enabled, a password, an active client, and for a user
// also being active and assigned.
func (a Account) MayEnterPortal() bool {
	return a.PasswordHash != "" && a.Active && a.PortalEnabled && a.ClientID != 0 && a.ClientActive
}

// MayEnterStaff never holds for a client's own credentials.
func (a Account) MayEnterStaff() bool {
	return a.Kind == UserAccount && a.PasswordHash != "" && a.Active && !a.PortalOnly
}

// MayEnterStaffOncePassword says which door an account belongs to that gets its password now.
func (a Account) MayEnterStaffOncePassword() bool {
	return a.Kind == UserAccount && a.Active && !a.PortalOnly
}

// IsAdmin reports whether the account may administer.
func (a Account) IsAdmin() bool { return a.MayEnterStaff() && a.Role == Admin }

// The longest name that can be looked up; imported ones may hold any letters.
const maxUsername = 80

// NormalizeUsername trims and lower-cases a name, as all names are stored and compared.
func NormalizeUsername(typed string) string {
	return strings.ToLower(strings.TrimSpace(typed))
}

// CheckUsername says what is wrong with a new username: ASCII only, so that two
// names never look alike; empty when nothing is.
func CheckUsername(name string) string {
	if n := utf8.RuneCountInString(name); n < 3 || n > 64 {
		return "A username has 3 to 64 characters."
	}
	for i, r := range name {
		letter := r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
		if !letter && (i == 0 || !strings.ContainsRune("._@+-", r)) {
			return "A username is made of a–z, 0–9 and . _ @ + -, and starts with a letter or a digit."
		}
	}
	return ""
}
