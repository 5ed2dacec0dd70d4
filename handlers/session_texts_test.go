package handlers

import (
	"encoding/json"
	"strconv"
	"sync"
	"testing"

	"foyer/portal"
)

// A text says the same the first time and later, whoever else reads, and however many there are.
func TestSessionTexts(t *testing.T) {
	t.Parallel()
	var texts sessionTexts
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for i := range 3 * mostSessionTexts {
				want := session{Kind: portal.ClientAccount, Account: int64(i / 2), Version: 3, Nonce: "n" + strconv.Itoa(i/2), Browser: `"quoted"`}
				text, err := json.Marshal(want)
				if err != nil {
					t.Error(err)
				}
				if got, ok := texts.read(text); !ok || got != want {
					t.Errorf("%s says %v", text, got)
				}
				clear(text) // the caller's memory is the caller's
			}
		})
	}
	readers.Wait()
	if n := len(texts.say); n == 0 || n > mostSessionTexts {
		t.Errorf("%d texts are remembered", n)
	}
}

func TestSessionTextsThatSayNothing(t *testing.T) {
	t.Parallel()
	var texts sessionTexts
	for _, text := range []string{"", "{", `{"a":"one"}`, "null and more"} {
		for range 2 {
			if s, ok := texts.read([]byte(text)); ok {
				t.Errorf("%q says %v", text, s)
			}
		}
	}
	if _, ok := texts.read(nil); ok {
		t.Error("no text says something")
	}
}
