package timetracker

import (
	"foyer/portal"
	"foyer/store"
)

// sums are what the source's rows add up to, kept apart from what is made of them, so
// that the result can be compared.
type sums struct {
	entries  map[int64]*[16]uint64 // ids that were taken over, 1024 to a block
	hours    map[group]portal.Hours
	invoices map[int64]balance
	payments map[int64]bool
	credits  map[int64]bool
}

// group is where hours are booked: a project, or (with no project) its client.
type group struct {
	client  portal.ClientID
	project int64
}

// balance is an invoice in minor units.
type balance struct{ total, paid, credited int64 }

func newSums() sums {
	return sums{
		entries: map[int64]*[16]uint64{}, hours: map[group]portal.Hours{}, invoices: map[int64]balance{},
		payments: map[int64]bool{}, credits: map[int64]bool{},
	}
}

// add counts an entry by what its row says. Only a duration that is no whole number is
// taken as it was read and reported.
func (s *sums) add(r *row, e store.ImportedEntry) {
	block := s.entries[r.id>>10]
	if block == nil {
		block = new([16]uint64)
		s.entries[r.id>>10] = block
	}
	block[r.id>>6&15] |= 1 << (r.id & 63)

	stored, whole := r.value("duration_seconds").(int64)
	if !whole || stored > maxSeconds || stored < -maxSeconds {
		stored = e.Seconds
	}
	if r.isNull("end_time") {
		stored = 0
	}
	s.hours[group{e.Client, e.Project}] += portal.Hours(stored)
}

func (s *sums) hasEntry(id int64) bool {
	block := s.entries[id>>10]
	return block != nil && block[id>>6&15]&(1<<(id&63)) != 0
}
