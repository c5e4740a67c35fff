package locale

import (
	"embed"
	"encoding/json"
	"strings"
	"sync"
	_ "time/tzdata" // any zone, on machines and in containers that have none
)

// The facts: LANGUAGE.json, names-LANGUAGE.json, zones-LANGUAGE.json and
// supplemental.json.
//
//go:embed data/*.json
var files embed.FS

// A place is what is known of one locale.
type place struct {
	tag     string
	Dates   dateData                      `json:"dates"`
	Numbers numberData                    `json:"numbers"`
	Units   map[string]map[string]plurals `json:"units"`
	Lists   map[string]map[string]string  `json:"lists"`
	best    func() *patterns
	zones   func() *zoneNames
	display func() *displayNames
}

// plurals are texts by plural category ("one", "other", …); "per" is the
// pattern of a rate.
type plurals map[string]string

// of returns the text of a category, or the general one.
func (p plurals) of(category string) string {
	if text, ok := p[category]; ok && text != "" {
		return text
	}
	return p["other"]
}

// names are texts by width: long, short, narrow, shorter.
type names map[string][]string

type dateData struct {
	Months, Days, Quarters map[string]names // by context: format, stand-alone
	DayPeriods             map[string]map[string]map[string]string
	Eras                   names
	Date, Time             map[string]string // patterns by style
	Join, JoinAt           map[string]string // of a date and a time, by style
	Available              map[string]string // patterns by skeleton
	Append                 map[string]string
	Intervals              map[string]map[string]string // by skeleton and greatest difference
	IntervalFallback       string
	Fields                 map[string]string
	Relative               map[string]relativeData
}

type relativeData struct {
	Words        map[string]string // "-1": "yesterday"
	Past, Future plurals
}

type numberData struct {
	MinimumGrouping  int
	Symbols          map[string]string
	Decimal, Percent string
	Currency         map[string]string
	CurrencyPlural   plurals
	Range            string
	Compact          map[string]map[string]string
	Currencies       map[string]map[string]string
}

type zoneNames struct {
	HourFormat, GMTFormat                        string
	RegionFormat, RegionDaylight, RegionStandard string
	FallbackFormat                               string
	Zone, Metazone                               map[string]zoneName
}

type zoneName struct {
	City        string
	Long, Short map[string]string // generic, standard, daylight
}

type displayNames struct {
	Languages, Regions, Scripts map[string]string
	Pattern, Separator          string
}

// general is what is not of one language.
type general struct {
	Parents    map[string]string
	Regions    []string            // tags that are their language's default
	Hours      map[string][]string // preferred and first allowed hour letter, by region
	DayPeriods map[string]map[string]map[string]string
	Digits     map[string]int
	Metazones  map[string][][3]string // of a zone: name, from, to
	Golden     map[string]map[string]string
	Primary    map[string]string
	Zones      map[string][]string // by canonical name: region, every name
	Likely     map[string]string

	zoneID map[string]string // canonical name by lower-case name
}

// facts are read once in a process.
var facts = sync.OnceValue(func() *general {
	g := &general{zoneID: make(map[string]string)}
	read("supplemental", func(data []byte) error { return json.Unmarshal(data, g) })
	for id, known := range g.Zones {
		for _, name := range known[1:] {
			g.zoneID[strings.ToLower(name)] = id
		}
		g.zoneID[strings.ToLower(id)] = id
	}
	return g
})

// places are the locales by tag, each read once in a process.
var places = sync.OnceValue(func() map[string]func() *place {
	g, all := facts(), make(map[string]func() *place)
	for tag := range g.Parents {
		all[tag] = sync.OnceValue(func() *place { return g.load(tag) })
	}
	for _, tag := range g.Regions {
		same := all[language(tag)]
		all[tag] = sync.OnceValue(func() *place {
			p := *same()
			p.tag = tag
			p.best = sync.OnceValue(p.newPatterns)
			return &p
		})
	}
	return all
})

func (g *general) load(tag string) *place {
	p := &place{tag: tag}
	g.chain("", tag, p)
	p.best = sync.OnceValue(p.newPatterns)
	p.zones = sync.OnceValue(func() *zoneNames {
		z := &zoneNames{}
		g.chain("zones-", tag, z)
		return z
	})
	p.display = sync.OnceValue(func() *displayNames {
		d := &displayNames{}
		g.chain("names-", tag, d)
		return d
	})
	return p
}

// chain reads a locale: what its furthest parent says, with what each nearer
// one changes.
func (g *general) chain(kind, tag string, into any) {
	read(kind+language(tag), func(data []byte) error {
		var all map[string]json.RawMessage
		if err := json.Unmarshal(data, &all); err != nil {
			return err
		}
		text := all[tag]
		for t := g.Parents[tag]; t != ""; t = g.Parents[t] {
			var err error
			if text, err = over(all[t], text); err != nil {
				return err
			}
		}
		return json.Unmarshal(text, into)
	})
}

// over puts the changes of one object, and of those in it, over another.
func over(base, changes json.RawMessage) (json.RawMessage, error) {
	if len(base) == 0 || base[0] != '{' || changes[0] != '{' {
		return changes, nil
	}
	var merged, changed map[string]json.RawMessage
	if err := json.Unmarshal(base, &merged); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(changes, &changed); err != nil {
		return nil, err
	}
	for key, value := range changed {
		var err error
		if merged[key], err = over(merged[key], value); err != nil {
			return nil, err
		}
	}
	return json.Marshal(merged)
}

// read gives a file to parse; the files are the program's own, so a fault is a
// mistake in the program.
func read(name string, parse func([]byte) error) {
	data, err := files.ReadFile("data/" + name + ".json")
	if err == nil {
		err = parse(data)
	}
	if err != nil {
		panic("locale: " + name + ".json: " + err.Error())
	}
}

func language(tag string) string {
	lang, _, _ := strings.Cut(tag, "-")
	return lang
}

// region returns the region of a tag, or the likely one of its language.
func (g *general) region(tag string) string {
	for i, part := range strings.Split(tag, "-") {
		if i > 0 && (len(part) == 2 || len(part) == 3 && part[0] <= '9') {
			return part
		}
	}
	parts := strings.Split(g.Likely[language(tag)], "-")
	return parts[len(parts)-1]
}
