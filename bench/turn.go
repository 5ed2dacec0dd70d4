package main

import (
	"context"
	"errors"
	"time"
)

// The pieces of a turn, in each of which the constant page and all sets are asked: a machine
// that is slow for a moment is so for all of them. One connection takes longer than a piece
// to find its pace.
const (
	legsOfMany = 4
	legsOfOne  = 1
)

// turn measures a page on every set, beside the constant page.
func (b *bench) turn(ctx context.Context, round, p int) error {
	cells := []cell{constantCell}
	for i := range b.fixtures {
		if at := (cell{p, i}); b.faults[at] == nil {
			cells = append(cells, at)
		}
	}
	many, err1 := b.alternate(ctx, cells, round, legsOfMany, b.connections, b.length)
	one, err2 := b.alternate(ctx, cells, round, legsOfOne, 1, b.length/2)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	constant := many[0].phase()
	for i, at := range cells {
		if b.faults[at] == nil {
			s := sample{many: many[i].phase(), one: one[i].phase()}
			s.multiple = s.many.cpu / constant.cpu
			b.samples[at] = append(b.samples[at], s)
		}
	}
	return nil
}

// alternate drives all cells for a time each, in pieces, and gives their tallies in the same
// order. They take turns in being first. What fails is left out from then on.
func (b *bench) alternate(ctx context.Context, cells []cell, round, legs, connections int, length time.Duration) ([]tally, error) {
	tallies := make([]tally, len(cells))
	for leg := range legs {
		for i := range cells {
			i = (i + leg + round) % len(cells)
			at := cells[i]
			if b.faults[at] != nil {
				continue
			}
			err := b.target(at).drive(ctx, connections, length/time.Duration(legs), &tallies[i])
			switch {
			case ctx.Err() != nil:
				return nil, ctx.Err()
			case err != nil && at == constantCell:
				return nil, err
			case err != nil:
				b.faults[at] = err
			}
		}
	}
	return tallies, nil
}

func (b *bench) target(at cell) *target {
	if at == constantCell {
		return b.constant
	}
	return b.fixtures[at.fixture].targets[at.page]
}
