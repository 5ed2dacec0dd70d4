package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"foyer/mail"
	"foyer/mail/mailtest"
	"foyer/portal"
	"foyer/store/storetest"
)

// hanging is a site whose mail server takes connections and then says nothing.
func hanging(t *testing.T) (s *site, admin *visitor, talk *mailtest.Talk) {
	t.Helper()
	s, admin, _ = office(t)
	talk = mailtest.NewTalk(t, nil)
	talk.Say(mailtest.Says{"EHLO": mailtest.Silence}, -1)
	admin.submit("/admin/mail", "/admin/mail", url.Values{
		"enabled": {"1"}, "host": {"localhost"}, "port": {fmt.Sprint(talk.Address.Port())}, "encryption": {"none"}, "sender": {"studio@example.com"},
	}).wantLocation("/admin/mail")
	return s, admin, talk
}

// R15: while the worker, an admin's set-up mail and a test mail hang at a dead server, pages
// are read and forms are stored; the mail stays queued.
func TestPagesWhileMailHangs(t *testing.T) {
	t.Parallel()
	s, admin, talk := hanging(t)
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme", Email: "client@example.com"})
	page := fmt.Sprintf("/admin/clients/%d", acme)
	sender, tester := admin.browser(), admin.browser()
	done := make(chan string, 2)
	go func() {
		done <- sender.submit(page, page+"/send-setup", nil).Header.Get("Location")
	}()
	<-talk.Silent
	go func() {
		done <- fmt.Sprint(tester.submit("/admin/mail", "/admin/mail/test", url.Values{"to": {"me@example.com"}}).StatusCode)
	}()
	<-talk.Silent

	client := s.signedIn("acme")
	for range 20 {
		client.get("/client-portal").wantStatus(http.StatusOK)
		admin.get("/admin/clients").wantStatus(http.StatusOK)
		admin.get("/admin/mail/outbox").wantStatus(http.StatusOK)
	}
	admin.submit("/admin/mail", "/admin/mail", url.Values{"sender": {"other@example.com"}}).wantLocation("/admin/mail")
	select {
	case end := <-done:
		t.Fatalf("nothing hung any more: %s", end)
	default:
	}
	ends := map[string]bool{<-done: true, <-done: true}
	if !ends[page] || !ends["200"] || s.Text("SELECT state FROM outbox") != "queued" {
		t.Errorf("it ended with %v, the mail is %s", ends, s.Text("SELECT state FROM outbox"))
	}
}

// BenchmarkPagesWhileMailHangs reads pages in turn from a site without mails and from one
// whose worker always has some in hand at a server that says nothing. It reports the two
// medians and their ratio, which is to stay below 1.1: go test -run '^$' -bench MailHangs ./handlers
func BenchmarkPagesWhileMailHangs(b *testing.B) {
	quiet, busy := benchSite(b), benchSite(b)
	talk := mailtest.NewTalk(b, nil)
	talk.Say(mailtest.Says{"EHLO": mailtest.Silence}, -1)
	post := busy.config.Mail.(*mail.Post)
	post.Desk.Environment = portal.MailServer{Host: "localhost", Port: int(talk.Address.Port()), Encryption: portal.MailPlain, Sender: "studio@example.com"}
	var workers sync.WaitGroup
	b.Cleanup(workers.Wait)
	ctx, stop := contextOf(b)
	b.Cleanup(stop)
	for n := range 4 {
		of := portal.AccountRef{Kind: portal.ClientAccount, ID: int64(busy.Client(storetest.Client{Username: fmt.Sprint("hung-", n), Email: "client@example.com"}))}
		workers.Go(func() {
			for ctx.Err() == nil {
				_, _ = post.SendSetup(ctx, of, portal.AuditEntry{At: storetest.Now, Actor: portal.System, Action: "hangs"})
			}
		})
		<-talk.Silent
	}
	took := map[*site][]time.Duration{}
	visitors := map[*site]*visitor{quiet: quiet.signedIn("acme"), busy: busy.signedIn("acme")}
	for range b.N {
		for _, s := range []*site{quiet, busy} {
			began := time.Now()
			visitors[s].get("/client-portal").wantStatus(http.StatusOK)
			took[s] = append(took[s], time.Since(began))
		}
	}
	median := func(s *site) float64 {
		slices.Sort(took[s])
		return took[s][len(took[s])/2].Seconds() * 1000
	}
	b.ReportMetric(median(quiet), "ms-without")
	b.ReportMetric(median(busy), "ms-with")
	b.ReportMetric(median(busy)/median(quiet), "ratio")
}

func benchSite(b *testing.B) *site {
	b.Helper()
	s := newSite(b)
	acme := s.Client(storetest.Client{Name: "Acme", Username: "acme"})
	for n := range 50 {
		s.Invoice(acme, storetest.Invoice{Number: fmt.Sprint("INV-", n), Minor: 10_000})
	}
	return s
}
