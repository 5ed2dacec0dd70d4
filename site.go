package main

import (
	"context"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/term"

	"foyer/handlers"
	"foyer/mail"
	"foyer/portal"
)

const (
	// signInFloor lies above the slowest check of a password, so that the time a failed
	// sign-in takes says nothing about the account (C03).
	signInFloor = 600 * time.Millisecond
	pruneEvery  = time.Minute
	mostLimits  = 100_000
)

// app wires the rooms together.
func (s site) app(post *mail.Post) *fiber.App {
	hasher := portal.NewHasher(portal.NewHashGate(runtime.NumCPU()))
	s.setup.Hasher = hasher
	return handlers.New(handlers.Config{
		Clients:        s.data.Store,
		Staff:          s.data.Store,
		Access:         s.data.Store,
		Accounts:       &portal.Accounts{Store: s.data.Store, Hasher: hasher, Now: time.Now, Pace: pace(signInFloor)},
		Links:          &portal.Links{Store: s.data.Store, Hasher: hasher, Now: time.Now, Notice: post.Notice},
		Setup:          s.setup,
		Mail:           post,
		Sessions:       s.data.Sessions(),
		Key:            s.key,
		BaseURL:        s.baseURL,
		TrustedProxies: s.proxies,
		Log:            s.log,
		Now:            time.Now,
	})
}

// pace starts stopwatches: what one returns waits until floor has passed since then.
func pace(floor time.Duration) func() func(context.Context) {
	return func() func(context.Context) {
		began := time.Now()
		return func(ctx context.Context) {
			rest := time.NewTimer(floor - time.Since(began))
			defer rest.Stop()
			select {
			case <-rest.C:
			case <-ctx.Done():
			}
		}
	}
}

// pruneLimits keeps the counters of failed sign-ins from piling up.
func (s site) pruneLimits(ctx context.Context) {
	every := time.NewTicker(pruneEvery)
	defer every.Stop()
	for {
		s.pruneOnce(ctx)
		select {
		case <-every.C:
		case <-ctx.Done():
			return
		}
	}
}

// pruneOnce survives its own faults: there is a next minute.
func (s site) pruneOnce(ctx context.Context) {
	defer func() {
		if fault := recover(); fault != nil {
			s.log.Error("prune sign-in limits", "panic", fault)
		}
	}()
	if err := s.data.PruneSignInLimits(ctx, time.Now(), mostLimits); err != nil && ctx.Err() == nil {
		s.log.Error("prune sign-in limits", "error", err)
	}
}

// newLog writes to standard error, in UTC, for people on a terminal and for programs elsewhere.
func newLog(format string, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if format == "text" || format == "" && term.IsTerminal(int(os.Stderr.Fd())) {
		return slog.New(inUTC{slog.NewTextHandler(os.Stderr, options)})
	}
	return slog.New(inUTC{slog.NewJSONHandler(os.Stderr, options)})
}

// inUTC writes each line's time in UTC.
type inUTC struct{ slog.Handler }

func (h inUTC) Handle(ctx context.Context, line slog.Record) error {
	line.Time = line.Time.UTC()
	return h.Handler.Handle(ctx, line)
}

func (h inUTC) WithAttrs(attrs []slog.Attr) slog.Handler { return inUTC{h.Handler.WithAttrs(attrs)} }

func (h inUTC) WithGroup(name string) slog.Handler { return inUTC{h.Handler.WithGroup(name)} }

// quoted is a word as the shell reads it back.
func quoted(word string) string {
	if strings.IndexFunc(word, func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-", r)
	}) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
