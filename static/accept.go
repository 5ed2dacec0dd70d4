package static

import (
	"strconv"
	"strings"
)

// The encodings that files are kept in, the smallest first; plain is how HTTP names none.
const (
	brotli = "br"
	gzip   = "gzip"
	plain  = "identity"
)

// Encoded is a file's body as a browser takes it that sent this Accept-Encoding header
// (RFC 9110, 12.5.3), and the name of its encoding, empty for the file as it is. Of equally
// welcome encodings it is the smallest. Who takes nothing that there is gets the plain file.
func (f File) Encoded(accept string) (encoding string, body []byte) {
	weights := weigh(accept)
	best := max(weights.of(plain), 0) // unless asked for, it is welcome least
	body = f.Body
	for _, kept := range []struct {
		name string
		body []byte
	}{{gzip, f.gzip}, {brotli, f.brotli}} {
		if weight := weights.of(kept.name); weight > 0 && weight >= best && kept.body != nil {
			encoding, body, best = kept.name, kept.body, weight
		}
	}
	return encoding, body
}

// weights are how welcome encodings are, from 0 to 1.
type weights map[string]float64

// of is -1 for an encoding that the browser did not speak of.
func (w weights) of(name string) float64 {
	if weight, said := w[name]; said {
		return weight
	}
	if weight, said := w["*"]; said {
		return weight
	}
	return -1
}

func weigh(accept string) weights {
	list := weights{}
	for part := range strings.SplitSeq(strings.ToLower(accept), ",") {
		name, parameters, _ := strings.Cut(part, ";")
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		list[name] = 1
		if q, given := strings.CutPrefix(strings.TrimSpace(parameters), "q="); given {
			list[name] = quality(q)
		}
	}
	return list
}

// quality reads a weight; what is none is taken as "not at all".
func quality(text string) float64 {
	q, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || !(q >= 0 && q <= 1) {
		return 0
	}
	return q
}
