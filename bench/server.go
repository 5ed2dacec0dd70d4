package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"time"
)

const (
	startTime = 20 * time.Second
	stopTime  = 15 * time.Second
)

// server is a process that serves on a port of its own.
type server struct {
	base    *url.URL
	cookie  string // of the session; empty before sign-in
	process *exec.Cmd
	began   time.Time
	ended   chan error
}

// start starts a program that writes its address at the end of its first line. What it
// logs goes to the null device: writing a log belongs to what is measured, keeping it
// would fill the disk.
func start(ctx context.Context, program string, arguments ...string) (*server, error) {
	s := &server{process: exec.CommandContext(ctx, program, arguments...), ended: make(chan error, 1)}
	s.process.Cancel = func() error { return s.process.Process.Signal(os.Interrupt) }
	s.process.WaitDelay = stopTime
	greeting, err := s.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.began = clock()
	if err := s.process.Start(); err != nil {
		return nil, err
	}

	out := bufio.NewReader(greeting)
	line, err := out.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("%s did not start: run it by itself to see why: %w", s.process, errors.Join(err, s.process.Wait()))
	}
	go func() {
		_, _ = io.Copy(io.Discard, out)
		s.ended <- s.process.Wait()
	}()
	_, address, _ := strings.Cut(line, "http://")
	if s.base, err = url.Parse("http://" + strings.TrimSpace(address)); err != nil {
		return nil, errors.Join(err, s.stop())
	}
	return s, nil
}

// untilOK asks for a path until the answer is 200 and says how long after the start of
// the process that was.
func (s *server) untilOK(ctx context.Context, path string) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	for {
		status, err := s.status(ctx, path)
		if status == http.StatusOK {
			return clock().Sub(s.began), nil
		}
		select {
		case <-ctx.Done():
			return 0, fmt.Errorf("%s%s: status %d: %w", s.base, path, status, errors.Join(err, ctx.Err()))
		case <-time.After(time.Millisecond):
		}
	}
}

func (s *server) status(ctx context.Context, path string) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base.String()+path, nil)
	if err != nil {
		return 0, err
	}
	request.Header.Set("Cookie", s.cookie)
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		return 0, err
	}
	_, err = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode, errors.Join(err, answer.Body.Close())
}

// stop asks the process to end, and ends it where it does not.
func (s *server) stop() error {
	if err := s.process.Process.Signal(os.Interrupt); err != nil {
		_ = s.process.Process.Kill() // systems without signals, and processes that are gone
	}
	select {
	case <-s.ended:
		return nil
	case <-time.After(stopTime):
		return fmt.Errorf("%s did not stop within %s: %w", s.process, stopTime, s.process.Process.Kill())
	}
}
