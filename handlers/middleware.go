package handlers

import (
	"context"
	"log/slog"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

const requestKey = "request"

func requestID(c *fiber.Ctx) string {
	id, _ := c.Locals(requestKey).(string)
	return id
}

// observe gives a request its id and logs it: the route's pattern, never the address
// with its query, as that may hold a secret.
func (a *app) observe(c *fiber.Ctx) error {
	// The machine's own clock, as only how long it took is wanted.
	began := time.Now()
	id := randomID()[:12]
	c.Locals(requestKey, id)
	if err := c.Next(); err != nil {
		if err := a.fail(c, err); err != nil {
			return err
		}
	}
	a.logRequest(c, id, began)
	return nil
}

// logRequest writes a request's line past the logger, which would look up each time which
// line of code is asking.
func (a *app) logRequest(c *fiber.Ctx, id string, began time.Time) {
	if !a.Log.Enabled(c.Context(), slog.LevelInfo) {
		return
	}
	// The same clock as it began by.
	now := time.Now()
	line := slog.NewRecord(now, slog.LevelInfo, "request", 0)
	line.AddAttrs(slog.String("request", id), slog.String("method", c.Method()), slog.String("route", c.Route().Path),
		slog.Int("status", c.Response().StatusCode()), slog.String("ip", a.clientIP(c).String()), slog.Duration("took", now.Sub(began)))
	_ = a.Log.Handler().Handle(c.Context(), line)
}

// deadline bounds what a handler may ask of the database.
func (a *app) deadline(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(context.Background(), handlerTimeout)
	defer cancel()
	c.SetUserContext(ctx)
	return c.Next()
}

const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"

// headers go with every answer.
func (a *app) headers(c *fiber.Ctx) error {
	a.secureHeaders(&c.Response().Header)
	return c.Next()
}

func (a *app) secureHeaders(h *fasthttp.ResponseHeader) {
	for _, fixed := range a.fixed {
		h.SetCanonical(fixed.name, fixed.value)
	}
}

// header is one of an answer, its name as it is sent.
type header struct{ name, value []byte }

// fixedHeaders are the same for every answer, unless its handler says otherwise.
func (a *app) fixedHeaders() (fixed []header) {
	add := func(name, value string) { fixed = append(fixed, header{[]byte(name), []byte(value)}) }
	add(fiber.HeaderContentSecurityPolicy, contentPolicy)
	add(fiber.HeaderXContentTypeOptions, "nosniff")
	add(fiber.HeaderReferrerPolicy, a.referrerPolicy())
	add("Cross-Origin-Opener-Policy", "same-origin")
	add("Cross-Origin-Resource-Policy", "same-origin")
	add(fiber.HeaderPermissionsPolicy, "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	add("X-Robots-Tag", "noindex, nofollow")
	add(fiber.HeaderCacheControl, "no-store")
	add(fiber.HeaderVary, "HX-Request, HX-Target")
	if a.secure() {
		add(fiber.HeaderStrictTransportSecurity, "max-age=31536000; includeSubDomains")
	}
	return fixed
}

// IsLoopback says whether a host's name leads to this machine alone.
func IsLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return strings.EqualFold(host, "localhost") || err == nil && ip.IsLoopback()
}

// Unencrypted says whether what visitors type can be read on its way: plain http to
// another machine.
func Unencrypted(site *url.URL) bool { return site.Scheme != "https" && !IsLoopback(site.Hostname()) }

// referrerPolicy hides where a visitor comes from. Over plain http browsers do not send
// Sec-Fetch-Site, except to loopback: there the origin must tell where a form comes from,
// and "no-referrer" would hide that too.
func (a *app) referrerPolicy() string {
	if Unencrypted(a.BaseURL) {
		return "same-origin"
	}
	return "no-referrer"
}
