package handlers_test

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"foyer/handlers"
)

// browser is one Chromium that all journeys share; each tab has cookies of its own.
type browser struct{ ctx context.Context }

// TestBrowser walks through the portal as people do, in a real Chromium. The journeys
// that only read share one site with the demo's data. It is not parallel to other tests:
// a browser takes all processors, and some of those measure how busy the site is.
func TestBrowser(t *testing.T) {
	b, demo := startBrowser(t), newDemoSite(t)
	for name, journey := range map[string]func(testing.TB, *browser, *site){
		"complaints are heard":         complaintsAreHeard,
		"faults are seen":              faultsAreSeen,
		"a client reads, scripts on":   clientReads,
		"a client reads, scripts off":  clientReadsWithoutScripts,
		"by keyboard alone":            keyboardAlone,
		"mistakes, scripts on":         mistakesAreExplained,
		"mistakes, scripts off":        mistakesWithoutScripts,
		"an expired session":           expiredSession,
		"staff views as a client":      staffViewsAsClient,
		"a month, scripts on":          studioMonth,
		"a month, scripts off":         studioMonthWithoutScripts,
		"hostile texts":                hostileTexts,
		"posts from another origin":    postsFromAnotherOrigin,
		"nothing scrolls sideways":     nothingScrollsSideways,
		"an invoice on paper":          invoiceOnPaper,
		"accessible: client's pages":   accessibleClientPages,
		"accessible: lists":            accessibleLists,
		"accessible: staff's pages":    accessibleStaffPages,
		"accessible: doors and errors": accessibleDoorsAndErrors,
		"people are let in":            peopleAreLetIn,
		"a link is looked at first":    linkIsLookedAtFirst,
		"accessible: staff's invoices": accessibleStaffInvoices,
		"staff's invoices hold texts":  staffInvoicesHoldTexts,
		"a payment, as one types":      paymentAsOneTypes,
		"mails of invoices":            mailsOfInvoices,
		"accessible: drafts":           accessibleDrafts,
		"a draft, as one types":        draftAsOneTypes,
		"a draft, scripts off":         draftWithoutScripts,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			journey(t, b, demo)
		})
	}
}

// startBrowser skips where there is no Chromium, unless FOYER_NEED_BROWSER says that
// there has to be one.
func startBrowser(t testing.TB) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("a minute in a browser: left out of short runs")
	}
	path := chromium()
	if path == "" {
		unlessNeeded(t, "no Chromium here: install it, or run make test")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("headless", "new"), chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	allocator, endProcess := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(endProcess)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return &browser{ctx: ctx}
}

func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

func unlessNeeded(t testing.TB, reason string) {
	t.Helper()
	if os.Getenv("FOYER_NEED_BROWSER") != "" {
		t.Fatal(reason)
	}
	t.Skip(reason)
}

// newLiveSite is a site that listens on a port of its own.
func newLiveSite(t testing.TB, changes ...func(*handlers.Config)) *site {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	atPort := func(c *handlers.Config) { c.BaseURL = &url.URL{Scheme: "http", Host: listener.Addr().String()} }
	s := newSite(t, append(changes, atPort)...)

	served := make(chan error, 1)
	go func() { served <- s.app.Listener(listener) }()
	t.Cleanup(func() {
		_ = s.app.ShutdownWithTimeout(time.Second) // the browser keeps connections open for later
		if err := <-served; err != nil && err != http.ErrServerClosed {
			t.Errorf("serve: %v", err)
		}
	})
	return s
}
