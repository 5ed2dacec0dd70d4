package handlers_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// open types an address.
func (v *tab) open(path string) *tab {
	v.t.Helper()
	return v.visit(v.site.config.BaseURL.String() + path)
}

// visit types an address of any site.
func (v *tab) visit(url string) *tab {
	v.t.Helper()
	v.call(chromedp.Navigate(url))
	return v
}

// address is where the tab is: path and query.
func (v *tab) address() string {
	ctx, end := context.WithTimeout(v.ctx, patience)
	defer end()
	address, _ := chromedp.Run(ctx, chromedp.Evaluate[string]("location.pathname + location.search"))
	return address
}

// until waits for what a page finds true that is whole and settled: before that, the
// rest of it cannot be looked at.
func (v *tab) until(condition string) *tab {
	v.t.Helper()
	return v.soon("(" + condition + ") && " + settled)
}

const settled = "document.readyState === 'complete' && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')"

// soon waits for what the page finds true. It asks from outside, so that it survives
// the page being left, and works where scripts are off.
func (v *tab) soon(condition string) *tab {
	v.t.Helper()
	ctx, end := context.WithTimeout(v.ctx, patience)
	defer end()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool](condition)); err == nil && ok {
			return v
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			v.t.Fatalf("at %s, %s never came true; the page says: %s", v.address(), condition, v.text())
		}
	}
}

// at waits until the tab shows an address.
func (v *tab) at(path string) *tab {
	v.t.Helper()
	return v.until("location.pathname + location.search === " + strconv.Quote(path))
}

// settled waits until the page is whole.
func (v *tab) settled() *tab {
	v.t.Helper()
	return v.until("true")
}

// click clicks in the middle of an element, once there is one to be seen.
func (v *tab) click(selector string) *tab {
	v.t.Helper()
	return v.clickFirst(selector, "")
}

// link follows a link by its words.
func (v *tab) link(words string) *tab {
	v.t.Helper()
	return v.clickFirst("a", words)
}

// button presses a button by its words.
func (v *tab) button(words string) *tab {
	v.t.Helper()
	return v.clickFirst("button", words)
}

// clickFirst finds the place by script and not by the browser's node ids, which go stale
// when a page comes back out of the history.
func (v *tab) clickFirst(selector, words string) *tab {
	v.t.Helper()
	find := fmt.Sprintf(`[...document.querySelectorAll(%q)].find(e => e.checkVisibility() && (%q === '' || e.innerText.trim() === %q))`, selector, words, words)
	v.soon(find + " !== undefined && document.readyState === 'complete'")
	at := evaluate[[]float64](v, `(e => {
		e.scrollIntoView({block: 'center', behavior: 'instant'});
		const r = e.getClientRects()[0];
		return [r.x + r.width / 2, r.y + r.height / 2];
	})(`+find+`)`)
	v.call(chromedp.MouseClickXY(at[0], at[1]))
	return v
}

// typeInto clicks a field and types.
func (v *tab) typeInto(selector, text string) *tab {
	v.t.Helper()
	return v.click(selector).press(text)
}

// choose types the first letters of an option.
func (v *tab) choose(selector, letters string) *tab {
	v.t.Helper()
	evaluate[chromedp.Void](v, fmt.Sprintf("document.querySelector(%q).focus()", selector))
	return v.press(letters)
}

// set fills a field whose keys depend on the reader's language, like a date.
func (v *tab) set(selector, value string) *tab {
	v.t.Helper()
	want(v, fmt.Sprintf("document.querySelector(%q).value = %q", selector, value), value)
	return v
}

// press presses keys one after the other, wherever the focus is.
func (v *tab) press(keys ...string) *tab {
	v.t.Helper()
	for _, key := range keys {
		v.call(chromedp.KeyEvent(key))
	}
	return v
}

// back presses the browser's Back button, and waits until another page is there: htmx
// keeps no copies of pages, so it loads them anew even where it swapped a list before.
func (v *tab) back() *tab {
	v.t.Helper()
	ctx, end := context.WithTimeout(v.ctx, patience)
	defer end()
	history, err := chromedp.Run(ctx, chromedp.NavigationEntries())
	if err != nil || history.CurrentIndex == 0 {
		v.t.Fatalf("no way back from %s: %v", v.address(), err)
	}
	entry := history.Entries[history.CurrentIndex-1].ID
	want(v, "window.left = true", true)
	v.call(command(cdpage.NavigateToHistoryEntry, cdpage.NavigateToHistoryEntryParams{EntryID: entry}))
	return v.until("window.left === undefined")
}

// text is what the reader sees, spaces folded.
func (v *tab) text() string {
	ctx, end := context.WithTimeout(v.ctx, patience)
	defer end()
	text, _ := chromedp.Run(ctx, chromedp.Evaluate[string]("document.body.innerText"))
	return strings.Join(strings.Fields(text), " ")
}

func (v *tab) wantText(texts ...string) *tab {
	v.t.Helper()
	seen := v.text()
	for _, text := range texts {
		if !strings.Contains(seen, text) {
			v.t.Errorf("%s does not say %q: %s", v.address(), text, seen)
		}
	}
	return v
}

func (v *tab) wantNoText(texts ...string) *tab {
	v.t.Helper()
	seen := v.text()
	for _, text := range texts {
		if strings.Contains(seen, text) {
			v.t.Errorf("%s says %q", v.address(), text)
		}
	}
	return v
}

// want compares what the page answers.
func want[T comparable](v *tab, expression string, wanted T) {
	v.t.Helper()
	if got := evaluate[T](v, expression); got != wanted {
		v.t.Errorf("at %s: %s is %v, want %v", v.address(), clipped(expression, 100), got, wanted)
	}
}

// signIn comes in by a door, and stays where it leads.
func (v *tab) signIn(door, username, password string) *tab {
	v.t.Helper()
	return v.open(door).fillSignIn(username, password).until("!location.pathname.endsWith('/login')")
}

func (v *tab) fillSignIn(username, password string) *tab {
	v.t.Helper()
	v.typeInto("#username", username).typeInto("#password", password)
	return v.button("Sign in")
}
