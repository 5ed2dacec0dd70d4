package demodata

import "foyer/portal"

const reverseCharge = "VAT reverse charge: the customer accounts for the tax."

func europeanClients() []client {
	return []client{fjordlys(), groessenwahn(), saoRafael(), papadakis(), lumiereBasse(), hollyhock()}
}

// fjordlys has been a client for three years, so that its lists have many pages.
func fjordlys() client {
	return client{
		Client: portal.Client{
			Name: "Fjordlys AS", ContactPerson: "Sigrid Aarvik", Email: "sigrid@fjordlys.example", Phone: "+47 55 55 01 30",
			Address: "Fjordlys AS\nStrandgaten 18\n5013 Bergen\nNorway", VATNumber: "NO 918 204 663 MVA", Currency: "EUR",
		},
		notes: "Lamp maker. Three years in a row; ask about the trade fair in January.",
		rate:  10500, terms: 14, pays: prompt, remark: "Export of services, no Belgian VAT.",
		username: "fjordlys", access: portalOn, shows: "three years of hours, for the long lists",
		direct: []string{"Yearly review with Sigrid", "Advice on a new web host"},
		projects: []project{
			{
				name: "Lamp configurator", code: "FJO-CONF", status: portal.ProjectActive, moneyBudget: 8_500_000, rate: 11500, from: 360, share: 7, who: "tm", description: "Customers put a lamp together from 14 shades, 6 stems and 9 cables, and see it turn.",
				notes: []string{"Cable colours: swatches and prices", "Shadow of the shade at low angles", "Share a lamp by link", "Loading time on a phone: 4.1 s to 1.3 s", "Price table imported from the dealer list", "Saved lamps survive a new price list"},
			},
			{
				name: "Website care", code: "FJO-CARE", status: portal.ProjectActive, from: 1095, share: 4, who: "mt", description: "Updates, hosting and small changes since the launch.",
				notes: []string{"Updates, backup restored as a test", "Dealer map: seven new addresses", "Contact form: spam filter", "Press photos replaced", "Redirects for the old product pages", "Certificate renewed", "Search finds article numbers"},
			},
			{
				name: "Dealer portal", code: "FJO-DEAL", status: portal.ProjectInactive, from: 545, to: 215, share: 5, who: "tm", description: "Orders and stock for 80 dealers. On hold until the new stock system runs.",
				notes: []string{"Order form with net prices", "Import of 80 dealers", "Rights: who sees which price list", "Stock figures every ten minutes"},
			},
			{
				name: "Printed catalogue", code: "FJO-CAT", status: portal.ProjectArchived, from: 760, to: 640, share: 5, who: "y", description: "120 pages, Norwegian and English.",
				notes: []string{"Page plan and paper", "Product pages 40 to 58", "English texts set", "Press check in Bergen"},
			},
		},
	}
}

func groessenwahn() client {
	return client{
		Client: portal.Client{
			Name: "Café Größenwahn", ContactPerson: "Jürgen Weiß", Email: "buchhaltung@groessenwahn.example", Phone: "+49 30 5550 1277",
			Address: "Café Größenwahn GmbH\nOranienstraße 77\nHinterhof, 2. Etage\n10969 Berlin\nGermany", VATNumber: "DE 318 442 907", Currency: "EUR",
		},
		notes: "Pays late, pays always. Call Jürgen, do not write.",
		rate:  8500, terms: 14, pays: lateish, remark: reverseCharge,
		username: "groessenwahn", access: portalOn, invoiceMail: true, shows: "a client that pays late",
		direct: []string{"Call about the summer terrace"},
		projects: []project{
			{
				name: "Menu and table cards", code: "GRO-MENU", status: portal.ProjectActive, from: 480, share: 3, who: "yi", description: "A menu that changes every month.",
				notes: []string{"Menu of the month set", "New cakes, new prices", "Allergens table", "Table cards for the terrace"},
			},
			{
				name: "Reservation page", code: "GRO-RES", status: portal.ProjectActive, hourBudget: 120 * 3600, rate: 9200, from: 120, share: 3, who: "tm", description: "Reserve a table in under a minute.",
				notes: []string{"Time slots for the terrace", "Confirmation by mail and text", "Groups of more than eight", "Cancel by link"},
			},
		},
	}
}

func saoRafael() client {
	return client{
		Client: portal.Client{
			Name: "Clínica São Rafael", ContactPerson: "Dra. Inês Figueiredo", Email: "administracao@saorafael.example", Phone: "+351 21 555 01 61",
			Address: "Clínica São Rafael, Lda.\nRua da Junqueira 161\n1300-338 Lisboa\nPortugal", VATNumber: "PT 509 731 284", Currency: "EUR",
		},
		rate: 9000, terms: 30, pays: onTime, remark: reverseCharge,
		username: "saorafael", access: portalOn, shows: "two quiet projects",
		projects: []project{
			{
				name: "Appointment pages", code: "SRA-APP", status: portal.ProjectActive, from: 330, share: 3, who: "tm", description: "Patients choose a doctor, a day and an hour.",
				notes: []string{"Calendar of the eye department", "Reminder texts in plain words", "Form tested with larger type", "Cancelled appointments offered again"},
			},
			{
				name: "Patient leaflets", code: "SRA-LEAF", status: portal.ProjectActive, rate: 7500, from: 520, share: 2, who: "yi", description: "Leaflets in Portuguese, English and Ukrainian.",
				notes: []string{"Leaflet on cataracts, first proof", "Drawings of the eye", "Ukrainian text set", "Comments of the nurses worked in"},
			},
		},
	}
}

func papadakis() client {
	return client{
		Client: portal.Client{
			Name: "Papadakis & Daughters", ContactPerson: "Eleni Papadaki", Email: "eleni@papadakis.example", Phone: "+30 2810 555 018",
			Address: "Papadakis & Daughters O.E.\nLeoforos Kalokerinou 55\n712 02 Heraklion\nGreece", VATNumber: "EL 094 327 185", Currency: "EUR",
		},
		notes: "Prefers paper; portal not wanted for now.",
		rate:  8000, terms: 30, pays: onTime, remark: reverseCharge,
		projects: []project{
			{
				name: "Olive oil labels", code: "PAP-LAB", status: portal.ProjectActive, from: 220, share: 2, who: "yi",
				notes: []string{"Label for the half-litre tin", "Harvest year as a stamp", "Legal texts for export", "Proof on uncoated paper"},
			},
		},
	}
}

func lumiereBasse() client {
	return client{
		Client: portal.Client{
			Name: "Lumière Basse Films", ContactPerson: "Camille Rousseau", Email: "camille@lumierebasse.example", Phone: "+33 1 55 50 01 36",
			Address: "Lumière Basse Films SARL\n36, rue de la Roquette\n75011 Paris\nFrance", VATNumber: "FR 47 812 390 556", Currency: "EUR",
		},
		rate: 9000, terms: 30, pays: onTime, remark: reverseCharge, username: "lumierebasse", access: noPassword,
		projects: []project{
			{
				name: "Titles and credits", code: "LUM-TIT", status: portal.ProjectActive, from: 75, share: 3, who: "yt", description: "Opening titles and end credits of a documentary.",
				notes: []string{"Title cards, second version", "Credits: names checked twice", "Type at 24 frames, no flicker", "Export for the colourist"},
			},
		},
	}
}

// hollyhock has just been added: every list of its portal is empty.
func hollyhock() client {
	return client{
		Client: portal.Client{
			Name: "Hollyhock Nursery", ContactPerson: "Aoife Brennan", Email: "aoife@hollyhock.example", Phone: "+353 21 555 0112",
			Address: "Hollyhock Nursery Ltd\nThe Walled Garden\nBallinlough\nCo. Cork\nIreland", VATNumber: "IE 3628194OA", Currency: "EUR",
		},
		rate: 9000, terms: 30, pays: onTime, username: "hollyhock", access: portalOn, shows: "a new client with nothing yet",
	}
}
