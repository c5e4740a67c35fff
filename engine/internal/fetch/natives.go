package fetch

import (
	"bytes"
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/native"
	"rocketscript/engine/internal/weburl"
)

type natives struct {
	Host
	rt *goja.Runtime
}

// Natives are the functions beneath the JavaScript of this package and of
// meteorhttp.
func Natives(rt *goja.Runtime, host Host) native.Functions {
	n := natives{host, rt}
	return native.Functions{
		"start":    n.start,
		"perform":  n.perform,
		"timeout":  n.timeout,
		"uncaught": n.uncaught,
		"parseURL": n.parseURL,
		"form":     n.form,
		"encode":   n.encode,
		"decode":   n.decode,
		"text":     n.text,
		"readForm": n.readForm,
		"readData": n.readData,
	}
}

func (n natives) start(call goja.FunctionCall) goja.Value {
	deliver, _ := goja.AssertFunction(call.Argument(1)) // our own JavaScript gives one
	abort := n.Start(n.request(call.Argument(0).ToObject(n.rt)), func(r Response) error {
		_, err := deliver(goja.Undefined(), n.response(r))
		return err
	})
	return n.rt.ToValue(func(goja.FunctionCall) goja.Value {
		abort()
		return goja.Undefined()
	})
}

func (n natives) perform(call goja.FunctionCall) goja.Value {
	return n.response(n.Perform(n.request(call.Argument(0).ToObject(n.rt))))
}

func (n natives) timeout(call goja.FunctionCall) goja.Value {
	fire, _ := goja.AssertFunction(call.Argument(1))
	err := n.Timeout(time.Duration(call.Argument(0).ToInteger())*time.Millisecond, func() error {
		_, err := fire(goja.Undefined())
		return err
	})
	if err != nil {
		panic(n.rt.NewGoError(err))
	}
	return goja.Undefined()
}

func (n natives) uncaught(call goja.FunctionCall) goja.Value {
	n.Uncaught(call.Argument(0))
	return goja.Undefined()
}

// parseURL returns null for no URL.
func (n natives) parseURL(call goja.FunctionCall) goja.Value {
	u, ok := weburl.Parse(call.Argument(0).String(), nil)
	if !ok {
		return goja.Null()
	}
	return n.object(map[string]any{"href": u.Href(), "credentials": u.Username() != "" || u.Password() != ""})
}

// form takes pairs of any values.
func (n natives) form(call goja.FunctionCall) goja.Value {
	var list []string
	for _, pair := range n.array(call.Argument(0)) {
		both := pair.ToObject(n.rt)
		list = append(list, written(both.Get("0")), written(both.Get("1")))
	}
	return n.rt.ToValue(weburl.SerializeForm(list))
}

func written(v goja.Value) string {
	if v == nil {
		return "undefined"
	}
	return v.String()
}

func (n natives) encode(call goja.FunctionCall) goja.Value {
	return n.rt.ToValue(n.rt.NewArrayBuffer([]byte(call.Argument(0).String())))
}

func (n natives) decode(call goja.FunctionCall) goja.Value {
	return n.Text(bytes.TrimPrefix(native.MustBytes(n.rt, call.Argument(0)), []byte("\xEF\xBB\xBF")))
}

// text makes a string well-formed: lone surrogates become U+FFFD.
func (n natives) text(call goja.FunctionCall) goja.Value {
	return n.rt.ToValue(call.Argument(0).String())
}

// readForm takes the bytes of a form, and the boundary of its parts or null for
// a urlencoded one. It returns an array of entries, or null for no such form.
func (n natives) readForm(call goja.FunctionCall) goja.Value {
	body := native.MustBytes(n.rt, call.Argument(0))
	entries := urlencoded(body)
	if boundary := call.Argument(1); !goja.IsNull(boundary) {
		var err error
		if entries, err = multiparted(body, boundary.String()); err != nil {
			return goja.Null()
		}
	}
	items := make([]any, len(entries))
	for i, e := range entries {
		item := n.object(map[string]any{"name": e.name, "value": e.value})
		if e.file {
			item = n.object(map[string]any{"name": e.name, "filename": e.filename, "type": e.contentType, "bytes": n.rt.NewArrayBuffer([]byte(e.value))})
		}
		items[i] = item
	}
	return n.rt.NewArray(items...)
}

// readData takes a data URL without fragment, and returns its type as written
// and its bytes; null for one that is malformed.
func (n natives) readData(call goja.FunctionCall) goja.Value {
	mediaType, body, ok := dataURL(call.Argument(0).String())
	if !ok {
		return goja.Null()
	}
	return n.object(map[string]any{"type": mediaType, "body": n.rt.NewArrayBuffer(body)})
}

// request reads what our own JavaScript has put together: every member is
// there and of its type.
func (n natives) request(o *goja.Object) Request {
	r := Request{
		Method:   o.Get("method").String(),
		URL:      o.Get("url").String(),
		Redirect: o.Get("redirect").String(),
		Follow:   int(o.Get("follow").ToInteger()),
		Timeout:  milliseconds(o.Get("timeout").ToInteger()),
		Size:     o.Get("size").ToInteger(),
		Insecure: o.Get("insecure").ToBoolean(),
		Plain:    o.Get("plain").ToBoolean(),
	}
	for _, pair := range n.array(o.Get("headers")) {
		both := pair.ToObject(n.rt)
		r.Headers = append(r.Headers, [2]string{both.Get("0").String(), both.Get("1").String()})
	}
	if buffer, ok := o.Get("body").Export().(goja.ArrayBuffer); ok {
		r.Body = bytes.Clone(buffer.Bytes()) // the script may change its own
	}
	return r
}

// milliseconds is a duration; so many that it would overflow are a long time.
func milliseconds(n int64) time.Duration {
	const most = int64(24 * time.Hour / time.Millisecond)
	return time.Duration(min(n, most)) * time.Millisecond
}

func (n natives) response(r Response) *goja.Object {
	if r.Kind != "" {
		return n.object(map[string]any{"kind": r.Kind, "code": r.Code, "message": r.Message, "limit": r.Limit})
	}
	headers := make([]any, len(r.Headers))
	for i, h := range r.Headers {
		headers[i] = n.rt.NewArray(h[0], latin1(h[1]))
	}
	return n.object(map[string]any{
		"status": r.Status, "statusText": latin1(r.StatusText), "url": r.URL, "redirected": r.Redirected,
		"headers": n.rt.NewArray(headers...), "body": n.rt.NewArrayBuffer(r.Body),
	})
}

// latin1 reads the bytes of a header as Node does, one character each.
func latin1(raw string) string {
	runes := make([]rune, len(raw))
	for i := range len(raw) {
		runes[i] = rune(raw[i])
	}
	return string(runes)
}

func (n natives) array(v goja.Value) []goja.Value {
	o := v.ToObject(n.rt)
	items := make([]goja.Value, o.Get("length").ToInteger())
	for i := range items {
		items[i] = o.Get(n.rt.ToValue(i).String())
	}
	return items
}

func (n natives) object(members map[string]any) *goja.Object {
	o := n.rt.CreateObject(nil)
	for name, value := range members {
		if err := o.Set(name, value); err != nil {
			panic(err) // a fresh object without prototype takes any property
		}
	}
	return o
}
