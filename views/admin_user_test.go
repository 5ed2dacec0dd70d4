package views_test

import (
	"time"

	"github.com/a-h/templ"

	"foyer/portal"
	"foyer/views"
)

// userPages are the pages about users, for everyPage.
func userPages(p views.Page, text string) map[string]templ.Component {
	return map[string]templ.Component{
		"users":        views.UsersPage(p, views.UsersProps{Users: users(text)}),
		"users, none":  views.UsersPage(p, views.UsersProps{Query: portal.UserQuery{Search: text}}),
		"users, wrong": views.UsersPage(p, views.UsersProps{Errors: []portal.FieldError{{Field: "role", Message: text}}}),
		"user":         views.UserPage(p, views.UserProps{User: user(text), Own: true, Link: text}),
		"user, bare":   views.UserPage(p, views.UserProps{User: portal.UserRecord{ID: 2, Username: text, Role: portal.Admin}}),
		"new user":     views.UserFormPage(p, views.UserFormProps{Form: portal.UserForm{Role: "member"}}),
		"user, edited": views.UserFormPage(p, views.UserFormProps{
			User: user(text), Form: user(text).Form(), Stale: true, Own: true,
			Clients: []portal.AssignableClient{{ID: 7, Name: text}, {ID: 8, Name: text, Active: true}},
			Errors: []portal.FieldError{
				{Field: "username", Message: text}, {Field: "full_name", Message: text}, {Field: "email", Message: text}, {Field: "role", Message: text},
				{Field: "active", Message: text}, {Field: "client_id", Message: text}, {Field: "portal_only", Message: text},
			},
		}),
	}
}

func users(text string) []portal.UserSummary {
	return []portal.UserSummary{
		{ID: 1, Username: text, FullName: text, Email: text + "@" + text, Role: portal.Admin, Active: true, PasswordSet: true, LastSignIn: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)},
		{ID: 2, Username: text, Role: portal.Member, Active: true, PortalEnabled: true, PortalOnly: true, ClientName: text},
		{ID: 3, Username: text, Role: portal.Member, PortalEnabled: true, ClientName: text, ClientActive: true},
	}
}

func user(text string) portal.UserRecord {
	at := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	return portal.UserRecord{
		ID: 1, Username: text, FullName: text, Email: text, Role: portal.Member, Active: true, PortalEnabled: true, ClientID: 7, ClientName: text,
		PortalOnly: true, PasswordSet: true, PasswordSetAt: at, LinkExpires: at, LastSignIn: at,
	}
}
