package handlers_test

import (
	"context"
	"reflect"
	"testing"

	"foyer/handlers"
	"foyer/portal"
)

// C41: whatever the client's pages can ask for takes the client's id right after the
// context, and nothing that could stand for another's.
func TestClientDataIsScoped(t *testing.T) {
	t.Parallel()
	data := reflect.TypeFor[handlers.ClientData]()
	for method := range data.Methods() {
		takes := method.Type
		if takes.NumIn() < 2 || takes.In(0) != reflect.TypeFor[context.Context]() || takes.In(1) != reflect.TypeFor[portal.ClientID]() {
			t.Errorf("%s does not take the client's id first: %s", method.Name, takes)
		}
	}
	if data.NumMethod() < 10 {
		t.Errorf("%d methods: the check is blind", data.NumMethod())
	}
}
