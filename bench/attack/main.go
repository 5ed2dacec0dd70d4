// Command attack measures how Foyer's pages fare while it is attacked: it builds the
// program, serves the demo, and lets people read a portal page with and without a flood of
// sign-ins, slow connections, and more connections than there is room for. Every attack
// follows a rest of its own, round by round; the table shows the medians of the rounds.
// All attackers call from loopback addresses of their own, which needs Linux.
package main

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

const (
	page     = "/client-portal/time-entries"
	username = "fjordlys"
	password = "fair-winds-demo"
)

func main() {
	rounds := flag.Int("rounds", 3, "how often each attack is made")
	readers := flag.Int("connections", 4, "how many people read pages during a flood; during slow connections one does")
	lasting := flag.Duration("lasting", 5*time.Second, "how long a rest and a flood last")
	only := flag.String("only", "", "make the attacks with these words in their name alone")
	flag.Parse()
	if err := measure(*rounds, *readers, *lasting, *only); err != nil {
		fmt.Fprintln(os.Stderr, "attack:", err)
		os.Exit(1)
	}
}

func measure(rounds, readers int, lasting time.Duration, only string) error {
	folder, err := os.MkdirTemp("", "foyer-attack-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	server, err := start(folder)
	if err != nil {
		return err
	}
	defer server.stop()
	first := &caller{server: server.address, from: "127.0.0.1"}
	defer first.close()
	cookie, err := first.signIn(username, password)
	if err != nil {
		return err
	}

	r := &run{foyer: server, request: get(server.address, page, cookie), lasting: lasting}
	// What a held connection costs is little beside what several readers wait for each other.
	plan := []planned{
		{"64 connections signing in", readers, signIns},
		{"1,000 slow headers", 1, slow(slowHeader, dripByte)},
		{"1,000 slow bodies", 1, slow(slowBody, dripByte)},
		{"1,000 slow readers", 1, slow(slowRead, sipBytes)},
		{"500 connections of 250 addresses", readers, crowd(r.request, 250)},
		{"500 connections of one address", readers, crowd(r.request, 1)},
	}
	plan = slices.DeleteFunc(plan, func(p planned) bool { return !strings.Contains(p.name, only) })
	r.phase(readers, nil) // to warm up
	results := make([][]result, len(plan))
	for round := range rounds {
		for i, p := range plan {
			fmt.Fprintf(os.Stderr, "round %d: %s\n", round+1, p.name)
			results[i] = append(results[i], r.compare(p))
		}
	}
	return report(os.Stdout, plan, results)
}
