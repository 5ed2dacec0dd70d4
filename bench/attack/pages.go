package main

import (
	"fmt"
	"slices"
	"sync"
	"time"
)

// sample is what one phase saw of requests: how long each took, by how it ended.
type sample struct {
	mu   sync.Mutex
	took map[int][]time.Duration // by status; 0 where there was no answer
}

func newSample() *sample { return &sample{took: map[int][]time.Duration{}} }

func (s *sample) add(status int, took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.took[status] = append(s.took[status], took)
}

// ask adds one request, and returns its status.
func (s *sample) ask(c *caller, request []byte) (status int) {
	began := now()
	if answer, _, err := c.ask(request); err == nil {
		status = answer.StatusCode
	}
	s.add(status, since(began))
	return status
}

// quantile is how long the given part of those with a status took, at most; 0 of none.
func (s *sample) quantile(status int, part float64) time.Duration {
	took := s.took[status]
	if len(took) == 0 {
		return 0
	}
	slices.Sort(took)
	return took[min(len(took)-1, int(part*float64(len(took))))]
}

// others is the number of requests that did not end with a status.
func (s *sample) others(status int) (n int) {
	for other, took := range s.took {
		if other != status {
			n += len(took)
		}
	}
	return n
}

// visitors are people who read a portal page again and again, each over one connection.
type visitors struct {
	callers []*caller
	request []byte
}

func newVisitors(server string, request []byte, connections int) *visitors {
	v := &visitors{request: request}
	for i := range connections {
		v.callers = append(v.callers, &caller{server: server, from: fmt.Sprintf("127.0.1.%d", i+1)})
	}
	return v
}

// read reads pages until done closes.
func (v *visitors) read(done <-chan struct{}) *sample {
	seen := newSample()
	var all sync.WaitGroup
	for _, c := range v.callers {
		all.Go(func() {
			for !closed(done) {
				seen.ask(c, v.request)
			}
			c.close()
		})
	}
	all.Wait()
	return seen
}
