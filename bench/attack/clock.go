package main

import "time"

// now is the machine's own clock: what is measured here is real time.
func now() time.Time {
	// The clock itself.
	return time.Now()
}

func since(began time.Time) time.Duration { return now().Sub(began) }
