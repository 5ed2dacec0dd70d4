package main_test

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"net"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"foyer/mail"
	"foyer/mail/mailtest"
	"foyer/portal"
	"foyer/store"
)

const outboxKey = "a key that only this test knows, long enough"

// R13, R14: mails that are queued are sent or flagged, however often the mail server and
// Foyer are killed on the way; only a flagged one may arrive twice. The short form runs
// with every test; make test-outbox is the long one.
func TestOutboxLosesNothing(t *testing.T) {
	t.Parallel()
	mails, kills := setting("FOYER_OUTBOX_MAILS", 40), setting("FOYER_OUTBOX_KILLS", 3)
	r := &run{t: t, folder: t.TempDir(), at: freeAddress(t)}
	r.fill(mails)
	for n := range 2 * kills {
		server, foyer := mailtest.New(t, mailtest.Options{At: r.at}), r.start()
		want := mails * (n + 1) / (2*kills + 1)
		r.until(func() bool { return len(r.arrived)+len(server.Mails()) >= want })
		if n%2 == 1 {
			server.Stop()
		}
		foyer.kill(t)
		r.collect(server)
	}

	server, foyer := mailtest.New(t, mailtest.Options{At: r.at}), r.start()
	db := database(t, r.folder)
	r.until(func() bool {
		return value(t, db, "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')") == "0"
	})
	foyer.stop(t, os.Interrupt)
	r.collect(server)
	r.check(mails)
}

type run struct {
	t       *testing.T
	folder  string
	at      string   // of the mail server
	arrived []string // Message-IDs, in their order
}

func setting(name string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return otherwise
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// fill queues mails, each for a client of its own: every other one with a link, and every
// fourth about an invoice, which is written when it is sent.
func (r *run) fill(mails int) {
	r.t.Helper()
	data, err := store.Open(r.t.Context(), r.folder)
	if err != nil {
		r.t.Fatal(err)
	}
	secret := sha256.Sum256([]byte(outboxKey))
	sealer, err := portal.NewSealer(secret[:])
	if err != nil {
		r.t.Fatal(err)
	}
	by, db := portal.AuditEntry{At: time.Now(), Actor: portal.System, Action: "test"}, database(r.t, r.folder)
	for n := range mails {
		client := portal.ClientRecord{InvoiceMail: true, Client: portal.Client{Name: fmt.Sprint("Client ", n), Email: fmt.Sprintf("c%d@example.com", n), Currency: "EUR"}}
		id, err := data.CreateClient(r.t.Context(), client, by)
		if err == nil {
			err = data.SetPortalAccess(r.t.Context(), id, true, fmt.Sprintf("client-%d", n), 1, by)
		}
		m := portal.NewMail{Kind: portal.MailNotice, To: client.Email, Account: portal.AccountRef{Kind: portal.ClientAccount, ID: int64(id)},
			Subject: "Hello", MessageID: mail.NewMessageID(time.Now(), "foyer.test"), NotAfter: time.Now().Add(portal.LinkLife)}
		if n%2 == 0 {
			m.Kind, m.LinkHash = portal.MailSetup, portal.HashToken(fmt.Sprint("token ", n))
		}
		if err == nil && n%4 == 1 {
			about := portal.InvoiceMail{Kind: portal.MailInvoice, To: client.Email, Studio: "Studio", MessageID: m.MessageID, On: portal.DayOf(by.At, time.UTC)}
			m = about.Of(sentInvoice(r.t, db, id), by.At)
		} else if err == nil {
			m.Content, err = mail.SealContent(sealer, m.MessageID, mail.Content{Text: "Hello"})
		}
		if err == nil {
			_, err = data.QueueMail(r.t.Context(), m, by)
		}
		if err != nil {
			r.t.Fatal(err)
		}
	}
	if err := data.Close(); err != nil {
		r.t.Fatal(err)
	}
}

// sentInvoice is an invoice of a client that was sent.
func sentInvoice(t *testing.T, db *sql.DB, client portal.ClientID) portal.InvoiceRecord {
	t.Helper()
	change(t, db, `INSERT INTO invoices (client_id, number, status, issue_date, due_date, currency, subtotal_minor, created_at, updated_at)
		VALUES (?1, 'INV-' || ?1, 'sent', '2026-01-01', '2026-02-01', 'EUR', 100, 0, 0)`, client)
	r := portal.InvoiceRecord{ClientID: client}
	r.ID, _ = strconv.ParseInt(value(t, db, "SELECT id FROM invoices WHERE client_id = ?", client), 10, 64)
	r.Number = value(t, db, "SELECT number FROM invoices WHERE id = ?", r.ID)
	return r
}

// start runs Foyer on what is left, the pauses between tries over.
func (r *run) start() *process {
	r.t.Helper()
	db := database(r.t, r.folder)
	change(r.t, db, "UPDATE outbox SET next_at = 0 WHERE state = 'queued'")
	if err := db.Close(); err != nil {
		r.t.Fatal(err)
	}
	host, port, _ := net.SplitHostPort(r.at)
	p := prepare(r.t, "serve", "--data", r.folder, "--addr", "127.0.0.1:0").env("FOYER_SECRET_KEY="+outboxKey,
		"MAIL_SERVER="+host, "MAIL_PORT="+port, "MAIL_USE_TLS=false", "MAIL_DEFAULT_SENDER=studio@example.com")
	p.begin(r.t)
	return p
}

func (r *run) until(happened func() bool) {
	r.t.Helper()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for deadline := time.Now().Add(hang); !happened(); <-again.C {
		if time.Now().After(deadline) {
			r.t.Fatalf("stuck with %d mails", len(r.arrived))
		}
	}
}

var messageID = regexp.MustCompile(`(?i)message-id: <([^>]+)>`)

func (r *run) collect(server *mailtest.Server) {
	server.Stop()
	for _, m := range server.Mails() {
		if id := messageID.FindStringSubmatch(m.Data); id != nil {
			r.arrived = append(r.arrived, id[1])
		}
	}
}

// check looks at every mail: there, or flagged; twice only where it is flagged.
func (r *run) check(mails int) {
	r.t.Helper()
	db := database(r.t, r.folder)
	times, doubted := map[string]int{}, 0
	for _, id := range r.arrived {
		times[id]++
	}
	for n := range mails {
		row := value(r.t, db, "SELECT message_id || ' ' || state || ' ' || doubts FROM outbox ORDER BY id LIMIT 1 OFFSET ?", n)
		part := strings.Fields(row)
		if part[2] != "0" {
			doubted++
		}
		if times[part[0]] == 0 && part[1] != string(portal.MailUnsure) {
			r.t.Errorf("%s never arrived", row)
		}
		if times[part[0]] > 1 && part[2] == "0" {
			r.t.Errorf("%s arrived %d times and is not flagged", row, times[part[0]])
		}
	}
	r.t.Logf("%d mails, %d arrivals, %d flagged", mails, len(r.arrived), doubted)
}
