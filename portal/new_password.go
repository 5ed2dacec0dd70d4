package portal

import (
	"strings"
)

// CheckNewPassword is the one rule for new passwords: it says what is wrong, the first
// that holds, and is empty when nothing is. names are words that anybody would try first.
func CheckNewPassword(password string, minLength int, names ...string) string {
	if message := CheckPassword(password, minLength); message != "" {
		return message
	}
	return CheckGuessable(password, names...)
}

// CheckGuessable refuses a password that is one of the words anybody would try first.
func CheckGuessable(password string, words ...string) string {
	typed := strings.ToLower(strings.TrimSpace(password))
	for _, word := range words {
		if word = strings.ToLower(strings.TrimSpace(word)); word != "" && typed == word {
			return "Do not use a name as the password."
		}
	}
	return ""
}

// CheckTwice wants the second typing to be the first.
func CheckTwice(password, again string) string {
	if password != again {
		return "The two are not the same."
	}
	return ""
}
