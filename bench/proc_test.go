package main

import (
	"testing"
	"time"
)

func TestProcessTimes(t *testing.T) {
	t.Parallel()
	const rest = " S 1 2 2 0 -1 4194560 1 2 3 4 150 25 900 800 20 0 8 0 5 6"
	for name, text := range map[string]string{"plain": "42 (foyer)" + rest, "a name with brackets": "42 (a) b (c)" + rest} {
		if got, err := parseStat([]byte(text)); err != nil || got != 1750*time.Millisecond {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	for _, bad := range []string{"", "42 (foyer) S 1 2", "42 (foyer) S 1 2 2 0 -1 4194560 1 2 3 4 x 25 900"} {
		if got, err := parseStat([]byte(bad)); err == nil {
			t.Errorf("%q: %v", bad, got)
		}
	}
}

func TestProcessMemory(t *testing.T) {
	t.Parallel()
	got, err := parseStatus("Name:\tfoyer\nVmPeak:\t 900 kB\nVmHWM:\t   200 kB\nVmRSS:\t   100 kB\nThreads:\t8\n")
	if want := (memory{now: 100 << 10, peak: 200 << 10}); err != nil || got != want {
		t.Errorf("%+v, %v", got, err)
	}
	for _, bad := range []string{"", "VmRSS:\t 100 kB\n", "VmRSS:\t many kB\nVmHWM:\t 1 kB\n"} {
		if got, err := parseStatus(bad); err == nil {
			t.Errorf("%q: %+v", bad, got)
		}
	}
}
