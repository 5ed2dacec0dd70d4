package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/urfave/cli/v3"

	"foyer/portal"
	"foyer/store"
)

// createAdmin makes the database too where there is none, so that a server can be
// prepared before it is started.
func createAdmin(ctx context.Context, c *cli.Command) error {
	folder := or(c.String("data"), defaultData)
	name := portal.NormalizeUsername(c.Args().First())
	if fault := portal.CheckUsername(name); fault != "" {
		return fmt.Errorf("the name %s cannot be used: %s", name, fault)
	}
	openFolder := store.OpenShared
	if !store.Exists(folder) {
		openFolder = openData
	}
	return withData(ctx, folder, openFolder, func(s *store.Store) error {
		if err := wantFree(ctx, s, name); err != nil {
			return err
		}
		hash, err := newPasswordHash(ctx, c, s, name)
		if err != nil {
			return err
		}
		err = s.CreateAdmin(ctx, portal.UserRecord{Username: name}, hash, fromShell("admin created", 0))
		if errors.Is(err, portal.ErrConflict) {
			return errTaken(name)
		}
		if err != nil {
			return err
		}
		return say(c, "The admin "+name+" can sign in now.")
	})
}

// resetPassword opens an account again whatever its failed sign-ins. It is for people on
// the staff side: what a client signs in with is the client's own (C11).
func resetPassword(ctx context.Context, c *cli.Command) error {
	name := portal.NormalizeUsername(c.Args().First())
	return withData(ctx, or(c.String("data"), defaultData), store.OpenShared, func(s *store.Store) error {
		account, err := s.AccountByUsername(ctx, name)
		switch {
		case errors.Is(err, portal.ErrNotFound):
			return fmt.Errorf("there is no user %s: look up the name, or make an admin with foyer admin create", name)
		case err != nil:
			return err
		case account.Kind == portal.ClientAccount:
			return fmt.Errorf("%s is the sign-in name of the client %s: no admin sets a client's password", name, account.ClientName)
		}
		hash, err := newPasswordHash(ctx, c, s, name)
		if err != nil {
			return err
		}
		if err := s.SetUserPassword(ctx, account, hash, fromShell("password reset", account.ID)); err != nil {
			return err
		}
		said := "The user " + name + " can sign in with the new password; sessions with the old one have ended."
		if !account.Active {
			said = "The password of " + name + " is set, but the user is inactive and cannot sign in."
		}
		return say(c, said)
	})
}

func wantFree(ctx context.Context, s *store.Store, name string) error {
	_, err := s.AccountByUsername(ctx, name)
	switch {
	case errors.Is(err, portal.ErrNotFound):
		return nil
	case err == nil:
		return errTaken(name)
	}
	return err
}

func errTaken(name string) error {
	return fmt.Errorf("the name %s is taken: choose another, or set its password with foyer admin reset-password %s", name, name)
}

func newPasswordHash(ctx context.Context, c *cli.Command, s *store.Store, name string) (string, error) {
	settings, err := s.Settings(ctx)
	if err != nil {
		return "", err
	}
	password, err := askPassword(ctx, c.Root().Reader, c.Root().ErrWriter)
	if err != nil {
		return "", err
	}
	if fault := portal.CheckNewPassword(password, settings.PasswordMinLength, name, settings.Company.Name); fault != "" {
		return "", fmt.Errorf("this password cannot be used: %s", fault)
	}
	return portal.HashPassword(password)
}

// fromShell is what the audit log says of a command; it is written with what was done.
func fromShell(action string, user int64) portal.AuditEntry {
	return portal.AuditEntry{At: time.Now(), Actor: portal.System, Action: action, Subject: portal.Subject{Kind: "user", ID: user}, Detail: "from the command line"}
}

func say(c *cli.Command, words string) error {
	_, err := fmt.Fprintln(c.Root().Writer, words)
	return err
}
