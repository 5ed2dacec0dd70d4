package views_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"foyer/views"
)

func letter(name string) views.Letter {
	return views.Letter{
		Subject: "Set your password", Studio: "Studio " + name, Greeting: "Hello " + name + ",", Opening: []string{"the portal is open for " + name + "."},
		Facts: []views.LetterFact{{Label: "Your username", Value: "acme"}}, Button: "Set your password",
		Link: "https://foyer.example/client-portal/set-password?token=abc", Closing: []string{"It works once."}, Foot: "You get this because of " + name + ".",
	}
}

// C50: a name is text in both parts, whatever it holds.
func TestLetterShowsNamesAsText(t *testing.T) {
	t.Parallel()
	for _, name := range []string{`<a href="https://evil.example">Acme</a>`, "[Acme](https://evil.example)", "{{.Env}}", "Zoë & Söhne", "田中", strings.Repeat("x", 10_000)} {
		l := letter(name)
		var b bytes.Buffer
		if err := views.LetterHTML(l).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		doc, err := goquery.NewDocumentFromReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		if links := doc.Find("a"); links.Length() != 2 || links.First().AttrOr("href", "") != l.Link {
			t.Errorf("%q: %d links", name, links.Length())
		}
		if !strings.Contains(doc.Find("body").Text(), name) || !strings.Contains(l.Text(), name) {
			t.Errorf("%q is not there as text", name)
		}
		if doc.Find("script, img, iframe, link").Length() != 0 {
			t.Errorf("%q: more than text and tables", name)
		}
	}
}
