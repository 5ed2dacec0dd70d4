package handlers

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"foyer/static"
	"foyer/views"
)

// When more is asked than the machine can do, a request waits its turn for so long, and is
// told to come again then.
const (
	longestTurn = 200 * time.Millisecond
	retryBusy   = "2" // seconds
	overloaded  = "There is too much to do at this moment. Please try again in a few seconds.\n"
)

// places are for the requests that are worked on at the same time. More of them would not
// be answered sooner, but all of them later.
type places chan struct{}

func newPlaces(processors int) places { return make(places, 8*processors) }

// take waits for a place, and says whether there was one in time.
func (p places) take() bool {
	select {
	case p <- struct{}{}:
		return true
	default:
	}
	turn := time.NewTimer(longestTurn)
	defer turn.Stop()
	select {
	case p <- struct{}{}:
		return true
	case <-turn.C:
		return false
	}
}

func (p places) leave() { <-p }

// admit lets no more requests in than the machine can work on.
func (a *app) admit(c *fiber.Ctx) error {
	if needsNoPlace(c) {
		return c.Next()
	}
	if !a.places.take() {
		a.lastWords(c.Context(), overloaded, fiber.StatusServiceUnavailable)
		c.Set(fiber.HeaderRetryAfter, retryBusy)
		return nil
	}
	defer a.places.leave()
	return c.Next()
}

// needsNoPlace is for what costs next to nothing, and for what waits before the gate of the
// password hashes: those who knock there must not take the places of those inside.
func needsNoPlace(c *fiber.Ctx) bool {
	path := c.Path()
	if c.Method() != fiber.MethodPost {
		return path == "/healthz" || strings.HasPrefix(path, static.Prefix)
	}
	switch path {
	case views.PortalLoginPath, views.StaffLoginPath, views.SetPasswordPath, views.SetupPath:
		return true
	}
	return false
}
