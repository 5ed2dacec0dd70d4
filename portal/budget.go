package portal

// Budget compares what is used with what was agreed: both in seconds, or both in minor
// units of one currency.
type Budget struct{ Used, Agreed int64 }

// Left is what may still be used; negative where more was used than agreed.
func (b Budget) Left() int64 { return b.Agreed - b.Used }

// Over reports whether more was used than agreed. A budget used to the last is kept.
func (b Budget) Over() bool { return b.Used > b.Agreed }

// Share is the part that is used, between none and all of it. Of a budget of nothing,
// anything is all.
func (b Budget) Share() float64 {
	switch {
	case b.Used <= 0:
		return 0
	case b.Used >= b.Agreed:
		return 1
	}
	return float64(b.Used) / float64(b.Agreed)
}

// HourBudget is in seconds; nil where none is agreed.
func (p ProjectRecord) HourBudget() *Budget {
	if p.BudgetHours == nil {
		return nil
	}
	return &Budget{Used: int64(p.Hours), Agreed: int64(*p.BudgetHours)}
}

// MoneyBudget is in minor units of the client's currency: what the billable hours come to
// at the rate that is agreed now. Nil where no budget or no rate is, or it is past counting.
func (p ProjectRecord) MoneyBudget() *Budget {
	rate := RateFor(p.RateMinor, p.ClientRate)
	if p.BudgetMinor == nil || rate == nil {
		return nil
	}
	used, err := WorthOf(p.BillableHours, *rate)
	if err != nil {
		return nil
	}
	return &Budget{Used: used, Agreed: *p.BudgetMinor}
}

// OverBudget reports whether any budget is overdrawn.
func (p ProjectRecord) OverBudget() bool {
	for _, b := range []*Budget{p.HourBudget(), p.MoneyBudget()} {
		if b != nil && b.Over() {
			return true
		}
	}
	return false
}
