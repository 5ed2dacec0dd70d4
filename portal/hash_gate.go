package portal

import (
	"context"
	"errors"
	"sync"
)

// ErrBusy says that too many sign-ins are being checked; try again in a moment.
var ErrBusy = errors.New("too many sign-ins at once")

// HashGate bounds password hashing, so that a flood of sign-ins leaves processor and
// memory to the pages: few at work, few waiting, the rest turned away at once.
type HashGate struct {
	slots    chan struct{}
	maxQueue int
	maxEach  int

	mu      sync.Mutex
	waiting int
	each    map[string]int
}

// The gate's queue: how many wait in all, and how many of one address.
const (
	gateQueue = 8
	gateEach  = 2
)

// NewHashGate lets one hash run for every two processors, at least one.
func NewHashGate(processors int) *HashGate {
	return &HashGate{
		slots:    make(chan struct{}, max(1, processors/2)),
		maxQueue: gateQueue,
		maxEach:  gateEach,
		each:     map[string]int{},
	}
}

// Enter waits for a slot and returns the function that frees it. who is the address
// that asks. ErrBusy when the queue is full.
func (g *HashGate) Enter(ctx context.Context, who string) (leave func(), err error) {
	leave = func() { <-g.slots }
	select {
	case g.slots <- struct{}{}:
		return leave, nil
	default:
	}

	if !g.join(who) {
		return nil, ErrBusy
	}
	defer g.quit(who)
	select {
	case g.slots <- struct{}{}:
		return leave, nil
	case <-ctx.Done():
		return nil, ErrBusy
	}
}

// HasRoom says whether Enter would let an address in or wait, as far as can be told
// before: it spares what is done until then.
func (g *HashGate) HasRoom(who string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.hasRoom(who)
}

func (g *HashGate) hasRoom(who string) bool {
	return g.waiting < g.maxQueue && g.each[who] < g.maxEach
}

func (g *HashGate) join(who string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()

	if !g.hasRoom(who) {
		return false
	}
	g.waiting++
	g.each[who]++
	return true
}

func (g *HashGate) quit(who string) {
	g.mu.Lock()
	defer g.mu.Unlock()

	g.waiting--
	if g.each[who]--; g.each[who] == 0 {
		delete(g.each, who)
	}
}
