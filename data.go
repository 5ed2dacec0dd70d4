package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"foyer/store"
)

// openData takes the data folder, except where its database seems to be lost: a new,
// empty one in its place would look as if nothing had ever been there.
func openData(ctx context.Context, folder string) (*store.Data, error) {
	key := filepath.Join(folder, keyFile)
	if _, err := os.Stat(key); err == nil && !store.Exists(folder) {
		return nil, fmt.Errorf("the database %s is missing, though its key is there: put back a backup of it, or delete %s to begin anew", filepath.Join(folder, store.FileName), key)
	}
	return store.Open(ctx, folder)
}

// withData opens the data folder for one piece of work.
func withData(ctx context.Context, folder string, open func(context.Context, string) (*store.Data, error), do func(*store.Store) error) error {
	data, err := open(ctx, folder)
	if err != nil {
		return err
	}
	return errors.Join(do(data.Store), data.Close())
}
