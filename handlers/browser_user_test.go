package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"foyer/store/storetest"
)

const selectWord = "(e => { e.value = %q; e.dispatchEvent(new Event('change', {bubbles: true})); })(document.querySelector(%q))"

// peopleAreLetIn: the first admin by the link from the console, then somebody of a client by
// a link that the admin makes. Every page on the way is accessible and fits a phone.
func peopleAreLetIn(t testing.TB, b *browser, _ *site) {
	a, s := newAxe(t), newLiveSite(t)
	client := s.Client(storetest.Client{Name: strings.Repeat("Acme", 20)})
	v := b.tab(t, s)
	v.tolerate("status of 404", "status of 410", "status of 422")
	fits := func(v *tab, what string) {
		a.look(v, what)
		v.wantNoOverflow(320, 390, 768, 1280)
	}
	fits(v.open("/setup").wantText("Page not found"), "no way to a first admin")
	v.open("/setup?token=" + s.config.Setup.Begin()).at("/setup")
	fits(v, "the first admin")
	v.typeInto("#full_name", "Ada Admin").typeInto("#username", "ada").typeInto("#password", "short").button("Create the admin")
	refused := "document.querySelector('.field-error') !== null"
	fits(v.until(refused).wantText("Use at least 12 characters."), "the first admin, refused")
	v.typeInto("#password", goodPassword).typeInto("#again", goodPassword).button("Create the admin").at("/login")
	fits(v.wantText("The first admin is created."), "after the first admin")

	v.signIn("/login", "ada", goodPassword)
	fits(v.open("/admin/users").wantText("Ada Admin"), "users")
	v.link("New user").at("/admin/users/new")
	fits(v, "a new user")
	v.typeInto("#full_name", strings.Repeat("Gus", 30)).typeInto("#username", "gus").click("#client_portal_enabled").click("#portal_only").button("Create user and link")
	fits(v.until(refused).wantText("Choose the client whose portal this user may read."), "a new user, refused")
	evaluate[chromedp.Void](v, fmt.Sprintf(selectWord, fmt.Sprint(client), "#client_id"))
	v.button("Create user and link").until("document.querySelector('#link') !== null")
	fits(v, "a user with a link")
	link := evaluate[string](v, "document.querySelector('#link').value")
	fits(v.open("/admin/users/2/edit").at("/admin/users/2/edit"), "a user's form")
	fits(v.open("/admin/users/2/delete").at("/admin/users/2/delete"), "before a user is deleted")

	v.open("/admin/users").typeInto("#q", "gus").until("!document.querySelector('#user-list').innerText.includes('Ada')")
	want(v, "location.search.includes('q=gus')", true)
	theirs := b.tab(t, s)
	theirs.tolerate("status of 410")
	theirs.visit(link).at("/client-portal/set-password")
	fits(theirs, "set a password")
	theirs.typeInto("#password", goodPassword).typeInto("#again", goodPassword).button("Set password").at("/client-portal/login")
	fits(theirs.visit(link).settled().wantText("This link does not work any more"), "a dead link")
	theirs.open("/client-portal").fillSignIn("gus", goodPassword).at("/client-portal").wantText("Acme")
	theirs.wantNoText("Administration")
}
