package views

import "strings"

// paymentMethod writes a stored method ("bank_transfer") in words.
func paymentMethod(stored string) string {
	words := strings.TrimSpace(strings.ReplaceAll(stored, "_", " "))
	if words == "" {
		return "Payment"
	}
	return strings.ToUpper(words[:1]) + words[1:]
}
