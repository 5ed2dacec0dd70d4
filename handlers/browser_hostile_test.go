package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"foyer/portal"
	"foyer/store/storetest"
)

// hostileMarkup is text that became script somewhere, once.
func hostileMarkup() []string {
	return []string{
		`<script>alert(1)</script>`, `</title><script>alert(1)</script>`, `</textarea><script>alert(1)</script>`, `</style><script>alert(1)</script>`,
		`--><script>alert(1)</script>`, `]]><script>alert(1)</script>`, `<scr<script>ipt>alert(1)</script>`, `<SCRIPT SRC=//evil.example/x.js></SCRIPT>`,
		`<img src=x onerror=alert(1)>`, `"><img src=x onerror=alert(1)>`, `'><img src=x onerror=alert(1)>`, `<img src="x"onerror="alert(1)">`,
		`<svg onload=alert(1)>`, `<svg><script>alert(1)</script></svg>`, `<svg><animate onbegin=alert(1) attributeName=x dur=1s>`, `<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>`,
		`<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`, `<iframe src="javascript:alert(1)">`, `<iframe srcdoc="<script>alert(1)</script>">`, `<object data="javascript:alert(1)">`,
		`<embed src="javascript:alert(1)">`, `<a href="javascript:alert(1)">x</a>`, `<form action="javascript:alert(1)"><button>x</button></form>`, `<button formaction="javascript:alert(1)">x`,
		`<base href="//evil.example/">`, `<meta http-equiv="refresh" content="0;url=javascript:alert(1)">`, `<link rel=stylesheet href=//evil.example/x.css>`, `<style>@import "//evil.example/x.css"</style>`,
		`<details open ontoggle=alert(1)>`, `<input autofocus onfocus=alert(1)>`, `<select autofocus onfocus=alert(1)>`, `<video><source onerror=alert(1)></video>`,
		`<body onload=alert(1)>`, `<marquee onstart=alert(1)>`, `<div style="animation-name:x" onanimationstart=alert(1)>`, `<dialog open onclose=alert(1)>`,
		`" onmouseover="alert(1)`, `' onmouseover='alert(1)`, `" autofocus onfocus="alert(1)" x="`, `x" hx-on::load="alert(1)`,
		`<div hx-get="//evil.example" hx-trigger="load">`, `<div hx-get="/client-portal/invoices" hx-trigger="load" hx-swap="outerHTML" hx-target="body">`, `<div hx-vals='js:{a:alert(1)}' hx-get="/" hx-trigger="load">`, `<div data-hx-on:click="alert(1)">`,
		`<template><script>alert(1)</script></template>`, `<noscript><p title="</noscript><img src=x onerror=alert(1)>">`, `<!--[if gte IE 4]><script>alert(1)</script><![endif]-->`, `<?xml version="1.0"?><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>`,
		`javascript:alert(1)`, `java	script:alert(1)`, `data:text/html,<script>alert(1)</script>`, `//evil.example/`,
		`{{constructor.constructor('alert(1)')()}}`, `${alert(1)}`, `<%= 7*7 %>`, `{ alert(1) }`,
		"`+alert(1)+`", `\u003cscript\u003ealert(1)\u003c/script\u003e`, `&lt;script&gt;alert(1)&lt;/script&gt;`, `&#x3C;script&#x3E;alert(1)&#x3C;/script&#x3E;`,
		`%3Cscript%3Ealert(1)%3C/script%3E`, `＜script＞alert(1)＜/script＞`, "<script\u2028>alert(1)</script>", "\u202e<script>alert(1)</script>",
	}
}

// C38: markup in every text field stays text. No script runs, nothing is fetched, and the
// pages have just the elements and attributes that plain words give them.
func hostileTexts(t testing.TB, b *browser, _ *site) {
	s := newLiveSite(t)
	hostile := hostileMarkup()
	plain := make([]string, len(hostile))
	for i := range plain {
		plain[i] = fmt.Sprint("word ", i)
	}
	paths := func(invoice int64, project int64) []string {
		return []string{
			"/client-portal", "/client-portal/projects", "/client-portal/invoices", fmt.Sprint("/client-portal/invoices/", invoice), "/client-portal/time-entries",
			fmt.Sprint("/client-portal/time-entries?project_id=", project), "/client-portal/time-entries?page=last",
		}
	}
	shapes := func(username string, texts []string) (found []string) {
		invoice, project := fillTexts(s, username, texts)
		v := b.tab(t, s).signIn("/client-portal/login", username, storetest.Password)
		for _, path := range paths(invoice, project) {
			found = append(found, v.open(path).wantText(texts[0]).shape())
		}
		return found
	}

	wanted := shapes("plain", plain)
	for i, got := range shapes("hostile", hostile) {
		if got != wanted[i] {
			t.Errorf("markup became elements at %s: %s", paths(0, 0)[i], difference(wanted[i], got))
		}
	}
	v := b.tab(t, s).signIn("/client-portal/login", "hostile", storetest.Password)
	swapHostile(v)
	typeHostile(v, hostile)
	lookAsStaff(b, t, s)
}

// shape is a page's elements and the names of their attributes, whatever their order.
func (v *tab) shape() string {
	return evaluate[string](v, `[...document.querySelectorAll('*')].map(e => e.tagName + '[' + [...e.attributes].map(a => a.name) + ']').sort().join(' ')`)
}

func difference(a, b string) string {
	as, bs := strings.Fields(a), strings.Fields(b)
	for i := range min(len(as), len(bs)) {
		if as[i] != bs[i] {
			return fmt.Sprintf("element %d is %s, not %s", i, bs[i], as[i])
		}
	}
	return fmt.Sprintf("%d elements, not %d", len(bs), len(as))
}

// swapHostile has htmx put the texts into the page.
func swapHostile(v *tab) {
	v.open("/client-portal/invoices")
	v.click("#tab-unpaid").at("/client-portal/invoices?status=unpaid")
	v.open("/client-portal/time-entries").click("#pager-next").until("location.search.includes('page=')")
	v.wantText("alert(1)")
}

// typeHostile sends the texts back in the fields that pages show again.
func typeHostile(v *tab, hostile []string) {
	v.tolerate("status of 422", "status of 401")
	for _, text := range []string{hostile[0], hostile[9], hostile[10], hostile[38]} {
		v.open("/client-portal/time-entries?" + values("date_from", text, "project_id", text, "page", text))
		want(v, "document.querySelector('#date_from').value", text)
		v.open("/client-portal/invoices?" + values("status", text, "page", text))
		v.wantText("Invoices")
	}
	out := v.button("Sign out").at("/client-portal/login")
	out.fillSignIn(hostile[9], "not this one").until("document.querySelector('#sign-in-error') !== null")
	want(out, "document.querySelector('#username').value", hostile[9])
}

func lookAsStaff(b *browser, t testing.TB, s *site) {
	s.User(storetest.User{Username: "boss", FullName: hostileMarkup()[1], Role: portal.Admin})
	v := b.tab(t, s).signIn("/login", "boss", storetest.Password).wantText("alert(1)")
	v.open("/admin/clients").wantText("alert(1)").click("tbody tr:last-child button").at("/client-portal").wantText("Nothing can be changed here")
}
