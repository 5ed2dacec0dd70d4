package main

import "foyer/portal"

func company() portal.Company {
	return portal.Company{
		Name: "Studio Measure", Address: "Studio Measure BV\nKolenkaai 27\n1000 Brussels\nBelgium",
		Email: "hello@studio-measure.example", Phone: "+32 2 555 01 27", Website: "https://studio-measure.example",
		VATNumber: "BE 0746.218.953", BankAccount: "BE71 0961 2345 6769",
	}
}

var fullNames = [setUsers]string{
	"Inès Carlier", "Tom De Wolf", "Yuki Tanabe", "Marek Nowak", "Amara Okafor", "Jonas Lind", "Lucía Romero", "Priya Nair",
}

var subjects = []string{"Website", "Booking system", "Brand", "Newsletter", "Customer portal", "Reporting", "App", "Stock planning", "Support", "Training"}

var (
	verbs = []string{"Review", "Draft", "Fix", "Discuss", "Build", "Test", "Measure", "Rework", "Document", "Prepare"}
	works = []string{
		"the checkout form", "search results", "invoices & reminders", "the photo gallery", "the price list", "sign-in by mail",
		"the printed catalogue", "opening hours", "stock levels", "the yearly report", "translations", "the sales funnel",
	}
	ends = []string{"", " with Noor", " for the spring launch", ", second round", " after the call", " (see ticket 4812)", " on small screens", ", what is left"}
)

// note is what somebody writes about an hour of work: about 15 to 50 characters.
func (g *generator) note() string {
	return verbs[g.IntN(len(verbs))] + " " + works[g.IntN(len(works))] + ends[g.IntN(len(ends))]
}
