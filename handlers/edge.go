package handlers

import (
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

// panicError is a panic on its way to the page and the log that every other fault has.
type panicError struct {
	cause any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.cause) }

// survive turns a panic below it into an error.
func (a *app) survive(c *fiber.Ctx) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = &panicError{cause, debug.Stack()}
		}
	}()
	return c.Next()
}

// edge stands before fiber, which answers methods that it does not know by itself and
// without our headers, and which a panic while an error page is drawn would end.
func (a *app) edge(server *fiber.App) {
	inner := server.Server().Handler
	server.Server().Handler = func(r *fasthttp.RequestCtx) {
		defer func() {
			if cause := recover(); cause != nil {
				a.Log.Error("panic", slog.Any("cause", cause), slog.String("stack", string(debug.Stack())))
				a.lastWords(r, "Something went wrong. Please try again in a moment.\n", fasthttp.StatusInternalServerError)
			}
		}()
		if slices.Contains(fiber.DefaultMethods, string(r.Method())) {
			inner(r)
			return
		}
		a.refuseMethod(server, r)
	}
}

// lastWords answers where not even the error page could be drawn.
func (a *app) lastWords(r *fasthttp.RequestCtx, text string, status int) {
	r.Error(text, status)
	a.secureHeaders(&r.Response.Header)
}

func (a *app) refuseMethod(server *fiber.App, r *fasthttp.RequestCtx) {
	c := server.AcquireCtx(r)
	defer server.ReleaseCtx(c)
	if err := a.fail(c, unusualMethod(c)); err != nil {
		a.lastWords(r, "This method is not allowed.\n", fasthttp.StatusMethodNotAllowed)
	}
	a.Log.Info("request", slog.String("request", randomID()[:12]), slog.String("method", "unknown"), slog.Int("status", r.Response.StatusCode()), slog.String("ip", a.clientIP(c).String()))
}

// connectionLog takes what fasthttp reports of connections, and leaves out what it quotes
// of their requests: cookies and tokens may be in there.
type connectionLog struct{ log *slog.Logger }

func (l connectionLog) Printf(format string, _ ...any) {
	l.log.Warn("connection refused or lost", slog.String("report", format))
}
