package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/urfave/cli/v3"

	"foyer/store"
)

func version(_ context.Context, c *cli.Command) error {
	number, commit := built()
	return writeVersion(c.Root().Writer, number, commit)
}

func writeVersion(w io.Writer, number, commit string) error {
	_, err := fmt.Fprintf(w, "foyer   %s\ncommit  %s\nGo      %s\nSQLite  %s\n", number, commit, runtime.Version(), store.EngineVersion)
	return err
}

// built is what the build recorded of itself.
func built() (number, commit string) {
	number, commit = "development build", "unknown"
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return number, commit
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		number = v
	}
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision":
			commit = setting.Value
		case setting.Key == "vcs.modified" && setting.Value == "true":
			commit += " with changes"
		}
	}
	return number, commit
}
