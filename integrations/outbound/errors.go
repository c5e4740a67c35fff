package outbound

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"syscall"

	"rocketscript/engine"
)

// describe makes an error of the network one that scripts and people
// understand, with Node's word for it.
func (d *Doer) describe(err error, target string) error {
	if known, ok := errors.AsType[*engine.HTTPError](err); ok {
		return known
	}
	u, parseErr := url.Parse(target)
	if parseErr != nil {
		u = &url.URL{Host: target}
	}
	failed := func(code, format string, values ...any) error {
		return &engine.HTTPError{Kind: engine.HTTPFailed, Code: code, Message: fmt.Sprintf(format, values...)}
	}
	if certificate, ok := aboutCertificate(err); ok {
		return failed(certificate, "the certificate of %s cannot be trusted: %v", u.Host, innermost(err))
	}
	var lookup *net.DNSError
	var unreadable tls.RecordHeaderError
	switch {
	case errors.Is(err, errTooLarge):
		return &engine.HTTPError{Kind: engine.HTTPTooLarge, Message: "the answer is too long"}
	case errors.Is(err, context.Canceled):
		return &engine.HTTPError{Kind: engine.HTTPAborted, Message: "the call was stopped"}
	case errors.As(err, &lookup):
		if lookup.IsNotFound {
			return failed("ENOTFOUND", "getaddrinfo ENOTFOUND %s", lookup.Name)
		}
		return failed("EAI_AGAIN", "getaddrinfo EAI_AGAIN %s", lookup.Name)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return failed("ETIMEDOUT", "no answer from %s within %v", u.Host, d.options.Timeout)
	case errors.As(err, &unreadable):
		return failed("ERR_SSL_WRONG_VERSION_NUMBER", "%s does not speak TLS", u.Host)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return failed("ECONNRESET", "%s closed the connection before its answer was complete", u.Host)
	}
	for _, known := range connectErrors {
		if errors.Is(err, known.number) {
			return failed(known.code, "connect %s %s", known.code, dialledAddress(err, u))
		}
	}
	return failed("", "%v", innermost(err))
}

// unturned tells of an exchange that did not begin: too many others were under
// way.
func (d *Doer) unturned(err error, target string) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return &engine.HTTPError{Kind: engine.HTTPFailed, Code: "ETIMEDOUT", Message: "too many HTTP calls at the same time; this one waited in vain for its turn"}
	}
	return d.describe(err, target)
}

var connectErrors = []struct {
	number syscall.Errno
	code   string
}{
	{syscall.ECONNREFUSED, "ECONNREFUSED"}, {syscall.ECONNRESET, "ECONNRESET"}, {syscall.EHOSTUNREACH, "EHOSTUNREACH"},
	{syscall.ENETUNREACH, "ENETUNREACH"}, {syscall.ETIMEDOUT, "ETIMEDOUT"}, {syscall.EPIPE, "EPIPE"},
}

func dialledAddress(err error, u *url.URL) string {
	if operation, ok := errors.AsType[*net.OpError](err); ok && operation.Addr != nil {
		return operation.Addr.String()
	}
	return u.Host
}

// aboutCertificate tells whether the server's certificate was the trouble, in
// OpenSSL's word.
func aboutCertificate(err error) (code string, ok bool) {
	var invalid x509.CertificateInvalidError
	var host x509.HostnameError
	var authority x509.UnknownAuthorityError
	switch {
	case errors.As(err, &host):
		return "ERR_TLS_CERT_ALTNAME_INVALID", true
	case errors.As(err, &invalid):
		if invalid.Reason == x509.Expired {
			return "CERT_HAS_EXPIRED", true
		}
		return "UNABLE_TO_VERIFY_LEAF_SIGNATURE", true
	case errors.As(err, &authority):
		if c := authority.Cert; c != nil && c.Issuer.String() == c.Subject.String() {
			return "DEPTH_ZERO_SELF_SIGNED_CERT", true
		}
		return "UNABLE_TO_VERIFY_LEAF_SIGNATURE", true
	}
	return "", false
}

// innermost is the error without what net/http wraps around it.
func innermost(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}
