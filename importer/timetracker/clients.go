package timetracker

import (
	"context"

	"foyer/portal"
	"foyer/store"
)

// importClients takes over the clients. Of a client that has a portal username in Foyer
// already, that name and whether the portal is open stay: they are managed here since
// the first import. See passwordHash for the password.
func (im *importer) importClients(ctx context.Context) error {
	currencies, err := im.clientCurrencies(ctx)
	if err != nil {
		return err
	}
	im.clients = map[int64]clientRef{}
	columns := []string{
		"id", "name", "contact_person", "email", "phone", "address", "description", "default_hourly_rate", "status",
		"portal_enabled", "portal_username", "portal_password_hash", "password_setup_token", "created_at", "updated_at",
	}
	err = im.takeOver(ctx, "clients", store.ImportClients, columns, func(r *row) (bool, error) {
		c := im.client(r, currencies[r.id])
		id, err := im.dst.SaveClient(ctx, c)
		im.clients[r.id] = clientRef{id: id, currency: c.Currency}
		return true, err
	})
	if err != nil {
		return err
	}
	return im.reportGone(ctx, "clients", store.ImportClients, has(im.clients))
}

func (im *importer) client(r *row, code string) store.ImportedClient {
	if code == "" {
		code = im.currency
	}
	created := r.utc("created_at", im.Now.Unix())
	c := store.ImportedClient{
		SourceID: r.id, Name: r.title("name", "Client"), ContactPerson: r.text("contact_person"),
		Email: r.text("email"), Phone: r.text("phone"), Address: r.text("address"), Notes: r.text("description"),
		Currency: code, RateMinor: r.price("default_hourly_rate", code),
		Active:  r.isNull("status") || r.word("status", map[string]string{"active": "active", "inactive": "inactive"}, "inactive") == "active",
		Created: created, Updated: r.utc("updated_at", created),
	}
	im.clientAccess(r, &c)
	return c
}

func (im *importer) clientAccess(r *row, c *store.ImportedClient) {
	who := account{portal.ClientAccount, r.id}
	known := im.known[who]
	if r.text("password_setup_token") != "" {
		r.odd("has a set-up token; not taken over")
	}
	enabled := r.flag("portal_enabled", false)
	c.PasswordHash = im.passwordHash(r, "portal_password_hash", known)
	c.PortalUsername = im.names[who]
	c.PortalEnabled = enabled && c.PortalUsername != ""

	switch {
	case known.Username != "":
		c.PortalEnabled = known.PortalEnabled
		if enabled != known.PortalEnabled {
			r.odd("has its portal open or closed other than in the source; Foyer's choice stays")
		}
	case enabled && c.PortalUsername == "":
		r.odd("has portal access without a portal username; the portal is off until one is given")
	case enabled && c.PasswordHash == "":
		r.odd("has portal access and no password yet")
	}
}

// clientCurrencies is the currency that most of each client's visible invoices carry:
// the source keeps none with the client. Between equals the usual one counts.
func (im *importer) clientCurrencies(ctx context.Context) (map[int64]string, error) {
	counts := map[int64]map[string]int{}
	err := im.src.scan(ctx, "invoices", []string{"id", "client_id", "status", "currency_code"}, func(r *row) {
		client, known := r.ref("client_id")
		code := currencyCode(r.text("currency_code"))
		if !known || code == "" || invoiceStatus(r) != portal.InvoiceSent {
			return
		}
		if counts[client] == nil {
			counts[client] = map[string]int{}
		}
		counts[client][code]++
	})

	most := map[int64]string{}
	for client, codes := range counts {
		best := im.currency
		for code, n := range codes {
			if n > codes[best] || n == codes[best] && best != im.currency && code < best {
				best = code
			}
		}
		most[client] = best
	}
	return most, err
}

// has is whether a map of ids holds one.
func has[V any](m map[int64]V) func(int64) bool {
	return func(id int64) bool {
		_, ok := m[id]
		return ok
	}
}
