package demodata

import "foyer/portal"

const exported = "Export of services, no Belgian VAT."

func overseasClients() []client {
	return []client{juniperFinch(), okami()}
}

func juniperFinch() client {
	return client{
		Client: portal.Client{
			Name: "Juniper & Finch Books", ContactPerson: "Maya Robinson", Email: "accounts@juniperfinch.example", Phone: "+1 503 555 0142",
			Address: "Juniper & Finch Books LLC\n1420 SE Belmont Street\nPortland, OR 97214\nUnited States", Currency: "USD",
		},
		rate: 12000, terms: 30, pays: lateish, remark: exported,
		username: "juniperfinch", access: portalOn, invoiceMail: true, shows: "dollars and euros, overdue for months, a credit balance",
		direct: []string{"Call with Maya, evening in Brussels"},
		projects: []project{
			{
				name: "Reading club app", code: "JUN-CLUB", status: portal.ProjectActive, rate: 12500, from: 300, share: 6, who: "ty", description: "Members vote for the next book, read in step and meet on Thursdays.",
				notes: []string{"Voting: one vote, changeable until Sunday", "Reading pace, drawn as a shelf", "Sign-in by mail link", "Meeting reminders in local time", "Notes of the beta readers sorted", "Shelf animation made calmer"},
			},
			{
				name: "Web shop support", code: "JUN-WEB", status: portal.ProjectActive, rate: 11000, from: 520, share: 2, who: "m",
				notes: []string{"Sales tax for two more states", "ISBN search mended", "Order mails: plain text part", "Updates, backup checked"},
			},
			{
				name: "Store signage", code: "JUN-SIGN", status: portal.ProjectArchived, from: 500, to: 410, share: 3, who: "iy", description: "Shelf signs, window and a very large bird.",
				notes: []string{"The bird, in plywood", "Shelf signs: 34 subjects", "Window lettering", "Paint samples by post"},
			},
		},
		milestones: []milestone{
			{issued: 141, due: -111, notes: "Third reminder sent. Please get in touch.", lines: []line{one("Reading club app: discovery and plan", 480000), one("Workshop in Portland, travel", 121540)}},
			{issued: 92, due: -62, lines: []line{several("Shelf labels, printed, sheets", 120000, 385), one("Shipping", 18900)}, payments: []payment{{ago: 70, percent: 110, method: "card"}}},
			{issued: 20, due: 10, currency: "EUR", notes: "Billed in euros, as agreed for fairs in Europe.", lines: []line{one("Frankfurt book fair: stand graphics", 265000), several("Building the stand, days", 1500, 72000)}},
		},
	}
}

func okami() client {
	return client{
		Client: portal.Client{
			Name: "Ōkami Robotics K.K.", ContactPerson: "田中 美咲 (Misaki Tanaka)", Email: "misaki.tanaka@okami-robotics.example", Phone: "+81 6 5550 0117",
			Address: "Ōkami Robotics K.K.\nNakanoshima 3-2-4, Kita-ku\nOsaka 530-0005\nJapan", Currency: "USD",
		},
		rate: 13000, terms: 45, pays: prompt, remark: exported,
		username: "okami", access: portalOn, shows: "dollars, an invoice credited in full",
		direct: []string{"Video call, early morning", "Interpreter for the interview"},
		projects: []project{
			{
				name: "English website", code: "OKA-WEB", status: portal.ProjectActive, rate: 13500, from: 280, share: 4, who: "ti", description: "The story of a robot that sorts laundry, told in English.",
				notes: []string{"Text: how the gripper feels cloth", "Film stills chosen", "Data sheet download", "Japanese headings kept as art", "Contact form to the Osaka office"},
			},
			{
				name: "Trade fair film", code: "OKA-FILM", status: portal.ProjectArchived, from: 430, to: 300, share: 4, who: "iy", description: "Ninety seconds, no words.",
				notes: []string{"Storyboard, 22 frames", "Cut two, music tried", "Grading with the laundry robot's blue", "Loop without a visible cut"},
			},
		},
		milestones: []milestone{
			{project: "Trade fair film", issued: 126, due: -81, lines: []line{one("Stand graphics for hall 4", 312000)}, credit: &credit{ago: 104, reason: "The fair was called off"}},
			{issued: 55, due: -10, lines: []line{one("Translation of the product sheets", 86000)}, payments: []payment{{ago: 22, amount: 40000, method: "bank_transfer"}, {ago: 12, amount: 46000, method: "bank_transfer"}}},
		},
	}
}
