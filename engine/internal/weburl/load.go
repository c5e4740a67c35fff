package weburl

import (
	_ "embed" // the JavaScript beside this file

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
)

//go:embed weburl.js
var text string

var source = native.Function("url", text)

// Load makes the classes URL and URLSearchParams, as members of an object.
// errors is what native.LoadErrors made.
func Load(rt *goja.Runtime, errors *goja.Object) *goja.Object {
	b := binding{rt}
	return source.Load(rt, native.Functions{
		"parse":     b.parse,
		"get":       b.get,
		"set":       b.set,
		"text":      b.text,
		"parseForm": b.parseForm,
		"writeForm": b.writeForm,
	}, errors)
}

// A binding is the Go functions beneath weburl.js. A URL record travels
// through JavaScript as an opaque object in a private field.
type binding struct{ rt *goja.Runtime }

// parse takes the input and the base or undefined, and returns a record; null
// for no URL, undefined for a base that is none.
func (b binding) parse(call goja.FunctionCall) goja.Value {
	var base *URL
	if given := call.Argument(1); !goja.IsUndefined(given) {
		parsed, ok := Parse(given.String(), nil)
		if !ok {
			return goja.Null()
		}
		base = parsed
	}
	u, ok := Parse(call.Argument(0).String(), base)
	if !ok {
		return goja.Null()
	}
	return b.rt.ToValue(u)
}

// record is the URL in a value that parse made.
func record(v goja.Value) *URL { return v.Export().(*URL) }

var getters = map[string]func(*URL) string{
	"href": (*URL).Href, "origin": (*URL).Origin, "protocol": (*URL).Protocol, "username": (*URL).Username,
	"password": (*URL).Password, "host": (*URL).Host, "hostname": (*URL).Hostname, "port": (*URL).Port,
	"pathname": (*URL).Pathname, "search": (*URL).Search, "hash": (*URL).Hash, "query": (*URL).Query,
}

func (b binding) get(call goja.FunctionCall) goja.Value {
	return b.rt.ToValue(getters[call.Argument(1).String()](record(call.Argument(0))))
}

var setters = map[string]func(*URL, string){
	"protocol": (*URL).SetProtocol, "username": (*URL).SetUsername, "password": (*URL).SetPassword,
	"host": (*URL).SetHost, "hostname": (*URL).SetHostname, "port": (*URL).SetPort,
	"pathname": (*URL).SetPathname, "search": (*URL).SetSearch, "hash": (*URL).SetHash,
	"query": func(u *URL, query string) {
		if query == "" {
			u.ClearQuery()
			return
		}
		u.SetQuery(query)
	},
}

// set sets a part; it returns whether href was one.
func (b binding) set(call goja.FunctionCall) goja.Value {
	u, part, text := record(call.Argument(0)), call.Argument(1).String(), call.Argument(2).String()
	if part == "href" {
		return b.rt.ToValue(u.SetHref(text))
	}
	setters[part](u, text)
	return b.rt.ToValue(true)
}

// text makes a string well-formed: lone surrogates become U+FFFD.
func (b binding) text(call goja.FunctionCall) goja.Value {
	return b.rt.ToValue(call.Argument(0).String())
}

func (b binding) parseForm(call goja.FunctionCall) goja.Value {
	list := ParseForm(call.Argument(0).String())
	items := make([]any, len(list))
	for i, item := range list {
		items[i] = item
	}
	return b.rt.NewArray(items...)
}

// writeForm takes names and values in turn.
func (b binding) writeForm(call goja.FunctionCall) goja.Value {
	list := make([]string, len(call.Arguments))
	for i, item := range call.Arguments {
		list[i] = item.String()
	}
	return b.rt.ToValue(SerializeForm(list))
}
