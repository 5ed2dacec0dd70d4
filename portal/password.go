package portal

import (
	"context"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/scrypt"
)

// Argon2id cost: OWASP's minimum for one lane, 19 MiB and two passes. Hashes with less
// are renewed at the next good sign-in.
const (
	argonMemoryKiB = 19 * 1024
	argonPasses    = 2
	argonLanes     = 1
	argonSaltBytes = 16
	argonKeyBytes  = 32
)

// MaxPasswordBytes bounds what is hashed; no shorter limit cuts a passphrase.
const MaxPasswordBytes = 1024

var errUnknownHash = errors.New("unknown password hash")

// CheckPassword says what is wrong with a new password; empty when nothing is. It is
// taken as typed: never trimmed, never cut.
func CheckPassword(password string, minLength int) string {
	switch {
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		return "The password holds characters that cannot be typed."
	case utf8.RuneCountInString(password) < minLength:
		return fmt.Sprintf("Use at least %d characters.", minLength)
	case len(password) > MaxPasswordBytes:
		return fmt.Sprintf("Use at most %d bytes.", MaxPasswordBytes)
	}
	return ""
}

// HashPassword makes an argon2id hash in PHC string format (RFC 9106 parameters).
func HashPassword(password string) (string, error) {
	salt := make([]byte, argonSaltBytes)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("read salt: %w", err)
	}

	return phc(salt, argon2.IDKey([]byte(password), salt, argonPasses, argonMemoryKiB, argonLanes, argonKeyBytes)), nil
}

// phc writes a hash with what it takes to make it again.
func phc(salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version,
		argonMemoryKiB, argonPasses, argonLanes, b64.EncodeToString(salt), b64.EncodeToString(key))
}

// VerifyPassword compares a password with a stored hash: argon2id, or werkzeug's
// scrypt and pbkdf2 ("method$salt$hex", the salt as raw bytes). stale asks for a new hash.
func VerifyPassword(stored, password string) (ok, stale bool, err error) {
	if strings.HasPrefix(stored, "$argon2id$") {
		return verifyArgon(stored, password)
	}

	method, salt, digest, err := splitWerkzeug(stored)
	if err != nil {
		return false, false, err
	}
	key, err := werkzeugKey(method, salt, password, len(digest))
	if err != nil {
		return false, false, err
	}
	return subtle.ConstantTimeCompare(key, digest) == 1, true, nil
}

// IsImportedHash reports whether a stored hash is one that VerifyPassword knows from
// another program, with costs within bounds.
func IsImportedHash(stored string) bool {
	method, _, digest, err := splitWerkzeug(stored)
	if err != nil {
		return false
	}
	if params, ok := strings.CutPrefix(method, "scrypt"); ok {
		_, _, _, err = scryptCost(params)
		return err == nil && len(digest) == 64
	}
	newHash, _, err := pbkdf2Cost(method)
	return err == nil && len(digest) == newHash().Size()
}

func verifyArgon(stored, password string) (ok, stale bool, err error) {
	var version, memory, passes, lanes int
	parts := strings.Split(stored, "$")
	if len(parts) != 6 {
		return false, false, errUnknownHash
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &memory, &passes, &lanes); err != nil {
		return false, false, errUnknownHash
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	want, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err := errors.Join(err1, err2); err != nil {
		return false, false, errUnknownHash
	}
	if version != argon2.Version || !within(memory, 8, 1<<20) || !within(passes, 1, 32) || !within(lanes, 1, 16) || !within(len(want), 16, 64) {
		return false, false, errUnknownHash
	}

	got := argon2.IDKey([]byte(password), salt, uint32(passes), uint32(memory), uint8(lanes), uint32(len(want)))
	stale = memory < argonMemoryKiB || passes < argonPasses
	return subtle.ConstantTimeCompare(got, want) == 1, stale, nil
}

func splitWerkzeug(stored string) (method, salt string, digest []byte, err error) {
	parts := strings.Split(stored, "$")
	if len(parts) != 3 || parts[1] == "" {
		return "", "", nil, errUnknownHash
	}
	digest, err = hex.DecodeString(parts[2])
	if err != nil || !within(len(digest), 16, 64) {
		return "", "", nil, errUnknownHash
	}
	return parts[0], parts[1], digest, nil
}

func werkzeugKey(method, salt, password string, size int) ([]byte, error) {
	if params, ok := strings.CutPrefix(method, "scrypt"); ok {
		n, r, p, err := scryptCost(params)
		if err != nil {
			return nil, err
		}
		return scrypt.Key([]byte(password), []byte(salt), n, r, p, size)
	}

	newHash, iterations, err := pbkdf2Cost(method)
	if err != nil {
		return nil, err
	}
	return pbkdf2.Key(newHash, password, []byte(salt), iterations, size)
}

// scryptCost reads ":N:r:p"; werkzeug's own defaults stand where nothing is written.
func scryptCost(params string) (n, r, p int, err error) {
	if params == "" {
		return 1 << 15, 8, 1, nil
	}
	if _, err := fmt.Sscanf(params, ":%d:%d:%d", &n, &r, &p); err != nil {
		return 0, 0, 0, errUnknownHash
	}
	// Twice werkzeug's own cost at most: what takes longer would show in the time of a refusal.
	if !within(n, 2, 1<<16) || n&(n-1) != 0 || !within(r, 1, 16) || !within(p, 1, 4) || n*r*p > 1<<19 {
		return 0, 0, 0, errUnknownHash
	}
	return n, r, p, nil
}

// pbkdf2Cost reads "pbkdf2:sha256:600000"; a missing count is the oldest default.
func pbkdf2Cost(method string) (func() hash.Hash, int, error) {
	hashes := map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha512": sha512.New}
	parts := strings.Split(method, ":")
	if len(parts) < 2 || len(parts) > 3 || parts[0] != "pbkdf2" || hashes[parts[1]] == nil {
		return nil, 0, errUnknownHash
	}

	iterations := 150_000
	if len(parts) == 3 {
		var err error
		if iterations, err = strconv.Atoi(parts[2]); err != nil {
			return nil, 0, errUnknownHash
		}
	}
	if !within(iterations, 1, 1_000_000) {
		return nil, 0, errUnknownHash
	}
	return hashes[parts[1]], iterations, nil
}

func within(n, low, high int) bool { return n >= low && n <= high }

// Hasher runs password hashing through the gate.
type Hasher struct {
	Gate *HashGate
	// Decoy is what is verified where there is no hash, so that a miss costs what a hit costs.
	Decoy string
}

// NewHasher makes a decoy of the current cost: a hash of no password that anybody knows.
func NewHasher(gate *HashGate) *Hasher {
	chance := make([]byte, argonSaltBytes+argonKeyBytes)
	_, _ = rand.Read(chance) // never fails: see crypto/rand
	return &Hasher{Gate: gate, Decoy: phc(chance[:argonSaltBytes], chance[argonSaltBytes:])}
}

// Verify checks a password, with the same work where stored is empty. It also returns
// a new hash where a good password's stored one is stale.
func (h *Hasher) Verify(ctx context.Context, who, stored, password string) (ok bool, renewed string, err error) {
	leave, err := h.Gate.Enter(ctx, who)
	if err != nil {
		return false, "", err
	}
	defer leave()

	decoy := stored == ""
	if decoy {
		stored = h.Decoy
	}
	ok, stale, err := VerifyPassword(stored, password)
	if errors.Is(err, errUnknownHash) { // an unreadable hash takes no password, and as long
		_, _, err = VerifyPassword(h.Decoy, password)
		return false, "", err
	}
	if err != nil || decoy || !ok {
		return false, "", err
	}
	if stale {
		renewed, err = HashPassword(password)
	}
	return true, renewed, err
}

// Hash makes a new hash, waiting for its turn like Verify.
func (h *Hasher) Hash(ctx context.Context, who, password string) (string, error) {
	leave, err := h.Gate.Enter(ctx, who)
	if err != nil {
		return "", err
	}
	defer leave()
	return HashPassword(password)
}
