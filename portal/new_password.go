package portal

import (
	"strings"
	"unicode"

	"github.com/ccojocar/zxcvbn-go"
	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// CheckNewPassword is the one rule for new passwords: it says what is wrong, the first
// that holds, and is empty when nothing is. names are words that anybody would try first.
func CheckNewPassword(password string, minLength int, names ...string) string {
	if message := CheckPassword(password, minLength); message != "" {
		return message
	}
	return CheckGuessable(password, names...)
}

// A password must take more guesses than this, as a power of two, from who tries what is
// likely first. Sign-ins are limited to far fewer for years (C04).
const fewestGuessBits = 20

// guessedCharacters is how much of a password is looked at: what is longer and weak is
// weak in its beginning, and looking takes the cube of the length.
const guessedCharacters = 48

// CheckGuessable refuses a password that is one of the words anybody would try first: the
// commonest passwords, keys in a row, repetitions, dates, and the names given here, alone
// or put together.
func CheckGuessable(password string, words ...string) string {
	typed := folded(password)
	known := []string{"foyer", "portal", "client", "invoice"}
	for _, word := range words {
		if word = folded(word); word != "" && typed == word {
			return "Do not use a name as the password."
		}
		known = append(known, strings.FieldsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })...)
	}
	if zxcvbn.PasswordStrength(Clip(typed, guessedCharacters), known).Entropy < fewestGuessBits {
		return "This is among the passwords that are tried first. Use a few words that do not belong together."
	}
	return ""
}

// folded is a text without its case and accents, as it is guessed.
func folded(s string) string {
	plain := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
	return cases.Fold().String(strings.TrimSpace(plain))
}

// CheckTwice wants the second typing to be the first.
func CheckTwice(password, again string) string {
	if password != again {
		return "The two are not the same."
	}
	return ""
}
