-- What the migrations add up to; written by: go test ./store -run Golden -update

CREATE TABLE audit_log (
    id           INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    actor_kind   TEXT NOT NULL CHECK (actor_kind IN ('nobody', 'client', 'user', 'system')),
    actor_id     INTEGER,
    actor_name   TEXT NOT NULL DEFAULT '',
    action       TEXT NOT NULL CHECK (action <> ''),
    subject_kind TEXT NOT NULL DEFAULT '',
    subject_id   INTEGER,
    detail       TEXT NOT NULL DEFAULT '',
    ip           TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TRIGGER audit_log_is_append_only_delete BEFORE DELETE ON audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_log_is_append_only_update BEFORE UPDATE ON audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE INDEX audit_log_by_subject ON audit_log (subject_kind, subject_id, id DESC);

CREATE INDEX audit_log_by_time ON audit_log (at DESC, id DESC);

CREATE TABLE clients (
    id                 INTEGER PRIMARY KEY,
    name               TEXT NOT NULL CHECK (trim(name) <> ''),
    contact_person     TEXT NOT NULL DEFAULT '',
    email              TEXT NOT NULL DEFAULT '',
    phone              TEXT NOT NULL DEFAULT '',
    address            TEXT NOT NULL DEFAULT '',
    vat_number         TEXT NOT NULL DEFAULT '',
    currency           TEXT NOT NULL DEFAULT 'EUR' CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    default_rate_minor INTEGER CHECK (default_rate_minor BETWEEN 0 AND 10000000000000),
    notes              TEXT NOT NULL DEFAULT '',
    active             INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    access_version     INTEGER NOT NULL DEFAULT 1,
    last_sign_in_at    INTEGER,
    timetracker_id     INTEGER UNIQUE,
    created_at         INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL
, portal_enabled INTEGER NOT NULL DEFAULT 0 CHECK (portal_enabled IN (0, 1)), portal_username TEXT CHECK (portal_username <> '' AND portal_username = lower(trim(portal_username))) CHECK (portal_enabled = 0 OR portal_username IS NOT NULL), portal_password_hash TEXT CHECK (portal_password_hash <> ''), password_setup_token TEXT CHECK (length(password_setup_token) = 64), password_setup_token_expires INTEGER CHECK ((password_setup_token_expires IS NULL) = (password_setup_token IS NULL)), revision INTEGER NOT NULL DEFAULT 1, password_set_at INTEGER, invoice_mail INTEGER NOT NULL DEFAULT 0 CHECK (invoice_mail IN (0, 1))) STRICT;

CREATE TRIGGER clients_access_changed
AFTER UPDATE OF portal_enabled, portal_username, portal_password_hash, active ON clients
WHEN (OLD.portal_enabled, OLD.portal_username, OLD.portal_password_hash, OLD.active)
  IS NOT (NEW.portal_enabled, NEW.portal_username, NEW.portal_password_hash, NEW.active)
BEGIN
    UPDATE clients SET access_version = access_version + 1 WHERE id = NEW.id;
END;

CREATE TRIGGER clients_active_changed AFTER UPDATE OF active ON clients WHEN OLD.active <> NEW.active BEGIN
    UPDATE users SET access_version = access_version + 1 WHERE client_id = NEW.id AND portal_only = 1;
END;

CREATE TRIGGER clients_link_dies
AFTER UPDATE OF portal_enabled, portal_username, portal_password_hash, active, email ON clients
WHEN NEW.password_setup_token IS NOT NULL AND NEW.password_setup_token IS OLD.password_setup_token
 AND (OLD.portal_enabled, OLD.portal_username, OLD.portal_password_hash, OLD.active, OLD.email)
  IS NOT (NEW.portal_enabled, NEW.portal_username, NEW.portal_password_hash, NEW.active, NEW.email)
BEGIN
    UPDATE clients SET password_setup_token = NULL, password_setup_token_expires = NULL WHERE id = NEW.id;
END;

CREATE TRIGGER clients_name_taken_on_insert BEFORE INSERT ON clients
WHEN EXISTS (SELECT 1 FROM users WHERE username = NEW.portal_username)
BEGIN
    SELECT RAISE(ABORT, 'sign-in name taken');
END;

CREATE TRIGGER clients_name_taken_on_update BEFORE UPDATE OF portal_username ON clients
WHEN EXISTS (SELECT 1 FROM users WHERE username = NEW.portal_username)
BEGIN
    SELECT RAISE(ABORT, 'sign-in name taken');
END;

CREATE TRIGGER users_lose_a_deleted_client BEFORE DELETE ON clients BEGIN
    UPDATE users SET client_portal_enabled = 0, client_id = NULL WHERE client_id = OLD.id;
END;

CREATE INDEX clients_by_name ON clients (name COLLATE NOCASE, id);

CREATE UNIQUE INDEX clients_by_password_setup_token ON clients (password_setup_token) WHERE password_setup_token IS NOT NULL;

CREATE UNIQUE INDEX clients_by_portal_username ON clients (portal_username) WHERE portal_username IS NOT NULL;

CREATE TABLE credits (
    id             INTEGER PRIMARY KEY,
    invoice_id     INTEGER NOT NULL REFERENCES invoices (id) ON DELETE RESTRICT,
    number         TEXT NOT NULL DEFAULT '',
    credited_on    TEXT NOT NULL CHECK (credited_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(credited_on) IS credited_on),
    amount_minor   INTEGER NOT NULL CHECK (amount_minor <> 0 AND amount_minor BETWEEN -10000000000000 AND 10000000000000),
    reason         TEXT NOT NULL DEFAULT '',
    timetracker_id INTEGER UNIQUE,
    created_at     INTEGER NOT NULL
, form_key TEXT CHECK (form_key <> '')) STRICT;

CREATE TRIGGER credits_added AFTER INSERT ON credits BEGIN
    UPDATE invoices SET credited_minor = credited_minor + NEW.amount_minor WHERE id = NEW.invoice_id;
END;

CREATE TRIGGER credits_changed AFTER UPDATE OF invoice_id, amount_minor ON credits BEGIN
    UPDATE invoices SET credited_minor = credited_minor - OLD.amount_minor WHERE id = OLD.invoice_id;
    UPDATE invoices SET credited_minor = credited_minor + NEW.amount_minor WHERE id = NEW.invoice_id;
END;

CREATE TRIGGER credits_removed AFTER DELETE ON credits BEGIN
    UPDATE invoices SET credited_minor = credited_minor - OLD.amount_minor WHERE id = OLD.invoice_id;
END;

CREATE UNIQUE INDEX credits_by_form_key ON credits (form_key) WHERE form_key IS NOT NULL;

CREATE INDEX credits_by_invoice ON credits (invoice_id, credited_on, id);

CREATE VIEW entry_changes AS
SELECT 0 AS client_id, 0 AS project_id, '' AS day, 0 AS entries, 0 AS seconds, 0 AS billable_seconds, 0 AS unbilled_seconds WHERE 0;

CREATE TRIGGER entry_changes_counted INSTEAD OF INSERT ON entry_changes BEGIN
    INSERT INTO entry_totals (client_id, project_id, entries, seconds, billable_seconds, unbilled_seconds)
    VALUES (NEW.client_id, NEW.project_id, NEW.entries, NEW.seconds, NEW.billable_seconds, NEW.unbilled_seconds)
    ON CONFLICT (client_id, project_id) DO UPDATE SET
        entries = entries + excluded.entries, seconds = seconds + excluded.seconds,
        billable_seconds = billable_seconds + excluded.billable_seconds, unbilled_seconds = unbilled_seconds + excluded.unbilled_seconds;
    INSERT INTO entry_totals_by_period (id, entries, seconds)
    SELECT t.id * 1000000000 + p.column1, NEW.entries, NEW.seconds
    FROM entry_totals t CROSS JOIN (VALUES
        (100000000 + substr(NEW.day, 1, 4) * 10000),
        (200000000 + replace(substr(NEW.day, 1, 7), '-', '') * 100),
        (300000000 + replace(NEW.day, '-', ''))) AS p
    WHERE t.client_id = NEW.client_id AND t.project_id = NEW.project_id AND (NEW.entries <> 0 OR NEW.seconds <> 0)
    ON CONFLICT (id) DO UPDATE SET entries = entries + excluded.entries, seconds = seconds + excluded.seconds;
END;

CREATE TABLE entry_margins (
    client_id INTEGER PRIMARY KEY REFERENCES clients (id) ON DELETE CASCADE,
    earliest  INTEGER NOT NULL,
    latest    INTEGER NOT NULL,
    CHECK (earliest <= latest)
) STRICT;

CREATE TABLE "entry_totals" (
    id               INTEGER PRIMARY KEY,
    client_id        INTEGER NOT NULL,
    project_id       INTEGER NOT NULL,
    entries          INTEGER NOT NULL,
    seconds          INTEGER NOT NULL,
    billable_seconds INTEGER NOT NULL,
    unbilled_seconds INTEGER NOT NULL,
    UNIQUE (client_id, project_id)
) STRICT;

CREATE TRIGGER entry_totals_emptied AFTER UPDATE OF entries ON entry_totals WHEN NEW.entries = 0 BEGIN
    DELETE FROM entry_totals_by_period WHERE id BETWEEN NEW.id * 1000000000 AND NEW.id * 1000000000 + 999999999;
    DELETE FROM entry_totals WHERE id = NEW.id;
END;

CREATE TABLE entry_totals_by_period (
    id      INTEGER PRIMARY KEY,
    entries INTEGER NOT NULL,
    seconds INTEGER NOT NULL
) STRICT;

CREATE TRIGGER entry_totals_by_period_emptied AFTER UPDATE OF entries ON entry_totals_by_period WHEN NEW.entries = 0 BEGIN
    DELETE FROM entry_totals_by_period WHERE id = NEW.id;
END;

CREATE TABLE entry_totals_paused (id INTEGER PRIMARY KEY CHECK (id = 1)) STRICT;

CREATE VIEW invoice_changes AS
SELECT 0 AS client_id, '' AS status, '' AS currency, 0 AS invoices, 0 AS total_minor, 0 AS outstanding_minor WHERE 0;

CREATE TRIGGER invoice_changes_counted INSTEAD OF INSERT ON invoice_changes BEGIN
    INSERT INTO invoice_totals (client_id, status, owing, currency, invoices, total_minor, outstanding_minor, credit_minor)
    VALUES (NEW.client_id, NEW.status, NEW.outstanding_minor > 0, NEW.currency, NEW.invoices, NEW.invoices * NEW.total_minor,
            NEW.invoices * max(NEW.outstanding_minor, 0), NEW.invoices * max(-NEW.outstanding_minor, 0))
    ON CONFLICT DO UPDATE SET
        invoices = invoices + excluded.invoices, total_minor = total_minor + excluded.total_minor,
        outstanding_minor = outstanding_minor + excluded.outstanding_minor, credit_minor = credit_minor + excluded.credit_minor;
END;

CREATE TABLE invoice_lines (
    id               INTEGER PRIMARY KEY,
    invoice_id       INTEGER NOT NULL REFERENCES invoices (id) ON DELETE CASCADE,
    position         INTEGER NOT NULL CHECK (position > 0),
    kind             TEXT NOT NULL DEFAULT 'item' CHECK (kind IN ('item', 'good', 'expense', 'other')),
    description      TEXT NOT NULL,
    quantity_milli   INTEGER NOT NULL CHECK (quantity_milli BETWEEN -1000000000000 AND 1000000000000),
    unit_price_minor INTEGER NOT NULL CHECK (unit_price_minor BETWEEN -10000000000000 AND 10000000000000),
    total_minor      INTEGER NOT NULL CHECK (total_minor BETWEEN -10000000000000 AND 10000000000000),
    UNIQUE (invoice_id, position)
) STRICT;

CREATE TRIGGER invoice_lines_added AFTER INSERT ON invoice_lines BEGIN
    UPDATE invoices SET subtotal_minor = subtotal_minor + NEW.total_minor WHERE id = NEW.invoice_id;
END;

CREATE TRIGGER invoice_lines_changed AFTER UPDATE OF invoice_id, total_minor ON invoice_lines BEGIN
    UPDATE invoices SET subtotal_minor = subtotal_minor - OLD.total_minor WHERE id = OLD.invoice_id;
    UPDATE invoices SET subtotal_minor = subtotal_minor + NEW.total_minor WHERE id = NEW.invoice_id;
END;

CREATE TRIGGER invoice_lines_free_their_hours BEFORE DELETE ON invoice_lines BEGIN
    UPDATE time_entries SET invoice_id = NULL, invoice_line_id = NULL WHERE invoice_line_id = OLD.id;
END;

CREATE TRIGGER invoice_lines_removed AFTER DELETE ON invoice_lines BEGIN
    UPDATE invoices SET subtotal_minor = subtotal_minor - OLD.total_minor WHERE id = OLD.invoice_id;
END;

CREATE TABLE invoice_sequences (
    prefix      TEXT PRIMARY KEY NOT NULL,
    next_number INTEGER NOT NULL DEFAULT 1 CHECK (next_number > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE invoice_totals (
    client_id         INTEGER NOT NULL,
    status            TEXT NOT NULL,
    owing             INTEGER NOT NULL CHECK (owing IN (0, 1)),
    currency          TEXT NOT NULL,
    invoices          INTEGER NOT NULL,
    total_minor       INTEGER NOT NULL,
    outstanding_minor INTEGER NOT NULL,
    credit_minor      INTEGER NOT NULL,
    PRIMARY KEY (client_id, status, owing, currency)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER invoice_totals_emptied AFTER UPDATE OF invoices ON invoice_totals WHEN NEW.invoices = 0 BEGIN
    DELETE FROM invoice_totals WHERE client_id = NEW.client_id AND status = NEW.status AND owing = NEW.owing AND currency = NEW.currency;
END;

CREATE TABLE invoices (
    id                INTEGER PRIMARY KEY,
    client_id         INTEGER NOT NULL REFERENCES clients (id) ON DELETE RESTRICT,
    project_id        INTEGER,
    number            TEXT UNIQUE CHECK (trim(number) <> ''),
    status            TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'sent', 'cancelled')),
    issue_date        TEXT NOT NULL CHECK (issue_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(issue_date) IS issue_date),
    due_date          TEXT NOT NULL CHECK (due_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(due_date) IS due_date),
    currency          TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    tax_rate_bp       INTEGER NOT NULL DEFAULT 0 CHECK (tax_rate_bp BETWEEN 0 AND 100000),
    subtotal_minor    INTEGER NOT NULL DEFAULT 0,
    tax_minor         INTEGER NOT NULL DEFAULT 0,
    total_minor       INTEGER NOT NULL GENERATED ALWAYS AS (subtotal_minor + tax_minor) STORED
                      CHECK (total_minor BETWEEN -10000000000000 AND 10000000000000),
    paid_minor        INTEGER NOT NULL DEFAULT 0,
    credited_minor    INTEGER NOT NULL DEFAULT 0,
    outstanding_minor INTEGER NOT NULL GENERATED ALWAYS AS (subtotal_minor + tax_minor - paid_minor - credited_minor) STORED
                      CHECK (outstanding_minor BETWEEN -10000000000000 AND 10000000000000),
    bill_to_name      TEXT NOT NULL DEFAULT '',
    bill_to_email     TEXT NOT NULL DEFAULT '',
    bill_to_address   TEXT NOT NULL DEFAULT '',
    bill_to_vat       TEXT NOT NULL DEFAULT '',
    notes             TEXT NOT NULL DEFAULT '',
    terms             TEXT NOT NULL DEFAULT '',
    timetracker_id    INTEGER UNIQUE,
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL, revision INTEGER NOT NULL DEFAULT 1, issuer_name TEXT NOT NULL DEFAULT '', issuer_address TEXT NOT NULL DEFAULT '', issuer_vat TEXT NOT NULL DEFAULT '', form_key TEXT CHECK (form_key <> ''),
    CHECK (status = 'draft' OR number IS NOT NULL),
    UNIQUE (id, client_id),
    FOREIGN KEY (project_id, client_id) REFERENCES projects (id, client_id) ON DELETE RESTRICT
) STRICT;

CREATE TRIGGER invoices_added AFTER INSERT ON invoices BEGIN
    INSERT INTO invoice_changes VALUES (NEW.client_id, NEW.status, NEW.currency, 1, NEW.total_minor, NEW.outstanding_minor);
END;

CREATE TRIGGER invoices_changed AFTER UPDATE OF client_id, status, currency, subtotal_minor, tax_minor, paid_minor, credited_minor ON invoices
WHEN (OLD.client_id, OLD.status, OLD.currency, OLD.total_minor, OLD.outstanding_minor)
  IS NOT (NEW.client_id, NEW.status, NEW.currency, NEW.total_minor, NEW.outstanding_minor)
BEGIN
    INSERT INTO invoice_changes VALUES (OLD.client_id, OLD.status, OLD.currency, -1, OLD.total_minor, OLD.outstanding_minor);
    INSERT INTO invoice_changes VALUES (NEW.client_id, NEW.status, NEW.currency, 1, NEW.total_minor, NEW.outstanding_minor);
END;

CREATE TRIGGER invoices_removed AFTER DELETE ON invoices BEGIN
    INSERT INTO invoice_changes VALUES (OLD.client_id, OLD.status, OLD.currency, -1, OLD.total_minor, OLD.outstanding_minor);
END;

CREATE INDEX invoices_by_client ON invoices (client_id, issue_date, id, status, outstanding_minor);

CREATE INDEX invoices_by_date ON invoices (issue_date DESC, id DESC);

CREATE UNIQUE INDEX invoices_by_form_key ON invoices (form_key) WHERE form_key IS NOT NULL;

CREATE INDEX invoices_by_project ON invoices (project_id) WHERE project_id IS NOT NULL;

CREATE INDEX invoices_due ON invoices (client_id, status, currency, due_date, total_minor, outstanding_minor) WHERE outstanding_minor > 0;

CREATE INDEX invoices_owing ON invoices (client_id, status, issue_date, id, due_date, currency, total_minor, outstanding_minor) WHERE outstanding_minor > 0;

CREATE TABLE logo (
    id     INTEGER PRIMARY KEY CHECK (id = 1) REFERENCES settings (id) ON DELETE CASCADE,
    hash   TEXT NOT NULL CHECK (length(hash) = 32),
    width  INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    png    BLOB NOT NULL CHECK (length(png) > 0)
) STRICT;

CREATE TABLE mail_settings (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    enabled    INTEGER NOT NULL DEFAULT 0 CHECK (enabled IN (0, 1)),
    host       TEXT NOT NULL DEFAULT '',
    port       INTEGER NOT NULL DEFAULT 587 CHECK (port BETWEEN 1 AND 65535),
    encryption TEXT NOT NULL DEFAULT 'starttls' CHECK (encryption IN ('tls', 'starttls', 'none')),
    username   TEXT NOT NULL DEFAULT '',
    password   BLOB,
    sender     TEXT NOT NULL DEFAULT '',
    revision   INTEGER NOT NULL DEFAULT 1,
    updated_at INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE outbox (
    id             INTEGER PRIMARY KEY,
    kind           TEXT NOT NULL CHECK (kind IN ('setup', 'notice', 'invoice', 'reminder')),
    account_kind   TEXT NOT NULL CHECK (account_kind IN ('client', 'user')),
    account_id     INTEGER NOT NULL,
    invoice_id     INTEGER REFERENCES invoices (id) ON DELETE SET NULL,
    to_address     TEXT NOT NULL CHECK (to_address <> ''),
    subject        TEXT NOT NULL,
    message_id     TEXT NOT NULL UNIQUE,
    once_key       TEXT UNIQUE,
    content        BLOB,
    link_hash      TEXT CHECK (length(link_hash) = 64),
    former_hash    TEXT CHECK (length(former_hash) = 64),
    former_expires INTEGER,
    state          TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unsure', 'cancelled', 'expired')),
    attempts       INTEGER NOT NULL DEFAULT 0,
    doubts         INTEGER NOT NULL DEFAULT 0,
    next_at        INTEGER NOT NULL,
    lease_until    INTEGER,
    dot_at         INTEGER,
    not_after      INTEGER NOT NULL,
    step           TEXT NOT NULL DEFAULT '',
    code           INTEGER NOT NULL DEFAULT 0,
    said           TEXT NOT NULL DEFAULT '',
    created_at     INTEGER NOT NULL,
    done_at        INTEGER,
    CHECK (state NOT IN ('sent', 'cancelled', 'expired') OR content IS NULL)
) STRICT;

CREATE INDEX outbox_by_account ON outbox (account_kind, account_id, id DESC);

CREATE INDEX outbox_by_invoice ON outbox (invoice_id) WHERE invoice_id IS NOT NULL;

CREATE INDEX outbox_by_time ON outbox (created_at DESC, id DESC);

CREATE INDEX outbox_by_turn ON outbox (next_at, id) WHERE state = 'queued';

CREATE INDEX outbox_in_hand ON outbox (lease_until) WHERE state = 'sending';

CREATE INDEX outbox_in_trouble ON outbox (state) WHERE state IN ('failed', 'unsure');

CREATE TABLE payments (
    id             INTEGER PRIMARY KEY,
    invoice_id     INTEGER NOT NULL REFERENCES invoices (id) ON DELETE RESTRICT,
    paid_on        TEXT NOT NULL CHECK (paid_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(paid_on) IS paid_on),
    amount_minor   INTEGER NOT NULL CHECK (amount_minor <> 0 AND amount_minor BETWEEN -10000000000000 AND 10000000000000),
    method         TEXT NOT NULL DEFAULT '',
    reference      TEXT NOT NULL DEFAULT '',
    notes          TEXT NOT NULL DEFAULT '',
    status         TEXT NOT NULL DEFAULT 'completed' CHECK (status IN ('completed', 'pending', 'failed', 'refunded')),
    timetracker_id INTEGER UNIQUE,
    created_at     INTEGER NOT NULL
, form_key TEXT CHECK (form_key <> '')) STRICT;

CREATE TRIGGER payments_added AFTER INSERT ON payments WHEN NEW.status = 'completed' BEGIN
    UPDATE invoices SET paid_minor = paid_minor + NEW.amount_minor WHERE id = NEW.invoice_id;
END;

CREATE TRIGGER payments_changed AFTER UPDATE OF invoice_id, amount_minor, status ON payments BEGIN
    UPDATE invoices SET paid_minor = paid_minor - OLD.amount_minor WHERE id = OLD.invoice_id AND OLD.status = 'completed';
    UPDATE invoices SET paid_minor = paid_minor + NEW.amount_minor WHERE id = NEW.invoice_id AND NEW.status = 'completed';
END;

CREATE TRIGGER payments_removed AFTER DELETE ON payments WHEN OLD.status = 'completed' BEGIN
    UPDATE invoices SET paid_minor = paid_minor - OLD.amount_minor WHERE id = OLD.invoice_id;
END;

CREATE UNIQUE INDEX payments_by_form_key ON payments (form_key) WHERE form_key IS NOT NULL;

CREATE INDEX payments_by_invoice ON payments (invoice_id, paid_on, id);

CREATE TABLE projects (
    id             INTEGER PRIMARY KEY,
    client_id      INTEGER NOT NULL REFERENCES clients (id) ON DELETE RESTRICT,
    name           TEXT NOT NULL CHECK (trim(name) <> ''),
    code           TEXT NOT NULL DEFAULT '',
    description    TEXT NOT NULL DEFAULT '',
    status         TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'archived')),
    billable       INTEGER NOT NULL DEFAULT 1 CHECK (billable IN (0, 1)),
    rate_minor     INTEGER CHECK (rate_minor BETWEEN 0 AND 10000000000000),
    budget_seconds INTEGER CHECK (budget_seconds BETWEEN 0 AND 1000000000),
    budget_minor   INTEGER CHECK (budget_minor BETWEEN 0 AND 10000000000000),
    timetracker_id INTEGER UNIQUE,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL, revision INTEGER NOT NULL DEFAULT 1,
    UNIQUE (id, client_id)
) STRICT;

CREATE INDEX projects_by_client ON projects (client_id, status, name COLLATE NOCASE, id);

CREATE TABLE sessions (
    k TEXT PRIMARY KEY NOT NULL,
    v BLOB NOT NULL,
    e INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX e ON sessions (e);

CREATE TABLE settings (
    id                      INTEGER PRIMARY KEY CHECK (id = 1),
    company_name            TEXT NOT NULL DEFAULT '',
    company_address         TEXT NOT NULL DEFAULT '',
    company_email           TEXT NOT NULL DEFAULT '',
    company_phone           TEXT NOT NULL DEFAULT '',
    company_website         TEXT NOT NULL DEFAULT '',
    company_vat_number      TEXT NOT NULL DEFAULT '',
    company_bank_account    TEXT NOT NULL DEFAULT '',
    time_zone               TEXT NOT NULL DEFAULT 'UTC' CHECK (time_zone <> ''),
    currency                TEXT NOT NULL DEFAULT 'EUR' CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    invoice_prefix          TEXT NOT NULL DEFAULT 'INV',
    invoice_terms           TEXT NOT NULL DEFAULT '',
    invoice_notes           TEXT NOT NULL DEFAULT '',
    password_min_length     INTEGER NOT NULL DEFAULT 12 CHECK (password_min_length BETWEEN 8 AND 64),
    portal_idle_seconds     INTEGER NOT NULL DEFAULT 7200 CHECK (portal_idle_seconds BETWEEN 60 AND 2592000),
    portal_absolute_seconds INTEGER NOT NULL DEFAULT 43200 CHECK (portal_absolute_seconds BETWEEN 60 AND 2592000),
    staff_idle_seconds      INTEGER NOT NULL DEFAULT 3600 CHECK (staff_idle_seconds BETWEEN 60 AND 86400),
    staff_absolute_seconds  INTEGER NOT NULL DEFAULT 43200 CHECK (staff_absolute_seconds BETWEEN 60 AND 86400),
    updated_at              INTEGER NOT NULL DEFAULT 0
, revision INTEGER NOT NULL DEFAULT 1) STRICT;

CREATE TABLE sign_in_limits (
    key           TEXT PRIMARY KEY NOT NULL,
    count         INTEGER NOT NULL CHECK (count >= 0),
    blocked_until INTEGER NOT NULL DEFAULT 0,
    expires_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_in_limits_by_expiry ON sign_in_limits (expires_at);

CREATE TABLE "time_entries" (
    id              INTEGER PRIMARY KEY,
    client_id       INTEGER NOT NULL REFERENCES clients (id) ON DELETE RESTRICT,
    project_id      INTEGER,
    user_id         INTEGER NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    invoice_id      INTEGER,
    invoice_line_id INTEGER REFERENCES invoice_lines (id) ON DELETE SET NULL,
    day             TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(day) IS day),
    started_at      INTEGER NOT NULL,
    ended_at        INTEGER,
    seconds         INTEGER NOT NULL DEFAULT 0 CHECK (seconds BETWEEN -1000000000 AND 1000000000),
    notes           TEXT NOT NULL DEFAULT '',
    tags            TEXT NOT NULL DEFAULT '',
    billable        INTEGER NOT NULL DEFAULT 1 CHECK (billable IN (0, 1)),
    timetracker_id  INTEGER,
    form_key        TEXT CHECK (form_key <> ''),
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER,
    revision        INTEGER NOT NULL DEFAULT 1,
    CHECK (ended_at IS NOT NULL OR seconds = 0),
    FOREIGN KEY (project_id, client_id) REFERENCES projects (id, client_id) ON DELETE RESTRICT,
    FOREIGN KEY (invoice_id, client_id) REFERENCES invoices (id, client_id) ON DELETE RESTRICT
) STRICT;

CREATE TRIGGER time_entries_added AFTER INSERT ON time_entries
WHEN NEW.ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry_totals_paused) BEGIN
    INSERT INTO entry_changes VALUES
        (NEW.client_id, 0, NEW.day, 1, NEW.seconds, NEW.seconds * NEW.billable, NEW.seconds * NEW.billable * (NEW.invoice_id IS NULL)),
        (NEW.client_id, coalesce(NEW.project_id, -1), NEW.day, 1, NEW.seconds, NEW.seconds * NEW.billable, NEW.seconds * NEW.billable * (NEW.invoice_id IS NULL));
END;

CREATE TRIGGER time_entries_changed AFTER UPDATE OF client_id, project_id, invoice_id, day, ended_at, seconds, billable ON time_entries
WHEN (OLD.client_id, OLD.project_id, OLD.invoice_id IS NULL, OLD.day, OLD.ended_at IS NULL, OLD.seconds, OLD.billable)
  IS NOT (NEW.client_id, NEW.project_id, NEW.invoice_id IS NULL, NEW.day, NEW.ended_at IS NULL, NEW.seconds, NEW.billable)
 AND NOT EXISTS (SELECT 1 FROM entry_totals_paused)
BEGIN
    INSERT INTO entry_changes
    SELECT client_id, project_id, day, sum(entries), sum(seconds), sum(billable_seconds), sum(unbilled_seconds) FROM (
        SELECT OLD.client_id AS client_id, 0 AS project_id, OLD.day AS day, -1 AS entries, -OLD.seconds AS seconds,
               -OLD.seconds * OLD.billable AS billable_seconds, -OLD.seconds * OLD.billable * (OLD.invoice_id IS NULL) AS unbilled_seconds
        WHERE OLD.ended_at IS NOT NULL UNION ALL
        SELECT OLD.client_id, coalesce(OLD.project_id, -1), OLD.day, -1, -OLD.seconds, -OLD.seconds * OLD.billable, -OLD.seconds * OLD.billable * (OLD.invoice_id IS NULL) WHERE OLD.ended_at IS NOT NULL UNION ALL
        SELECT NEW.client_id, 0, NEW.day, 1, NEW.seconds, NEW.seconds * NEW.billable, NEW.seconds * NEW.billable * (NEW.invoice_id IS NULL) WHERE NEW.ended_at IS NOT NULL UNION ALL
        SELECT NEW.client_id, coalesce(NEW.project_id, -1), NEW.day, 1, NEW.seconds, NEW.seconds * NEW.billable, NEW.seconds * NEW.billable * (NEW.invoice_id IS NULL) WHERE NEW.ended_at IS NOT NULL)
    GROUP BY 1, 2, 3 HAVING (sum(entries), sum(seconds), sum(billable_seconds), sum(unbilled_seconds)) IS NOT (0, 0, 0, 0);
END;

CREATE TRIGGER time_entries_removed AFTER DELETE ON time_entries
WHEN OLD.ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry_totals_paused) BEGIN
    INSERT INTO entry_changes VALUES
        (OLD.client_id, 0, OLD.day, -1, -OLD.seconds, -OLD.seconds * OLD.billable, -OLD.seconds * OLD.billable * (OLD.invoice_id IS NULL)),
        (OLD.client_id, coalesce(OLD.project_id, -1), OLD.day, -1, -OLD.seconds, -OLD.seconds * OLD.billable, -OLD.seconds * OLD.billable * (OLD.invoice_id IS NULL));
END;

CREATE TRIGGER time_entries_widen_margins AFTER INSERT ON time_entries
WHEN NOT EXISTS (SELECT 1 FROM entry_margins WHERE client_id = NEW.client_id AND NEW.started_at - unixepoch(NEW.day) BETWEEN earliest AND latest) BEGIN
    INSERT INTO entry_margins VALUES (NEW.client_id, NEW.started_at - unixepoch(NEW.day), NEW.started_at - unixepoch(NEW.day))
    ON CONFLICT DO UPDATE SET earliest = min(earliest, excluded.earliest), latest = max(latest, excluded.latest);
END;

CREATE TRIGGER time_entries_widen_margins_again AFTER UPDATE OF client_id, day, started_at ON time_entries
WHEN NOT EXISTS (SELECT 1 FROM entry_margins WHERE client_id = NEW.client_id AND NEW.started_at - unixepoch(NEW.day) BETWEEN earliest AND latest) BEGIN
    INSERT INTO entry_margins VALUES (NEW.client_id, NEW.started_at - unixepoch(NEW.day), NEW.started_at - unixepoch(NEW.day))
    ON CONFLICT DO UPDATE SET earliest = min(earliest, excluded.earliest), latest = max(latest, excluded.latest);
END;

CREATE INDEX time_entries_by_client ON time_entries (client_id, started_at);

CREATE UNIQUE INDEX time_entries_by_form_key ON time_entries (form_key) WHERE form_key IS NOT NULL;

CREATE INDEX time_entries_by_invoice ON time_entries (invoice_id) WHERE invoice_id IS NOT NULL;

CREATE INDEX time_entries_by_invoice_line ON time_entries (invoice_line_id) WHERE invoice_line_id IS NOT NULL;

CREATE INDEX time_entries_by_project ON time_entries (project_id, started_at) WHERE project_id IS NOT NULL;

CREATE UNIQUE INDEX time_entries_by_timetracker_id ON time_entries (timetracker_id) WHERE timetracker_id IS NOT NULL;

CREATE INDEX time_entries_by_user ON time_entries (user_id, started_at);

CREATE UNIQUE INDEX time_entries_one_timer ON time_entries (user_id) WHERE ended_at IS NULL AND timetracker_id IS NULL;

CREATE INDEX time_entries_running ON time_entries (user_id, started_at) WHERE ended_at IS NULL;

CREATE INDEX time_entries_unbilled ON time_entries (client_id) WHERE invoice_id IS NULL;

CREATE TABLE users (
    id              INTEGER PRIMARY KEY,
    username        TEXT NOT NULL UNIQUE CHECK (username <> '' AND username = lower(trim(username))),
    full_name       TEXT NOT NULL DEFAULT '',
    email           TEXT NOT NULL DEFAULT '',
    role            TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'admin')),
    password_hash   TEXT CHECK (password_hash <> ''),
    active          INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    access_version  INTEGER NOT NULL DEFAULT 1,
    last_sign_in_at INTEGER,
    timetracker_id  INTEGER UNIQUE,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL
, client_portal_enabled INTEGER NOT NULL DEFAULT 0 CHECK (client_portal_enabled IN (0, 1)), client_id INTEGER REFERENCES clients (id) ON DELETE SET NULL CHECK (client_portal_enabled = 0 OR client_id IS NOT NULL), portal_only INTEGER NOT NULL DEFAULT 0 CHECK (portal_only IN (0, 1)) CHECK (portal_only = 0 OR role = 'member'), revision INTEGER NOT NULL DEFAULT 1, password_setup_token TEXT CHECK (length(password_setup_token) = 64), password_setup_token_expires INTEGER CHECK ((password_setup_token_expires IS NULL) = (password_setup_token IS NULL)), password_set_at INTEGER) STRICT;

CREATE TRIGGER users_access_changed
AFTER UPDATE OF username, password_hash, role, active, client_portal_enabled, client_id, portal_only ON users
WHEN (OLD.username, OLD.password_hash, OLD.role, OLD.active, OLD.client_portal_enabled, OLD.client_id, OLD.portal_only)
  IS NOT (NEW.username, NEW.password_hash, NEW.role, NEW.active, NEW.client_portal_enabled, NEW.client_id, NEW.portal_only)
BEGIN
    UPDATE users SET access_version = access_version + 1 WHERE id = NEW.id;
END;

CREATE TRIGGER users_link_dies
AFTER UPDATE OF username, password_hash, active, email ON users
WHEN NEW.password_setup_token IS NOT NULL AND NEW.password_setup_token IS OLD.password_setup_token
 AND (OLD.username, OLD.password_hash, OLD.active, OLD.email) IS NOT (NEW.username, NEW.password_hash, NEW.active, NEW.email)
BEGIN
    UPDATE users SET password_setup_token = NULL, password_setup_token_expires = NULL WHERE id = NEW.id;
END;

CREATE TRIGGER users_name_taken_on_insert BEFORE INSERT ON users
WHEN EXISTS (SELECT 1 FROM clients WHERE portal_username = NEW.username)
BEGIN
    SELECT RAISE(ABORT, 'sign-in name taken');
END;

CREATE TRIGGER users_name_taken_on_update BEFORE UPDATE OF username ON users
WHEN EXISTS (SELECT 1 FROM clients WHERE portal_username = NEW.username)
BEGIN
    SELECT RAISE(ABORT, 'sign-in name taken');
END;

CREATE INDEX users_by_client ON users (client_id) WHERE client_id IS NOT NULL;

CREATE UNIQUE INDEX users_by_password_setup_token ON users (password_setup_token) WHERE password_setup_token IS NOT NULL;
