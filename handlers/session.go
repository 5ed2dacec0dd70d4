package handlers

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"foyer/portal"
	"foyer/views"
)

// door is one of the two ways in: its pages, its cookie, its times. A session of one
// can never be read as one of the other.
type door struct {
	name    portal.Door
	cookie  string
	login   string
	home    string
	heading string
	intro   string
	times   func(portal.Settings) portal.SessionTimes
}

var portalDoor = door{
	name: portal.PortalDoor, cookie: "foyer_portal", login: views.PortalLoginPath, home: views.PortalPath,
	heading: "Sign in", intro: "See your projects, hours and invoices.",
	times: func(s portal.Settings) portal.SessionTimes { return s.Portal },
}

var staffDoor = door{
	name: portal.StaffDoor, cookie: "foyer_staff", login: views.StaffLoginPath, home: views.StaffPath,
	heading: "Staff sign-in", intro: "For those who run this Foyer.",
	times: func(s portal.Settings) portal.SessionTimes { return s.Staff },
}

// session is what the server remembers of somebody who signed in. Times are unix seconds.
type session struct {
	id      string
	Kind    portal.AccountKind `json:"k"`
	Account int64              `json:"a"`
	Version int64              `json:"v"` // of the account's access when the session began
	Created int64              `json:"c"`
	Seen    int64              `json:"s"`
	Nonce   string             `json:"n"` // goes into the session's form token
	IP      string             `json:"ip"`
	Browser string             `json:"ua"`
	ViewAs  portal.ClientID    `json:"as,omitempty"` // staff only: whose portal is being viewed
}

const (
	idBytes      = 32
	touchSeconds = 60 // last seen is written at most once a minute
	mostBrowser  = 200
)

func (s session) ref() portal.AccountRef {
	return portal.AccountRef{Kind: s.Kind, ID: s.Account, Version: s.Version}
}

// over says whether the session has rested or lasted too long.
func (s session) over(t portal.SessionTimes, now time.Time) bool {
	at := now.Unix()
	return at-s.Seen >= int64(t.Idle.Seconds()) || at-s.Created >= int64(t.Absolute.Seconds())
}

// beginSession gives somebody who signed in a session with a new id; the one that the
// browser had before is over.
func (a *app) beginSession(c *fiber.Ctx, d door, who portal.Account, t portal.SessionTimes) error {
	if err := a.endSession(c, d); err != nil {
		return err
	}
	now := a.Now().Unix()
	s := session{
		id: randomID(), Kind: who.Kind, Account: who.ID, Version: who.Version,
		Created: now, Seen: now, Nonce: randomID(),
		IP: a.clientIP(c).String(), Browser: portal.Clip(c.Get(fiber.HeaderUserAgent), mostBrowser),
	}
	value, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := a.Sessions.Set(d.key(s.id), value, t.Absolute); err != nil {
		return fmt.Errorf("store session: %w", err)
	}
	a.setCookie(c, d.cookie, s.id)
	return nil
}

// readSession finds the browser's session at a door and refreshes it; nil where there
// is none that is still good.
func (a *app) readSession(c *fiber.Ctx, d door, t portal.SessionTimes) (*session, error) {
	id := a.cookie(c, d.cookie)
	if !isID(id) {
		return nil, nil
	}
	value, err := a.Sessions.Get(c.UserContext(), d.key(id))
	if err != nil {
		return nil, fmt.Errorf("read session: %w", err)
	}
	said, ok := a.sessionTexts.read(value)
	if !ok {
		return nil, nil
	}
	s := &said
	s.id = id
	if s.over(t, a.Now()) {
		return nil, a.Sessions.Delete(d.key(id))
	}
	if a.Now().Unix()-s.Seen >= touchSeconds {
		s.Seen = a.Now().Unix()
		return s, a.touchSession(d, *s, t, value)
	}
	return s, nil
}

// saveSession stores a change, whatever another request noted meanwhile.
func (a *app) saveSession(d door, s session, t portal.SessionTimes) error {
	value, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := a.Sessions.Refresh(d.key(s.id), value, a.left(s, t)); err != nil {
		return fmt.Errorf("refresh session: %w", err)
	}
	return nil
}

// touchSession stores when a session was last seen, unless it was changed since it was read.
func (a *app) touchSession(d door, s session, t portal.SessionTimes, was []byte) error {
	value, err := json.Marshal(s)
	if err != nil {
		return err
	}
	if err := a.Sessions.Touch(d.key(s.id), was, value, a.left(s, t)); err != nil {
		return fmt.Errorf("touch session: %w", err)
	}
	return nil
}

// left is how long a session may still last.
func (a *app) left(s session, t portal.SessionTimes) time.Duration {
	return t.Absolute - time.Duration(a.Now().Unix()-s.Created)*time.Second
}

// endSession forgets the browser's session at a door, if it has one.
func (a *app) endSession(c *fiber.Ctx, d door) error {
	id := a.cookie(c, d.cookie)
	a.dropCookie(c, d.cookie)
	if !isID(id) {
		return nil
	}
	if err := a.Sessions.Delete(d.key(id)); err != nil {
		return fmt.Errorf("end session: %w", err)
	}
	return nil
}

// key keeps the doors apart in the storage.
func (d door) key(id string) string { return string(d.name) + ":" + id }

func randomID() string {
	b := make([]byte, idBytes)
	_, _ = rand.Read(b) // never fails: see crypto/rand
	return base64.RawURLEncoding.EncodeToString(b)
}

func isID(s string) bool {
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	return err == nil && len(b) == idBytes
}
