package portal

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// DraftForm is a draft as it was typed.
type DraftForm struct {
	IssueDate, DueDate, ProjectID, TaxRate, Notes, Terms string
	Lines                                                []LineForm
	Revision                                             string
}

// LineForm is a line as it was typed.
type LineForm struct {
	ID                               string // of the stored line; empty for a new one
	Description, Quantity, UnitPrice string
	Hours                            Hours // of the entries that the stored line bills
}

// Form is a draft as a form shows it. amount writes minor units as they are typed.
func (d Draft) Form(amount func(minor int64) string) DraftForm {
	t := DraftForm{
		IssueDate: string(d.IssueDate), DueDate: string(d.DueDate), TaxRate: typedDecimal(d.TaxRateBP, 2), Notes: d.Notes, Terms: d.Terms,
		Revision: strconv.FormatInt(d.Revision, 10),
	}
	if d.ProjectID != 0 {
		t.ProjectID = strconv.FormatInt(d.ProjectID, 10)
	}
	for _, l := range d.Lines {
		t.Lines = append(t.Lines, LineForm{
			ID: strconv.FormatInt(l.ID, 10), Description: l.Description,
			Quantity: typedDecimal(int64(l.Quantity), 3), UnitPrice: amount(l.UnitPrice), Hours: l.Hours,
		})
	}
	return t
}

// WithHours tells each line that was sent back which hours it bills.
func (t DraftForm) WithHours(d Draft) DraftForm {
	hours := map[string]Hours{}
	for _, l := range d.Lines {
		hours[strconv.FormatInt(l.ID, 10)] = l.Hours
	}
	for i := range t.Lines {
		t.Lines[i].Hours = hours[t.Lines[i].ID]
	}
	return t
}

// typedDecimal writes a number of so many decimals as people type it: 1.5, not 1.500.
func typedDecimal(n int64, decimals int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	s := strconv.FormatInt(n, 10)
	if missing := decimals + 1 - len(s); missing > 0 {
		s = strings.Repeat("0", missing) + s
	}
	point := len(s) - decimals
	return sign + strings.TrimSuffix(s[:point]+strings.TrimRight("."+s[point:], "0"), ".")
}

// Parse reads what was typed, with what the lines come to. decimals is how many the
// draft's currency has. Lines in which nothing was typed are none.
func (t DraftForm) Parse(decimals int) (Draft, []FieldError) {
	var f Fields
	d := Draft{
		IssueDate: f.calendarDay("issue_date", t.IssueDate),
		DueDate:   f.calendarDay("due_date", t.DueDate),
		TaxRateBP: f.taxRate("tax_rate", t.TaxRate),
		Notes:     f.Text("notes", t.Notes),
		Terms:     f.Text("terms", t.Terms),
	}
	if t.ProjectID != "" {
		var ok bool
		if d.ProjectID, ok = ParseID(t.ProjectID); !ok {
			f.fault("project_id", "Choose a project from the list.")
		}
	}
	if d.IssueDate != "" && d.DueDate != "" && d.DueDate < d.IssueDate {
		f.fault("due_date", "The due date lies before the issue date.")
	}
	d.Lines = t.parseLines(&f, decimals)
	if sums, err := d.sums(); err == nil {
		d.TaxMinor = sums.Tax
	} else {
		f.fault("lines", "Together these lines come to more than an invoice can hold.")
	}
	d.Revision, _ = strconv.ParseInt(t.Revision, 10, 64)
	return d, f.Errors
}

func (t DraftForm) parseLines(f *Fields, decimals int) (lines []DraftLine) {
	if len(t.Lines) > MaxInvoiceLines {
		f.fault("lines", "An invoice takes at most "+strconv.Itoa(MaxInvoiceLines)+" lines.")
		return nil
	}
	for i, l := range t.Lines {
		if !l.blank() {
			lines = append(lines, l.parse(f, LineFields(i+1), decimals))
		}
	}
	return lines
}

// FieldNames are the names of a line's fields in the form.
type FieldNames struct{ ID, Description, Quantity, UnitPrice string }

// LineFields names the fields of a line, counted from one.
func LineFields(n int) FieldNames {
	s := strconv.Itoa(n)
	return FieldNames{ID: "line_" + s, Description: "description_" + s, Quantity: "quantity_" + s, UnitPrice: "price_" + s}
}

// NewLine is the line that a form adds: one of something.
var NewLine = LineForm{Quantity: "1"}

// blank says whether nothing was typed into a new line.
func (l LineForm) blank() bool {
	quantity := strings.TrimSpace(l.Quantity)
	return l.ID == "" && strings.TrimSpace(l.Description+l.UnitPrice) == "" && (quantity == "" || quantity == NewLine.Quantity)
}

func (l LineForm) parse(f *Fields, names FieldNames, decimals int) DraftLine {
	faults := len(f.Errors)
	line := DraftLine{InvoiceLine: InvoiceLine{
		Description: f.Text(names.Description, l.Description),
		Quantity:    f.quantity(names.Quantity, l.Quantity),
		UnitPrice:   f.unitPrice(names.UnitPrice, l.UnitPrice, decimals),
	}}
	line.ID, _ = ParseID(l.ID)
	switch n := utf8.RuneCountInString(line.Description); {
	case n == 0:
		f.fault(names.Description, "Say what this line is for.")
	case n > DescriptionLength && len(f.Errors) == faults:
		f.fault(names.Description, "Use at most "+strconv.Itoa(DescriptionLength)+" characters.")
	}
	total, err := LineTotal(line.Quantity, line.UnitPrice)
	if line.Total = total; err != nil {
		f.fault(names.UnitPrice, "The amount of this line is too large.")
	}
	return line
}

func (f *Fields) quantity(field, typed string) Quantity {
	n, ok := ParseAmount(typed, 3)
	switch {
	case !ok:
		f.fault(field, "Write a number like 1.5.")
		return 0
	case n > maxQuantity || n < -maxQuantity:
		f.fault(field, "The quantity is too large.")
		return 0
	}
	return Quantity(n)
}

// unitPrice may be negative: a discount is a line too.
func (f *Fields) unitPrice(field, typed string, decimals int) int64 {
	n, ok := ParseAmount(typed, decimals)
	switch {
	case !ok:
		f.fault(field, "Write an amount like 1234.50.")
		return 0
	case outOfRange(n):
		f.fault(field, "The price is too large.")
		return 0
	}
	return n
}

// taxRate reads a percentage, with its sign or without: 19, 8.1 or 7,7 %.
func (f *Fields) taxRate(field, typed string) int64 {
	s := strings.TrimSpace(typed)
	if s == "" {
		return 0
	}
	bp, ok := ParseAmount(strings.TrimSuffix(s, "%"), 2)
	switch {
	case !ok:
		f.fault(field, "Write a percentage like 19 or 8.1.")
		return 0
	case bp < 0 || bp > maxTaxRateBP:
		f.fault(field, "The rate must lie between 0 and 1000.")
		return 0
	}
	return bp
}

func (f *Fields) calendarDay(field, typed string) Day {
	day, ok := ParseDay(strings.TrimSpace(typed))
	if !ok {
		f.fault(field, "Write the date as year-month-day, like 2026-03-31.")
	}
	return day
}

func (d Draft) sums() (DraftSums, error) {
	totals := make([]int64, len(d.Lines))
	for i, l := range d.Lines {
		totals[i] = l.Total
	}
	return SumLines(totals, d.TaxRateBP)
}
