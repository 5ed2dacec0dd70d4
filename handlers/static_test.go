package handlers_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"foyer/static"
)

// decoded is an answer's body as a browser reads it.
func (a *answer) decoded() string {
	a.t.Helper()
	var body io.Reader = strings.NewReader(a.body)
	switch a.Header.Get("Content-Encoding") {
	case "br":
		body = brotli.NewReader(body)
	case "gzip":
		zip, err := gzip.NewReader(body)
		if err != nil {
			a.t.Fatal(err)
		}
		body = zip
	}
	var plain bytes.Buffer
	if _, err := plain.ReadFrom(body); err != nil {
		a.t.Fatal(err)
	}
	return plain.String()
}

// Every file is the same to every browser, however it is sent, and may be kept for good,
// by caches too: they are told that the answer depends on what the browser takes.
func TestStaticEncodings(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	for _, name := range []string{"app.css", "htmx-2.0.11.min.js", "icon.svg"} {
		path := static.URL(name)
		plain := s.visitor().get(path).wantStatus(http.StatusOK)
		for accept, want := range map[string]string{"": "", "gzip": "gzip", "gzip, deflate, br": "br", "br;q=0, *": "gzip", "identity;q=0": ""} {
			v := s.visitor().with("Accept-Encoding", accept)
			a := v.get(path).wantStatus(http.StatusOK)
			if got := a.Header.Get("Content-Encoding"); got != want {
				t.Errorf("%s for %q is encoded as %q, want %q", name, accept, got, want)
			}
			if a.decoded() != plain.body {
				t.Errorf("%s for %q is another file", name, accept)
			}
			head := v.do(http.MethodHead, path, nil).wantStatus(http.StatusOK)
			if head.body != "" {
				t.Errorf("HEAD of %s has a body", name)
			}
			for _, h := range []http.Header{a.Header, head.Header} {
				for key, value := range map[string]string{
					"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding",
					"Content-Encoding": want, "Content-Length": strconv.Itoa(len(a.body)), "Content-Type": plain.Header.Get("Content-Type"),
				} {
					if got := h.Get(key); got != value {
						t.Errorf("%s for %q has %s %q, want %q", name, accept, key, got, value)
					}
				}
			}
		}
		s.visitor().with("Accept-Encoding", "br").get(path + ".br").wantStatus(http.StatusNotFound)
	}
}

// A page is never compressed: its length would tell of secrets beside what was typed.
func TestPagesAreNotCompressed(t *testing.T) {
	t.Parallel()
	a := newSite(t).visitor().with("Accept-Encoding", "gzip, br").get("/client-portal/login").wantStatus(http.StatusOK)
	if got := a.Header.Get("Content-Encoding"); got != "" {
		t.Errorf("the page is encoded as %q", got)
	}
}
