package portal

import "time"

// UserSummary is a row of the list of users.
type UserSummary struct {
	ID            int64
	Username      string
	FullName      string
	Email         string
	Role          Role
	Active        bool
	PortalEnabled bool
	PortalOnly    bool
	ClientName    string // whose portal, where it is enabled
	ClientActive  bool
	PasswordSet   bool
	LastSignIn    time.Time
}

// Name is what others call the user.
func (u UserSummary) Name() string {
	return UserRecord{Username: u.Username, FullName: u.FullName}.Name()
}

// UserFilter chooses among the users; zero values choose all.
type UserFilter struct {
	Search string // part of the name, username, e-mail or the assigned client's name
	Admin  *bool
	Active *bool
	Portal *bool // has client portal access or not
}

// UserQuery is the filter as it was typed or chosen.
type UserQuery struct {
	Search string
	Role   string // admin, member or empty
	State  string // active, inactive or empty
	Portal string // enabled, disabled or empty
}

// Parse reads what was chosen.
func (q UserQuery) Parse() (UserFilter, []FieldError) {
	var f Fields
	filter := UserFilter{Search: f.Line("q", q.Search)}
	filter.Admin = f.either("role", q.Role, string(Admin), string(Member))
	filter.Active = f.either("state", q.State, "active", "inactive")
	filter.Portal = f.either("portal", q.Portal, "enabled", "disabled")
	return filter, f.Errors
}
