package main_test

import (
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net"
	netmail "net/mail"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"foyer/portal"
	"foyer/store"
)

// TestMailThroughARealServer sends through OpenSMTPD, which delivers into a Maildir, and reads
// the mail back: its headers, both parts, and that its link works. make test-mail
// installs it.
func TestMailThroughARealServer(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("smtpd"); err != nil || os.Getenv("FOYER_NEED_SMTPD") == "" {
		t.Skip("left out where it is not asked for: run make test-mail")
	}
	box, at := startMailServer(t)
	folder := t.TempDir()
	addClient(t, folder)
	prepare(t, "admin", "create", "zed", "--data", folder).typing("a harbour in winter\n").begin(t).finish(t).ok(t)
	_, port, _ := strings.Cut(at, ":")
	base := serving(t, prepare(t, "serve", "--data", folder, "--addr", "127.0.0.1:0").env(
		"MAIL_SERVER=127.0.0.1", "MAIL_PORT="+port, "MAIL_USE_TLS=false", "MAIL_DEFAULT_SENDER=studio@example.com"))

	admin := newVisitor(t, base)
	admin.signIn("/login", "zed", "a harbour in winter")
	if _, page := admin.submit("/admin/clients/1", "/admin/clients/1/send-setup", url.Values{}); !strings.Contains(page, "The mail is sent.") {
		t.Fatalf("the page says: %s", page)
	}
	link := readSetupMail(t, box)
	client := newVisitor(t, base)
	status, page := client.open(strings.TrimPrefix(link, base))
	if status != 200 || !strings.Contains(page, "Zoë &amp; Söhne") {
		t.Fatalf("the link leads to %d: %s", status, page)
	}
	client.submit("/client-portal/set-password", "/client-portal/set-password", url.Values{"password": {"salt and cardamom"}, "again": {"salt and cardamom"}})
	if status, page := client.signIn("/client-portal/login", "zoe", "salt and cardamom"); status != 200 || !strings.Contains(page, "Dashboard") {
		t.Errorf("the new password gives %d", status)
	}
}

func addClient(t *testing.T, folder string) {
	t.Helper()
	data, err := store.Open(t.Context(), folder)
	if err != nil {
		t.Fatal(err)
	}
	by := portal.AuditEntry{At: time.Now(), Actor: portal.System, Action: "test"}
	id, err := data.CreateClient(t.Context(), portal.ClientRecord{Client: portal.Client{Name: "Zoë & Söhne", Email: "client@example.com", Currency: "EUR"}}, by)
	if err == nil {
		err = data.SetPortalAccess(t.Context(), id, true, "zoe", 1, by)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := data.Close(); err != nil {
		t.Fatal(err)
	}
}

// startMailServer runs OpenSMTPD on a free port; whatever it takes goes into one Maildir.
func startMailServer(t *testing.T) (maildir, at string) {
	t.Helper()
	folder, err := os.MkdirTemp("", "foyer-smtpd")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	maildir, at = filepath.Join(folder, "Maildir"), freeAddress(t)
	reader, err := user.Lookup("games") // any account that is not its own
	if err != nil {
		t.Fatal(err)
	}
	uid, _ := strconv.Atoi(reader.Uid)
	gid, _ := strconv.Atoi(reader.Gid)
	config := filepath.Join(folder, "smtpd.conf")
	_, port, _ := strings.Cut(at, ":")
	text := fmt.Sprintf("listen on 127.0.0.1 port %s\ntable everybody { \"@\" = \"games\" }\naction \"keep\" maildir %q virtual <everybody>\nmatch from any for any action \"keep\"\n", port, maildir)
	for _, err := range []error{os.Chmod(folder, 0o755), os.Mkdir(maildir, 0o700), os.Chown(maildir, uid, gid), os.WriteFile(config, []byte(text), 0o644)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	smtpd := &process{Cmd: exec.Command("smtpd", "-d", "-f", config), ended: make(chan struct{})}
	smtpd.Stdout, smtpd.Stderr = &smtpd.out, &smtpd.err
	smtpd.begin(t)
	(&run{t: t}).until(func() bool {
		conn, err := net.Dial("tcp", at)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	})
	return maildir, at
}

var anyLink = regexp.MustCompile(`http://\S+/client-portal/set-password\?token=[\w-]{43}`)

// readSetupMail waits for the mail and returns its link.
func readSetupMail(t *testing.T, maildir string) string {
	t.Helper()
	var files []string
	r := &run{t: t}
	r.until(func() bool {
		files, _ = filepath.Glob(filepath.Join(maildir, "new", "*"))
		return len(files) > 0
	})
	file, err := os.Open(files[0])
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	m, err := netmail.ReadMessage(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != 1 || m.Header.Get("To") != "<client@example.com>" || !strings.Contains(m.Header.Get("From"), "<studio@example.com>") || m.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("%d mails, the first with %v", len(files), m.Header)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	links := map[string]bool{}
	parts := 0
	for reader := multipart.NewReader(m.Body, params["boundary"]); ; parts++ {
		part, err := reader.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(body), "Söhne") {
			t.Errorf("a part does not name the client: %s", body)
		}
		links[anyLink.FindString(string(body))] = true
	}
	if parts != 2 || len(links) != 1 {
		t.Fatalf("%d parts with the links %v", parts, links)
	}
	for link := range links {
		return link
	}
	return ""
}
