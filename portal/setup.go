package portal

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"net/netip"
	"sync"
	"time"
)

// SetupLife is how long the link to create the first admin works.
const SetupLife = 30 * time.Minute

// ErrNoSetup is the one answer to who may not create the first admin: there is an admin
// already, or the link is unknown, expired, used or malformed.
var ErrNoSetup = errors.New("the first admin cannot be created here")

// setupStore is what creating the first admin needs of the database.
type setupStore interface {
	CountAdmins(ctx context.Context) (int, error)
	// CreateFirstAdmin adds an admin unless there is one, deciding that in the transaction
	// that adds it: ErrNoSetup if there is, ErrConflict if the name is taken.
	CreateFirstAdmin(ctx context.Context, who UserRecord, passwordHash string, by AuditEntry) error
	AttemptStore
}

// Setup lets whoever reads the console of a new Foyer create the first admin. The link's
// token is kept as its SHA-256, in memory alone: a restart makes a new one.
type Setup struct {
	Store  setupStore
	Hasher *Hasher
	Now    func() time.Time

	mu   sync.Mutex
	hash [sha256.Size]byte // of the token
	made time.Time         // zero where there is no link, or no longer one
}

// Begin makes the link's token. The earlier one is dead from then on.
func (s *Setup) Begin() (token string) {
	token, _ = NewToken()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hash, s.made = sha256.Sum256([]byte(token)), s.Now()
	return token
}

// Admit counts an attempt to create the first admin while that is possible: ErrNoSetup when
// it is not, a LimitedError where an address makes too many.
func (s *Setup) Admit(ctx context.Context, ip netip.Addr) error {
	if err := s.open(ctx); err != nil {
		return err
	}
	return admitLink(ctx, s.Store, ip, s.Now())
}

// Check says whether a token may create the first admin now: nil, ErrNoSetup or a fault.
// Looking never uses it up.
func (s *Setup) Check(ctx context.Context, token string) error {
	if err := s.open(ctx); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	typed := sha256.Sum256([]byte(token))
	if subtle.ConstantTimeCompare(typed[:], s.hash[:]) != 1 {
		return ErrNoSetup
	}
	return nil
}

// open says whether there is a live link and no admin. Once an admin was seen the link is
// dead for good.
func (s *Setup) open(ctx context.Context) error {
	if !s.live() {
		return ErrNoSetup
	}
	admins, err := s.Store.CountAdmins(ctx)
	if err != nil {
		return err
	}
	if admins > 0 {
		s.end()
		return ErrNoSetup
	}
	return nil
}

// live takes a clock that was set back for an expired link.
func (s *Setup) live() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	age := s.Now().Sub(s.made)
	return !s.made.IsZero() && age >= 0 && age < SetupLife
}

func (s *Setup) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.made = time.Time{}
}

// CreateAdmin creates the first admin with a checked name and password, once.
func (s *Setup) CreateAdmin(ctx context.Context, token string, who UserRecord, password string, ip netip.Addr) error {
	if err := s.Check(ctx, token); err != nil {
		return err
	}
	hash, err := s.Hasher.Hash(ctx, LimitAddress(ip), password)
	if err != nil {
		return err
	}
	by := AuditEntry{At: s.Now(), Actor: Actor{Kind: string(UserAccount), Name: who.Username}, Action: "first admin created",
		Subject: Subject{Kind: "user"}, Detail: "with the link from the console", IP: ip.Unmap().String()}
	if err := s.Store.CreateFirstAdmin(ctx, who, hash, by); err != nil {
		return err
	}
	s.end()
	return nil
}

// SetupForm is the first admin as it was typed; passwords are never kept.
type SetupForm struct{ Username, FullName string }

// Parse reads what was typed.
func (t SetupForm) Parse() (UserRecord, []FieldError) {
	var f Fields
	return UserRecord{
		Username: f.username("username", t.Username, ""),
		FullName: f.Required("full_name", t.FullName, "Write your name, as others will see it."),
		Role:     Admin, Active: true,
	}, f.Errors
}
