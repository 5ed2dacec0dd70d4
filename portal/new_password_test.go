package portal_test

import (
	"strings"
	"testing"

	"foyer/portal"
)

// C09: what anybody would try first is refused, whoever's names it is made of.
func TestGuessablePasswords(t *testing.T) {
	t.Parallel()
	names := []string{"zoe.halyard", "Studio Halyard", "Café Größenwahn", "foyer.example.com"}
	for _, guessable := range []string{
		"passwordpassword", "Password1234", "123456789012", "qwertyuiop12", "iloveyouiloveyou", "letmeinletmein", "aaaaaaaaaaaaaa",
		"abcdefghijkl", "Halyard2026portal", "halyardhalyard", "Café Größenwahn", "Cafe Größenwahn2", "zoe.halyard", "GrößenwahnGrößenwahn", "Foyer2026foyer",
		strings.Repeat("a", 500),
	} {
		if portal.CheckNewPassword(guessable, 8, names...) == "" {
			t.Errorf("%q is taken", guessable)
		}
	}
	for _, good := range []string{
		"a harbour in winter", "salt and cardamom", "correct horse battery", "fair-winds-demo", "x7#Lq9!vTz2m", "Überraschung am Dienstag",
		"半分の月がのぼる空です", strings.Repeat("salt and cardamom ", 20),
	} {
		if message := portal.CheckNewPassword(good, 8, names...); message != "" {
			t.Errorf("%q: %s", good, message)
		}
	}
}

// Looking at a password takes no longer for a long one.
func BenchmarkCheckNewPassword(b *testing.B) {
	for name, password := range map[string]string{
		"usual": "a harbour in winter", "same": strings.Repeat("a", portal.MaxPasswordBytes), "sequences": strings.Repeat("abcdefg1234567qwertz", 50),
		"words": strings.Repeat("password", 100), "l33t": strings.Repeat("p4$$w0rd", 100),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				portal.CheckGuessable(password, "Studio Halyard")
			}
		})
	}
}
