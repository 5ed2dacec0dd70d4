package portal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
)

// ErrSealed says that a secret was sealed with another key, or for another place.
var ErrSealed = errors.New("this secret was sealed with another key")

// Sealer keeps secrets unreadable at rest: AES-256-GCM under a key that is not in the
// database. Each secret is bound to its place, so that none can be moved to another.
type Sealer struct{ aead cipher.AEAD }

// NewSealer derives its key from the site's secret, so that none is used for two things.
func NewSealer(secret []byte) (*Sealer, error) {
	key, err := hkdf.Key(sha256.New, secret, nil, "foyer secrets at rest", 32)
	if err != nil {
		return nil, fmt.Errorf("derive key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return &Sealer{aead}, err
}

// Seal makes a secret unreadable. place says where it is kept, such as table/column/row.
func (s *Sealer) Seal(place string, secret []byte) []byte {
	return s.aead.Seal(nil, nil, secret, []byte(place))
}

// Open reads what Seal made for the same place; ErrSealed where it did not.
func (s *Sealer) Open(place string, sealed []byte) ([]byte, error) {
	secret, err := s.aead.Open(nil, nil, sealed, []byte(place))
	if err != nil {
		return nil, ErrSealed
	}
	return secret, nil
}

// NewID is 16 random bytes in hex, for what must be told apart from all others.
func NewID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails: see crypto/rand
	return fmt.Sprintf("%x", b)
}
