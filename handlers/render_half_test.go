package handlers

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// A page is drawn straight into the answer; one that fails, or panics, half-way must leave
// nothing of itself before the message that tells so.
func TestAPageThatFailsHalfWayLeavesNothing(t *testing.T) {
	t.Parallel()
	half := func(then func() error) templ.Component {
		return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
			if _, err := io.WriteString(w, "half a page"); err != nil {
				return err
			}
			return then()
		})
	}
	a := &app{Config: Config{Log: slog.New(slog.DiscardHandler), BaseURL: &url.URL{Scheme: "http", Host: "localhost"}}}
	server := fiber.New(fiber.Config{ErrorHandler: a.fail})
	server.Use(a.observe, a.survive)
	server.Get("/fails", func(c *fiber.Ctx) error {
		return a.render(c, fiber.StatusOK, half(func() error { return errors.New("drawing failed") }))
	})
	server.Get("/panics", func(c *fiber.Ctx) error {
		return a.render(c, fiber.StatusOK, half(func() error { panic("drawing failed") }))
	})

	for _, path := range []string{"/fails", "/panics"} {
		request := httptest.NewRequest(http.MethodGet, path, nil)
		request.Header.Set("HX-Request", "true")
		response, err := server.Test(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(response.Body)
		if err != nil {
			t.Fatal(err)
		}
		if response.StatusCode != http.StatusInternalServerError || !strings.HasPrefix(string(body), `<p class="alert"`) {
			t.Errorf("%s: %d %q", path, response.StatusCode, body)
		}
	}
}
