package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/urfave/cli/v3"

	"foyer/store"
)

// check looks whether the database holds together and the totals that are kept are what
// its records add up to. It may run beside a server.
func check(ctx context.Context, c *cli.Command) error {
	conf, err := readConfig(c)
	if err != nil {
		return err
	}
	data, err := store.OpenShared(ctx, conf.data)
	if err != nil {
		return err
	}
	return errors.Join(checkData(ctx, c, data.Store), data.Close())
}

func checkData(ctx context.Context, c *cli.Command, s *store.Store) error {
	if err := s.CheckWhole(ctx); err != nil {
		return err
	}
	if c.Bool("repair") {
		if err := s.RepairTotals(ctx); err != nil {
			return err
		}
	}
	wrong, err := s.CheckTotals(ctx)
	if err != nil {
		return err
	}
	for _, w := range wrong {
		_, err = fmt.Fprintf(c.Root().Writer, "Client %d: %d totals of hours, %d bounds of days, %d totals of invoices and %d invoices are wrong.\n",
			w.Client, w.EntryTotals, w.EntryMargins, w.InvoiceTotals, w.Invoices)
	}
	if len(wrong) > 0 {
		return errors.Join(err, errors.New("totals are wrong: foyer check --repair counts them anew; please tell the project"))
	}
	_, err = fmt.Fprintln(c.Root().Writer, "The database holds together, and every total is what its records add up to.")
	return err
}
