package portal

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A span is typed as 2 h, 1 h 30 min, 45 min or 1:30. A bare number could mean either
// and is refused.
var (
	spanWords = regexp.MustCompile(`^(?:(\d{1,4}) ?(?:h|hour|hours))?(?: ?(\d{1,5}) ?(?:m|min|minute|minutes))?$`)
	spanClock = regexp.MustCompile(`^(\d{1,4}):([0-5]\d)$`)
)

// ParseSpan reads hours and minutes as people write them.
func ParseSpan(typed string) (span time.Duration, ok bool) {
	s := strings.ToLower(strings.Join(strings.Fields(typed), " "))
	m := spanClock.FindStringSubmatch(s)
	if m == nil {
		m = spanWords.FindStringSubmatch(s)
	}
	if m == nil || s == "" {
		return 0, false
	}
	hours, _ := strconv.Atoi(m[1])
	minutes, _ := strconv.Atoi(m[2])
	return time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute, true
}

// SpanWords writes a span of time in hours and minutes, as ParseSpan reads it.
func SpanWords(span time.Duration) string {
	minutes := int64(span / time.Minute)
	var words []string
	if h := minutes / 60; h > 0 {
		words = append(words, strconv.FormatInt(h, 10)+" h")
	}
	if m := minutes % 60; m > 0 || len(words) == 0 {
		words = append(words, strconv.FormatInt(m, 10)+" min")
	}
	return strings.Join(words, " ")
}
