package portal

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Durations are typed as a clock shows them (1:30, 1:30:15), as hours with decimals
// (1.5 or 1,5) or with units (90m, 2h, 1h 30m).
var (
	clockDuration   = regexp.MustCompile(`^(\d{1,6}):([0-5]\d)(?::([0-5]\d))?$`)
	decimalDuration = regexp.MustCompile(`^(\d{0,6})(?:[.,](\d{1,6}))?$`)
	unitDuration    = regexp.MustCompile(`^(?:(\d{1,6}(?:[.,]\d{1,6})?) ?(?:h|hours?))? ?(?:(\d{1,6}) ?(?:m|min|minutes?)?)?$`)
)

// ParseDuration reads a duration as people type it, in whole seconds. A number alone is
// hours; what can't be read, and what has a sign or an exponent, is refused.
func ParseDuration(typed string) (d Hours, ok bool) {
	s := strings.ToLower(strings.Join(strings.Fields(typed), " "))
	if m := clockDuration.FindStringSubmatch(s); m != nil {
		return wholeUnits(m[1])*secondsPerHour + wholeUnits(m[2])*60 + wholeUnits(m[3]), true
	}
	if m := decimalDuration.FindStringSubmatch(s); m != nil && s != "" {
		return decimalHours(s), true
	}
	m := unitDuration.FindStringSubmatch(s)
	if m == nil || s == "" {
		return 0, false
	}
	return decimalHours(m[1]) + wholeUnits(m[2])*60, true
}

func wholeUnits(digits string) Hours {
	n, _ := strconv.ParseInt(digits, 10, 64) // none where there are no digits
	return Hours(n)
}

// decimalHours rounds to whole seconds; six digits on each side leave floats exact enough.
func decimalHours(s string) Hours {
	n, _ := strconv.ParseFloat(strings.Replace(s, ",", ".", 1), 64)
	return Hours(math.Round(n * secondsPerHour))
}

// Clock writes a duration as ParseDuration takes it back: 1:30, or 1:30:15 where there
// are seconds. A negative one, which only other programs have, has a sign.
func (h Hours) Clock() string {
	sign := ""
	if h < 0 {
		sign, h = "-", -h
	}
	if h%60 == 0 {
		return fmt.Sprintf("%s%d:%02d", sign, h/secondsPerHour, h/60%60)
	}
	return fmt.Sprintf("%s%d:%02d:%02d", sign, h/secondsPerHour, h/60%60, h%60)
}
