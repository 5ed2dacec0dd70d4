package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"time"

	"github.com/gofiber/storage/sqlite3/v2"
)

// Sessions keeps the values of server-side sessions. Their ids never reach the
// database, only SHA-256 of them, so that a copy of it opens nobody's session.
type Sessions struct {
	storage *sqlite3.Storage
	brief   *brief
}

// Sessions is the session storage, in the same file.
func (s *Store) Sessions() Sessions { return Sessions{s.sessions, s.brief} }

// Get reads a session's value; nil where there is none. Every request does: it asks as the
// storage would, with a statement that is prepared.
func (s Sessions) Get(ctx context.Context, id string) (value []byte, err error) {
	// The machine's own clock, as in Refresh.
	now := time.Now().Unix()
	kept, err := first(ctx, s.brief, (*row).text, "SELECT v FROM sessions WHERE k = ? AND (e = 0 OR e > ?)", sessionKey(id), now)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return []byte(kept), translate(err)
}

// Set stores a session's value for a time.
func (s Sessions) Set(id string, value []byte, life time.Duration) error {
	return s.storage.Set(sessionKey(id), value, life)
}

// Refresh replaces the value of a session that still exists: one that was ended
// meanwhile stays ended.
func (s Sessions) Refresh(id string, value []byte, life time.Duration) error {
	// By the machine's own clock, as that is what the storage goes by.
	expires := time.Now().Add(life).Unix()
	_, err := s.storage.Conn().Exec("UPDATE sessions SET v = ?, e = ? WHERE k = ?", value, expires, sessionKey(id))
	return err
}

// Delete ends a session.
func (s Sessions) Delete(id string) error { return s.storage.Delete(sessionKey(id)) }

func sessionKey(id string) string {
	sum := sha256.Sum256([]byte(id))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// Touch replaces the value of a session that is still as it was read: a request that
// only notes its time undoes nothing that another one changed meanwhile.
func (s Sessions) Touch(id string, was, value []byte, life time.Duration) error {
	// The machine's clock, as in Refresh.
	expires := time.Now().Add(life).Unix()
	_, err := s.storage.Conn().Exec("UPDATE sessions SET v = ?, e = ? WHERE k = ? AND v = ?",
		value, expires, sessionKey(id), was)
	return err
}
