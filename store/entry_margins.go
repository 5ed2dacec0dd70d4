package store

import (
	"context"
	"errors"
)

// wrongEntryMargins is 1 where the margins kept for a client don't hold all its entries,
// which would then be missing from pages by days; wider ones cost time alone.
const wrongEntryMargins = `
	SELECT count(*) FROM (
		SELECT min(started_at - unixepoch(day)) AS earliest, max(started_at - unixepoch(day)) AS latest
		FROM time_entries WHERE client_id = ?1) AS found
	WHERE found.earliest IS NOT NULL AND NOT EXISTS (
		SELECT 1 FROM entry_margins m WHERE m.client_id = ?1 AND m.earliest <= found.earliest AND m.latest >= found.latest)`

// recountMargins sets every client's margins to what its entries need.
func recountMargins(ctx context.Context, tx *transaction) error {
	_, err1 := tx.ExecContext(ctx, "DELETE FROM entry_margins")
	_, err2 := tx.ExecContext(ctx, `
		INSERT INTO entry_margins (client_id, earliest, latest)
		SELECT client_id, min(started_at - unixepoch(day)), max(started_at - unixepoch(day)) FROM time_entries GROUP BY client_id`)
	return errors.Join(err1, err2)
}
