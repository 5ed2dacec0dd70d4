package portal_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"foyer/portal"
)

var twoClients = []portal.ClientChoice{{ID: 3, Name: "Acme", Currency: "EUR", Active: true}, {ID: 4, Name: "Bolt", Currency: "JPY", Active: true}}

func cents(code string) int {
	if code == "JPY" {
		return 0
	}
	return 2
}

func faultyFields(errs []portal.FieldError) (fields []string) {
	for _, e := range errs {
		fields = append(fields, e.Field)
	}
	return fields
}

func TestProjectForm(t *testing.T) {
	t.Parallel()
	typed := portal.ProjectForm{Client: "3", Name: " Site ", Code: "S1", Description: "a\r\nb", Rate: "92,50", HourBudget: "120:30", MoneyBudget: "10 000", Billable: true, Revision: "7"}
	got, errs := typed.Parse(twoClients, cents)
	if len(errs) > 0 || got.Name != "Site" || got.Description != "a\nb" || *got.RateMinor != 9250 || *got.BudgetHours != 433800 || *got.BudgetMinor != 1_000_000 || got.Revision != 7 || got.Client != 3 {
		t.Errorf("%+v, %v", got, errs)
	}
	for field, values := range map[string][]string{
		"client":       {"", "5", "03", "abc", "9223372036854775808"},
		"name":         {"", strings.Repeat("x", 201)},
		"rate":         {"-5", "1e9", "NaN", "1.005", "99999999999999"},
		"hour_budget":  {"-1", "1:60", "many", "999999"},
		"money_budget": {"-5", "x"},
	} {
		for _, value := range values {
			wrong := typed
			*map[string]*string{"client": &wrong.Client, "name": &wrong.Name, "rate": &wrong.Rate, "hour_budget": &wrong.HourBudget, "money_budget": &wrong.MoneyBudget}[field] = value
			if _, errs := wrong.Parse(twoClients, cents); !slices.Contains(faultyFields(errs), field) {
				t.Errorf("%s=%q: %v", field, value, errs)
			}
		}
	}
	// The currency is the client's: yen have no decimals.
	typed.Client = "4"
	if _, errs := typed.Parse(twoClients, cents); !cmp.Equal(faultyFields(errs), []string{"rate"}) {
		t.Errorf("yen with decimals: %v", errs)
	}
}

func TestBudgets(t *testing.T) {
	t.Parallel()
	hours, money, rate := portal.Hours(7200), int64(10_000), int64(9000)
	p := portal.ProjectRecord{Hours: 7200, BillableHours: 3600, BudgetHours: &hours, BudgetMinor: &money, ClientRate: &rate, Currency: "EUR"}
	if p.OverBudget() || p.HourBudget().Share() != 1 || p.MoneyBudget().Used != 9000 || p.MoneyBudget().Left() != 1000 || p.MoneyBudget().Share() != 0.9 {
		t.Errorf("%+v %+v", p.HourBudget(), p.MoneyBudget())
	}
	p.Hours++
	if !p.OverBudget() || p.HourBudget().Left() != -1 || p.HourBudget().Share() != 1 {
		t.Error("a second too much is not over budget")
	}
	dear := int64(10_001)
	p.Hours, p.RateMinor = 7200, &dear
	if !p.OverBudget() {
		t.Error("the project's own rate does not count first")
	}
	p.RateMinor, p.ClientRate = nil, nil
	if p.MoneyBudget() != nil || p.OverBudget() || p.Rate() != nil {
		t.Error("money is used without a rate")
	}
	if got := (portal.Budget{Used: -5, Agreed: 0}).Share(); got != 0 {
		t.Errorf("less than nothing is %v", got)
	}
}

// Walking a list by pages, forwards and backwards, shows every row once, in order.
func TestPageOf(t *testing.T) {
	t.Parallel()
	id := func(n int64) int64 { return n }
	for length := range 12 {
		var list, forwards, backwards []int64
		for i := range length {
			list = append(list, int64(100-i*7))
		}
		for at := (portal.Cursor{}); ; {
			p := portal.PageOf(list, at, 3, id)
			forwards = append(forwards, p.Rows...)
			if p.Next == nil {
				break
			}
			at = *p.Next
		}
		for at := (portal.Cursor{Kind: portal.LastPage}); ; {
			p := portal.PageOf(list, at, 3, id)
			backwards = append(slices.Clone(p.Rows), backwards...)
			if p.Prev == nil {
				break
			}
			at = *p.Prev
		}
		if !slices.Equal(forwards, list) || !slices.Equal(backwards, list) {
			t.Errorf("%d rows: %v and %v", length, forwards, backwards)
		}
	}
	gone := portal.PageOf([]int64{5, 4, 3}, portal.Cursor{Kind: portal.AfterRow, ID: 99}, 2, id)
	if !slices.Equal(gone.Rows, []int64{5, 4}) {
		t.Errorf("after a row that is gone: %v", gone.Rows)
	}
}

func TestProjectFilter(t *testing.T) {
	t.Parallel()
	f, _, errs := portal.ProjectQuery{Search: "x", Client: "7", Status: "archived"}.Parse()
	if len(errs) > 0 || f.Values().Encode() != "client_id=7&q=x&state=archived" {
		t.Errorf("%+v, %v", f, errs)
	}
	_, _, errs = portal.ProjectQuery{Client: "-7", Status: "gone", Page: "x"}.Parse()
	if !slices.Equal(faultyFields(errs), []string{"client_id", "state", "page"}) {
		t.Errorf("%v", errs)
	}
}

// Spaces in a field that may stay empty are nothing, as with amounts.
func TestBlankBudgets(t *testing.T) {
	t.Parallel()
	typed := portal.ProjectForm{Client: "3", Name: "Site", Rate: " ", HourBudget: " \u00a0", MoneyBudget: "\t"}
	got, errs := typed.Parse(twoClients, cents)
	if len(errs) > 0 || got.RateMinor != nil || got.BudgetHours != nil || got.BudgetMinor != nil {
		t.Errorf("%+v, %v", got, errs)
	}
}
