package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"time"

	"github.com/valyala/fasthttp"
)

// answerTime is more than any server here may take.
const answerTime = 30 * time.Second

// target is a page of a server, with the client that asks for it.
type target struct {
	client  *fasthttp.HostClient
	server  *server
	address string
	page    page
	bytes   int // of the first good answer
}

// phase is what one stretch of requests over a number of connections showed.
type phase struct {
	rate     float64 // requests a second
	cpu      float64 // seconds of the server's processors for each; NaN where unknown
	p50, p99 float64 // seconds
}

func newClient(s *server, connections int) *fasthttp.HostClient {
	return &fasthttp.HostClient{
		Addr: s.base.Host, MaxConns: connections, ReadTimeout: answerTime, WriteTimeout: answerTime,
		NoDefaultUserAgentHeader: true, DisableHeaderNamesNormalizing: true, DisablePathNormalizing: true,
	}
}

func (t *target) request() *fasthttp.Request {
	r := fasthttp.AcquireRequest()
	r.SetRequestURI(t.address)
	r.Header.Set("Cookie", t.server.cookie)
	if t.page.target != "" {
		r.Header.Set("HX-Request", "true")
		r.Header.Set("HX-Target", t.page.target)
	}
	return r
}

// verify asks once, looks at the answer closely and remembers its size.
func (t *target) verify() error {
	request, answer := t.request(), fasthttp.AcquireResponse()
	if err := t.client.Do(request, answer); err != nil {
		return fmt.Errorf("%s: %w", t.address, err)
	}
	if err := t.page.check(answer.StatusCode(), answer.Body()); err != nil {
		return fmt.Errorf("%s: %w", t.address, err)
	}
	t.bytes = len(answer.Body())
	return nil
}

// alike is the quick look at every answer: forms' tokens and the like change its size a
// little, an error page changes it much.
func (t *target) alike(answer *fasthttp.Response) error {
	size := len(answer.Body())
	if answer.StatusCode() != fasthttp.StatusOK || size < t.bytes*9/10 || size > t.bytes*11/10 {
		return fmt.Errorf("%s: status %d with %d bytes, where %d bytes were expected", t.address, answer.StatusCode(), size, t.bytes)
	}
	return nil
}

// drive asks over and over, each connection as soon as it has its answer, for a while.
func (t *target) drive(ctx context.Context, connections int, length time.Duration) (phase, error) {
	took := make([][]time.Duration, connections)
	faults := make([]error, connections)
	pid := t.server.process.Process.Pid
	before, noCPU := cpuTime(pid)
	began := clock()
	var all sync.WaitGroup
	for i := range connections {
		all.Go(func() { took[i], faults[i] = t.ask(ctx, began.Add(length)) })
	}
	all.Wait()
	whole := clock().Sub(began)
	after, err := cpuTime(pid)
	noCPU = errors.Join(noCPU, err)

	times := slices.Concat(took...)
	if err := errors.Join(faults...); err != nil || len(times) == 0 {
		return phase{}, errors.Join(err, ctx.Err())
	}
	slices.Sort(times)
	p := phase{
		rate: float64(len(times)) / whole.Seconds(), cpu: math.NaN(),
		p50: percentile(times, 0.50).Seconds(), p99: percentile(times, 0.99).Seconds(),
	}
	if noCPU == nil {
		p.cpu = (after - before).Seconds() / float64(len(times))
	}
	return p, nil
}

// ask is one connection's part; it says how long each answer took.
func (t *target) ask(ctx context.Context, until time.Time) (took []time.Duration, err error) {
	request, answer := t.request(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(request)
	defer fasthttp.ReleaseResponse(answer)
	for now := clock(); now.Before(until) && ctx.Err() == nil; {
		if err := t.client.Do(request, answer); err != nil {
			return nil, fmt.Errorf("%s: %w", t.address, err)
		}
		then := clock()
		took, now = append(took, then.Sub(now)), then
		if err := t.alike(answer); err != nil {
			return nil, err
		}
	}
	return took, nil
}
