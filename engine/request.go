package engine

import (
	"errors"
	"strings"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/jsvalue"
	"rocketscript/engine/internal/qs"
)

// request makes the object that a script gets as request: the keys of
// reference §3 in the order of DESIGN §7, as scripts print it with
// JSON.stringify.
func (s *sandbox) request(req Request) *goja.Object {
	str := s.realm.String
	target := str(req.Target)
	content := s.content(req.Content)
	return s.realm.Object(
		jsvalue.Member{Name: "url", Value: s.url(req.Target, target)},
		jsvalue.Member{Name: "url_raw", Value: target},
		jsvalue.Member{Name: "url_params", Value: s.params(req.Params)},
		jsvalue.Member{Name: "content", Value: content},
		jsvalue.Member{Name: "content_raw", Value: str(req.Body)},
		jsvalue.Member{Name: "headers", Value: s.headers(req.Headers)},
		jsvalue.Member{Name: "body", Value: content},
		jsvalue.Member{Name: "user", Value: s.realm.Object(
			jsvalue.Member{Name: "_id", Value: str(req.User.ID)},
			jsvalue.Member{Name: "name", Value: str(req.User.Name)},
			jsvalue.Member{Name: "username", Value: str(req.User.Username)},
		)},
	)
}

func (s *sandbox) url(text string, target goja.Value) goja.Value {
	path, query, found := strings.Cut(text, "?")
	search := goja.Null()
	if found {
		search = s.realm.String("?" + query)
	}
	return s.realm.Object(
		jsvalue.Member{Name: "hash", Value: goja.Null()},
		jsvalue.Member{Name: "search", Value: search},
		jsvalue.Member{Name: "query", Value: s.parsed(qs.Parse(query))},
		jsvalue.Member{Name: "pathname", Value: s.realm.String(path)},
		jsvalue.Member{Name: "path", Value: target},
	)
}

// parsed makes JavaScript values of a parsed query string.
func (s *sandbox) parsed(v any) goja.Value {
	switch v := v.(type) {
	case *qs.Object:
		members := make([]jsvalue.Member, 0, len(v.Keys()))
		for _, key := range v.Keys() {
			members = append(members, jsvalue.Member{Name: jsvalue.ValidUTF8(key), Value: s.parsed(v.Get(key))})
		}
		return s.realm.Object(members...)
	case []any:
		items := make([]any, len(v))
		for i, item := range v {
			items[i] = s.parsed(item)
		}
		return s.realm.Array(items...)
	case string:
		return s.realm.String(v)
	}
	return s.rt.ToValue(v) // true, which qs makes of a value that met an object
}

func (s *sandbox) params(p Params) goja.Value {
	members := make([]jsvalue.Member, 0, 3)
	members = append(members, jsvalue.Member{Name: "integrationId", Value: s.realm.String(p.IntegrationID)})
	if p.UserID != "" {
		members = append(members, jsvalue.Member{Name: "userId", Value: s.realm.String(p.UserID)})
	}
	return s.realm.Object(append(members, jsvalue.Member{Name: "token", Value: s.realm.String(p.Token)})...)
}

// headers lower-cases the names, and puts the values of repeated ones at the
// place of the first, together as Node does. A header __proto__ is lost there.
func (s *sandbox) headers(headers []Header) goja.Value {
	object := s.realm.Make()
	var cookies []any
	for _, h := range headers {
		name, value := jsvalue.ValidUTF8(strings.ToLower(h.Name)), s.realm.String(h.Value)
		earlier := object.Get(name)
		switch {
		case name == "__proto__":
			continue
		case name == "set-cookie":
			cookies = append(cookies, value)
		case earlier != nil:
			value = s.realm.String(joinHeader(name, earlier.String(), h.Value))
		}
		object.Put(name, value)
	}
	if cookies != nil {
		object.Put("set-cookie", s.realm.Array(cookies...))
	}
	return object.Object()
}

// joinHeader is the value of a header that was sent again: the first counts
// where there can be only one.
func joinHeader(name, first, next string) string {
	switch name {
	case "cookie":
		return first + "; " + next
	case "age", "authorization", "content-length", "content-type", "etag", "expires", "from", "host", "if-modified-since",
		"if-unmodified-since", "last-modified", "location", "max-forwards", "proxy-authorization", "referer", "retry-after", "server", "user-agent":
		return first
	}
	return first + ", " + next
}

// content is the body as a value: an object or an array, anything else {}.
func (s *sandbox) content(text string) goja.Value {
	if trimmed := strings.TrimLeft(text, " \t\r\n"); trimmed == "" || trimmed[0] != '{' && trimmed[0] != '[' {
		return s.realm.Object()
	}
	v, err := s.realm.Parse(text)
	if err != nil {
		if errors.Is(err, jsvalue.ErrTooDeep) {
			s.instance.transcribe("warn", func() string { return "request.content is {}: " + err.Error() })
		}
		return s.realm.Object()
	}
	return v
}
