package main

import "time"

// clock is the machine's clock: real time is what is measured here.
var clock = time.Now

// timed says how long something took.
func timed(do func() error) (time.Duration, error) {
	began := clock()
	err := do()
	return clock().Sub(began), err
}
