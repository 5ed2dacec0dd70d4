package main

import (
	"math"
	"slices"
	"strconv"
	"time"
)

// percentile is the smallest value that at least the given part of all values, which must
// be sorted, does not exceed: the nearest rank. Zero of nothing.
func percentile(sorted []time.Duration, part float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	rank := int(math.Ceil(part * float64(len(sorted))))
	return sorted[min(max(rank, 1), len(sorted))-1]
}

// median is the middle value, or the mean of the two in the middle; NaN of nothing.
// Values that are NaN, as nothing was measured, do not count.
func median(values []float64) float64 {
	known := slices.DeleteFunc(slices.Clone(values), math.IsNaN)
	if len(known) == 0 {
		return math.NaN()
	}
	slices.Sort(known)
	half := len(known) / 2
	if len(known)%2 == 1 {
		return known[half]
	}
	return (known[half-1] + known[half]) / 2
}

// grouped writes a number with its thousands apart.
func grouped(n int) string {
	digits := strconv.Itoa(n)
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

// number writes a figure, and a dash where nothing was measured.
func number(value float64, decimals int) string {
	if math.IsNaN(value) || math.IsInf(value, 0) {
		return "-"
	}
	if decimals == 0 && math.Abs(value) >= 1000 {
		return grouped(int(math.Round(value)))
	}
	return strconv.FormatFloat(value, 'f', decimals, 64)
}
