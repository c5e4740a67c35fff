// Package zonename has the English names of time zones as V8 prints them in
// Date.prototype.toString: "Central European Summer Time". They are facts of
// the CLDR for the zones that have an abbreviation of their own; all other
// zones are printed as their offset, which is also what ICU does for those it
// has no name for (Türkiye Standard Time and others without an abbreviation
// are a known difference).
package zonename

import (
	"fmt"
	"time"
)

// Long names the zone of a moment.
func Long(t time.Time) string {
	abbreviation, offset := t.Zone()
	if name, ok := names(abbreviation, offset); ok {
		return name
	}
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	return fmt.Sprintf("GMT%c%02d:%02d", sign, offset/3600, offset%3600/60)
}

// names tells zones of the same abbreviation apart by their offset in seconds.
func names(abbreviation string, offset int) (string, bool) {
	switch abbreviation {
	case "IST":
		name, ok := map[int]string{3600: "Irish Standard Time", 7200: "Israel Standard Time", 19800: "India Standard Time"}[offset]
		return name, ok
	case "CST":
		name, ok := map[int]string{-21600: "Central Standard Time", -18000: "Cuba Standard Time", 28800: "China Standard Time"}[offset]
		return name, ok
	case "PST":
		name, ok := map[int]string{-28800: "Pacific Standard Time", 28800: "Philippine Standard Time"}[offset]
		return name, ok
	}
	name, ok := unique[abbreviation]
	return name, ok
}

var unique = map[string]string{
	"UTC": "Coordinated Universal Time", "GMT": "Greenwich Mean Time", "BST": "British Summer Time",
	"WET": "Western European Standard Time", "WEST": "Western European Summer Time",
	"CET": "Central European Standard Time", "CEST": "Central European Summer Time",
	"EET": "Eastern European Standard Time", "EEST": "Eastern European Summer Time",
	"MSK": "Moscow Standard Time", "IDT": "Israel Daylight Time",
	"EST": "Eastern Standard Time", "EDT": "Eastern Daylight Time", "CDT": "Central Daylight Time",
	"MST": "Mountain Standard Time", "MDT": "Mountain Daylight Time", "PDT": "Pacific Daylight Time",
	"AKST": "Alaska Standard Time", "AKDT": "Alaska Daylight Time", "HST": "Hawaii-Aleutian Standard Time",
	"AST": "Atlantic Standard Time", "ADT": "Atlantic Daylight Time",
	"NST": "Newfoundland Standard Time", "NDT": "Newfoundland Daylight Time",
	"JST": "Japan Standard Time", "KST": "Korean Standard Time", "HKT": "Hong Kong Standard Time", "PKT": "Pakistan Standard Time",
	"WIB": "Western Indonesia Time", "WITA": "Central Indonesia Time", "WIT": "Eastern Indonesia Time",
	"AEST": "Australian Eastern Standard Time", "AEDT": "Australian Eastern Daylight Time",
	"ACST": "Australian Central Standard Time", "ACDT": "Australian Central Daylight Time", "AWST": "Australian Western Standard Time",
	"NZST": "New Zealand Standard Time", "NZDT": "New Zealand Daylight Time", "SST": "Samoa Standard Time", "ChST": "Chamorro Standard Time",
	"SAST": "South Africa Standard Time", "WAT": "West Africa Time", "CAT": "Central Africa Time", "EAT": "East Africa Time",
}
