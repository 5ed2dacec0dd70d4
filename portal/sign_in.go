package portal

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"
)

// ErrSignInFailed is the one answer to every failed sign-in, whatever the reason.
var ErrSignInFailed = errors.New("sign-in failed")

// Door is where somebody asks to be let in.
type Door string

// The portal's sign-in page and the staff's.
const (
	PortalDoor Door = "portal"
	StaffDoor  Door = "staff"
)

// accountStore is what signing in needs of the database.
type accountStore interface {
	AccountByUsername(ctx context.Context, username string) (Account, error)
	RenewPasswordHash(ctx context.Context, who AccountRef, old, renewed string) (version int64, err error)
	SignedIn(ctx context.Context, who AccountRef, at time.Time) error
	// CountSignIn changes counters in a transaction of its own, committed before it returns.
	// What change returns comes back; the counters are stored only if it is nil.
	CountSignIn(ctx context.Context, keys SignInKeys, change func(*SignInCounters) error) error
	Audit(ctx context.Context, e AuditEntry) error
}

// Accounts lets people in.
type Accounts struct {
	Store  accountStore
	Hasher *Hasher
	Now    func() time.Time
	// Pace starts a stopwatch; calling what it returns waits until a failed sign-in has
	// taken as long as any other, whatever kind of hash was checked.
	Pace func() func(context.Context)
}

// SignInRequest is one attempt.
type SignInRequest struct {
	Door     Door
	Username string // as typed
	Password string // as typed
	IP       netip.Addr
}

// SignIn checks a name and a password: ErrSignInFailed, ErrBusy, a LimitedError, or
// the account that may come in. Unknown names cost what wrong passwords cost.
func (a *Accounts) SignIn(ctx context.Context, r SignInRequest) (Account, error) {
	pause := a.Pace()
	if !a.Hasher.Gate.HasRoom(LimitAddress(r.IP)) {
		pause(ctx) // told at once, a flood would be back at once
		return Account{}, ErrBusy
	}
	name := NormalizeUsername(r.Username)
	keys := KeysFor(r.IP, name)
	admit := func(c *SignInCounters) error { return c.Admit(a.Now()) }
	if err := a.Store.CountSignIn(ctx, keys, admit); err != nil {
		return Account{}, err
	}

	account, err := a.check(ctx, r, name)
	switch {
	case errors.Is(err, ErrSignInFailed):
		audited := a.audit(ctx, r, account, "sign-in failed")
		pause(ctx)
		if audited != nil {
			return Account{}, audited
		}
		return Account{}, ErrSignInFailed
	case err != nil:
		return Account{}, errors.Join(err, a.forgive(ctx, keys, false))
	}
	return account, errors.Join(a.forgive(ctx, keys, true), a.welcome(ctx, r, account))
}

func (a *Accounts) check(ctx context.Context, r SignInRequest, name string) (Account, error) {
	if len(r.Password) > MaxPasswordBytes {
		return Account{}, ErrSignInFailed
	}
	account, err := a.Store.AccountByUsername(ctx, name)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Account{}, err
	}

	ok, renewed, err := a.Hasher.Verify(ctx, LimitAddress(r.IP), account.PasswordHash, r.Password)
	if err != nil {
		return Account{}, err
	}
	if !ok || !account.mayPass(r.Door) {
		return account, ErrSignInFailed
	}
	if renewed == "" {
		return account, nil
	}
	account.Version, err = a.Store.RenewPasswordHash(ctx, account.AccountRef, account.PasswordHash, renewed)
	if errors.Is(err, ErrConflict) {
		return a.check(ctx, r, name) // what was checked is not what is stored any more
	}
	if err != nil {
		return Account{}, fmt.Errorf("renew password hash: %w", err)
	}
	return account, nil
}

// mayPass lets clients and portal users through the portal's door. Users come through
// the staff's door, portal-only ones too: they are led to the portal.
func (a Account) mayPass(door Door) bool {
	if door == PortalDoor {
		return a.MayEnterPortal()
	}
	return a.MayEnterStaff() || a.Kind == UserAccount && a.MayEnterPortal()
}

func (a *Accounts) forgive(ctx context.Context, keys SignInKeys, good bool) error {
	// The attempt's own deadline may be over, which is no reason to count it.
	return a.Store.CountSignIn(context.WithoutCancel(ctx), keys, func(c *SignInCounters) error {
		c.Forgive(good)
		return nil
	})
}

func (a *Accounts) welcome(ctx context.Context, r SignInRequest, account Account) error {
	if err := a.Store.SignedIn(ctx, account.AccountRef, a.Now()); err != nil {
		return err
	}
	return a.audit(ctx, r, account, "signed in")
}

func (a *Accounts) audit(ctx context.Context, r SignInRequest, who Account, action string) error {
	e := AuditEntry{At: a.Now(), Actor: ActorOf(who), Action: action, Detail: "at the " + string(r.Door) + " door", IP: r.IP.Unmap().String()}
	return a.Store.Audit(ctx, e)
}
