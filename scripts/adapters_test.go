package scripts_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rocketscript/engine"
	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// readsV2 is a script as many were written for PagerDuty's v2 webhooks: it reads
// what it needs without looking whether it is there.
const readsV2 = `
class Script {
  process_incoming_request({ request }) {
    return {
      content: {
        attachments: request.content.messages.map((message) => {
          const incident = message.incident;
          const entry = message.log_entries[0];
          const facts = {
            event: message.event.split('.')[1],
            number: incident.incident_number.toString(),
            title: incident.title.trim(),
            description: incident.description.trim(),
            link: incident.html_url.trim(),
            status: incident.status.toUpperCase(),
            urgency: incident.urgency.toUpperCase(),
            service: incident.service.name.trim(),
            serviceSummary: incident.service.summary.trim(),
            assigned: incident.assignments[0].summary.trim(),
            assignee: incident.assignments[0].assignee.summary.trim(),
            everybody: incident.assignments.map((a) => a.assignee.name.trim()).join(', '),
            changedBy: incident.last_status_change_by.summary.trim(),
            changedAt: new Date(incident.last_status_change_at).toISOString(),
            policy: incident.escalation_policy.summary.trim(),
            teams: incident.teams.map((team) => team.summary).join(', '),
            alert: incident.alerts[0].alert_key.trim(),
            said: entry.summary.trim(),
            channel: entry.channel.type.trim() + entry.channel.summary.trim(),
            agent: entry.agent.summary.trim(),
            at: new Date(message.created_on).toISOString(),
          };
          return { title: facts.title || 'none', fields: Object.keys(facts).map((key) => ({ title: key, value: facts[key] || '-' })) };
        }),
      },
    };
  }
}
`

// TestAdapterServesScriptsOfV2 runs every v3 event through the adapter into a
// script for v2, and into the shipped one.
func TestAdapterServesScriptsOfV2(t *testing.T) {
	adapter, err := os.ReadFile("adapters/pagerduty-v3-to-v2.js")
	if err != nil {
		t.Fatal(err)
	}
	shipped, err := os.ReadFile("rocketchat_pagerduty_incoming.js")
	if err != nil {
		t.Fatal(err)
	}
	host := engine.NewHost(engine.Options{})
	defer host.Close()
	events, err := filepath.Glob("rocketchat_pagerduty_incoming/v3-*.json")
	if err != nil || len(events) < 50 {
		t.Fatalf("%d events: %v", len(events), err)
	}
	for _, event := range events {
		if strings.HasSuffix(event, ".golden.json") {
			continue
		}
		body, err := os.ReadFile(event)
		if err != nil {
			t.Fatal(err)
		}
		for script, source := range map[string]string{"v2.js": readsV2, "rocketchat_pagerduty_incoming.js": string(shipped)} {
			x := runAdapted(t, host, script, source, string(adapter), body)
			if x.Outcome != engine.OutcomeContent || len(x.Deliveries) != 1 || len(x.Deliveries[0].Message.Attachments) != 1 {
				t.Errorf("%s into %s: outcome %s, exception %v", event, script, x.Outcome, x.Exception)
				continue
			}
			for _, w := range x.Warnings {
				t.Errorf("%s into %s: %s: %s", event, script, w.Path, w.Text)
			}
			if card := string(x.Deliveries[0].Message.Attachments[0]); strings.Contains(card, "undefined") || strings.Contains(card, "[object") {
				t.Errorf("%s into %s: %s", event, script, card)
			}
		}
	}
}

func runAdapted(t *testing.T, host *engine.Host, script, source, adapter string, body []byte) *integrations.Execution {
	t.Helper()
	hosted := &integrations.Hosted{
		Integration: integrations.Integration{ID: script, Enabled: true, ScriptEnabled: true, Channel: []string{"#alerts"}},
		Code: integrations.Code{
			Script:  engine.Script{ID: script, Name: script, Source: source},
			Adapter: engine.Script{ID: integrations.AdapterID(script), Name: "adapter.js", Source: adapter},
		},
	}
	in := integrations.Incoming{
		Method: "POST", Target: "/hooks/a/b", Body: body,
		Headers: []engine.Header{{Name: "content-type", Value: "application/json"}},
	}
	evaluation, err := integrations.Evaluate(t.Context(), host, hosted, in, integrations.EvaluateOptions{Message: message.Options{}})
	if err != nil {
		t.Fatal(err)
	}
	return evaluation.Execution
}
