package main_test

import (
	"crypto/tls"
	"encoding/pem"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"foyer/mail/mailtest"
)

// mailing is a Foyer with an admin, started as often as a test likes on one folder.
type mailing struct {
	t *testing.T
	*process
	admin *visitor
}

func newMailing(t *testing.T, settings ...string) *mailing {
	t.Helper()
	p := prepare(t, "--addr", "127.0.0.1:0")
	prepareIn(t, p, "admin", "create", "zed").typing("a harbour in winter\n").begin(t).finish(t).ok(t)
	m := &mailing{t: t, process: p}
	m.begin(settings...)
	return m
}

// begin starts Foyer, or starts it again, with these settings of the environment.
func (m *mailing) begin(settings ...string) {
	m.t.Helper()
	if m.admin != nil {
		m.stop(m.t, syscall.SIGTERM).ok(m.t)
		m.process = prepareIn(m.t, m.process, "--addr", "127.0.0.1:0")
	}
	m.admin = newVisitor(m.t, serving(m.t, m.env(settings...)))
	m.admin.signIn("/login", "zed", "a harbour in winter")
}

// test sends a test mail and gives the page that says how it went, however many went
// before in this minute.
func (m *mailing) test() string {
	m.t.Helper()
	change(m.t, database(m.t, filepath.Join(m.Dir, "data")), "DELETE FROM sign_in_limits WHERE key = 'test-mail'")
	_, page := m.admin.submit("/admin/mail", "/admin/mail/test", url.Values{"to": {"me@example.com"}})
	return page
}

// save stores settings for a server; what is not given is empty.
func (m *mailing) save(server *mailtest.Server, fields url.Values) {
	m.t.Helper()
	_, page := m.admin.open("/admin/mail")
	_, revision, _ := strings.Cut(page, `name="revision" value="`)
	revision, _, _ = strings.Cut(revision, `"`)
	all := url.Values{"host": {"localhost"}, "port": {fmt.Sprint(server.Address.Port())}, "encryption": {"none"}, "sender": {"stored@example.com"}, "revision": {revision}}
	for name, values := range fields {
		all[name] = values
	}
	if _, page := m.admin.submit("/admin/mail", "/admin/mail", all); !strings.Contains(page, "Saved") {
		m.t.Fatalf("the settings are not stored: %s", page)
	}
}

// C51: the database's settings as a whole, or the environment's as a whole, at once and after
// every restart; no password of one is ever told to the server of the other.
func TestWhoseMailSettings(t *testing.T) {
	t.Parallel()
	ours, theirs := mailtest.New(t, mailtest.Options{}), mailtest.New(t, mailtest.Options{})
	environment := []string{"MAIL_SERVER=localhost", fmt.Sprint("MAIL_PORT=", theirs.Address.Port()), "MAIL_USE_TLS=false",
		"MAIL_USERNAME=env-user", "MAIL_PASSWORD=env-secret", "MAIL_DEFAULT_SENDER=env@example.com"}
	m := newMailing(t, environment...)
	var told []string
	signs := func(step string, server *mailtest.Server, as string) {
		t.Helper()
		ourTimes, theirTimes := len(ours.SignIns()), len(theirs.SignIns())
		m.test()
		if got := server.SignIns(); len(got) == 0 || got[len(got)-1] != as || len(ours.SignIns())+len(theirs.SignIns()) != ourTimes+theirTimes+1 {
			t.Errorf("%s: %q told to the database's server, %q to the environment's", step, ours.SignIns(), theirs.SignIns())
		}
		told = append(told, as)
	}
	signs("the environment's alone", theirs, "env-user env-secret")
	m.save(ours, url.Values{"username": {"db-user"}, "password": {"db-secret"}})
	signs("stored and switched off", theirs, "env-user env-secret")
	m.save(ours, url.Values{"enabled": {"1"}, "username": {"db-user"}, "password": {"db-secret"}})
	signs("both", ours, "db-user db-secret")
	m.begin(environment...)
	signs("both, after a restart", ours, "db-user db-secret")
	m.save(ours, url.Values{"enabled": {"1"}, "username": {"other-user"}})
	signs("a part alone, whose password was cleared", ours, "other-user ")
	m.begin(environment...)
	signs("a part alone, after a restart", ours, "other-user ")
	m.save(ours, url.Values{"username": {"other-user"}})
	signs("off again", theirs, "env-user env-secret")
	m.begin(environment...)
	signs("off again, after a restart", theirs, "env-user env-secret")
	m.begin()
	if page := m.test(); !strings.Contains(page, "Mail is off") {
		t.Errorf("neither of them: %s", page)
	}
	m.save(ours, url.Values{"enabled": {"1"}, "username": {"db-user"}, "password": {"db-secret"}})
	signs("the database's alone", ours, "db-user db-secret")
	if len(told) != 9 || slices.ContainsFunc(ours.SignIns(), func(s string) bool { return strings.Contains(s, "env-") }) {
		t.Errorf("the database's server was told %q", ours.SignIns())
	}
	for _, secret := range []string{"env-secret", "db-secret"} {
		if strings.Contains(m.err.String(), secret) {
			t.Errorf("the log holds %s", secret)
		}
	}
}

// C54: authorities of a file of one's own are trusted beside the system's; one that can't be
// read keeps mail off, says so, and nothing else stops.
func TestAuthorityOfOnesOwn(t *testing.T) {
	t.Parallel()
	certificate, _ := mailtest.Certificate(t, "", time.Now().Add(-time.Hour), time.Now().Add(time.Hour))
	server := mailtest.New(t, mailtest.Options{TLS: certificate, Implicit: true})
	file, broken := filepath.Join(t.TempDir(), "ca.pem"), filepath.Join(t.TempDir(), "broken.pem")
	for name, text := range map[string][]byte{file: authority(certificate), broken: []byte("no certificate")} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	environment := []string{"MAIL_SERVER=127.0.0.1", fmt.Sprint("MAIL_PORT=", server.Address.Port()), "MAIL_USE_SSL=true",
		"MAIL_USERNAME=" + mailtest.Username, "MAIL_PASSWORD=" + mailtest.Password, "MAIL_DEFAULT_SENDER=env@example.com"}
	m := newMailing(t, environment...)
	for _, c := range []struct {
		more  string
		words string
		mails int
	}{
		{"", "anybody this machine trusts", 0},
		{"MAIL_CA_FILE=" + file, "The server took the test mail", 1},
		{"MAIL_CA_FILE=" + file + ".gone", "MAIL_CA_FILE cannot be read", 1},
		{"MAIL_CA_FILE=" + broken, "holds no certificate", 1},
		{"MAIL_DENY_PRIVATE=perhaps", "MAIL_DENY_PRIVATE must be true or false", 1},
		{"MAIL_DENY_PRIVATE=true", "MAIL_DENY_PRIVATE forbids that", 1},
	} {
		m.begin(append(slices.Clone(environment), c.more)...)
		if page := m.test(); !strings.Contains(page, c.words) || len(server.Mails()) != c.mails {
			t.Errorf("%s: %d mails, and the page says %s", c.more, len(server.Mails()), page)
		}
		if strings.Contains(c.words, "MAIL_CA_FILE") != strings.Contains(m.err.String(), "MAIL_CA_FILE cannot") {
			t.Errorf("%s: the log says %s", c.more, m.err.String())
		}
	}
	m.save(server, url.Values{"enabled": {"1"}, "host": {"127.0.0.1"}, "encryption": {"tls"}, "username": {mailtest.Username}, "password": {mailtest.Password}})
	m.begin("MAIL_CA_FILE=" + broken)
	if page := m.test(); !strings.Contains(page, "holds no certificate") {
		t.Errorf("the database's settings go out without the authority: %s", page)
	}
	m.begin("MAIL_CA_FILE=" + file)
	if page := m.test(); !strings.Contains(page, "The server took the test mail") || len(server.Mails()) != 2 {
		t.Errorf("put right again: %s", page)
	}
}

func authority(c *tls.Config) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Certificates[0].Certificate[0]})
}

// C52: with another key mail is off and says why, nothing is overwritten, the rest of Foyer
// runs; with the right key it goes out again.
func TestMailWithAnotherKey(t *testing.T) {
	t.Parallel()
	server := mailtest.New(t, mailtest.Options{})
	m := newMailing(t)
	m.save(server, url.Values{"enabled": {"1"}, "username": {mailtest.Username}, "password": {mailtest.Password}})
	db := database(t, filepath.Join(m.Dir, "data"))
	sealed := value(t, db, "SELECT hex(password) FROM mail_settings")
	m.begin("FOYER_SECRET_KEY=another key than the one in the file, long enough")
	if page := m.test(); !strings.Contains(page, "sealed with another key") || len(server.SignIns()) != 0 {
		t.Errorf("with another key: %s", page)
	}
	if status, _ := m.admin.open("/admin/clients"); status != 200 {
		t.Errorf("the clients' page answers %d", status)
	}
	if value(t, db, "SELECT hex(password) FROM mail_settings") != sealed {
		t.Error("the stored password is another")
	}
	m.begin()
	if page := m.test(); !strings.Contains(page, "The server took the test mail") {
		t.Errorf("with the right key again: %s", page)
	}
}
