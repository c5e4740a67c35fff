package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// Deliveries is what the API asks of those who deliver messages.
type Deliveries interface {
	// Health returns how the destinations do of which something is known.
	Health() []integrations.DestinationHealth
	// Status tells of these destinations too, and of what waits.
	Status(ctx context.Context, names []string) (integrations.DeliveryStatus, error)
	// DeadLetters returns up to limit dead letters with an id below before (0:
	// the newest), newest first; CountDeadLetters counts them by destination.
	DeadLetters(ctx context.Context, f integrations.DeadLetterFilter, before int64, limit int) ([]integrations.DeadLetter, error)
	CountDeadLetters(ctx context.Context, f integrations.DeadLetterFilter) (map[string]int, error)
	// Redrive sends dead letters again and returns what they became, Drop drops
	// them and returns their ids. Both are all or nothing, with a
	// *integrations.NotDeadError for what is no dead letter.
	Redrive(ctx context.Context, c integrations.DeadLetterChoice) ([]*integrations.Delivery, error)
	Drop(ctx context.Context, c integrations.DeadLetterChoice) ([]int64, error)
}

// deliveriesAPI serves what waits, and the dead letters.
type deliveriesAPI struct {
	deliveries Deliveries
	catalog    func() *integrations.Catalog
	hooks      Hooks
	log        *slog.Logger
}

// An apiLetter is a delivery on its own, with what it is about.
type apiLetter struct {
	apiDelivery
	// NoFailed hides the failed attempts, which are told with the execution.
	NoFailed     *struct{}       `json:"failed_attempts,omitempty"`
	Execution    string          `json:"execution"`
	Integration  string          `json:"integration,omitempty"`
	Lane         string          `json:"lane"`
	Failures     int             `json:"failures"`
	FailingSince time.Time       `json:"failing_since,omitzero"`
	Sender       string          `json:"sender"`
	Message      message.Message `json:"message"`
}

func newAPILetter(d *integrations.Delivery, integration string) apiLetter {
	return apiLetter{
		apiDelivery: newAPIDelivery(d), Execution: d.ExecutionID, Integration: integration, Lane: d.Lane,
		Failures: d.Failures, FailingSince: d.FailingSince, Sender: d.Sender.Username, Message: d.Message,
	}
}

// list serves GET /api/v1/rocketscript.deliveries.list: the dead letters,
// newest first, count of them (50 unless said, at most 1000) with an id below
// before. destination, lane, integration and state (refused, given-up) filter.
// next is the before of the next page, 0 at the end; total counts all pages.
func (a *deliveriesAPI) list(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	filter := apiFilter{query.Get("destination"), query.Get("lane"), query.Get("integration"), query.Get("state")}
	picked, fault := filter.read()
	before, beforeFault := wholeNumber(r, "before", 0)
	count, countFault := wholeNumber(r, "count", defaultCount)
	for _, f := range []*apiFault{fault, beforeFault, countFault} {
		if f != nil {
			f.write(w)
			return
		}
	}
	count = min(max(count, 1), maxCount)
	found, err := a.deliveries.DeadLetters(r.Context(), picked, int64(before), count)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	total, err := a.count(r.Context(), picked)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	items, next := []apiLetter{}, int64(0)
	for _, letter := range found {
		items = append(items, newAPILetter(letter.Delivery, letter.IntegrationID))
	}
	if len(items) == count {
		next = items[count-1].ID
	}
	writeJSON(w, http.StatusOK, map[string]any{"deliveries": items, "count": len(items), "total": total, "next": next, "success": true})
}

func (a *deliveriesAPI) count(ctx context.Context, f integrations.DeadLetterFilter) (total int, err error) {
	counts, err := a.deliveries.CountDeadLetters(ctx, f)
	for _, n := range counts {
		total += n
	}
	return total, err
}

// redrive serves POST /api/v1/rocketscript.deliveries.redrive: the dead letters
// of the choice in the body go to the end of their lanes once more. It answers
// when their first try was made, or after two seconds; those sent again before
// are answered as what they became then. remaining is how many more a filter
// picks.
func (a *deliveriesAPI) redrive(w http.ResponseWriter, r *http.Request) {
	choice, fault := readChoice(r)
	if fault != nil {
		fault.write(w)
		return
	}
	made, err := a.deliveries.Redrive(r.Context(), choice)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	items := []apiLetter{}
	for _, d := range made {
		items = append(items, newAPILetter(d, ""))
	}
	a.done(w, r, choice, "deliveries", items)
}

// drop serves POST /api/v1/rocketscript.deliveries.drop: the dead letters of
// the choice in the body are none any more, and nothing is sent.
func (a *deliveriesAPI) drop(w http.ResponseWriter, r *http.Request) {
	choice, fault := readChoice(r)
	if fault != nil {
		fault.write(w)
		return
	}
	ids, err := a.deliveries.Drop(r.Context(), choice)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	if ids == nil {
		ids = []int64{}
	}
	a.done(w, r, choice, "dropped", ids)
}

// done answers a change, with how much the filter picks still.
func (a *deliveriesAPI) done(w http.ResponseWriter, r *http.Request, c integrations.DeadLetterChoice, key string, items any) {
	remaining := 0
	if c.IDs == nil {
		var err error
		if remaining, err = a.count(r.Context(), c.Filter); err != nil {
			a.fail(w, r, err)
			return
		}
	}
	writeJSON(w, http.StatusOK, map[string]any{key: items, "remaining": remaining, "success": true})
}

// maxChoice is how many dead letters one request may change: it is one
// transaction, which others wait for.
const maxChoice = 1000

// An apiFilter picks dead letters.
type apiFilter struct {
	Destination string `json:"destination"`
	Lane        string `json:"lane"`
	Integration string `json:"integration"`
	State       string `json:"state"`
}

func (f apiFilter) read() (integrations.DeadLetterFilter, *apiFault) {
	state := integrations.DeliveryState(f.State)
	if f.State != "" && !state.Dead() {
		return integrations.DeadLetterFilter{}, newAPIFault("invalid-params", fmt.Sprintf("state is %s or %s, not %q: others are no dead letters", integrations.DeliveryRefused, integrations.DeliveryGivenUp, f.State))
	}
	return integrations.DeadLetterFilter{Destination: f.Destination, Lane: f.Lane, IntegrationID: f.Integration, State: state}, nil
}

// readChoice reads which dead letters a change is about: {"ids": [1, 2]}, or
// {"filter": {…}, "count": 100}, of which an empty filter means all.
func readChoice(r *http.Request) (integrations.DeadLetterChoice, *apiFault) {
	var body struct {
		IDs    []int64    `json:"ids"`
		Filter *apiFilter `json:"filter"`
		Count  int        `json:"count"`
	}
	decoder := json.NewDecoder(io.LimitReader(r.Body, maxHeaderBytes))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&body); err != nil {
		return integrations.DeadLetterChoice{}, newAPIFault("invalid-params", `the body has to be JSON such as {"ids": [12, 13]} or {"filter": {"destination": "chat"}}: `+err.Error())
	}
	switch {
	case (body.IDs == nil) == (body.Filter == nil):
		return integrations.DeadLetterChoice{}, newAPIFault("invalid-params", `give either ids or filter; {"filter": {}} is all dead letters`)
	case len(body.IDs) > maxChoice || body.Count > maxChoice || body.Count < 0:
		return integrations.DeadLetterChoice{}, newAPIFault("invalid-params", fmt.Sprintf("one request changes %d dead letters at most: send several", maxChoice))
	case body.Filter == nil:
		return integrations.DeadLetterChoice{IDs: body.IDs}, nil
	}
	filter, fault := body.Filter.read()
	if body.Count == 0 {
		body.Count = maxChoice
	}
	return integrations.DeadLetterChoice{Filter: filter, Limit: body.Count}, fault
}

// fail answers an error of the deliveries.
func (a *deliveriesAPI) fail(w http.ResponseWriter, r *http.Request, err error) {
	var notDead *integrations.NotDeadError
	switch {
	case errors.As(err, &notDead) && notDead.State == "":
		newAPIFault("error-delivery-not-found", notDead.Error()+"; nothing was changed").write(w)
	case errors.As(err, &notDead):
		newAPIFault("error-not-a-dead-letter", notDead.Error()+"; nothing was changed").write(w)
	default:
		if r.Context().Err() == nil {
			a.log.Error("deliveries could not be read or changed", "error", err)
		}
		writeFailure(w, http.StatusInternalServerError, "Internal Server Error")
	}
}

// An apiDestination is how a destination does.
type apiDestination struct {
	Name  string                        `json:"name"`
	State integrations.DestinationState `json:"state"`
	Since time.Time                     `json:"since,omitzero"`
	Error string                        `json:"error,omitempty"`
	// Next is when it is tried again.
	Next    time.Time `json:"next,omitzero"`
	Waiting int       `json:"waiting"`
	Dead    int       `json:"dead"`
}

// An apiLane is what waits in a lane.
type apiLane struct {
	Destination string    `json:"destination"`
	Lane        string    `json:"lane"`
	Waiting     int       `json:"waiting"`
	Oldest      time.Time `json:"oldest"`
	Next        time.Time `json:"next,omitzero"`
	// Why is empty for a lane that moves.
	Why   string `json:"why,omitempty"`
	Error string `json:"error,omitempty"`
}

// maxLanes is how many lanes a status lists.
const maxLanes = 1000

// status serves GET /api/v1/rocketscript.status: how the destinations do, which
// lanes wait and why, the first 1000 of lanes_total, and how many requests since
// the start named no webhook or a wrong token.
func (a *deliveriesAPI) status(w http.ResponseWriter, r *http.Request) {
	s, err := a.deliveries.Status(r.Context(), a.catalog().DestinationNames())
	if err != nil {
		a.fail(w, r, err)
		return
	}
	destinations, lanes := []apiDestination{}, []apiLane{}
	for _, d := range s.Destinations {
		destinations = append(destinations, apiDestination{d.Name, d.State, d.Since, d.Error, d.Next, d.Unfinished, d.Dead})
	}
	for _, l := range s.Lanes[:min(len(s.Lanes), maxLanes)] {
		lanes = append(lanes, apiLane{l.Destination, l.Lane, l.Unfinished, l.Oldest, l.NextAttempt, l.Why, l.Error})
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"destinations": destinations, "lanes": lanes, "lanes_total": len(s.Lanes), "unknown_requests": a.hooks.UnknownRequests(), "success": true,
	})
}
