package main

import (
	"net/http"
	"time"
)

// run is what all phases share.
type run struct {
	*foyer
	request []byte
	lasting time.Duration
}

// planned is an attack with its name in the table, and how many people read meanwhile.
type planned struct {
	name    string
	readers int
	attack  attack
}

// result is one round of an attack, beside the rest before it.
type result struct {
	rest, pages *sample // of the people who read
	attack      *sample
	peak        int64 // bytes
}

// compare lets people read in peace and then during an attack.
func (r *run) compare(p planned) result {
	rest, _ := r.phase(p.readers, nil)
	r.peak()
	pages, seen := r.phase(p.readers, p.attack)
	return result{rest: rest, pages: pages, attack: seen, peak: r.peak()}
}

// phase lets people read until its time is over, and the attack too.
func (r *run) phase(readers int, made attack) (pages, seen *sample) {
	done, over := make(chan struct{}), make(chan struct{})
	attacked := make(chan *sample, 1)
	go func() {
		if made == nil {
			attacked <- nil
			return
		}
		attacked <- made(r.address, done)
	}()
	read := make(chan *sample, 1)
	go func() { read <- newVisitors(r.address, r.request, readers).read(over) }()
	time.Sleep(r.lasting)
	close(done)
	seen = <-attacked
	close(over)
	return <-read, seen
}

// answered is how long the given part of the pages took that were answered.
func answered(s *sample, part float64) time.Duration { return s.quantile(http.StatusOK, part) }
