package handlers

import "github.com/gofiber/fiber/v2"

// formValue reads a field of the form that was sent, and never the address's query,
// which fiber's own reader would prefer.
func formValue(c *fiber.Ctx, name string) string {
	return string(c.Request().PostArgs().Peek(name))
}
