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

// phase is what requests over a number of connections showed.
type phase struct {
	rate     float64 // requests a second
	cpu      float64 // seconds of the server's processors for each; NaN where unknown
	p50, p99 float64 // seconds
}

// tally adds up the stretches that a phase is made of.
type tally struct {
	took  []time.Duration // by each answer
	whole time.Duration
	cpu   time.Duration // of the server's processors
	noCPU error         // why that is not known
}

// phase is what a tally of one answer at least comes to.
func (t *tally) phase() phase {
	slices.Sort(t.took)
	n := float64(len(t.took))
	p := phase{rate: n / t.whole.Seconds(), cpu: math.NaN(), p50: percentile(t.took, 0.50).Seconds(), p99: percentile(t.took, 0.99).Seconds()}
	if t.noCPU == nil {
		p.cpu = t.cpu.Seconds() / n
	}
	return p
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

// drive asks over and over, each connection as soon as it has its answer, for a while, and
// adds what came out to a tally.
func (t *target) drive(ctx context.Context, connections int, length time.Duration, into *tally) error {
	took := make([][]time.Duration, connections)
	faults := make([]error, connections)
	pid := t.server.process.Process.Pid
	before, err1 := cpuTime(pid)
	began := clock()
	var all sync.WaitGroup
	for i := range connections {
		all.Go(func() { took[i], faults[i] = t.ask(ctx, began.Add(length)) })
	}
	all.Wait()
	into.whole += clock().Sub(began)
	after, err2 := cpuTime(pid)
	into.cpu += after - before
	into.noCPU = errors.Join(into.noCPU, err1, err2)
	into.took = append(into.took, slices.Concat(took...)...)
	return errors.Join(append(faults, ctx.Err())...)
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
