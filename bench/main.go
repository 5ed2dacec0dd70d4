// Bench measures what Foyer's pages cost, from a thousand time entries to a million, and
// prints it beside what they may cost: see docs/PERFORMANCE.md. It is no part of Foyer.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones for machines that have none
)

// options are what can be chosen on the command line.
type options struct {
	folder      string
	foyer       string // the program to measure; built where none is named
	sizes       []int
	rounds      int
	length      time.Duration // of a phase over all connections; one connection gets half
	connections int
	pages       *regexp.Regexp
	markdown    bool
	tables      bool
}

// theConstant is the argument with which the tool starts itself as the other server.
const theConstant = "constant"

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) == 1 && arguments[0] == theConstant {
		return serveConstant()
	}
	o, err := parse(arguments)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	return o.measure(ctx)
}

func parse(arguments []string) (o options, err error) {
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	flags.StringVar(&o.folder, "folder", ".bench", "where the data sets are kept")
	flags.StringVar(&o.foyer, "foyer", "", "the program to measure (default: built from this source)")
	sizes := flags.String("sizes", "1000,10000,100000,1000000", "time entries of the measured client, one data set each")
	flags.IntVar(&o.rounds, "rounds", 7, "how often everything is measured; figures are medians; 0 measures start, memory and disk alone")
	seconds := flags.Float64("seconds", 0.4, "how long each page is asked for over all connections; over one connection it is half of it")
	flags.IntVar(&o.connections, "connections", 16, "how many ask at once; Foyer takes 64 from one address")
	pages := flags.String("pages", "", "measure only pages whose name matches this regular expression, like 'entries by project.*fragment'")
	flags.BoolVar(&o.markdown, "markdown", false, "print the tables as Markdown")
	flags.BoolVar(&o.tables, "tables", false, "also print what each table and index takes on the disk")
	if err := flags.Parse(arguments); err != nil {
		return o, err
	}
	o.length = time.Duration(*seconds * float64(time.Second))
	if o.sizes, err = parseSizes(*sizes); err != nil {
		return o, err
	}
	o.pages, err = regexp.Compile(*pages)
	return o, err
}

func parseSizes(list string) (sizes []int, err error) {
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1000 || n > 10_000_000 {
			return nil, fmt.Errorf("-sizes %s: %s is no number from 1000 to 10000000", list, text)
		}
		sizes = append(sizes, n)
	}
	return sizes, nil
}

// measure makes what is missing, measures and prints.
func (o options) measure(ctx context.Context) (err error) {
	b := &bench{options: o, pages: chosenPages(o.pages), samples: map[cell][]sample{}, faults: map[cell]error{}}
	if len(b.pages) == 0 {
		return fmt.Errorf("no page's name matches -pages %s", o.pages)
	}
	if err := os.MkdirAll(o.folder, 0o700); err != nil {
		return err
	}
	for _, entries := range o.sizes {
		s, err := prepareSet(ctx, o.folder, entries, clock(), os.Stderr)
		if err != nil {
			return err
		}
		b.fixtures = append(b.fixtures, &fixture{set: s})
	}
	if err := b.build(ctx); err != nil {
		return err
	}
	if err := b.perform(ctx); err != nil {
		return err
	}
	if err := b.print(ctx, os.Stdout); err != nil {
		return err
	}
	return b.firstFault()
}

func chosenPages(pattern *regexp.Regexp) (chosen []page) {
	for _, p := range allPages() {
		if pattern.MatchString(p.name) {
			chosen = append(chosen, p)
		}
	}
	return chosen
}

// build builds the program as it is published.
func (b *bench) build(ctx context.Context) error {
	if b.foyer != "" {
		return nil
	}
	path, err := filepath.Abs(filepath.Join(b.folder, "foyer"))
	if err != nil {
		return err
	}
	b.foyer = path
	command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", path, "foyer")
	command.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("build foyer: %w\n%s", err, out)
	}
	return nil
}
