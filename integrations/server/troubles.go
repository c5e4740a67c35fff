package server

import (
	"bytes"
	"fmt"
	"html/template"
	"time"

	"rocketscript/integrations"
)

// troublesEvery is how often a live page looks whether destinations fail.
const troublesEvery = 2 * time.Second

// A troubleView is a destination that takes no messages, as the page shows it.
type troubleView struct {
	Name, Error string
	Missing     bool
	Since       time.Time
}

// Machine is the time for programs, Clock the time for people, in UTC.
func (t troubleView) Machine() string { return t.Since.UTC().Format(time.RFC3339) }

// Clock is the time of day.
func (t troubleView) Clock() string { return t.Since.UTC().Format("15:04") }

// troubles lists the destinations whose messages wait until somebody, or time,
// mends them.
func (p *pages) troubles() []troubleView {
	if p.health == nil {
		return nil
	}
	var troubles []troubleView
	for _, d := range p.health() {
		if d.State == integrations.DestinationFails || d.State == integrations.DestinationMissing {
			troubles = append(troubles, troubleView{d.Name, d.Error, d.State == integrations.DestinationMissing, d.Since})
		}
	}
	return troubles
}

// sendTroubles tells the reader which destinations fail, when that changed.
func (s *liveStream) sendTroubles() error {
	if s.pages.health == nil {
		return nil
	}
	var list bytes.Buffer
	if err := s.pages.templates.ExecuteTemplate(&list, "troubles", s.pages.troubles()); err != nil {
		return fmt.Errorf("render the troubles: %w", err)
	}
	if s.troubles != nil && *s.troubles == list.String() {
		return nil
	}
	html := list.String()
	s.troubles = &html
	return s.event("troubles", s.after, map[string]any{"html": template.HTML(html)})
}
