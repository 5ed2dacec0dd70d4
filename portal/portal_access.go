package portal

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"time"
)

// LinkLife is how long a set-password link works.
const LinkLife = 24 * time.Hour

// Reasons why a client gets no link; each is a sentence to act on.
var (
	ErrNoPortalAccess = errors.New("enable the portal and choose a username first")
	ErrInactive       = errors.New("this client is inactive: reactivate it first")
	// ErrDeadLink is the one answer to a link that is unknown, expired, used or malformed.
	ErrDeadLink = errors.New("this link does not work any more")
)

// PortalAccess is a client's own way into the portal, as staff see and switch it.
type PortalAccess struct {
	Enabled       bool
	Username      string
	PasswordSet   bool
	PasswordSetAt time.Time // zero if unknown, as for imported ones
	LinkExpires   time.Time // of the live link; zero without one
	LastSignIn    time.Time
	Active        bool
	Revision      int64
}

// PortalReader is a user who reads a client's portal with an account of their own.
type PortalReader struct {
	ID       int64
	Username string
	Name     string
}

// AccessForm is the section Portal access as it was typed.
type AccessForm struct {
	Enabled  bool
	Username string
	Revision string
}

// Parse reads what was typed: enabled without a username is an error, and so is a name
// that two could take for each other. A name that is already there may stay as it is.
func (t AccessForm) Parse(current string) (username string, errs []FieldError) {
	name := NormalizeUsername(t.Username)
	switch {
	case name == "" && t.Enabled:
		return "", []FieldError{{"username", "Choose a username before enabling the portal."}}
	case name == "" || name == current:
		return name, nil
	}
	if message := CheckUsername(name); message != "" {
		return name, []FieldError{{"username", message}}
	}
	return name, nil
}

// NewToken makes a secret for a link and what is stored of it: its SHA-256 in hex.
func NewToken() (token, stored string) {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: see crypto/rand
	token = base64.RawURLEncoding.EncodeToString(b)
	return token, HashToken(token)
}

// HashToken is what is stored of a token.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// linkStore is what set-password links need of the database.
type linkStore interface {
	// PutLink stores a new link's hash in place of any earlier one, with the audit entry.
	PutLink(ctx context.Context, of AccountRef, hash string, expires time.Time, by AuditEntry) error
	// LinkedAccount finds whose link it is, while it works and the account may use it.
	LinkedAccount(ctx context.Context, hash string, now time.Time) (Account, error)
	// UseLink stores the password if the link still works, clears the link and the account's
	// failed sign-ins, and queues the notice if there is one, in one transaction. ErrDeadLink
	// if it does not work.
	UseLink(ctx context.Context, of Account, hash, passwordHash string, now time.Time, notice *NewMail, by AuditEntry) error
	// CreateUser adds a user with a set-password link, in one transaction; ErrConflict if the
	// username is taken, ErrInvalid if the client is gone.
	CreateUser(ctx context.Context, u UserRecord, linkHash string, expires time.Time, by AuditEntry) (id int64, err error)
	AttemptStore
}

// Links makes and redeems set-password links.
type Links struct {
	Store  linkStore
	Hasher *Hasher
	Now    func() time.Time
	// Notice writes the mail that tells an account of its new password; nil where none can
	// be sent. The field may be nil.
	Notice func(ctx context.Context, of AccountRef) (*NewMail, error)
}

// Make gives an account a new link's token. The earlier link is dead from then on.
func (l *Links) Make(ctx context.Context, of AccountRef, by AuditEntry) (token string, err error) {
	token, hash := NewToken()
	if err := l.Store.PutLink(ctx, of, hash, l.Now().Add(LinkLife), by); err != nil {
		return "", fmt.Errorf("store link: %w", err)
	}
	return token, nil
}

// Invite adds a user who chooses a password by a link, and returns the link's token.
func (l *Links) Invite(ctx context.Context, u UserRecord, by AuditEntry) (id int64, token string, err error) {
	token, hash := NewToken()
	id, err = l.Store.CreateUser(ctx, u, hash, l.Now().Add(LinkLife), by)
	return id, token, err
}

// Admit counts an attempt with a link; a LimitedError where an address makes too many.
func (l *Links) Admit(ctx context.Context, ip netip.Addr) error {
	return admitLink(ctx, l.Store, ip, l.Now())
}

// Whose says whose password a token may set. Looking never uses a link up.
func (l *Links) Whose(ctx context.Context, token string) (Account, error) {
	if len(token) != base64.RawURLEncoding.EncodedLen(32) {
		return Account{}, ErrDeadLink
	}
	account, err := l.Store.LinkedAccount(ctx, HashToken(token), l.Now())
	if errors.Is(err, ErrNotFound) {
		return Account{}, ErrDeadLink
	}
	return account, err
}

// SetPassword stores a checked password for a link, once.
func (l *Links) SetPassword(ctx context.Context, token, password string, ip netip.Addr) (Account, error) {
	account, err := l.Whose(ctx, token)
	if err != nil {
		return Account{}, err
	}
	hash, err := l.Hasher.Hash(ctx, LimitAddress(ip), password)
	if err != nil {
		return Account{}, err
	}
	by := AuditEntry{At: l.Now(), Actor: ActorOf(account), Action: "password set by link", IP: ip.Unmap().String(),
		Subject: Subject{Kind: string(account.Kind), ID: account.ID}}
	notice, err := l.notice(ctx, account.AccountRef)
	if err != nil {
		return Account{}, err
	}
	return account, l.Store.UseLink(ctx, account, HashToken(token), hash, l.Now(), notice, by)
}

func (l *Links) notice(ctx context.Context, of AccountRef) (*NewMail, error) {
	if l.Notice == nil {
		return nil, nil
	}
	return l.Notice(ctx, of)
}
