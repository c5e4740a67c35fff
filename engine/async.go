package engine

import (
	"time"

	"github.com/dop251/goja"

	"rocketscript/engine/internal/fetch"
	"rocketscript/engine/internal/meteorhttp"
	"rocketscript/engine/internal/timers"
)

// timerRoom has the timer functions.
func (p *platform) timerRoom() *goja.Object {
	return room(&p.timers, func() *goja.Object {
		in := p.sandbox.instance
		return timers.Load(p.sandbox.rt, timers.Host{Set: in.setTimer, Clear: in.clearTimer, Uncaught: in.threw}, p.errorRoom())
	})
}

// fetchRoom has fetch and its classes.
func (p *platform) fetchRoom() *goja.Object {
	return room(&p.fetch, func() *goja.Object { return fetch.Load(p.sandbox.rt, p.sandbox.fetchHost(), p.errorRoom()) })
}

// meteorRoom has HTTP.
func (p *platform) meteorRoom() *goja.Object {
	return room(&p.meteor, func() *goja.Object { return meteorhttp.Load(p.sandbox.rt, p.sandbox.fetchHost(), p.errorRoom()) })
}

// fetchHost is the instance as package fetch sees it.
func (s *sandbox) fetchHost() fetch.Host {
	in := s.instance
	return fetch.Host{
		Start: func(r fetch.Request, deliver func(fetch.Response) error) (abort func()) {
			request := in.httpRequest(r)
			return in.fetchLater(request, func(a httpAnswer) error { return deliver(fetched(request, a)) })
		},
		Perform: func(r fetch.Request) fetch.Response {
			request := in.httpRequest(r)
			return fetched(request, in.fetchNow(request))
		},
		Timeout: func(delay time.Duration, fire func() error) error {
			_, err := in.setTimer(0, delay, false, fire)
			return err
		},
		Uncaught: in.threw,
		Text:     func(bytes []byte) goja.Value { return s.realm.String(string(bytes)) },
	}
}

// httpRequest fills in what the script leaves open.
func (in *Instance) httpRequest(r fetch.Request) httpRequest {
	request := httpRequest{
		HTTPRequest: HTTPRequest{
			Method: r.Method, URL: r.URL, Body: r.Body, MaxBytes: in.opts.HTTPBytes, Insecure: r.Insecure, Plain: r.Plain,
			Headers: make([]Header, len(r.Headers)),
		},
		redirect: redirectMode(r.Redirect), follow: r.Follow, timeout: r.Timeout,
	}
	for i, h := range r.Headers {
		request.Headers[i] = Header{Name: h[0], Value: h[1]}
	}
	if r.Size > 0 {
		request.MaxBytes = min(request.MaxBytes, r.Size)
	}
	if r.Follow < 0 {
		request.follow = defaultRedirects
	}
	if r.Timeout <= 0 {
		request.timeout = defaultHTTPTimeout
	}
	return request
}

func fetched(request httpRequest, a httpAnswer) fetch.Response {
	if a.err != nil {
		return fetch.Response{Kind: string(a.err.Kind), Code: a.err.Code, Message: a.err.Message, Limit: request.MaxBytes}
	}
	r := fetch.Response{Status: a.Status, StatusText: a.StatusText, URL: a.url, Redirected: a.redirected, Body: a.Body}
	for _, h := range a.Headers {
		r.Headers = append(r.Headers, [2]string{h.Name, h.Value})
	}
	return r
}
