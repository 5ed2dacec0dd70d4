-- What it takes to keep time here: the list over all clients, newest first; a person's list; and
-- timers. A person has one timer: two presses of Start at once leave one. Timers that came with an
-- import are left out, as another program may have let several run.

-- +migrate Up
CREATE INDEX time_entries_by_start ON time_entries (started_at DESC, id DESC) WHERE ended_at IS NOT NULL;
CREATE INDEX time_entries_running ON time_entries (user_id, started_at DESC) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX time_entries_one_timer ON time_entries (user_id) WHERE ended_at IS NULL AND timetracker_id IS NULL;

DROP INDEX time_entries_by_user;
CREATE INDEX time_entries_by_user ON time_entries (user_id, started_at DESC, id DESC);

-- +migrate Down
DROP INDEX time_entries_by_user;
CREATE INDEX time_entries_by_user ON time_entries (user_id, started_at DESC);
DROP INDEX time_entries_one_timer;
DROP INDEX time_entries_running;
DROP INDEX time_entries_by_start;
