package main

import (
	"math"
	"strings"
	"testing"
	"time"
)

func TestPercentile(t *testing.T) {
	t.Parallel()
	hundred := make([]time.Duration, 100)
	for i := range hundred {
		hundred[i] = time.Duration(i + 1)
	}
	for part, want := range map[float64]time.Duration{0: 1, 0.5: 50, 0.99: 99, 0.991: 100, 1: 100} {
		if got := percentile(hundred, part); got != want {
			t.Errorf("%v of 1 to 100: %d, not %d", part, got, want)
		}
	}
	if got := percentile([]time.Duration{7}, 0.99); got != 7 {
		t.Errorf("of one value: %d", got)
	}
	if got := percentile(nil, 0.5); got != 0 {
		t.Errorf("of nothing: %d", got)
	}
}

func TestMedian(t *testing.T) {
	t.Parallel()
	values := []float64{9, 1, 5}
	if got := median(values); got != 5 || values[0] != 9 {
		t.Errorf("of three: %v, left as %v", got, values)
	}
	if got := median([]float64{4, 1, 2, 3}); got != 2.5 {
		t.Errorf("of four: %v", got)
	}
	if got := median([]float64{math.NaN(), 2, math.NaN()}); got != 2 {
		t.Errorf("of one that is known: %v", got)
	}
	if got := median(nil); !math.IsNaN(got) {
		t.Errorf("of nothing: %v", got)
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		grouped(999): "999", grouped(1000): "1,000", grouped(1234567): "1,234,567", grouped(-1000): "-1,000", grouped(-100): "-100",
		number(1234.6, 0): "1,235", number(0.456, 2): "0.46", number(math.NaN(), 1): "-", number(math.Inf(1), 1): "-",
		times(1.234): "× 1.23", times(math.NaN()): "", megabytes(3 << 20): "3.0", megabytes(0): "-",
	} {
		if got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
}

func TestTables(t *testing.T) {
	t.Parallel()
	words := table{head: []string{"page", "µs"}}
	words.add("dashboard", "9")
	words.add("é", "1,000")
	if got, want := words.aligned(), "page          µs\ndashboard      9\né          1,000\n"; got != want {
		t.Errorf("aligned:\n%s", got)
	}
	if got, want := words.markdown(), "| page | µs |\n|---|---:|\n| dashboard | 9 |\n| é | 1,000 |\n"; got != want {
		t.Errorf("markdown:\n%s", got)
	}
}

func TestSizes(t *testing.T) {
	t.Parallel()
	if got, err := parseSizes("1000, 20000"); err != nil || len(got) != 2 || got[1] != 20000 {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"", "999", "1000,", "many", "10000001"} {
		if got, err := parseSizes(bad); err == nil || !strings.Contains(err.Error(), "-sizes") {
			t.Errorf("%q: %v, %v", bad, got, err)
		}
	}
}
