// Package static holds the files that pages link to, each under an address that
// changes with its content, so that browsers may keep it for good.
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"path"
	"strings"
)

//go:embed *.css *.js *.svg *.br *.gz
var files embed.FS

// Prefix is where the files are served.
const Prefix = "/static/"

// File is a file as it is sent.
type File struct {
	Type string // media type
	Body []byte

	brotli, gzip []byte // nil where it is not kept so
}

var byURL, urls = index()

// URL is the address of a file; empty if there is none of that name.
func URL(name string) string { return urls[name] }

// Lookup finds a file by its address.
func Lookup(url string) (File, bool) {
	f, ok := byURL[url]
	return f, ok
}

func index() (map[string]File, map[string]string) {
	byURL, urls := map[string]File{}, map[string]string{}
	entries, err := files.ReadDir(".")
	if err != nil {
		return byURL, urls
	}
	for _, entry := range entries {
		name := entry.Name()
		body := content(name)
		if body == nil || mediaType(name) == "" {
			continue
		}
		url := Prefix + fingerprinted(name, body)
		byURL[url] = File{Type: mediaType(name), Body: body, brotli: content(name + ".br"), gzip: content(name + ".gz")}
		urls[name] = url
	}
	return byURL, urls
}

// content is nil where there is no such file.
func content(name string) []byte {
	body, err := files.ReadFile(name)
	if err != nil {
		return nil
	}
	return body
}

func fingerprinted(name string, body []byte) string {
	sum := sha256.Sum256(body)
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + "-" + hex.EncodeToString(sum[:6]) + ext
}

// mediaType is empty for what has no address of its own: the compressed files.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	}
	return ""
}
