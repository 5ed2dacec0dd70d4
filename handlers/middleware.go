package handlers

import (
	"bytes"
	"context"
	"log/slog"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"
)

const requestKey = "request"

func requestID(c *fiber.Ctx) string {
	id, _ := c.Locals(requestKey).(string)
	return id
}

// observe gives a request its id and logs it: the route's pattern, never the address
// with its query, as that may hold a secret.
func (a *app) observe(c *fiber.Ctx) error {
	began := time.Now()
	id := randomID()[:12]
	c.Locals(requestKey, id)
	if err := c.Next(); err != nil {
		if err := a.fail(c, err); err != nil {
			return err
		}
	}
	a.Log.Info("request", slog.String("request", id), slog.String("method", c.Method()), slog.String("route", c.Route().Path),
		slog.Int("status", c.Response().StatusCode()), slog.String("ip", a.clientIP(c).String()), slog.Duration("took", time.Since(began)))
	return nil
}

// deadline bounds what a handler may ask of the database.
func (a *app) deadline(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(context.Background(), handlerTimeout)
	defer cancel()
	c.SetUserContext(ctx)
	return c.Next()
}

func (a *app) panicked(c *fiber.Ctx, cause any) {
	a.Log.Error("panic", slog.String("request", requestID(c)), slog.Any("cause", cause), slog.String("route", c.Route().Path))
}

const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

// headers go with every answer.
func (a *app) headers(c *fiber.Ctx) error {
	a.secureHeaders(c)
	return c.Next()
}

func (a *app) secureHeaders(c *fiber.Ctx) {
	c.Set("Content-Security-Policy", contentPolicy)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	c.Set("X-Robots-Tag", "noindex, nofollow")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderVary, "HX-Request")
	if a.secure() {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000; includeSubDomains")
	}
}

const longestValue = 4000

// strict refuses requests that two programs could read differently, and values that no
// page of ours sends: a repeated name, NUL, invalid UTF-8.
func (a *app) strict(c *fiber.Ctx) error {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodPost, fiber.MethodPut, fiber.MethodPatch, fiber.MethodDelete, fiber.MethodOptions:
	default:
		return fiber.ErrMethodNotAllowed
	}
	if ambiguous(c) || !readable(string(c.Request().URI().Path()), longestValue) {
		return errUnreadable
	}
	if !readableArgs(string(c.Request().URI().QueryString())) {
		return errUnreadable
	}
	body := c.Request().Body()
	if len(body) > 0 && !isForm(c) {
		return fiber.ErrUnsupportedMediaType
	}
	if !readableArgs(string(body)) {
		return errUnreadable
	}
	return c.Next()
}

// ambiguous finds what lets two servers disagree about where a request ends or whom it
// is for; fasthttp lets these few through.
func ambiguous(c *fiber.Ctx) bool {
	h := &c.Request().Header
	raw := h.RawHeaders()
	version := string(h.Protocol())
	framed := h.Peek(fiber.HeaderTransferEncoding)
	switch {
	case version != "HTTP/1.1" && version != "HTTP/1.0":
		return true
	case bytes.Contains(raw, []byte("\n ")) || bytes.Contains(raw, []byte("\n\t")):
		return true
	case len(framed) > 0 && (version == "HTTP/1.0" || containsHeader(raw, "content-length")):
		return true
	case !strings.HasPrefix(string(h.RequestURI()), "/"):
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
func readableArgs(encoded string) bool {
	values, err := url.ParseQuery(encoded)
	if err != nil {
		return false
	}
	for name, each := range values {
		if len(each) != 1 || !readable(name, longestValue) || !readable(each[0], longestValue) {
			return false
		}
	}
	return true
}

func readable(s string, most int) bool {
	return len(s) <= most && utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}
