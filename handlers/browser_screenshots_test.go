package handlers_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestScreenshots photographs the demo's pages into the folder that FOYER_SCREENSHOTS names.
func TestScreenshots(t *testing.T) {
	folder := os.Getenv("FOYER_SCREENSHOTS")
	if folder == "" {
		t.Skip("no folder for screenshots named: run make screenshots")
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	b, demo := startBrowser(t), newDemoSite(t)
	shoot := func(v *tab, name string) {
		for _, scheme := range []string{"light", "dark"} {
			v.media(scheme, "")
			v.shoot(filepath.Join(folder, name+"-"+scheme+".png"), 1280, 900)
			v.shoot(filepath.Join(folder, name+"-"+scheme+"-phone.png"), 390, 844)
		}
	}

	shoot(b.tab(t, demo).open("/client-portal/login"), "sign-in")
	v := b.asClient(t, demo, "verhaegen")
	shoot(v.open("/client-portal"), "dashboard")
	shoot(v.open("/client-portal/projects"), "projects")
	shoot(v.open("/client-portal/time-entries"), "time-entries")
	shoot(v.open("/client-portal/invoices"), "invoices")
	shoot(v.openInvoice("/client-portal/invoices?status=unpaid"), "invoice")
	v = b.asStaff(t, demo, "ines")
	shoot(v, "staff-dashboard")
	shoot(v.open("/admin/settings"), "settings")
	shoot(v.open("/admin/clients"), "clients")
}

func (v *tab) shoot(file string, width, height int64) {
	v.t.Helper()
	v.call(chromedp.EmulateViewport(width, height))
	v.settled()
	png, err := chromedp.Run(v.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		v.t.Fatal(err)
	}
	if err := os.WriteFile(file, png, 0o644); err != nil {
		v.t.Fatal(err)
	}
}
