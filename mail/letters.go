package mail

import (
	"time"

	"foyer/portal"
	"foyer/views"
)

// setupLetter invites to set a password.
func setupLetter(studio string, to portal.Recipient, link string, until string) views.Letter {
	l := views.Letter{
		Subject:  "Set your password for " + studio,
		Studio:   studio,
		Greeting: "Hello " + to.Name + ",",
		Facts:    []views.LetterFact{{Label: "Your username", Value: to.Username}},
		Button:   "Set your password",
		Link:     link,
		Closing: []string{
			"The link works once, for 24 hours: until " + until + ". If it has stopped working, ask us for a new one, or use “Forgot your password?” where you sign in.",
			"If you did not expect this mail, you need not do anything: without the link nobody can set a password.",
		},
		Foot: "You get this mail because " + studio + " opened an account for you, or because somebody asked for a new password with your username.",
	}
	if to.Staff {
		l.Opening = []string{studio + " keeps its clients, hours and invoices in Foyer, and you have an account there."}
		return l
	}
	l.Opening = []string{
		"The client portal of " + studio + " is open for " + to.ClientName + ". It shows your projects, the hours worked on them, and your invoices with what is paid and what is open.",
	}
	l.Facts = append([]views.LetterFact{{Label: "Client", Value: to.ClientName}}, l.Facts...)
	return l
}

// noticeLetter says that a password was set, to whom it belongs.
func noticeLetter(studio string, to portal.Recipient, at string) views.Letter {
	return views.Letter{
		Subject:  "Your password for " + studio + " was set",
		Studio:   studio,
		Greeting: "Hello " + to.Name + ",",
		Opening:  []string{"The password of your account was set on " + at + ". Whoever was signed in with the old one is signed out."},
		Facts:    []views.LetterFact{{Label: "Username", Value: to.Username}},
		Closing:  []string{"If it was not you, tell us at once: reply to this mail or call us. “Forgot your password?” where you sign in lets you choose another one."},
		Foot:     "You get this mail because the password of your account with " + studio + " was set.",
	}
}

// letterTime writes an instant for people who may be anywhere.
func letterTime(t time.Time, zone *time.Location) string {
	return t.In(zone).Format("2 January 2006, 15:04 MST")
}

// testLetter is the mail of which an admin wants to know whether it arrives.
func testLetter(studio string, server portal.MailServer) views.Letter {
	return views.Letter{
		Subject:  "Test mail from " + studio,
		Studio:   studio,
		Greeting: "Hello,",
		Opening:  []string{"This mail says that " + studio + " can send mail: the server " + server.Address() + " took it."},
		Foot:     "An admin of " + studio + " asked for this mail.",
	}
}
