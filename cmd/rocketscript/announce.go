package main

import (
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/server"
	"rocketscript/scripts"
)

// announce tells a person what is served and what to do next. Whoever reads
// standard output by machine gets no secret.
func (s *service) announce(out io.Writer) {
	base := s.base
	s.log.Info("serving", "url", base, "config", s.config.file, "storage", s.store.Name(), "version", versionText())
	secrets := isTerminal(out)
	fmt.Fprintf(out, "rocketscript serves %s, configured by %s\n\nWebhooks:\n", base, s.config.file)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, h := range s.hosting.Catalog().All() {
		fmt.Fprintf(table, "  %s\t%s\t%s%s\n", nameOf(h), hookURL(base, h, secrets), strings.Join(h.Channel, ", "), stateOf(h))
	}
	table.Flush()
	if !secrets {
		fmt.Fprintf(out, "\nThe URLs with their tokens, and the sign-in link: rocketscript list --urls\n")
		return
	}
	fmt.Fprintf(out, "\nThe chat (this link signs you in):\n  %s\n", base+"/login#"+server.SignInKey(s.adminToken, time.Now()))
	if line := tryLine(base, s.hosting.Catalog().All()); line != "" {
		fmt.Fprintf(out, "\nTry it:\n  %s\n\n", line)
	}
}

func nameOf(h *integrations.Hosted) string {
	if h.Name != "" {
		return h.Name
	}
	return h.ID
}

// stateOf says why an integration does not post, if so.
func stateOf(h *integrations.Hosted) string {
	switch {
	case !h.Enabled:
		return "  (disabled)"
	case h.Unready != nil:
		return "  (not ready: " + h.Unready.Error() + ")"
	case h.Fault != nil:
		return "  (broken: " + h.Fault.Error() + ")"
	}
	return ""
}

// hookURL is the webhook URL of an integration, without secrets with its token
// masked.
func hookURL(base string, h *integrations.Hosted, secrets bool) string {
	token := "***"
	if secrets {
		token = url.PathEscape(h.Token)
	}
	return base + "/hooks/" + h.ID + "/" + token
}

// tryLine is a curl command that makes the first integration post something.
func tryLine(base string, all []*integrations.Hosted) string {
	for _, h := range all {
		if !h.Enabled || h.Fault != nil || h.Unready != nil {
			continue
		}
		body, shipped := scripts.Example(h.Script)
		if !shipped && h.ScriptEnabled {
			continue
		}
		if !shipped {
			body = `{"text":"Hello from curl"}`
		}
		return fmt.Sprintf("curl -H 'Content-Type: application/json'%s --data %s %s", forceFlag(h), shellQuote(body), hookURL(base, h, true))
	}
	return ""
}

// forceFlag has curl post the same example again and again.
func forceFlag(h *integrations.Hosted) string {
	if h.Deduplicate == "" || h.Deduplicate == integrations.DeduplicateOff {
		return ""
	}
	return " -H '" + integrations.ForceHeader + ": true'"
}

func shellQuote(text string) string {
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// baseURL is how this server is reached: its public URL, else where it listens.
func baseURL(public *url.URL, address string) string {
	if public != nil {
		return public.String()
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "http://" + address
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}
