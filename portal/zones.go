package portal

import (
	_ "embed"
	"slices"
	"strings"
	"time"
)

// zonesText is the list of places in the IANA time zone database's zone.tab, and UTC.
//
//go:embed zones.txt
var zonesText string

// TimeZones are the names to choose a time zone from, in the order of the alphabet.
func TimeZones() []string { return strings.Fields(zonesText) }

// TimeZone is one of the names to choose from, or the one that is stored: an import may
// have brought an older name.
func (f *Fields) TimeZone(field, typed, stored string) string {
	name := strings.TrimSpace(typed)
	if name != stored && !slices.Contains(TimeZones(), name) {
		f.fault(field, "Choose a time zone from the list, such as Europe/Brussels.")
		return name
	}
	if _, err := time.LoadLocation(name); err != nil {
		f.fault(field, "This time zone is not known. Choose another one from the list.")
	}
	return name
}
