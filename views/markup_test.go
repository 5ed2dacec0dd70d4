package views_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"foyer/views"
)

// hostile would break out of a text, an attribute, a script, a style and a comment.
const hostile = `<script>alert(1)</script><img src=x onerror=alert(2)>"' onmouseover="alert(3)" style="color:red" x='--></style></title></textarea><svg onload=alert(4)>`

// C35: the policy forbids what stands in the page itself; so nothing does.
func TestNoPageHoldsScriptsOrStyles(t *testing.T) {
	t.Parallel()
	for name, component := range everyPage("plain") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, page := render(t, component)
			wantNothingInline(t, page)
		})
	}
}

// C38: what people wrote is text, wherever it stands.
func TestTextsAreEscaped(t *testing.T) {
	t.Parallel()
	harmless := everyPage("plain")
	for name, component := range everyPage(hostile) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			markup, page := render(t, component)
			_, plain := render(t, harmless[name])
			wantNothingInline(t, page)
			if grown := "img, textarea, iframe, object, embed"; page.Find(grown).Length() > plain.Find(grown).Length() {
				t.Error("an element grew out of a text")
			}
			if strings.Contains(markup, "<script>") || strings.Contains(markup, "<img") {
				t.Error("a text stands as it was written")
			}
			if title := page.Find("title").First().Text(); !strings.Contains(title, hostile) {
				t.Errorf("the title says %q", title)
			}
			if !strings.Contains(page.Find("body").Text(), hostile) {
				t.Error("the text itself is lost")
			}
		})
	}
}

// C38: an address leads nowhere but to this site.
func TestAddressesStayHere(t *testing.T) {
	t.Parallel()
	for name, component := range everyPage("javascript:alert(1)") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, page := render(t, component)
			for _, attribute := range []string{"href", "src", "action", "hx-get"} {
				page.Find("[" + attribute + "]").Each(func(_ int, s *goquery.Selection) {
					address := s.AttrOr(attribute, "")
					if !strings.HasPrefix(address, "/") && address != "#main" || strings.HasPrefix(address, "//") {
						t.Errorf("%s=%q", attribute, address)
					}
				})
			}
		})
	}
}

func TestAScriptIsNoWayBack(t *testing.T) {
	t.Parallel()
	_, page := render(t, views.ErrorPage(frame("plain"), views.ErrorProps{Heading: "x", Back: "javascript:alert(1)", BackTo: "Back"}))
	if href := page.Find("a.button").AttrOr("href", ""); strings.HasPrefix(href, "javascript:") || href == "" {
		t.Errorf("the button leads to %q", href)
	}
}

func wantNothingInline(t *testing.T, page *goquery.Document) {
	t.Helper()
	page.Find("*").Each(func(_ int, s *goquery.Selection) {
		for _, a := range s.Nodes[0].Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") {
				t.Errorf("<%s %s=%q>", s.Nodes[0].Data, a.Key, a.Val)
			}
		}
	})
	page.Find("script, style").Each(func(_ int, s *goquery.Selection) {
		if src, ok := s.Attr("src"); s.Is("style") || !ok || !strings.HasPrefix(src, "/static/") || s.Text() != "" {
			markup, _ := goquery.OuterHtml(s)
			t.Errorf("inline: %s", markup)
		}
	})
}

// What a screen reader goes by is on every page; browser tests let axe look for the rest.
func TestPagesAreWellFormed(t *testing.T) {
	t.Parallel()
	for name, component := range everyPage("plain") {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, page := render(t, component)
			if n := page.Find("h1").Length(); n != 1 {
				t.Errorf("%d headings of the first rank", n)
			}
			if n := page.Find("main#main").Length(); n != 1 {
				t.Errorf("%d main regions", n)
			}
			wantUniqueIDs(t, page)
			wantReferencesMet(t, page)
			wantNamedParts(t, page)
		})
	}
}

func wantUniqueIDs(t *testing.T, page *goquery.Document) {
	t.Helper()
	var ids []string
	page.Find("[id]").Each(func(_ int, s *goquery.Selection) { ids = append(ids, s.AttrOr("id", "")) })
	slices.Sort(ids)
	for i := 1; i < len(ids); i++ {
		if ids[i] == ids[i-1] {
			t.Errorf("id %q stands twice", ids[i])
		}
	}
}

// wantReferencesMet follows labels and descriptions to what they name.
func wantReferencesMet(t *testing.T, page *goquery.Document) {
	t.Helper()
	for _, attribute := range []string{"for", "aria-labelledby", "aria-describedby", "hx-target", "hx-indicator"} {
		page.Find("[" + attribute + "]").Each(func(_ int, s *goquery.Selection) {
			id := strings.TrimPrefix(s.AttrOr(attribute, ""), "#")
			if page.Find("#"+id).Length() != 1 {
				t.Errorf("%s names %q, which is not there", attribute, id)
			}
		})
	}
}

func wantNamedParts(t *testing.T, page *goquery.Document) {
	t.Helper()
	page.Find("table").Each(func(_ int, s *goquery.Selection) {
		if s.Find("caption").Text() == "" {
			t.Error("a table without a caption")
		}
	})
	page.Find("th").Not("[scope]").Each(func(_ int, s *goquery.Selection) { t.Errorf("a heading without scope: %s", s.Text()) })
	page.Find("svg").Not("[aria-hidden]").Each(func(_ int, s *goquery.Selection) {
		if !s.Is("[role=img]") || s.ChildrenFiltered("title").Text() == "" {
			t.Error("a drawing without role or title")
		}
	})
	page.Find("input, select").Not("[type=hidden]").Each(func(_ int, s *goquery.Selection) {
		if page.Find("label[for="+s.AttrOr("id", "")+"]").Length() != 1 {
			t.Errorf("a field without a label: %s", describe(s.Nodes[0]))
		}
	})
	page.Find("nav").Not("[aria-label]").Each(func(_ int, s *goquery.Selection) { t.Errorf("a nameless navigation: %s", describe(s.Nodes[0])) })
}

func describe(n *html.Node) string {
	var b strings.Builder
	if err := html.Render(&b, n); err != nil {
		return err.Error()
	}
	return b.String()
}
