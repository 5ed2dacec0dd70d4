package handlers

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"foyer/portal"
	"foyer/views"
)

// The one form with a file has room for it, and for the fields and boundaries around it.
const (
	uploadLimit = portal.LogoBytes + 16<<10
	mostParts   = 8
)

// strangersLimit is far more than what the forms take that are there before a sign-in.
const strangersLimit = 16 << 10

// chunked is the length of a body that does not say how long it is.
const chunked = -1

const uploadKey = "upload"

// upload is a form with files, as it was sent.
type upload struct {
	fields map[string]string
	files  map[string][]byte
}

// sizes says, when only the header of a request is there, how much of a body is read: more
// where a file or an invoice of many lines belongs and staff sends it, and little of
// strangers. Memory for all that is announced is set aside at once. C63.
func (a *app) sizes(h *fasthttp.RequestHeader) (sizes fasthttp.RequestConfig) {
	if length := h.ContentLength(); length != chunked && length <= strangersLimit {
		return sizes
	}
	switch staff, path := a.knocksWith(h, staffDoor), string(h.RequestURI()); {
	case !staff && !a.knocksWith(h, portalDoor):
		sizes.MaxRequestBodySize = strangersLimit
	case staff && h.IsPost() && path == views.StaffLogo && isMultipart(string(h.ContentType())):
		sizes.MaxRequestBodySize = uploadLimit
	case staff && h.IsPost() && isDraftForm(path):
		sizes.MaxRequestBodySize = draftLimit
	}
	return sizes
}

// knocksWith says whether a request comes with a session of a door. What it may is looked
// into when all of the request is there.
func (a *app) knocksWith(h *fasthttp.RequestHeader, d door) bool {
	id := string(h.Cookie(a.cookieName(d.cookie)))
	if !isID(id) {
		return false
	}
	value, err := a.Sessions.Get(context.Background(), d.key(id))
	return err == nil && value != nil
}

func isMultipart(contentType string) bool {
	mediaType, _, _ := strings.Cut(contentType, ";")
	return strings.EqualFold(strings.TrimSpace(mediaType), fiber.MIMEMultipartForm)
}

// takesFile says whether a request is for the form with a file, and one.
func takesFile(c *fiber.Ctx) bool {
	return c.Method() == post && c.Path() == views.StaffLogo && isMultipart(c.Get(fiber.HeaderContentType))
}

// readUpload takes a form apart: each name once, and fields that could be typed.
func readUpload(c *fiber.Ctx, body []byte) error {
	_, parameters, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	if err != nil || parameters["boundary"] == "" {
		return errUnreadable
	}
	u := &upload{map[string]string{}, map[string][]byte{}}
	parts := multipart.NewReader(bytes.NewReader(body), parameters["boundary"])
	for range mostParts {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			c.Locals(uploadKey, u)
			return nil
		}
		if err != nil || u.take(part) != nil {
			return errUnreadable
		}
	}
	return errUnreadable
}

// take keeps one part. Only its name is looked at: what a file calls itself is no matter.
func (u *upload) take(part *multipart.Part) error {
	content, err := io.ReadAll(part)
	name := part.FormName()
	_, field := u.fields[name]
	_, file := u.files[name]
	if err != nil || field || file || !readable(name, longestValue) {
		return errUnreadable
	}
	if part.FileName() != "" {
		u.files[name] = content
		return nil
	}
	if !readable(string(content), longestValue) {
		return errUnreadable
	}
	u.fields[name] = string(content)
	return nil
}

// formFile is a file of the form that was sent; nil where none was chosen.
func formFile(c *fiber.Ctx, name string) []byte {
	u, ok := c.Locals(uploadKey).(*upload)
	if !ok {
		return nil
	}
	return u.files[name]
}
