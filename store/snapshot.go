package store

import (
	"context"
	"sync"
)

// snapshot is one connection that holds still: what is read with it is of one moment.
type snapshot struct {
	from *brief
	one  sync.Mutex // a connection runs one query at a time
	c    *connection
	over bool
}

type snapshotKey struct{}

// Snapshot gives a context in which all that a client's page reads is of one moment,
// that of the first query; so a list and its totals always agree. It also spares every
// query SQLite's locks, which take longer than a small query itself. Once done is called
// the context reads what is there by then.
func (s *Store) Snapshot(ctx context.Context) (of context.Context, done func()) {
	still := &snapshot{from: s.brief}
	return context.WithValue(ctx, snapshotKey{}, still), still.end
}

// with lends the snapshot's connection; nothing is done where it is over.
func (h *snapshot) with(ctx context.Context, use func(*connection) error) (used bool, err error) {
	h.one.Lock()
	defer h.one.Unlock()
	if h.over {
		return false, nil
	}
	if h.c == nil {
		if h.c, err = h.begin(ctx); err != nil {
			return true, err
		}
	}
	if err := ctx.Err(); err != nil {
		return true, err
	}
	return true, use(h.c)
}

func (h *snapshot) begin(ctx context.Context) (*connection, error) {
	c, err := h.from.take(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.hold(); err != nil {
		h.from.idle <- c
		return nil, err
	}
	return c, nil
}

// end lets the connection go.
func (h *snapshot) end() {
	h.one.Lock()
	defer h.one.Unlock()
	h.over = true
	if h.c != nil {
		h.c.release()
		h.from.idle <- h.c
	}
}
