package handlers_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"foyer/portal"
	"foyer/store/storetest"
)

// office is a site with an admin and a member at their desks.
func office(t *testing.T) (s *site, admin, member *visitor) {
	t.Helper()
	s = newSite(t)
	s.User(storetest.User{Username: "ada", FullName: "Ada Admin", Role: portal.Admin})
	s.User(storetest.User{Username: "mia"})
	return s, s.staff("ada"), s.staff("mia")
}

// submit fills in the form of a page as a person would: what is not given stays as it is.
func (v *visitor) submit(page, action string, fields url.Values) *answer {
	v.t.Helper()
	return v.fill(v.get(page).wantStatus(http.StatusOK), action, fields)
}

// fill sends the form of a page that was opened before.
func (v *visitor) fill(page *answer, action string, fields url.Values) *answer {
	v.t.Helper()
	form := page.doc().Find(fmt.Sprintf("form[action=%q]", action))
	if form.Length() != 1 {
		v.t.Fatalf("%s has %d forms for %s", page.what, form.Length(), action)
	}
	sent := url.Values{}
	form.Find("input[name], textarea[name], select[name]").Each(func(_ int, field *goquery.Selection) {
		name, _ := field.Attr("name")
		value, _ := field.Attr("value")
		kind, _ := field.Attr("type")
		_, checked := field.Attr("checked")
		switch {
		case field.Is("textarea"):
			value = field.Text()
		case field.Is("select"):
			value, _ = field.Find("option[selected]").Attr("value")
		case kind == "checkbox" && !checked:
			return
		}
		sent.Set(name, value)
	})
	for name, values := range fields {
		sent[name] = values
		if values[0] == "" {
			sent.Del(name)
		}
	}
	return v.post(action, sent)
}

// browser is another tab of the same person: what one is answered, the other does not see.
func (v *visitor) browser() *visitor {
	return &visitor{site: v.site, cookies: maps.Clone(v.cookies), header: http.Header{}, t: v.t}
}
