package demodata

import "foyer/portal"

func belgianClients() []client {
	return []client{verhaegen(), letterkorf(), duinkapelle(), tramway()}
}

// verhaegen is the client to look at first: its invoices are in every state.
func verhaegen() client {
	return client{
		Client: portal.Client{
			Name: "Maison Verhaegen", ContactPerson: "Katrien Verhaegen", Email: "katrien@maison-verhaegen.example", Phone: "+32 9 555 01 44",
			Address: "Maison Verhaegen BV\nKoestraat 44\n9000 Gent\nBelgium", VATNumber: "BE 0812.447.390", Currency: "EUR",
		},
		notes: "Chocolate maker, third generation. Decisions on Mondays only.",
		rate:  9500, taxBP: 2100, terms: 30, pays: prompt,
		username: "verhaegen", access: portalOn, invoiceMail: true, shows: "everything: invoices in every state, five projects",
		direct: []string{"Quarterly planning, on site in Ghent", "Call about the season's plans", "Offer for the Easter campaign"},
		projects: []project{
			{
				name: "Online shop", code: "VER-SHOP", status: portal.ProjectActive, fixed: true, hourBudget: 1_600 * 3600, from: 420, share: 9, who: "tyi",
				description: "A new shop for pralines and gift boxes, with delivery dates, gift messages and the stock of the Koestraat shop. Fixed price, in four parts.",
				notes: []string{
					"Checkout: gift message and delivery date", "Product page for the Easter collection", "Stock sync with the till in the Koestraat shop",
					"Fixed the rounding of mixed boxes in the basket", "Usability session with four customers, notes written up",
					"Payment by Bancontact: test orders and receipts", "Delivery zones and cool-pack surcharge", "Product photos cropped and colour-matched",
				},
			},
			{
				name: "Gift box packaging", code: "VER-BOX", status: portal.ProjectActive, hourBudget: 160 * 3600, rate: 8800, from: 210, share: 4, who: "yi",
				description: "Boxes of 12, 24 and 48 pieces.\nPrinted in Deinze, with foil.",
				notes: []string{
					"Die line for the 24-piece box", "Colour proofs with the printer in Deinze", "Foil stamp: artwork and spacing",
					"Sleeve text in three languages", "Ribbon and seal: three sketches", "Sample boxes folded and photographed",
				},
			},
			{
				name: "Care and support", code: "VER-CARE", status: portal.ProjectActive, from: 545, share: 2, who: "mt",
				description: "Updates, backups and small changes, billed by the hour.",
				notes: []string{
					"Security updates, backup checked", "Newsletter template: broken image in one mail program", "Opening hours for the holidays",
					"Answered three questions by mail", "New colleague: mailbox and access", "Moved the old blog's images",
				},
			},
			{
				name: "Brand refresh", code: "VER-BRAND", status: portal.ProjectArchived, rate: 9000, from: 545, to: 330, share: 5, who: "iy",
				description: "Word mark, colours and type for shop, web and print.",
				notes: []string{
					"Word mark: five directions on paper", "Colour range tried on wrapping paper", "Type tests for price tags",
					"Presentation to the family, second round", "Guidelines: chapter on photography",
				},
			},
			{
				name: "Pop-up shop Antwerp", code: "VER-POP", status: portal.ProjectInactive, from: 300, to: 232, share: 3, who: "iy",
				description: "Window, counter and signs for six weeks in the Kammenstraat. Paused until the lease is settled.",
				notes:       []string{"Window drawing at 1:20", "Counter front: plywood or tin", "Sign permit form for the city", "Measured the room on site"},
			},
		},
		milestones: verhaegenMilestones(),
	}
}

func verhaegenMilestones() []milestone {
	const shop = "Online shop"
	return []milestone{
		{project: shop, issued: 401, due: -371, lines: []line{one("Online shop, part 1: concept and prototype", 680000)}, payments: []payment{{ago: 380, percent: 100, method: "bank_transfer"}}},
		{
			project: shop, issued: 289, due: -259, lines: []line{one("Online shop, part 2: design", 840000), several("Extra round of changes to the product page, half days", 3500, 38000)},
			payments: []payment{{ago: 262, amount: 1126730, method: "bank_transfer"}},
			credit:   &credit{ago: 270, amount: 50600, reason: "Photos were delivered by the client after all"},
		},
		{project: shop, issued: 67, due: -37, status: portal.InvoiceCancelled, notes: "Cancelled: the order reference was missing. Replaced by the next invoice.", lines: []line{one("Online shop, part 3: build", 1125000)}},
		{
			project: shop, issued: 66, due: -36, notes: "Order reference: MV-2207.\nThe second half is due with the test version.", lines: []line{one("Online shop, part 3: build", 1125000)},
			payments: []payment{{ago: 41, percent: 50, method: "bank_transfer"}},
		},
		{project: "Gift box packaging", issued: 34, due: -4, lines: []line{one("Sample boxes, second round, made and delivered", 146000), several("Foil stamping dies", 3000, 11850)}},
		{issued: 30, due: 0, notes: "Thank you for a fine day in the workshop.", lines: []line{one("Photography day, autumn collection", 118000), several("Retouched photos", 24000, 1750), one("Travel", 6450)}},
		{
			project: shop, issued: 12, due: 18, lines: []line{one("Online shop, part 4: testing and launch", 562500)},
			payments: []payment{{ago: 5, amount: 250000, method: "bank_transfer"}, {ago: 3, amount: 430625, method: "card", status: "failed"}},
		},
		{issued: 6, due: 24, lines: []line{one("Window stickers, design and print", 48500), several("Fitting on site, hours", 2500, 8500)}},
	}
}

func letterkorf() client {
	return client{
		Client: portal.Client{
			Name: "Uitgeverij Letterkorf", ContactPerson: "Bram Hoste", Email: "productie@letterkorf.example", Phone: "+32 16 555 01 09",
			Address: "Uitgeverij Letterkorf CV\nNaamsestraat 118, bus 3\n3000 Leuven\nBelgium", VATNumber: "BE 0655.903.271", Currency: "EUR",
		},
		rate: 7800, taxBP: 600, terms: 30, pays: onTime,
		username: "letterkorf", access: portalOn, shows: "books at 6 % tax, an invoice of zero",
		direct: []string{"Advice on paper prices", "Lunch with the editors about next year's list"},
		projects: []project{
			{
				name: "Cover designs, spring list", code: "LET-SPR", status: portal.ProjectActive, from: 150, share: 4, who: "yi", description: "Eleven covers, front, back and spine.",
				notes: []string{"Cover 4: three sketches", "Spine widths with the printer", "Back cover texts set", "Cover 7: new photo, new crop", "Corrections from the author"},
			},
			{
				name: "Poetry series", code: "LET-POE", status: portal.ProjectActive, rate: 7200, from: 500, share: 3, who: "y", description: "A small-format series: grid, type and six volumes a year.",
				notes: []string{"Set volume 9, first proof", "Line breaks checked against the manuscript", "Title page variations", "Hyphenation exceptions"},
			},
			{
				name: "Catalogue for the book fair", code: "LET-CAT", status: portal.ProjectArchived, from: 460, to: 380, share: 4, who: "iy", description: "Sixty-four pages and a poster.",
				notes: []string{"Page plan with 64 pages", "Poster, two colours", "Price list imported and set", "Proofs to the printer"},
			},
		},
		milestones: []milestone{
			{project: "Poetry series", issued: 48, due: -18, notes: "Free of charge, with our apologies for the misprint.", lines: []line{several("Correction of volume 8, hours", 4250, 0), one("Reprint of the cover", 0)}},
		},
	}
}

func duinkapelle() client {
	return client{
		Client: portal.Client{
			Name: "Gemeente Duinkapelle", ContactPerson: "Nele Dierickx", Email: "facturen@duinkapelle.example", Phone: "+32 58 555 01 80",
			Address: "Gemeente Duinkapelle\nDienst Communicatie\nZeelaan 2\n8675 Duinkapelle\nBelgium", VATNumber: "BE 0207.511.846", Currency: "EUR",
		},
		notes: "Every invoice needs the order form's number. Pays after 60 days, never earlier.",
		rate:  8900, taxBP: 2100, terms: 60, pays: onTime, remark: "Order form DK-0418",
		username: "duinkapelle", access: portalOn, shows: "60 days to pay, so much is unpaid and little overdue",
		direct: []string{"Council meeting, presentation of the plans"},
		projects: []project{
			{
				name: "Wayfinding signs", code: "DUI-WAY", status: portal.ProjectActive, from: 400, share: 4, who: "iy", description: "Signs for walkers between station, dunes and beach: 46 posts in four languages.",
				notes: []string{"Walked the route with the ranger", "Pictograms for tide and tram", "Post 12 to 20: texts and arrows", "Enamel samples compared in daylight", "Map redrawn after the comments"},
			},
			{
				name: "Summer events site", code: "DUI-SUM", status: portal.ProjectActive, from: 260, share: 4, who: "tm", description: "Programme, map and bookings for the summer season.",
				notes: []string{"Calendar feed for the tourist office", "Booking form, keyboard and screen reader", "Map with the beach cabins", "Load test before the season", "Translations filled in"},
			},
			{
				name: "Annual report", code: "DUI-REP", status: portal.ProjectArchived, from: 530, to: 470, share: 3, who: "y",
				notes: []string{"Tables from the finance department", "Portraits of the aldermen", "Print file, final"},
			},
		},
	}
}

func tramway() client {
	return client{
		Client: portal.Client{
			Name: "Tramway 92 vzw", ContactPerson: "Oumar Diallo", Email: "bureau@tramway92.example", Phone: "+32 2 555 01 92",
			Address: "Tramway 92 vzw\nPaleizenstraat 92\n1030 Brussels\nBelgium", VATNumber: "BE 0471.360.128", Currency: "EUR",
		},
		notes: "Theatre closed after the season; keep the record for the accounts.",
		rate:  6500, taxBP: 600, terms: 30, pays: onTime, username: "tramway92", access: portalOn, inactive: true,
		projects: []project{
			{
				name: "Season posters", code: "TRA-POS", status: portal.ProjectInactive, from: 540, to: 240, share: 4, who: "iy", description: "Eight plays, eight posters, one press run.",
				notes: []string{"Poster 5: wood type", "Press sheet planned with the printer", "Photos from the rehearsal", "Texts shortened with the director"},
			},
		},
	}
}
