package main

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// attack begins, lasts until done closes or it has had enough, and says what it saw.
type attack func(server string, done <-chan struct{}) *sample

// signIns sends wrong passwords over 64 connections from as many addresses, each for names
// of its own, so that neither an address's nor an account's limit spares the server.
func signIns(server string, done <-chan struct{}) *sample {
	seen := newSample()
	var all sync.WaitGroup
	for i := range 64 {
		all.Go(func() {
			c := &caller{server: server, from: fmt.Sprintf("127.0.2.%d", i+1)}
			defer c.close()
			token, cookie, err := c.form(loginPath)
			if err != nil {
				seen.add(0, 0)
				return
			}
			for n := 0; !closed(done); n++ {
				if n%25 == 0 { // an address is out after thirty a minute
					c.close()
					c.from = fmt.Sprintf("127.%d.%d.%d", 10+i, n/25/200%200, n/25%200+1)
				}
				seen.ask(c, post(server, loginPath, cookie, url.Values{"_csrf": {token}, "username": {fmt.Sprintf("name-%d-%d", i, n)}, "password": {"wrong"}}))
			}
		})
	}
	all.Wait()
	return seen
}

// crowd is 500 connections at once, from as many addresses as given, that read a page as
// fast as they are let and come back a moment after they were turned away.
func crowd(request []byte, addresses int) attack {
	return func(server string, done <-chan struct{}) *sample {
		seen := newSample()
		var all sync.WaitGroup
		for i := range 500 {
			all.Go(func() {
				c := &caller{server: server, from: fmt.Sprintf("127.0.3.%d", i%addresses+1)}
				defer c.close()
				for !closed(done) {
					if seen.ask(c, request) != http.StatusOK {
						time.Sleep(100 * time.Millisecond)
					}
				}
			})
		}
		all.Wait()
		return seen
	}
}

func closed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}
