package main

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"slices"
	"text/tabwriter"
	"time"
)

// report prints one line for each attack.
func report(out io.Writer, plan []planned, results [][]result) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "pages\tat rest p50\tp99\tattacked p50\tp99\tp99 ratio\tnot 200\tpeak MB\tattackers' 503\tp50\tp99\tno answer\tlast one gone\t")
	for i, p := range plan {
		all := results[i]
		rest := func(part float64) time.Duration {
			return median(all, func(r result) time.Duration { return answered(r.rest, part) })
		}
		pages := func(part float64) time.Duration {
			return median(all, func(r result) time.Duration { return answered(r.pages, part) })
		}
		busy := func(part float64) time.Duration {
			return median(all, func(r result) time.Duration { return r.attack.quantile(http.StatusServiceUnavailable, part) })
		}
		ratio := median(all, func(r result) float64 {
			return float64(answered(r.pages, 0.99)) / float64(max(1, answered(r.rest, 0.99)))
		})
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%.1f\t%d\t%d\t%d\t%s\t%s\t%d\t%s\t\n", p.name,
			short(rest(0.5)), short(rest(0.99)), short(pages(0.5)), short(pages(0.99)), ratio,
			median(all, func(r result) int { return r.pages.others(http.StatusOK) }),
			median(all, func(r result) int64 { return r.peak >> 20 }),
			median(all, func(r result) int { return len(r.attack.took[http.StatusServiceUnavailable]) }), short(busy(0.5)), short(busy(0.99)),
			median(all, func(r result) int { return len(r.attack.took[0]) }),
			short(median(all, func(r result) time.Duration { return r.attack.quantile(closedByServer, 1) })))
	}
	return table.Flush()
}

// median is the middle value of the rounds.
func median[V cmp.Ordered](rounds []result, value func(result) V) V {
	var values []V
	for _, r := range rounds {
		values = append(values, value(r))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func short(d time.Duration) string {
	if d == 0 {
		return "-"
	}
	if d < time.Second {
		return fmt.Sprintf("%.1f ms", float64(d)/float64(time.Millisecond))
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
