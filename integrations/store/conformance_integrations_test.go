package store_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"

	"rocketscript/engine"
	"rocketscript/integrations"
)

// definitions is what those who manage integrations ask of a store.
type definitions interface {
	Integrations(ctx context.Context) ([]*integrations.Kept, error)
	CreateIntegration(ctx context.Context, definition integrations.Integration, by string, check integrations.ChangeFunc) (*integrations.Kept, error)
	UpdateIntegration(ctx context.Context, id, by string, change integrations.ChangeFunc) (*integrations.Kept, error)
	RemoveIntegration(ctx context.Context, id string) (*integrations.Kept, error)
	DefinitionChanges(ctx context.Context) <-chan struct{}
}

// fullDefinition has a value in every field that is kept.
func fullDefinition(id string) integrations.Integration {
	return integrations.Integration{
		ID: id, Token: "secret", Name: "PagerDuty <&>", Enabled: true, Channel: []string{"#alerts", "@ann"}, Username: "rocket.cat",
		Alias: "Pager", Avatar: "https://example.com/a.png", Emoji: ":bell:", ScriptEnabled: true, Script: "class Script {\n}\u2028\x00",
		Adapter: "pagerduty-v3-to-v2", Compat: engine.CompatStrict, Globals: []integrations.Global{{Name: "x", Value: "1\n"}},
		Timeout: 1500 * time.Millisecond, OnScriptError: integrations.OnScriptErrorFallback, Deduplicate: "pagerduty",
		History: integrations.HistoryFailures, OverrideDestinationChannelEnabled: true, Destination: "chat",
	}
}

func testIntegrations(t *testing.T, p Place) {
	now := start
	clock := func() time.Time { return now }
	s := p.Open(t, clock)
	equal(t, "nothing", len(must(s.Integrations(t.Context()))(t)), 0)
	second := must(s.CreateIntegration(t.Context(), integrations.Integration{ID: "plain", Token: "t"}, "ann", nil))(t)
	now = now.Add(time.Second)
	first := must(s.CreateIntegration(t.Context(), fullDefinition("full"), "Bob", nil))(t)
	equal(t, "created", first, &integrations.Kept{
		Definition: fullDefinition("full"), CreatedAt: now, CreatedBy: "Bob", UpdatedAt: now, UpdatedBy: "Bob",
	})
	now = now.Add(time.Second)
	changed := must(s.UpdateIntegration(t.Context(), "plain", "carl", func(_ context.Context, _ integrations.Rooms, k *integrations.Kept) error {
		good := fullDefinition("plain")
		k.Definition.Name, k.Definition.ID, k.LastGood = "changed", "another", &good
		return nil
	}))(t)
	want := *second
	good := fullDefinition("plain")
	want.LastGood = &good
	want.Definition.Name, want.UpdatedAt, want.UpdatedBy = "changed", now, "carl"
	equal(t, "changed", changed, &want)
	ok(t, s.Close())
	s = p.Open(t, clock)
	equal(t, "all, oldest first", must(s.Integrations(t.Context()))(t), []*integrations.Kept{&want, first})
	equal(t, "removed", must(s.RemoveIntegration(t.Context(), "plain"))(t), &want)
	equal(t, "left", must(s.Integrations(t.Context()))(t), []*integrations.Kept{first})
	for what, err := range map[string]error{
		"removing":  errorOf(s.RemoveIntegration(t.Context(), "plain")),
		"changing":  errorOf(s.UpdateIntegration(t.Context(), "plain", "ann", nil)),
		"by prefix": errorOf(s.RemoveIntegration(t.Context(), "ful")),
	} {
		if !errors.Is(err, integrations.ErrNotFound) {
			t.Errorf("%s what is not there: %v", what, err)
		}
	}
}

func errorOf[T any](_ T, err error) error { return err }

var errRefused = errors.New("refused")

// testIntegrationChanges: changes see each other and the workspace, and what is
// refused leaves nothing.
func testIntegrationChanges(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	setup(t, s)
	must(s.CreateIntegration(t.Context(), integrations.Integration{ID: "count", Token: "t"}, "ann", nil))(t)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			_, err := s.UpdateIntegration(t.Context(), "count", "ann", func(ctx context.Context, rooms integrations.Rooms, k *integrations.Kept) error {
				d := &k.Definition
				room, err := rooms.RoomByNameOrID(ctx, "general")
				d.Channel = append(d.Channel, "#"+room.Name+fmt.Sprint(len(d.Channel)))
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	refuse := func(_ context.Context, _ integrations.Rooms, k *integrations.Kept) error {
		k.Definition.Name = "refused"
		return errRefused
	}
	for what, err := range map[string]error{
		"update": errorOf(s.UpdateIntegration(t.Context(), "count", "bob", refuse)),
		"create": errorOf(s.CreateIntegration(t.Context(), integrations.Integration{ID: "new"}, "bob", refuse)),
	} {
		if !errors.Is(err, errRefused) {
			t.Errorf("%s: %v", what, err)
		}
	}
	all := must(s.Integrations(t.Context()))(t)
	if len(all) != 1 || all[0].Definition.Name != "" || all[0].UpdatedBy != "ann" {
		t.Fatalf("after what was refused: %+v", all)
	}
	got := all[0].Definition.Channel
	if len(got) != 20 || !slices.Contains(got, "#general19") {
		t.Errorf("20 changes at once left %q", got)
	}
}

func testIntegrationIDs(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	a := must(s.CreateIntegration(t.Context(), integrations.Integration{}, "ann", nil))(t).Definition
	b := must(s.CreateIntegration(t.Context(), integrations.Integration{}, "ann", nil))(t).Definition
	if !idPattern.MatchString(a.ID) || a.ID == b.ID {
		t.Errorf("ids %q and %q", a.ID, b.ID)
	}
	if !regexp.MustCompile(`^[A-Za-z0-9]{48}$`).MatchString(a.Token) || a.Token == b.Token {
		t.Errorf("tokens %q and %q", a.Token, b.Token)
	}
	if _, err := s.CreateIntegration(t.Context(), integrations.Integration{ID: a.ID}, "ann", nil); !errors.Is(err, integrations.ErrTaken) {
		t.Errorf("an id twice: %v", err)
	}
	must(s.RemoveIntegration(t.Context(), a.ID))(t)
	must(s.CreateIntegration(t.Context(), integrations.Integration{ID: a.ID}, "ann", nil))(t)
}

func testIntegrationNews(t *testing.T, p Place) {
	s := p.Open(t, fixed)
	ctx, cancel := context.WithCancel(t.Context())
	news := s.DefinitionChanges(ctx)
	must(s.CreateIntegration(ctx, integrations.Integration{ID: "a"}, "ann", nil))(t)
	<-news
	must(s.UpdateIntegration(ctx, "a", "ann", nil))(t)
	<-news
	must(s.RemoveIntegration(ctx, "a"))(t)
	<-news
	if _, err := s.RemoveIntegration(ctx, "a"); err == nil {
		t.Error("removed twice")
	}
	cancel()
	for range news {
		t.Error("woken although nothing changed")
	}
}
