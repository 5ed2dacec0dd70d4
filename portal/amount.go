package portal

import (
	"regexp"
	"strconv"
	"strings"
)

// Amounts are typed with or without thousands, which are grouped by threes, and with
// either sign before the decimals: 1234.5, 1.234,50, 1,234.50, 1 234,50.
var (
	plainAmount   = regexp.MustCompile(`^([-−]?)(\d{1,15})(?:[.,](\d*))?$`)
	groupedAmount = regexp.MustCompile(`^([-−]?)(\d{1,3}(?:[.,' \x{a0}\x{202f}]\d{3})+)(?:([.,])(\d*))?$`)
)

// ParseAmount reads an amount as people type it, in minor units. What could be read
// as two amounts (1.234) is taken as decimals if the currency has that many, and
// refused otherwise; so are exponents and more decimals than the currency has.
func ParseAmount(typed string, decimals int) (minor int64, ok bool) {
	s := strings.TrimSpace(typed)
	if m := plainAmount.FindStringSubmatch(s); m != nil && len(m[3]) <= decimals {
		return minorUnits(m[1], m[2], m[3], decimals)
	}
	m := groupedAmount.FindStringSubmatch(s)
	if m == nil || len(m[4]) > decimals {
		return 0, false
	}
	separator, whole, same := firstSeparator(m[2])
	if !same || m[3] == separator || m[3] == "" && strings.ContainsAny(separator, ".,") && strings.Count(m[2], separator) == 1 {
		return 0, false
	}
	return minorUnits(m[1], whole, m[4], decimals)
}

// firstSeparator strips the thousands' signs, if they are all the same.
func firstSeparator(grouped string) (separator, digits string, same bool) {
	i := strings.IndexFunc(grouped, func(r rune) bool { return r < '0' || r > '9' })
	for _, r := range grouped[i:] {
		separator = string(r)
		break
	}
	digits = strings.ReplaceAll(grouped, separator, "")
	_, err := strconv.ParseUint(digits, 10, 63)
	return separator, digits, err == nil
}

func minorUnits(sign, whole, fraction string, decimals int) (int64, bool) {
	n, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", decimals-len(fraction)), 10, 64)
	if err != nil {
		return 0, false
	}
	if sign != "" {
		n = -n
	}
	return n, true
}
