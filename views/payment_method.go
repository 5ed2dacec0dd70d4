package views

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"foyer/portal"
)

// paymentMethod writes a stored method ("bank_transfer") in words.
func paymentMethod(stored string) string {
	words := strings.TrimSpace(strings.ReplaceAll(stored, "_", " "))
	if words == "" {
		return "Payment"
	}
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}

// methodWord is a method to choose from.
func methodWord(stored string) string {
	if stored == "paypal" {
		return "PayPal"
	}
	return paymentMethod(stored)
}

// paymentNote says how a payment came, and under which reference.
func paymentNote(p portal.Payment) string {
	if p.Reference == "" {
		return paymentMethod(p.Method)
	}
	return paymentMethod(p.Method) + ", " + p.Reference
}
