package integrations

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"rocketscript/engine"
)

// DeduplicateOff is the value of Integration.Deduplicate for senders that never
// repeat themselves, or do not say when they do. The empty value means the same.
const DeduplicateOff = "off"

// ForceHeader is a header of a request that is to be taken although its
// delivery id was seen before: a sender's own redelivery by hand, say.
const ForceHeader = "X-Rocketscript-Force"

// senderPresets tell where senders put the id that stays the same when they
// repeat a request (webhook-senders.md §D). Alertmanager, Grafana and most
// others have none.
var senderPresets = map[string][]idPlace{
	"pagerduty":         {{header: "X-Webhook-Id"}, {path: "event.id"}, {path: "messages[].id"}},
	"github":            {{header: "X-GitHub-Delivery"}},
	"gitea":             {{header: "X-Gitea-Delivery"}, {header: "X-Forgejo-Delivery"}, {header: "X-Gogs-Delivery"}},
	"gitlab":            {{header: "Idempotency-Key"}},
	"sentry":            {{header: "Request-ID"}},
	"shopify":           {{header: "X-Shopify-Webhook-Id"}},
	"slack":             {{path: "event_id"}},
	"standard-webhooks": {{header: "Webhook-Id"}},
	"stripe":            {{path: "id"}},
}

// knownIDHeaders are where the id is looked for, for the history alone, when an
// integration does not say who its sender is. The order matters to nobody: a
// sender has one of them.
var knownIDHeaders = []string{
	"X-Webhook-Id", "X-GitHub-Delivery", "X-Gitea-Delivery", "X-Forgejo-Delivery", "X-Gogs-Delivery",
	"Idempotency-Key", "X-Shopify-Webhook-Id", "Webhook-Id", "X-Atlassian-Webhook-Identifier", "X-Request-UUID", "Request-ID",
}

// An idPlace is where a sender's id may stand: a header, or a path into the
// payload such as event.id or messages[].id.
type idPlace struct{ header, path string }

// idPlaces reads the value of Integration.Deduplicate.
func idPlaces(setting string) ([]idPlace, error) {
	kind, name, _ := strings.Cut(setting, ":")
	name = strings.TrimSpace(name)
	switch places, preset := senderPresets[setting]; {
	case setting == "" || setting == DeduplicateOff:
		return nil, nil
	case preset:
		return places, nil
	case kind == "header" && name != "" && !strings.ContainsAny(name, " \t:"):
		return []idPlace{{header: name}}, nil
	case kind == "path" && validPath(name):
		return []idPlace{{path: name}}, nil
	}
	return nil, fmt.Errorf("%q is neither %s, nor a sender (%s), nor a place such as header:X-Request-Id or path:event.id",
		setting, DeduplicateOff, strings.Join(slices.Sorted(maps.Keys(senderPresets)), ", "))
}

func validPath(path string) bool {
	for part := range strings.SplitSeq(path, ".") {
		if strings.TrimSuffix(part, "[]") == "" {
			return false
		}
	}
	return true
}

// senderDeliveryID returns the sender's own id of a request, "" without one.
func (h *Hosted) senderDeliveryID(in Incoming) string {
	places, err := idPlaces(h.Deduplicate)
	if err != nil || places == nil {
		for _, header := range knownIDHeaders {
			places = append(places, idPlace{header: header})
		}
	}
	var content string
	for _, place := range places {
		if place.path != "" && content == "" {
			content = cmp.Or(readPayload(headerValue(in.Headers, "content-type"), in.Body).content, "{}")
		}
		if id := place.read(in.Headers, content); id != "" {
			return boundedID(id)
		}
	}
	return ""
}

func (p idPlace) read(headers []engine.Header, content string) string {
	if p.header != "" {
		return strings.TrimSpace(headerValue(headers, p.header))
	}
	return strings.Join(valuesAt(json.RawMessage(content), strings.Split(p.path, ".")), ",")
}

// valuesAt returns the texts and numbers at a path; a part with [] goes through
// all elements of a list.
func valuesAt(value json.RawMessage, path []string) []string {
	if len(path) == 0 {
		return scalarText(value)
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(value, &object) != nil {
		return nil
	}
	name, each := strings.CutSuffix(path[0], "[]")
	if !each {
		return valuesAt(object[name], path[1:])
	}
	var list []json.RawMessage
	if json.Unmarshal(object[name], &list) != nil {
		return nil
	}
	var all []string
	for _, element := range list {
		all = append(all, valuesAt(element, path[1:])...)
	}
	return all
}

// scalarText is the text of a JSON string or number; nothing for other values.
func scalarText(value json.RawMessage) []string {
	var text string
	if json.Unmarshal(value, &text) == nil && text != "" {
		return []string{text}
	}
	var number json.Number
	if json.Unmarshal(value, &number) == nil && number != "" {
		return []string{number.String()}
	}
	return nil
}

// longestID is how long an id may be, in bytes; senders use some forty.
const longestID = 255

// boundedID returns an id as it is, a long one as its SHA-256.
func boundedID(id string) string {
	id = strings.ToValidUTF8(id, "\uFFFD")
	if len(id) <= longestID {
		return id
	}
	sum := sha256.Sum256([]byte(id))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// deduplicates tells whether repeated deliveries of the sender of in are to be
// taken only once.
func (h *Hosted) deduplicates(in Incoming) bool {
	off := h.Deduplicate == "" || h.Deduplicate == DeduplicateOff
	return !off && h.Enabled && !strings.EqualFold(headerValue(in.Headers, ForceHeader), "true")
}

// A SeenDelivery is a delivery of a sender that was taken before.
type SeenDelivery struct {
	// ExecutionID is the execution it caused.
	ExecutionID string
	// Reply is what the sender was answered; its Status is 0 while it was not,
	// or when nobody will know because the process ended before.
	Reply Reply
}

// A DuplicateError is returned by Store.Record for an execution whose
// SenderDeliveryID another request of the same integration has taken. Nothing
// of the execution was kept.
type DuplicateError struct {
	// ExecutionID is the execution that the other request caused.
	ExecutionID string
}

// Error names the earlier execution.
func (e *DuplicateError) Error() string {
	return "the sender's delivery was taken before, by execution " + e.ExecutionID
}

// Accepted tells whether a reply says to the sender that it need not come again.
func (r Reply) Accepted() bool {
	return r.Status >= http.StatusOK && r.Status < http.StatusMultipleChoices
}
