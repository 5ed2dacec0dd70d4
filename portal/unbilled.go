package portal

import "slices"

// Unbilled is what a client could be billed for.
type Unbilled struct {
	Client     ClientID
	ClientName string
	Currency   string
	Hours      Hours // billable, finished, at a rate, on no invoice
	Worth      int64 // of Hours, in minor units of Currency, as an invoice with a line a project would have it
	Unpriced   Hours // billable too, but no rate is agreed
}

// UnbilledWork is the sum of a client's unbilled, billable, finished entries on one
// project, or on none.
type UnbilledWork struct {
	Client     ClientID
	ClientName string
	Currency   string
	Rates
	Hours Hours
}

// Rates are what is agreed per hour, in minor units of the client's currency; nil where
// nothing is.
type Rates struct{ OfProject, OfClient *int64 }

func (r Rates) hourly() *int64 { return RateFor(r.OfProject, r.OfClient) }

// SumUnbilled adds work up by client; the work must be in the order of clients. What
// could never be stored on an invoice counts as hours without a worth.
func SumUnbilled(work []UnbilledWork) (list []Unbilled) {
	for _, w := range work {
		if len(list) == 0 || list[len(list)-1].Client != w.Client {
			list = append(list, Unbilled{Client: w.Client, ClientName: w.ClientName, Currency: w.Currency})
		}
		list[len(list)-1].add(w)
	}
	return list
}

func (u *Unbilled) add(w UnbilledWork) {
	if w.hourly() == nil {
		u.Unpriced += w.Hours
		return
	}
	u.Hours += w.Hours
	if worth, err := LineTotal(QuantityOf(w.Hours), *w.hourly()); err == nil {
		u.Worth += worth
	}
}

// TotalUnbilled adds up clients: all their hours, and what they are worth by currency, in
// the order in which currencies come up.
func TotalUnbilled(list []Unbilled) (hours Hours, worth []Money) {
	for _, u := range list {
		hours += u.Hours + u.Unpriced
		if u.Worth == 0 {
			continue
		}
		i := slices.IndexFunc(worth, func(m Money) bool { return m.Currency == u.Currency })
		if i < 0 {
			i = len(worth)
			worth = append(worth, Money{Currency: u.Currency})
		}
		worth[i].Minor += u.Worth
	}
	return hours, worth
}

// Amount is the worth as money.
func (u Unbilled) Amount() Money { return Money{u.Worth, u.Currency} }
