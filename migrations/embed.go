// Package migrations holds the database schema as numbered SQL files.
//
// Files are append-only: 001 to 046 are the base tables, 047 to 049 the portal's
// three, and new ones continue from 050. schema.sql shows what they add up to.
package migrations

import "embed"

// FS holds the numbered files, each applied once and in a transaction of its own.
//
//go:embed [0-9]*.sql
var FS embed.FS
