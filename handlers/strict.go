package handlers

import (
	"bytes"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
)

// Of an address no value is longer than any filter's; of a form, than the form may be.
const (
	longestValue = 4000
	longestText  = bodyLimit
)

// strict refuses requests that two programs could read differently, and values that no
// page of ours sends: a repeated name, NUL, invalid UTF-8.
func (a *app) strict(c *fiber.Ctx) error {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodPost, fiber.MethodPut, fiber.MethodPatch, fiber.MethodDelete, fiber.MethodOptions:
	default:
		return unusualMethod(c)
	}
	if ambiguous(c) {
		c.Context().SetConnectionClose() // what follows may be half of the same request
		return errUnreadable
	}
	if !readable(string(c.Request().URI().Path()), longestValue) {
		return errUnreadable
	}
	if !readableArgs(string(c.Request().URI().QueryString()), longestValue) {
		return errUnreadable
	}
	body := c.Request().Body()
	if takesFile(c) {
		if err := readUpload(c, body); err != nil {
			return err
		}
		return c.Next()
	}
	if len(body) > 0 && !isForm(c) {
		return fiber.ErrUnsupportedMediaType
	}
	if !readableArgs(string(body), longestText) {
		return errUnreadable
	}
	return c.Next()
}

// unusualMethod is for methods that no address of ours answers.
func unusualMethod(c *fiber.Ctx) error {
	c.Set(fiber.HeaderAllow, "GET, HEAD, POST")
	return fiber.ErrMethodNotAllowed
}

// ambiguous finds what lets two servers disagree about where a request ends or whom it
// is for; fasthttp lets these few through. Framing is looked for in the headers as they
// came: fasthttp has rewritten the parsed ones by now. Chunks are refused whole: no
// browser sends a form in them, and what follows them would count as headers.
func ambiguous(c *fiber.Ctx) bool {
	h := &c.Request().Header
	raw := h.RawHeaders()
	version := string(h.Protocol())
	switch {
	case version != "HTTP/1.1" && version != "HTTP/1.0":
		return true
	case bytes.Contains(raw, []byte("\n ")) || bytes.Contains(raw, []byte("\n\t")):
		return true
	case containsHeader(raw, fiber.HeaderTransferEncoding):
		return true
	case !strings.HasPrefix(string(h.RequestURI()), "/") || strings.HasPrefix(string(h.RequestURI()), "//"):
		return true
	}
	return false
}

func containsHeader(raw []byte, name string) bool {
	for line := range bytes.Lines(raw) {
		key, _, found := bytes.Cut(line, []byte(":"))
		if found && strings.EqualFold(string(bytes.TrimSpace(key)), name) {
			return true
		}
	}
	return false
}

func isForm(c *fiber.Ctx) bool {
	mediaType, _, _ := strings.Cut(c.Get(fiber.HeaderContentType), ";")
	return strings.EqualFold(strings.TrimSpace(mediaType), fiber.MIMEApplicationForm)
}

// readableArgs takes each name once, and text that could be typed.
func readableArgs(encoded string, most int) bool {
	values, err := url.ParseQuery(encoded)
	if err != nil {
		return false
	}
	for name, each := range values {
		if len(each) != 1 || !readable(name, longestValue) || !readable(each[0], most) {
			return false
		}
	}
	return true
}

func readable(s string, most int) bool {
	return len(s) <= most && utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}
