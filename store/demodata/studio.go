// Package demodata fills a database with the clients, hours and invoices of a small
// studio that never was. All of it is told relative to the day of the demo, and the
// same day always tells the same.
package demodata

import "foyer/portal"

// Password opens every account of the demo.
const Password = "fair-winds-demo"

const (
	timeZone      = "Europe/Brussels"
	currency      = "EUR"
	invoicePrefix = "HAL"
	firstNumber   = 1001
)

func company() portal.Company {
	return portal.Company{
		Name:        "Studio Halyard",
		Address:     "Studio Halyard BV\nKolenkaai 27\n1000 Brussels\nBelgium",
		Email:       "hello@studio-halyard.example",
		Phone:       "+32 2 555 01 27",
		Website:     "https://studio-halyard.example",
		VATNumber:   "BE 0746.218.953",
		BankAccount: "BE71 0961 2345 6769",
	}
}

// person works at the studio. Weekdays count from Sunday, weeks are ISO weeks.
type person struct {
	initial            rune // stands for the person in the projects' lists
	username, fullName string
	role               portal.Role
	portalOf           string // the sign-in name of the client whose portal is open too
	offDays            []int
	holidays           []int
}

func people() []person {
	return []person{
		{initial: 'i', username: "ines", fullName: "Inès Carlier", role: portal.Admin, holidays: []int{29, 30, 31}},
		{initial: 't', username: "tom", fullName: "Tom De Wolf", role: portal.Member, holidays: []int{8, 32, 33}},
		{initial: 'y', username: "yuki", fullName: "Yuki Tanabe", role: portal.Member, holidays: []int{18, 27, 28}},
		{initial: 'm', username: "marek", fullName: "Marek Nowak", role: portal.Member, portalOf: "fjordlys", offDays: []int{3, 5}, holidays: []int{34, 35}},
	}
}

// guest belongs to a client, not to the studio.
type guest struct{ username, fullName, email, portalOf string }

func guests() []guest {
	return []guest{{"lotte", "Lotte Verhaegen", "lotte@maison-verhaegen.example", "verhaegen"}}
}
