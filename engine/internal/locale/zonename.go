package locale

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// utc is the zone V8 calls UTC; the facts file it under another name.
const utc = "Etc/UTC"

// zone finds a time zone by its name in any case: its canonical name and its
// clocks.
func (g *general) zone(name string) (string, *time.Location, bool) {
	id, ok := g.zoneID[strings.ToLower(name)]
	if !ok {
		return "", nil, false
	}
	for _, alias := range append([]string{id}, g.Zones[id][1:]...) {
		if location, err := time.LoadLocation(alias); err == nil && alias != "" {
			return id, location, true
		}
	}
	return "", nil, false
}

// localZone is the zone of the process, named after where Go has it from: a
// zone, a file of one, or the machine's own, which Go calls Local.
func (g *general) localZone() (string, *time.Location) {
	name := time.Local.String()
	if name == "Local" {
		name, _ = os.Readlink("/etc/localtime")
	}
	if _, inside, isFile := strings.Cut(name, "zoneinfo/"); isFile {
		name = inside
	}
	if id, ok := g.zoneID[strings.ToLower(name)]; ok {
		return id, time.Local
	}
	return utc, time.Local
}

// zoneName names a zone: z by its time now (standard or daylight), v in
// general, O by its offset.
func (p *place) zoneName(letter byte, count int, m moment) string {
	long, z := count == 4, p.zones()
	name := ""
	switch letter {
	case 'z':
		name = z.specific(m, long)
	case 'v':
		name = p.generic(m, long)
	}
	if name == "" {
		_, offset := m.Zone()
		name = z.offset(offset, long)
	}
	return name
}

// none marks a name that a locale takes back from its parent.
const none = "∅∅∅"

func (n zoneName) get(long bool, kind string) string {
	texts := n.Short
	if long {
		texts = n.Long
	}
	if texts[kind] == none {
		return ""
	}
	return texts[kind]
}

// offset is a zone as its offset from Greenwich, in seconds.
func (z *zoneNames) offset(seconds int, long bool) string {
	positive, negative, _ := strings.Cut(z.HourFormat, ";")
	format := positive
	if seconds < 0 {
		format, seconds = negative, -seconds
	}
	hours, minutes, rest := seconds/3600, seconds/60%60, seconds%60
	sign, clock, _ := strings.Cut(format, "H")
	separator := strings.TrimSuffix(strings.TrimPrefix(clock, "H"), "mm")
	text := fmt.Sprint(hours)
	if long {
		text = pad(hours, 2)
	}
	if long || minutes > 0 || rest > 0 {
		text += separator + pad(minutes, 2)
	}
	if rest > 0 {
		text += separator + pad(rest, 2)
	}
	return join(z.GMTFormat, sign+text)
}

func (z *zoneNames) specific(m moment, long bool) string {
	return z.named(m, long, facts().metazone(m.zone, m.Time))
}

// named names a zone as one of a group.
func (z *zoneNames) named(m moment, long bool, group string) string {
	kind := "standard"
	if daylight(m.Time) {
		kind = "daylight"
	}
	if name := z.Zone[m.zone].get(long, kind); name != "" {
		return name
	}
	return z.Metazone[group].get(long, kind)
}

// LongZone is the long English name of a moment's time zone at that moment,
// "Central European Summer Time", as V8 prints it in Date.prototype.toString;
// for a zone without one its offset, "GMT+03:00". The zone is that of the
// process or one that Go loaded by its name. A zone that went by another name
// at the moment is called what it is called now, as V8 does.
func LongZone(t time.Time) string {
	if t.Location() == time.UTC || t.Location().String() == "UTC" {
		return "Coordinated Universal Time" // spares most processes the loading of the facts
	}
	g, names := facts(), places()["en"]().zones()
	zone, known := g.zoneID[strings.ToLower(t.Location().String())]
	if !known {
		zone, _ = g.localZone()
	}
	if name := names.named(moment{Time: t, zone: zone}, true, g.metazone(zone, time.Now())); name != "" {
		return name
	}
	_, offset := t.Zone()
	return names.offset(offset, true)
}

// daylight tells whether clocks are ahead of their standard time. Where the
// zone database calls winter the exception (Ireland), CLDR does not.
func daylight(t time.Time) bool {
	_, offset := t.Zone()
	start, end := t.ZoneBounds()
	if end.IsZero() {
		return t.IsDST() // seasons are no more
	}
	for _, other := range []time.Time{start.Add(-time.Second), end} {
		if other.IsZero() || start.IsZero() && other.Before(t) {
			continue
		}
		_, o := other.Zone()
		if o < offset && (other.IsDST() || t.IsDST()) {
			return true
		}
		if o > offset && t.IsDST() {
			return false
		}
	}
	return t.IsDST()
}

// metazone is the group of zones with one name that a zone is in.
func (g *general) metazone(zone string, t time.Time) string {
	now := t.UTC().Format("2006-01-02 15:04")
	for _, m := range g.Metazones[zone] {
		// Without another word they begin with 1970.
		if max(m[1], "1970-01-01 00:00") <= now && (m[2] == "" || now < m[2]) {
			return m[0]
		}
	}
	return ""
}

// generic is a zone's name whatever the season: "Eastern Time". Without one it
// is the time of a country or city.
func (p *place) generic(m moment, long bool) string {
	z, g := p.zones(), facts()
	if name := z.Zone[m.zone].get(long, "generic"); name != "" {
		return name
	}
	if group := g.metazone(m.zone, m.Time); group != "" {
		if name := p.genericGroup(group, m, long); name != "" {
			return name
		}
	}
	return p.location(m.zone)
}

func (p *place) genericGroup(group string, m moment, long bool) string {
	z, g := p.zones(), facts()
	general := z.Metazone[group].get(long, "generic")
	if !changes(m.Time) {
		standard := z.Zone[m.zone].get(long, "standard")
		if standard == "" {
			standard = z.Metazone[group].get(long, "standard")
		}
		if standard != "" && !strings.EqualFold(standard, general) {
			return standard
		}
	}
	if general == "" {
		return ""
	}
	golden := g.Golden[group][g.region(p.tag)]
	if golden == "" {
		golden = g.Golden[group]["001"]
	}
	_, location, ok := g.zone(golden)
	if !ok || golden == m.zone {
		return general
	}
	_, mine := m.Zone()
	// The reference zone is asked about the same time on its own clocks.
	there := time.Date(m.Year(), m.Month(), m.Day(), m.Hour(), m.Minute(), m.Second(), 0, location)
	if _, others := there.Zone(); others == mine && daylight(there) == daylight(m.Time) {
		return general
	}
	return join(z.FallbackFormat, p.partial(m.zone), general)
}

// changes tells whether a zone has daylight saving time half a year around.
func changes(t time.Time) bool {
	const span = 184 * 24 * time.Hour
	if daylight(t) {
		return true
	}
	start, end := t.ZoneBounds()
	return !start.IsZero() && t.Sub(start) < span && daylight(start.Add(-time.Second)) ||
		!end.IsZero() && end.Sub(t) < span && daylight(end)
}

// partial is a zone's country if that has one zone alone, else its city.
func (p *place) partial(zone string) string {
	g := facts()
	region := g.regionOf(zone)
	if region != "" && (g.alone(zone, region) || g.Primary[region] == zone) {
		if name := p.display().Regions[region]; name != "" {
			return name
		}
	}
	return p.city(zone)
}

func (p *place) city(zone string) string {
	if city := p.zones().Zone[zone].City; city != "" {
		return city
	}
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
}

func (p *place) location(zone string) string {
	if facts().regionOf(zone) == "" {
		return ""
	}
	return join(p.zones().RegionFormat, p.partial(zone))
}

// regionOf is the country a zone is in; none for zones such as Etc/GMT+5.
func (g *general) regionOf(zone string) string {
	if strings.HasPrefix(zone, "Etc/") || len(g.Zones[zone]) == 0 || !strings.Contains(zone, "/") {
		return ""
	}
	return g.Zones[zone][0]
}

// alone tells whether a country has one zone.
func (g *general) alone(zone, region string) bool {
	for other, known := range g.Zones {
		if other != zone && known[0] == region && g.regionOf(other) != "" {
			return false
		}
	}
	return true
}
