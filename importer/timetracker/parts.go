package timetracker

import (
	"context"
	"math"
)

// parts walks the rows that hang on invoices, in the order of the invoices, beside the
// walk over those: no invoice needs a query of its own, and none has to wait in memory.
type parts struct {
	im     *importer
	walk   *walk
	count  TableCount
	ahead  bool // a row was read and not shown yet
	parent int64
	ended  bool
}

func (im *importer) parts(ctx context.Context, table string, columns ...string) (*parts, error) {
	w, err := im.src.walk(ctx, table, `"invoice_id", "id"`, append([]string{"id", "invoice_id"}, columns...), im.report)
	return &parts{im: im, walk: w, count: TableCount{Table: table}}, err
}

// of shows the rows of an invoice to take. Rows on invoices before it, which do not
// exist, are passed over.
func (p *parts) of(ctx context.Context, invoice int64, take func(*row)) error {
	for {
		if err := p.look(ctx); err != nil {
			return err
		}
		if p.ended || p.parent > invoice {
			return nil
		}
		p.ahead = false
		switch r := &p.walk.row; {
		case !usableID(r):
			r.skip("has no usable id; skipped", r.stored("id"))
		case r.isNull("invoice_id"):
			r.skip("is on no invoice; skipped")
		case p.parent < invoice:
			r.skip("its invoice does not exist; skipped", r.stored("invoice_id"))
		default:
			take(r)
		}
	}
}

// look reads a row ahead. NULL comes before all ids, what is no id comes after them.
func (p *parts) look(ctx context.Context) error {
	if p.ahead || p.ended {
		return nil
	}
	ok, err := p.walk.next()
	if err != nil || !ok {
		p.ended = true
		return err
	}
	p.ahead = true
	p.count.Read++
	parent, known := p.walk.row.ref("invoice_id")
	switch {
	case known:
		p.parent = parent
	case p.walk.row.isNull("invoice_id"):
		p.parent = math.MinInt64
	default:
		p.parent = math.MaxInt64
	}
	return p.im.step(ctx, p.count.Table)
}

// rest passes over the rows after the last invoice and returns the count.
func (p *parts) rest(ctx context.Context) (TableCount, error) {
	err := p.of(ctx, math.MaxInt64, func(r *row) { r.skip("its invoice does not exist; skipped", r.stored("invoice_id")) })
	p.count.Skipped = p.count.Read - p.count.Imported - p.count.Updated
	return p.count, err
}
