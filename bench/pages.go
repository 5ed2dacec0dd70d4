package main

import (
	"bytes"
	"fmt"
	"strconv"

	"foyer/portal"
	"foyer/views"
)

// page is something to ask for, and how to tell that the answer is the right one.
type page struct {
	name   string
	path   func(*set) string
	target string // the id of what htmx will swap; empty where the whole page is asked for
	marker string // stands in the answer
	times  int    // as often as this; zero: at least once
	limit  limit
}

// limit is how many times the constant page's CPU time some pages may take, and what to
// reach for; zero where nothing is promised.
type limit struct {
	name        string
	most, reach float64
}

var limits = []limit{
	{"entries by project and dates, fragment", 16, 10},
	{"entries, full page, any filter", 18, 12},
	{"invoices by any filter, full page", 18, 11},
	{"invoice", 8, 5},
	{"projects", 14, 9},
	{"dashboard", 30, 20},
}

var (
	pieceLimit, entriesLimit, invoicesLimit     = limits[0], limits[1], limits[2]
	invoiceLimit, projectsLimit, dashboardLimit = limits[3], limits[4], limits[5]
)

// place is which page of a list is asked for.
type place struct {
	name   string
	cursor func(newest, oldest portal.Day) portal.Cursor // of a list between these days
}

var places = []place{
	{"first", func(_, _ portal.Day) portal.Cursor { return portal.Cursor{} }},
	{"middle", middle},
	{"last", func(_, _ portal.Day) portal.Cursor { return portal.Cursor{Kind: portal.LastPage} }},
}

// middle is a page well inside the list that is full in the smallest set too.
func middle(newest, oldest portal.Day) portal.Cursor {
	day := newest.AddDays(newest.DaysUntil(oldest) / 6)
	return portal.Cursor{Kind: portal.AfterRow, Sort: day.Time().Unix(), ID: 1}
}

// allPages are the portal's pages in the order of the report.
func allPages() []page {
	list := []page{
		fixed("dashboard", views.DashboardPath, "data-label=\"Notes\"", dashboardLimit),
		fixed("projects", views.ProjectsPath, "data-label=\"Entries\"", projectsLimit),
	}
	list[0].times, list[1].times = 10, setProjects-pastProjects
	invoice := fixed("invoice", "", "data-label=\"Quantity\"", invoiceLimit)
	invoice.path = func(s *set) string { return views.InvoicePath(s.Invoice) }
	invoice.times = invoiceLines
	list = append(list, invoice)
	list = append(list, invoicePages()...)
	return append(list, entryPages()...)
}

func fixed(name, path, marker string, most limit) page {
	return page{name: name, path: func(*set) string { return path }, marker: marker, limit: most}
}

func invoicePages() (list []page) {
	for _, filter := range portal.InvoiceFilters {
		for _, at := range []place{places[0], places[2]} {
			name := fmt.Sprintf("invoices %s, %s", filter, at.name)
			path := views.InvoiceListPath(filter, at.cursor("", ""))
			whole := fixed(name, path, "data-label=\"Issued\"", invoicesLimit)
			whole.times = portal.PageSize
			list = append(list, whole, whole.piece("invoice-list", limit{}))
		}
	}
	return list
}

// entryFilter is a way to choose among time entries.
type entryFilter struct {
	name           string
	project, dates bool
	piece          limit
}

var entryFilters = []entryFilter{
	{name: "unfiltered"},
	{name: "by project", project: true},
	{name: "by dates", dates: true},
	{name: "by project and dates", project: true, dates: true, piece: pieceLimit},
}

func entryPages() (list []page) {
	for _, f := range entryFilters {
		for _, at := range places {
			whole := page{
				name:   fmt.Sprintf("entries %s, %s", f.name, at.name),
				path:   func(s *set) string { return f.path(s, at) },
				marker: "data-label=\"Notes\"", times: portal.PageSize, limit: entriesLimit,
			}
			list = append(list, whole, whole.piece(views.EntryListID, f.piece))
		}
	}
	return list
}

// path filters by dates within a month, nine years apart: head, whole months and tail.
func (f entryFilter) path(s *set, at place) string {
	oldest, newest := dayBefore(s.Last, 1), s.Last
	var filter portal.EntryFilter
	if f.project {
		filter.ProjectID = s.Project
	}
	if f.dates {
		oldest, newest = dayBefore(s.Last, 0.95)[:8]+"11", dayBefore(s.Last, 0.05)[:8]+"19"
		filter.From, filter.To = oldest, newest
	}
	return views.EntryListPath(filter, at.cursor(newest, oldest))
}

// piece is the same page as htmx asks for it, to swap the element of an id.
func (p page) piece(target string, most limit) page {
	p.name, p.target, p.limit = p.name+", fragment", target, most
	return p
}

// check reports what is wrong with an answer.
func (p page) check(status int, body []byte) error {
	whole := bytes.HasPrefix(body, []byte("<!doctype html>")) || bytes.HasPrefix(body, []byte("<!DOCTYPE html>"))
	found := bytes.Count(body, []byte(p.marker))
	switch {
	case status != 200:
		return fmt.Errorf("status %d", status)
	case whole == (p.target != ""):
		return fmt.Errorf("a whole page: %s", strconv.FormatBool(whole))
	case p.times > 0 && found != p.times, found == 0:
		return fmt.Errorf("%d rows instead of %d", found, p.times)
	}
	return nil
}
