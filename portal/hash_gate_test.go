package portal_test

import (
	"context"
	"errors"
	"runtime"
	"testing"

	"foyer/portal"
)

// C02: a gate of one slot has room for eight who wait, two of one address. HasRoom says so
// beforehand, and again when they are gone.
func TestRoomAtTheHashGate(t *testing.T) {
	t.Parallel()
	gate := portal.NewHashGate(1)
	leave, err := gate.Enter(context.Background(), "inside")
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(context.Background())
	left := make(chan error)
	wait := func(who string) {
		go func() {
			_, err := gate.Enter(ctx, who)
			left <- err
		}()
	}

	for _, who := range []string{"a", "a"} {
		wait(who)
	}
	for gate.HasRoom("a") {
		runtime.Gosched()
	}
	if _, err := gate.Enter(context.Background(), "a"); !errors.Is(err, portal.ErrBusy) {
		t.Errorf("a third of one address: %v", err)
	}
	for _, who := range []string{"b", "c", "d", "e", "f", "g"} {
		if !gate.HasRoom(who) {
			t.Errorf("no room for %s", who)
		}
		wait(who)
	}
	for gate.HasRoom("h") {
		runtime.Gosched()
	}
	if _, err := gate.Enter(context.Background(), "h"); !errors.Is(err, portal.ErrBusy) {
		t.Errorf("a ninth: %v", err)
	}

	end()
	for range 8 {
		if err := <-left; !errors.Is(err, portal.ErrBusy) {
			t.Errorf("who gave up: %v", err)
		}
	}
	leave()
	if !gate.HasRoom("a") {
		t.Error("no room though nobody is there")
	}
}
