package views

import (
	"maps"
	"strings"
	"sync"
	"sync/atomic"
)

// shelf keeps what was found out by a name. It is read all the time and hardly ever
// written: a reader takes the map as it is, a writer puts a new one in its place. With
// more than most names it begins anew.
type shelf[V any] struct {
	most    int
	writing sync.Mutex
	kept    atomic.Pointer[map[string]V]
}

// get is what is kept by a name, or else what find finds out now.
func (s *shelf[V]) get(name string, find func(name string) V) V {
	if kept := s.kept.Load(); kept != nil {
		if value, ok := (*kept)[name]; ok {
			return value
		}
	}
	value := find(name)
	s.keep(strings.Clone(name), value) // a piece of a longer text would keep all of it
	return value
}

func (s *shelf[V]) keep(name string, value V) {
	s.writing.Lock()
	defer s.writing.Unlock()
	next := map[string]V{name: value}
	if kept := s.kept.Load(); kept != nil && len(*kept) < s.most {
		maps.Copy(next, *kept)
	}
	s.kept.Store(&next)
}
