package portal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// InvoiceNumber is a number of a prefix's sequence: INV-0042.
func InvoiceNumber(prefix string, n int64) string {
	if prefix == "" {
		return fmt.Sprintf("%04d", n)
	}
	return fmt.Sprintf("%s-%04d", prefix, n)
}

// InvoiceFreeze is what an invoice keeps from the moment it is issued, whatever becomes
// of the client and the company. Bank account, e-mail, phone and logo are not in it: a
// client must pay to the account and write to the address of today.
type InvoiceFreeze struct {
	BillTo Address
	Issuer Address
}

// FreezeNow is what would be frozen now.
func FreezeNow(to Client, from Company) InvoiceFreeze {
	return InvoiceFreeze{
		BillTo: Address{Name: to.Name, Email: to.Email, Lines: to.Address, VATNumber: to.VATNumber},
		Issuer: Address{Name: from.Name, Lines: from.Address, VATNumber: from.VATNumber},
	}
}

// Mark tells one freeze from another, so that what is frozen is what was shown.
func (f InvoiceFreeze) Mark() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", f))
	return hex.EncodeToString(sum[:8])
}

// Obstacles are what must be put right before a draft can be issued, a sentence each.
// A total of zero is allowed: work that costs nothing can be written down.
func (r InvoiceRecord) Obstacles(f InvoiceFreeze) (sentences []string) {
	if len(r.Lines) == 0 {
		sentences = append(sentences, "The invoice has no lines. Add at least one.")
	}
	if r.Total < 0 {
		sentences = append(sentences, "The total is below zero. To give money back, record a credit on the invoice that it belongs to.")
	}
	if r.DueDate < r.IssueDate {
		sentences = append(sentences, "The due date lies before the issue date. Correct one of them.")
	}
	if strings.TrimSpace(f.Issuer.Name) == "" {
		sentences = append(sentences, "Your company has no name yet. Write it in the company settings: it heads every invoice.")
	}
	return sentences
}
