package handlers

import (
	"encoding/json"
	"sync"
)

const mostSessionTexts = 512

// sessionTexts remembers what the texts of sessions say. Every request finds its session's
// text in the database, and reading JSON takes about as long as finding it. A session that
// has changed or is gone gets nothing from here, as its text is not found any more. With
// more than most texts it begins anew.
type sessionTexts struct {
	mu  sync.Mutex
	say map[string]session
}

// read is what a text says, but for the session's id; false if it can't be read.
func (t *sessionTexts) read(text []byte) (session, bool) {
	if s, known := t.remembered(text); known {
		return s, true
	}
	var s session
	if json.Unmarshal(text, &s) != nil {
		return session{}, false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.say == nil || len(t.say) >= mostSessionTexts {
		t.say = map[string]session{}
	}
	t.say[string(text)] = s
	return s, true
}

func (t *sessionTexts) remembered(text []byte) (session, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s, known := t.say[string(text)]
	return s, known
}
