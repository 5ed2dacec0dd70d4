package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/urfave/cli/v3"
)

// commands is the program as the shell sees it.
func commands() *cli.Command {
	return &cli.Command{
		Name:  "foyer",
		Usage: "a client portal: one program and one SQLite file",
		Flags: settings(),
		Description: "Without a command, foyer serves.\n\n" +
			"The key for secrets at rest is read from $FOYER_SECRET_KEY, or from the file that $FOYER_SECRET_KEY_FILE " +
			"names, or from foyer.key in the data folder, which the first start makes.",
		Action: func(ctx context.Context, c *cli.Command) error {
			if name := c.Args().First(); name != "" {
				return fmt.Errorf("there is no command %s: see foyer --help", name)
			}
			return serve(ctx, c)
		},
		Commands: []*cli.Command{
			command("serve", "", "serve the portal; brings the database up to date first", serve),
			command("demo", "", "serve a throw-away database with lifelike data", demo),
			family("import", "read another program's data",
				withFlags(command("timetracker", "FILE", "read the SQLite file of a TimeTracker", importTimeTracker),
					&cli.StringFlag{Name: "time-zone", Usage: "`ZONE` of the file's time entries, like Europe/Rome, instead of the one in its settings"},
					&cli.BoolFlag{Name: "dry-run", Usage: "report what would be read, and write nothing"})),
			family("admin", "manage who administers, from the shell",
				command("create", "NAME", "make an admin; the password is asked for, or read from standard input", createAdmin),
				command("reset-password", "NAME", "give a user a new password and end its sessions", resetPassword)),
			withFlags(command("check", "", "look whether the database holds together and every total is right", check),
				&cli.BoolFlag{Name: "repair", Usage: "count all totals anew first"}),
			command("healthcheck", "", "ask a running foyer whether it is well", healthcheck),
			command("version", "", "say which foyer this is", version),
		},
	}
}

// command takes exactly the one argument that it names, or none.
func command(name, argument, usage string, do cli.ActionFunc) *cli.Command {
	return &cli.Command{
		Name: name, Usage: usage, ArgsUsage: argument, HideHelpCommand: true,
		Action: func(ctx context.Context, c *cli.Command) error {
			switch {
			case argument == "" && c.Args().Present():
				return fmt.Errorf("%s takes nothing like %s: see %s --help", c.FullName(), c.Args().First(), c.FullName())
			case argument != "" && c.Args().Len() != 1:
				return fmt.Errorf("%s takes exactly one %s: see %s --help", c.FullName(), argument, c.FullName())
			}
			return do(ctx, c)
		},
	}
}

// family is a command that needs another after it.
func family(name, usage string, members ...*cli.Command) *cli.Command {
	return &cli.Command{
		Name: name, Usage: usage, HideHelpCommand: true, Commands: members,
		Action: func(_ context.Context, c *cli.Command) error {
			if first := c.Args().First(); first != "" {
				return fmt.Errorf("there is no command %s %s: see %s --help", c.FullName(), first, c.FullName())
			}
			return errors.New(c.FullName() + " needs another word after it: see " + c.FullName() + " --help")
		},
	}
}

func withFlags(c *cli.Command, flags ...cli.Flag) *cli.Command {
	c.Flags = flags
	return c
}
