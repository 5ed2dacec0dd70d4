package views_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Words need a contrast of 4.5 to 1, the edges of controls and bars 3 to 1.
var pairs = []struct {
	fore, back string
	least      float64
}{
	{"ink", "canvas", 4.5}, {"ink", "surface", 4.5}, {"ink", "sunken", 4.5}, {"ink", "accent-wash", 4.5}, {"ink", "overdue-wash", 4.5},
	{"soft", "canvas", 4.5}, {"soft", "surface", 4.5},
	{"accent", "canvas", 4.5}, {"accent", "surface", 4.5}, {"accent", "overdue-wash", 4.5}, {"accent-strong", "surface", 4.5},
	{"accent-ink", "accent", 4.5}, {"accent-ink", "accent-strong", 4.5},
	{"paid", "paid-wash", 4.5}, {"unpaid", "unpaid-wash", 4.5}, {"partly", "partly-wash", 4.5},
	{"overdue", "overdue-wash", 4.5}, {"overdue", "surface", 4.5}, {"overdue", "canvas", 4.5},
	{"control", "canvas", 3}, {"control", "surface", 3}, {"accent", "sunken", 3},
}

func TestColoursCanBeRead(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, found := strings.Cut(string(css), "@media")
	if !found {
		t.Fatal("no dark scheme")
	}
	for scheme, tokens := range map[string]map[string]string{"light": colours(light), "dark": colours(dark)} {
		for _, p := range pairs {
			if got := contrast(t, tokens[p.fore], tokens[p.back]); got < p.least {
				t.Errorf("%s: %s on %s is %.2f to 1, not %.1f", scheme, p.fore, p.back, got, p.least)
			}
		}
	}
}

func TestBothSchemesHaveTheSameTokens(t *testing.T) {
	t.Parallel()
	css, err := os.ReadFile("css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	lightCSS, darkCSS, _ := strings.Cut(string(css), "@media")
	light, dark := colours(lightCSS), colours(darkCSS)
	if len(light) != len(dark) || len(light) == 0 {
		t.Errorf("%d light tokens, %d dark", len(light), len(dark))
	}
	for name := range light {
		if dark[name] == "" {
			t.Errorf("%s has no dark colour", name)
		}
	}
}

// The tokens are the one place where colours are named.
func TestOtherStylesNameNoColour(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir("css")
	if err != nil {
		t.Fatal(err)
	}
	hex := regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(`)
	for _, file := range files {
		if file.Name() == "tokens.css" || file.Name() == "print.css" {
			continue
		}
		css, err := os.ReadFile("css/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		if found := hex.FindString(string(css)); found != "" {
			t.Errorf("%s names %s", file.Name(), found)
		}
	}
}

func colours(css string) map[string]string {
	tokens := map[string]string{}
	for _, m := range regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(css, -1) {
		tokens[m[1]] = m[2]
	}
	return tokens
}

// contrast is WCAG's, between two colours like #0f766e.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	rgb, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 24)
	if err != nil {
		t.Fatal(err)
	}
	var sum float64
	for i, weight := range []float64{0.0722, 0.7152, 0.2126} {
		c := float64(rgb>>(8*i)&0xff) / 255
		if c <= 0.04045 {
			sum += weight * c / 12.92
		} else {
			sum += weight * math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return sum
}
