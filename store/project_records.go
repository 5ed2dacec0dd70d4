package store

import (
	"context"
	"encoding/json"
	"strings"

	"foyer/portal"
)

// entryBills is which entries e of projects p count as billable: where both say so.
const entryBills = "e.billable = 1 AND coalesce(p.billable, 1) = 1"

const projectRecord = `
	SELECT p.id, p.client_id, c.name, c.active, c.currency, p.name, p.code, p.description, p.status, p.billable,
	       p.rate_minor, c.default_rate_minor, p.budget_seconds, p.budget_minor, p.revision,
	       coalesce(t.entries, 0), coalesce(t.seconds, 0), coalesce(t.billable_seconds * p.billable, 0),
	       EXISTS (SELECT 1 FROM time_entries e WHERE e.project_id = p.id) OR EXISTS (SELECT 1 FROM invoices i WHERE i.project_id = p.id)
	FROM projects p JOIN clients c ON c.id = p.client_id LEFT JOIN ` + totalsOfProject + " "

func scanProjectRecord(row scanner) (p portal.ProjectRecord, err error) {
	return p, row.Scan(&p.ID, &p.Client, &p.ClientName, &p.ClientActive, &p.Currency, &p.Name, &p.Code, &p.Description, &p.Status, &p.Billable,
		&p.RateMinor, &p.ClientRate, &p.BudgetHours, &p.BudgetMinor, &p.Revision, &p.Entries, &p.Hours, &p.BillableHours, &p.InUse)
}

// ProjectRecord reads all that staff keep about a project.
func (s *Store) ProjectRecord(ctx context.Context, id int64) (portal.ProjectRecord, error) {
	p, err := scanProjectRecord(s.read.QueryRowContext(ctx, projectRecord+"WHERE p.id = ?", id))
	return p, translate(err)
}

// ProjectRecords reads a page of the projects that a filter chooses, by client and name.
func (s *Store) ProjectRecords(ctx context.Context, f portal.ProjectFilter, at portal.Cursor, size int) (portal.Page[portal.ProjectRecord], error) {
	where, args := projectConditions(f)
	type line struct {
		id   int64
		name string
	}
	all, err := collect(ctx, s.read, func(row scanner) (l line, err error) { return l, row.Scan(&l.id, &l.name) },
		"SELECT p.id, c.name || char(10) || p.name FROM projects p JOIN clients c ON c.id = p.client_id WHERE "+where+" ORDER BY p.id", args...)
	if err != nil {
		return portal.Page[portal.ProjectRecord]{}, err
	}
	portal.SortByName(all, func(l line) string { return l.name })
	page := portal.PageOf(all, at, size, func(l line) int64 { return l.id })

	ids := make([]int64, len(page.Rows))
	for i, l := range page.Rows {
		ids[i] = l.id
	}
	rows, err := s.projectsByID(ctx, ids)
	return portal.Page[portal.ProjectRecord]{Rows: rows, Prev: page.Prev, Next: page.Next}, err
}

// projectsByID reads projects in the order of their ids.
func (s *Store) projectsByID(ctx context.Context, ids []int64) ([]portal.ProjectRecord, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	return collect(ctx, s.read, scanProjectRecord, projectRecord+"JOIN json_each(?) wanted ON wanted.value = p.id ORDER BY wanted.key", string(list))
}

func projectConditions(f portal.ProjectFilter) (where string, args []any) {
	conditions := []string{"1"}
	if f.Search != "" {
		pattern := contains(f.Search)
		conditions = append(conditions, `(p.name LIKE ? ESCAPE '\' OR p.code LIKE ? ESCAPE '\' OR p.description LIKE ? ESCAPE '\' OR c.name LIKE ? ESCAPE '\')`)
		args = append(args, pattern, pattern, pattern, pattern)
	}
	if f.Client != 0 {
		conditions = append(conditions, "p.client_id = ?")
		args = append(args, f.Client)
	}
	if f.Status != "" {
		conditions = append(conditions, "p.status = ?")
		args = append(args, f.Status)
	}
	return strings.Join(conditions, " AND "), args
}

// ClientChoices lists all clients by name.
func (s *Store) ClientChoices(ctx context.Context) ([]portal.ClientChoice, error) {
	list, err := collect(ctx, s.read, func(row scanner) (c portal.ClientChoice, err error) {
		return c, row.Scan(&c.ID, &c.Name, &c.Currency, &c.Active)
	}, "SELECT id, name, currency, active FROM clients ORDER BY id")
	portal.SortByName(list, func(c portal.ClientChoice) string { return c.Name })
	return list, err
}

// CreateProject adds an active project.
func (s *Store) CreateProject(ctx context.Context, p portal.ProjectRecord, by portal.AuditEntry) (id int64, err error) {
	err = s.tx(ctx, func(tx *transaction) error {
		err := tx.QueryRowContext(ctx, `
			INSERT INTO projects (client_id, name, code, description, billable, rate_minor, budget_seconds, budget_minor, created_at, updated_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
			p.Client, p.Name, p.Code, p.Description, p.Billable, p.RateMinor, p.BudgetHours, p.BudgetMinor, by.At.Unix(), by.At.Unix()).Scan(&id)
		if err != nil {
			return err
		}
		by.Subject.ID = id
		return audit(ctx, tx, by)
	})
	return id, err
}

// UpdateProject stores an edit, unless somebody else saved since: portal.ErrStale. A
// project on which something hangs stays with its client: portal.ErrInUse.
func (s *Store) UpdateProject(ctx context.Context, p portal.ProjectRecord, by portal.AuditEntry) error {
	err := s.editProject(ctx, p.ID, p.Revision, by, `
		client_id = ?, name = ?, code = ?, description = ?, billable = ?, rate_minor = ?, budget_seconds = ?, budget_minor = ?`,
		p.Client, p.Name, p.Code, p.Description, p.Billable, p.RateMinor, p.BudgetHours, p.BudgetMinor)
	return inUse(err)
}

// SetProjectStatus archives or reactivates a project.
func (s *Store) SetProjectStatus(ctx context.Context, id int64, status portal.ProjectStatus, revision int64, by portal.AuditEntry) error {
	return s.editProject(ctx, id, revision, by, "status = ?", status)
}

func (s *Store) editProject(ctx context.Context, id, revision int64, by portal.AuditEntry, set string, values ...any) error {
	return s.tx(ctx, func(tx *transaction) error {
		args := append(values, by.At.Unix(), id, revision)
		result, err := tx.ExecContext(ctx, "UPDATE projects SET "+set+", updated_at = ?, revision = revision + 1 WHERE id = ? AND revision = ?", args...)
		if err != nil {
			return err
		}
		if err := changedOne(ctx, tx, result, "SELECT 1 FROM projects WHERE id = ?", id); err != nil {
			return err
		}
		return audit(ctx, tx, by)
	})
}

// DeleteProject removes a project on which nothing hangs; portal.ErrInUse otherwise.
func (s *Store) DeleteProject(ctx context.Context, id, revision int64, by portal.AuditEntry) error {
	err := s.tx(ctx, func(tx *transaction) error {
		result, err := tx.ExecContext(ctx, "DELETE FROM projects WHERE id = ? AND revision = ?", id, revision)
		if err != nil {
			return err
		}
		if err := changedOne(ctx, tx, result, "SELECT 1 FROM projects WHERE id = ?", id); err != nil {
			return err
		}
		return audit(ctx, tx, by)
	})
	return inUse(err)
}
