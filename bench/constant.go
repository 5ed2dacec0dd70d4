package main

import (
	"fmt"
	"net"
	"os"
	"strings"

	"github.com/gofiber/fiber/v2"

	"foyer/handlers"
)

// constantBytes is about what a page of the portal weighs.
const constantBytes = 15_000

// constantHTML is a page of 25 rows, the same for everybody.
func constantHTML() []byte {
	const head, foot = "<!DOCTYPE html>\n<html lang=\"en\"><title>Constant</title><table>\n", "</table></html>\n"
	row := "<tr><td>" + strings.Repeat("always the same ", 36) + "</td></tr>\n"
	page := head + strings.Repeat(row, (constantBytes-len(head)-len(foot))/len(row))
	return []byte(page + strings.Repeat("\n", constantBytes-len(page)-len(foot)) + foot)
}

// serveConstant answers every request with the same page, by the server that Foyer is
// built on and as Foyer sets it up: what is measured against. It ends with its process.
func serveConstant() error {
	html := constantHTML()
	app := fiber.New(handlers.ServerConfig())
	app.Use(func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, fiber.MIMETextHTMLCharsetUTF8)
		return c.Send(html)
	})

	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(os.Stdout, "The constant page is at http://%s\n", listener.Addr()); err != nil {
		return err
	}
	return app.Listener(listener)
}
