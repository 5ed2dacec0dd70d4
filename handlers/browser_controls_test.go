package handlers_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A check that finds nothing anywhere proves nothing: here pages are broken in every way
// that the journeys look for.

// complaintsAreHeard has the browser complain of each kind.
func complaintsAreHeard(t testing.TB, b *browser, demo *site) {
	v := b.tab(t, demo).open("/client-portal/login")
	v.tolerate("") // all of it
	for breakage, complaint := range map[string]string{
		"console.error('overboard')":                                      "console.error",
		"setTimeout(() => { throw new Error('overboard') })":              "exception",
		"setTimeout(() => alert('overboard'))":                            "dialog: overboard",
		"document.body.append(made('script', {textContent: 'alert(1)'}))": "content policy: script-src",
		"document.body.setAttribute('style', 'color: red')":               "content policy: style-src",
		"document.body.append(made('img', {src: '//127.0.0.1:1/x.png'}))": "content policy: img-src",
		"fetch('/nothing-here')":                                          "status of 404",
	} {
		evaluate[chromedp.Void](v, "var made = (name, is) => Object.assign(document.createElement(name), is); "+breakage)
		v.wantComplaint(complaint)
	}
}

func (v *tab) wantComplaint(text string) {
	v.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		_ = evaluate[bool](v, "true")
		v.mu.Lock()
		heard := strings.Contains(strings.Join(v.faults, "\n"), text)
		v.mu.Unlock()
		if heard {
			return
		}
	}
	v.t.Errorf("the browser is not heard to complain: %s", text)
}

// faultsAreSeen takes a label away, dims a heading and makes it overlong.
func faultsAreSeen(t testing.TB, b *browser, demo *site) {
	a := newAxe(t)
	v := b.tab(t, demo).open("/client-portal/login")
	evaluate[chromedp.Void](v, a.script+"; document.querySelector('label').remove(); document.querySelector('h1').style.color = '#ccc'")
	found := strings.Join(evaluate[[]string](v, axeRun), "\n")
	for _, rule := range []string{"label (", "color-contrast ("} {
		if !strings.Contains(found, rule) {
			t.Errorf("axe does not report %s: %s", rule, found)
		}
	}

	evaluate[chromedp.Void](v, "document.querySelector('h1').textContent = 'x'.repeat(500); document.querySelector('h1').style.whiteSpace = 'nowrap'")
	if fault := evaluate[string](v, overflow); !strings.Contains(fault, "H1") {
		t.Errorf("an overlong heading is not reported: %q", fault)
	}
}
