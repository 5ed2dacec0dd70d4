package store

// Translate is how the room turns what the driver says into portal's errors.
var Translate = translate

// EntryListQuery is the query of the staff's list of entries, to look at its plan.
var EntryListQuery = entryListQuery
