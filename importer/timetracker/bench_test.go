package timetracker_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"foyer/importer/timetracker"
	"foyer/store/storetest"
)

// BenchmarkImport imports made-up entries with notes of about 500 characters:
//
//	FOYER_BENCH_ENTRIES=1000000 go test ./importer/timetracker -run '^$' -bench Import -benchtime 1x
//
// It reports entries per second and processor seconds of the first import and of a
// second one, which finds all of them again, and the most memory that the process had.
func BenchmarkImport(b *testing.B) {
	entries := 50_000
	if n, err := strconv.Atoi(os.Getenv("FOYER_BENCH_ENTRIES")); err == nil {
		entries = n
	}
	file := filepath.Join(b.TempDir(), "large.db")
	size := makeLarge(b, file, entries)
	before := peakRSS(b)

	for b.Loop() {
		db := storetest.New(b)
		for _, run := range []string{"", "-again"} {
			start, cpu := time.Now(), cpuSeconds(b)
			r, err := timetracker.Import(context.Background(), db.Store, file, timetracker.Options{Now: storetest.Now})
			if err != nil {
				b.Fatal(err)
			}
			if got := r.Table("time_entries"); !r.OK() || got.Read != entries || got.Skipped != 0 {
				b.Fatalf("count %+v, mismatches %v", got, r.Check.Mismatches)
			}
			b.ReportMetric(float64(entries)/time.Since(start).Seconds(), "entries/s"+run)
			b.ReportMetric(cpuSeconds(b)-cpu, "CPU-s"+run)
		}
	}
	b.ReportMetric(float64(size)/(1<<20), "source-MiB")
	b.ReportMetric(before, "RSS-before-MiB")
	b.ReportMetric(peakRSS(b), "RSS-peak-MiB")
}

// makeLarge writes a source with 200 clients, 1,000 projects, so many entries and an
// invoice for every 500 of them, and returns its size.
func makeLarge(b testing.TB, file string, entries int) int64 {
	b.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)")
	if err != nil {
		b.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	exec := func(query string, args ...any) {
		if _, err := tx.Exec(query, args...); err != nil {
			b.Fatalf("%s: %v", query, err)
		}
	}
	exec(sourceSchema)
	exec("INSERT INTO settings (id, timezone, currency) VALUES (1, 'Europe/Brussels', 'EUR')")
	makeProjects(exec)
	makeInvoices(exec, entries)
	makeEntries(b, tx, entries)
	if err := errors.Join(tx.Commit(), db.Close()); err != nil {
		b.Fatal(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}

func makeProjects(exec func(string, ...any)) {
	for i := range 200 {
		exec("INSERT INTO clients (id, name, status) VALUES (?, ?, 'active')", i+1, fmt.Sprint("Client ", i+1))
	}
	for i := range 1000 {
		exec("INSERT INTO projects (id, name, client_id, status) VALUES (?, ?, ?, 'active')", i+1, fmt.Sprint("Project ", i+1), i%200+1)
	}
	for i := range 20 {
		exec("INSERT INTO users (id, username, role) VALUES (?, ?, 'user')", i+1, fmt.Sprint("user", i+1))
	}
}

func makeInvoices(exec func(string, ...any), entries int) {
	for i := range entries / 500 {
		id := i + 1
		exec(`INSERT INTO invoices (id, invoice_number, project_id, client_id, issue_date, due_date, status, subtotal, tax_rate, tax_amount, total_amount, currency_code, amount_paid)
			VALUES (?, ?, ?, ?, '2024-01-01', '2024-01-31', 'paid', 100, 21, 21, 121, 'EUR', 121)`, id, fmt.Sprint("INV-", id), i%1000+1, i%200+1)
		exec("INSERT INTO invoice_items (invoice_id, description, quantity, unit_price, total_amount, time_entry_ids) VALUES (?, 'Work', 1, 100, 100, ?)",
			id, billedBy(i, entries))
		exec("INSERT INTO payments (invoice_id, amount, payment_date, status) VALUES (?, 121, '2024-01-20', 'completed')", id)
	}
}

func makeEntries(b testing.TB, tx *sql.Tx, entries int) {
	b.Helper()
	add, err := tx.Prepare(`INSERT INTO time_entries (id, user_id, project_id, start_time, end_time, duration_seconds, notes, tags, source, billable, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, 'design,review', 'auto', 1, ?, ?)`)
	if err != nil {
		b.Fatal(err)
	}
	const layout = "2006-01-02 15:04:05.000000"
	notes := strings.Repeat("Corrections to the shop's pages, and a call about them. ", 9)
	start := time.Date(2015, 1, 1, 8, 0, 0, 0, time.UTC)
	for i := range entries {
		from := start.Add(time.Duration(i) * 5 * time.Minute)
		to := from.Add(time.Duration(i%240) * time.Minute)
		_, err := add.Exec(i+1, i%20+1, i*7%1000+1, from.Format(layout), to.Format(layout), int64(to.Sub(from).Seconds())+1,
			notes+strconv.Itoa(i), from.Format(layout), from.Format(layout))
		if err != nil {
			b.Fatal(err)
		}
	}
}

// billedBy lists up to 60 entries of an invoice's project.
func billedBy(invoice, entries int) string {
	var ids []string
	project := invoice % 1000
	for n := range 60 {
		// 143 is 7's inverse modulo 1000: entry number n*1000+143*project is on the project.
		if i := (invoice/1000*60+n)*1000 + project*143%1000; i < entries {
			ids = append(ids, strconv.Itoa(i+1))
		}
	}
	return strings.Join(ids, ",")
}

// peakRSS is the most memory that this process ever had, in MiB; zero where the system
// does not say.
func peakRSS(b testing.TB) float64 {
	b.Helper()
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kib / 1024
		}
	}
	return 0
}

// cpuSeconds is what this process has used of the processors, whatever else they do.
func cpuSeconds(b testing.TB) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()).Seconds()
}
