/*
 * PagerDuty webhooks v3 -> v2: an adapter.
 *
 * An adapter is a script like any other that runs before an integration's own script. What it returns as content
 * is what that script finds as request.content (and request.body); request.content_raw stays what was sent.
 * Returning nothing leaves the content as it is.
 *
 * PagerDuty sends v3 today, most community scripts read v2. This one gives them the v2 they expect: a message with
 * event, incident, log_entries and webhook, in which everything they tend to read without looking is there: a
 * v2 incident has a number, a description, a service with a name, and assignments, the first of which has a summary.
 */

class Script {
  process_incoming_request({ request }) {
    const event = request.content && request.content.event;
    if (!isObject(event) || typeof event.event_type !== 'string') {
      return undefined; // v2 and v1 pass as they are
    }
    return { content: { messages: [toMessage(event)] } };
  }
}

// The nearest v2 event of each v3 event, and the word its log entry is known by.
const EVENTS = {
  'incident.triggered': ['incident.trigger', 'trigger'],
  'incident.reopened': ['incident.trigger', 'trigger'],
  'incident.acknowledged': ['incident.acknowledge', 'acknowledge'],
  'incident.unacknowledged': ['incident.unacknowledge', 'unacknowledge'],
  'incident.resolved': ['incident.resolve', 'resolve'],
  'incident.escalated': ['incident.escalate', 'escalate'],
  'incident.reassigned': ['incident.assign', 'assign'],
  'incident.delegated': ['incident.delegate', 'delegate'],
  'incident.service_updated': ['incident.assign', 'assign'],
};

// Everything else is something noted on an incident.
const NOTED = ['incident.annotate', 'annotate'];

const STATUS = {
  'incident.trigger': 'triggered',
  'incident.acknowledge': 'acknowledged',
  'incident.unacknowledge': 'triggered',
  'incident.resolve': 'resolved',
  'incident.escalate': 'triggered',
};

function toMessage(event) {
  const [name, verb] = EVENTS[event.event_type] || NOTED;
  const data = isObject(event.data) ? event.data : {};
  const incident = toIncident(name, event, data);
  return {
    event: name,
    log_entries: [toLogEntry(verb, event, data, incident)],
    webhook: toWebhook(incident),
    incident,
    id: text(event.id),
    created_on: time(event.occurred_at),
  };
}

/* ---- The incident ------------------------------------------------------------------------------------------------ */

// Events about something on an incident only refer to it; those about a service have none at all.
function incidentOf(event, data) {
  if (data.type === 'incident') {
    return data;
  }
  if (isObject(data.incident)) {
    return data.incident;
  }
  if (event.resource_type === 'service') {
    return { id: data.id, html_url: data.html_url, self: data.self, title: sentence(event, data), service: data, teams: data.teams };
  }
  return { id: data.id, html_url: data.html_url, self: data.self, title: sentence(event, data) };
}

function toIncident(name, event, data) {
  const from = incidentOf(event, data);
  const title = text(from.title) || text(from.summary) || sentence(event, data);
  const service = toService(isObject(from.service) ? from.service : {});
  const assignments = toAssignments(from, event);
  const number = typeof from.number === 'number' ? from.number : numberIn(from);
  return {
    incident_number: number,
    title,
    description: title,
    created_at: from.created_at ? time(from.created_at) : time(event.occurred_at),
    status: text(from.status) || STATUS[name] || 'triggered',
    pending_actions: [],
    incident_key: text(from.incident_key) || null,
    service,
    assignments,
    assigned_via: 'escalation_policy',
    acknowledgements: toAcknowledgements(name, event),
    last_status_change_at: time(event.occurred_at),
    last_status_change_by: toReference(event.agent) || referenceOf(service),
    first_trigger_log_entry: { id: '', type: 'trigger_log_entry_reference', summary: title, self: '', html_url: text(from.html_url) },
    escalation_policy: toReference(from.escalation_policy) || { id: '', type: 'escalation_policy_reference', summary: '', self: '', html_url: null },
    privilege: null,
    teams: list(from.teams).map(toReference).filter(isObject),
    priority: toPriority(from.priority),
    alert_counts: { all: 0, triggered: 0, resolved: 0 },
    impacted_services: [referenceOf(service)],
    is_mergeable: true,
    basic_alert_grouping: null,
    alert_grouping: null,
    metadata: {},
    external_references: [],
    importance: null,
    resolve_reason: from.resolve_reason === undefined ? null : from.resolve_reason,
    incidents_responders: [],
    responder_requests: [],
    subscriber_requests: [],
    urgency: text(from.urgency) || 'high',
    id: text(from.id),
    type: 'incident',
    summary: number ? `[#${number}] ${title}` : title,
    self: text(from.self),
    html_url: text(from.html_url),
    conference_bridge: from.conference_bridge === undefined ? null : from.conference_bridge,
    alerts: [{ alert_key: text(from.incident_key) }],
  };
}

// A v3 reference to an incident tells its number, if at all, in its summary: "[#4711] Disk full".
function numberIn(reference) {
  const found = /^\[#(\d+)\]/.exec(text(reference.summary));
  return found ? Number(found[1]) : 0;
}

// v3 calls its assignees by name; v2 wraps them, and scripts read the summary of either.
function toAssignments(incident, event) {
  let assignees = list(incident.assignees).map(toReference).filter(isObject);
  if (assignees.length === 0) {
    // A resolved incident has nobody assigned in v3. In v2 the last one stays; whoever did this is the nearest to it.
    const agent = toReference(event.agent);
    assignees = [agent || { id: '', type: 'user_reference', summary: 'nobody', self: '', html_url: null }];
  }
  return assignees.map((assignee) => ({
    at: time(event.occurred_at),
    assignee: Object.assign({ name: assignee.summary }, assignee),
    summary: assignee.summary,
    html_url: assignee.html_url,
  }));
}

function toAcknowledgements(name, event) {
  const agent = toReference(event.agent);
  if (name !== 'incident.acknowledge' || !agent) {
    return [];
  }
  return [{ at: time(event.occurred_at), acknowledger: Object.assign({ name: agent.summary }, agent), summary: agent.summary }];
}

function toService(service) {
  const name = text(service.summary) || text(service.name) || 'PagerDuty';
  return {
    id: text(service.id),
    name,
    description: text(service.description),
    auto_resolve_timeout: null,
    acknowledgement_timeout: null,
    created_at: text(service.created_at),
    status: 'active',
    last_incident_timestamp: null,
    teams: list(service.teams).map(toReference).filter(isObject),
    scheduled_actions: [],
    support_hours: null,
    addons: [],
    privilege: null,
    alert_creation: text(service.alert_creation) || 'create_alerts_and_incidents',
    integrations: [],
    metadata: {},
    type: 'service',
    summary: name,
    self: text(service.self),
    html_url: text(service.html_url),
  };
}

function referenceOf(service) {
  return { id: service.id, type: 'service_reference', summary: service.summary, self: service.self, html_url: service.html_url };
}

function toWebhook(incident) {
  const reference = referenceOf(incident.service);
  return {
    endpoint_url: null,
    name: 'Rocket.Chat',
    description: null,
    webhook_object: reference,
    config: {},
    outbound_integration: { id: '', type: 'outbound_integration_reference', summary: 'Generic Webhooks (v3)', self: '', html_url: null },
    accounts_addon: null,
    id: '',
    type: 'webhook',
    summary: 'Rocket.Chat',
    self: '',
    html_url: null,
  };
}

function toPriority(priority) {
  const reference = toReference(priority);
  return reference && Object.assign({}, reference, { type: 'priority', name: reference.summary, description: '', color: '' });
}

/* ---- The log entry ----------------------------------------------------------------------------------------------- */

function toLogEntry(verb, event, data, incident) {
  const said = sentence(event, data);
  return {
    id: text(event.id),
    type: `${verb}_log_entry`,
    summary: said,
    self: '',
    html_url: null,
    created_at: time(event.occurred_at),
    agent: toReference(event.agent) || referenceOf(incident.service),
    channel: toChannel(verb, event, data, said),
    service: referenceOf(incident.service),
    incident: { id: incident.id, type: 'incident_reference', summary: incident.summary, self: incident.self, html_url: incident.html_url },
    teams: incident.teams,
    contexts: [],
    note: verb === 'annotate' ? said : undefined,
    assignees: incident.assignments.map((assignment) => assignment.assignee),
    event_details: { description: incident.title },
  };
}

function toChannel(verb, event, data, said) {
  if (verb === 'annotate') {
    return { type: 'note', summary: said, content: said };
  }
  const client = isObject(event.client) ? event.client : {};
  const title = text(data.title);
  return {
    type: verb === 'trigger' ? 'api' : 'website',
    summary: title || said,
    subject: title || said,
    description: title || said,
    client: text(client.name),
    client_url: text(client.url),
    details: {},
    details_omitted: false,
    cef_details: { client: text(client.name), client_url: text(client.url), description: title || said, details: {} },
  };
}

// What happened, in words: what a note says, else the event's name and who did it.
function sentence(event, data) {
  const said = text(data.content) || text(data.message);
  if (said) {
    return said;
  }
  const what = humanise(event.event_type);
  const subject = text(data.name) || (data.type === 'incident' ? '' : text(data.summary));
  const agent = toReference(event.agent);
  return what + (subject ? `: ${subject}` : '') + (agent ? ` by ${agent.summary}` : '') + '.';
}

// "incident.task.completed" -> "Task completed"
function humanise(type) {
  const words = type.replace(/^incident\./, '').replace(/[._]/g, ' ').trim() || 'event';
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/* ---- Values that may be missing or of another type ------------------------------------------------------------------ */

function toReference(value) {
  if (!isObject(value)) {
    return null;
  }
  return {
    id: text(value.id),
    type: text(value.type),
    summary: text(value.summary) || text(value.name) || text(value.id),
    self: text(value.self),
    html_url: text(value.html_url) || null,
  };
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value) {
  return Array.isArray(value) ? value : [];
}

// A time that cannot be read is the time of arrival: scripts format it without looking.
function time(value) {
  return typeof value === 'string' && !isNaN(Date.parse(value)) ? value : new Date().toISOString();
}

function text(value) {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
