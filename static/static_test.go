package static

import (
	"bytes"
	stdgzip "compress/gzip"
	"io"
	"testing"

	andybrotli "github.com/andybalholm/brotli"
)

// decode reads a body as the browser does that is told its encoding.
func decode(t *testing.T, encoding string, body []byte) []byte {
	t.Helper()
	var plain io.Reader = bytes.NewReader(body)
	switch encoding {
	case "br":
		plain = andybrotli.NewReader(plain)
	case "gzip":
		zip, err := stdgzip.NewReader(plain)
		if err != nil {
			t.Fatal(err)
		}
		plain = zip
	}
	all, err := io.ReadAll(plain)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// Every file is kept in both encodings, smaller than it is, and both are of the file as it
// is now: the rest of `make css` was run too.
func TestCompressedFiles(t *testing.T) {
	t.Parallel()
	if len(byURL) < 3 {
		t.Fatalf("only %d files", len(byURL))
	}
	for url, f := range byURL {
		for encoding, body := range map[string][]byte{"br": f.brotli, "gzip": f.gzip} {
			if body == nil || len(body) >= len(f.Body) {
				t.Errorf("%s as %s: %d of %d bytes; run make css", url, encoding, len(body), len(f.Body))
				continue
			}
			if !bytes.Equal(decode(t, encoding, body), f.Body) {
				t.Errorf("%s as %s is of another version; run make css", url, encoding)
			}
		}
	}
	for _, name := range []string{"app.css.br", "app.css.gz"} {
		if URL(name) != "" {
			t.Errorf("%s has the address %s", name, URL(name))
		}
	}
}

// RFC 9110, 12.5.3: what a browser sends, and what it gets.
func TestAccept(t *testing.T) {
	t.Parallel()
	f, found := Lookup(URL("app.css"))
	if !found {
		t.Fatal("no app.css")
	}
	for accept, want := range map[string]string{
		"":                                  "",
		"gzip":                              "gzip",
		"br":                                "br",
		"gzip, deflate, br, zstd":           "br",
		"gzip, deflate":                     "gzip",
		"GZip":                              "gzip",
		" gzip ; q=0.5 ":                    "gzip",
		"br;q=0.5, gzip;q=0.8":              "gzip",
		"br;q=0.8, gzip;q=0.8":              "br",
		"br;q=0, gzip":                      "gzip",
		"br;q=0, gzip;q=0":                  "",
		"gzip;q=0.000":                      "",
		"gzip;Q=0.5":                        "gzip",
		"identity":                          "",
		"identity, br;q=0.5":                "",
		"identity;q=0.5, br":                "br",
		"identity;q=0, gzip":                "gzip",
		"identity;q=0":                      "",
		"*":                                 "br",
		"*;q=0":                             "",
		"*;q=0, gzip":                       "gzip",
		"*, br;q=0":                         "gzip",
		"deflate, zstd":                     "",
		"gzip;q=x":                          "",
		"gzip;q=NaN":                        "",
		"gzip;q=2":                          "",
		"gzip;q=-1":                         "",
		",;,gzip,,":                         "gzip",
		"br;q=0.001":                        "br",
		"\x00, gzip;q==1, \xff;q=0.1, br;;": "br",
	} {
		encoding, body := f.Encoded(accept)
		if encoding != want {
			t.Errorf("%q gets %q, want %q", accept, encoding, want)
		}
		if !bytes.Equal(decode(t, encoding, body), f.Body) {
			t.Errorf("%q gets another file", accept)
		}
	}
	odd := File{Body: []byte("as it is")}
	if encoding, body := odd.Encoded("br, gzip"); encoding != "" || string(body) != "as it is" {
		t.Errorf("a file kept in no encoding is sent as %q", encoding)
	}
}
