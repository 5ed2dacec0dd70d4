// Package portal holds the rules of Foyer: what a client may see, what an
// invoice owes, whose sign-in is good. It knows no database, no HTTP and no clock;
// the interfaces it needs are declared here and implemented elsewhere.
package portal

import "errors"

// Errors that the rooms around understand. Everything else is a fault.
var (
	// ErrNotFound covers what does not exist and what the asker may not know of.
	ErrNotFound = errors.New("not found")
	// ErrConflict says that a unique name or number is taken.
	ErrConflict = errors.New("already taken")
	// ErrStale says that somebody else saved the record since it was read.
	ErrStale = errors.New("changed meanwhile")
	// ErrInUse says that other records hang on the one to be deleted.
	ErrInUse = errors.New("in use")
	// ErrNoRoom says that nothing can be stored for now: the disk is full or fails, or
	// another program holds the database.
	ErrNoRoom = errors.New("cannot be stored for now")
	// ErrNotOverdue says that a reminder of an invoice would be untrue.
	ErrNotOverdue = errors.New("not overdue")
	// ErrPriced says that a client's projects have amounts in its currency.
	ErrPriced = errors.New("has prices")
	// ErrGone says that a record which the new one belongs to does not exist any more. It
	// is an ErrInvalid too.
	ErrGone = errors.New("gone meanwhile")
	// ErrInvalid says that stored data would break a rule of the schema.
	ErrInvalid = errors.New("not valid")
)

// FieldError is one clear message for one field of a form or a filter.
type FieldError struct {
	Field   string
	Message string
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Message }
