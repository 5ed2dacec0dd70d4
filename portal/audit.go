package portal

import "time"

// AuditEntry is a line of the append-only audit log.
type AuditEntry struct {
	At      time.Time
	Actor   Actor
	Action  string
	Subject Subject
	Detail  string
	IP      string
}

// Actor is who did it.
type Actor struct {
	Kind string // nobody, client, user or system
	ID   int64  // zero for nobody and system
	Name string
}

// Subject is the record it was done to; zero where there is none.
type Subject struct {
	Kind string
	ID   int64
}

// System acts from the command line and on its own.
var System = Actor{Kind: "system"}

// ActorOf is an account as an actor. One that was never found is nobody: what was typed
// in place of its name may have been a password.
func ActorOf(a Account) Actor {
	if a.ID == 0 {
		return Actor{Kind: "nobody"}
	}
	return Actor{Kind: string(a.Kind), ID: a.ID, Name: a.Username}
}
