package handlers_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"foyer/mail"
	"foyer/portal"
)

// newMailer is the real mail room; nothing is sent until a test names a server.
func newMailer(t testing.TB, s *site) *mail.Post {
	t.Helper()
	sealer, err := portal.NewSealer(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	desk := &portal.MailDesk{Store: s.Data, Sealer: sealer}
	client := &mail.Client{Name: "foyer.test", Dial: 2 * time.Second, Whole: 4 * time.Second, Resolve: func(context.Context, string) ([]netip.Addr, error) {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}}
	outbox := &mail.Outbox{Store: s.Data, Sender: client, Desk: desk, Settings: s.Data.Settings, Sealer: sealer, Now: s.clock.now, Log: slog.New(slog.NewJSONHandler(s.log, nil)), Wake: make(chan struct{}, 1)}
	return mail.NewPost(mail.PostConfig{Store: s.Data, Desk: desk, Outbox: outbox, BaseURL: address, Now: s.clock.now, Patience: 3 * time.Second})
}

// readMail takes a mail apart into its parts by type.
func readMail(t testing.TB, data string) map[string]string {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for reader := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := reader.NextPart()
		if err == io.EOF {
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type"))
		parts[kind] = string(body)
	}
}

var setPasswordLink = regexp.MustCompile(`http://127\.0\.0\.1:8080(/client-portal/set-password\?token=[\w-]+)`)

// linkIn is the path of the link in a mail.
func linkIn(text string) string {
	if m := setPasswordLink.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return "no link"
}

func contextOf(t testing.TB) (context.Context, context.CancelFunc) {
	return context.WithCancel(t.Context())
}

// waitUntil waits for what another goroutine brings about.
func waitUntil(t testing.TB, happened func() bool) {
	t.Helper()
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for late := time.After(patience); !happened(); {
		select {
		case <-again.C:
		case <-late:
			t.Fatal("it did not happen")
		}
	}
}
