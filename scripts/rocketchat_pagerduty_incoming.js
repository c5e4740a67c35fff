/*
 * PagerDuty -> Rocket.Chat, as an incoming integration.
 *
 * What it does   Turns every PagerDuty webhook into a message that can be read at a glance: one line of text
 *                (what happened, to what, by whom: this is what notifications show) and a card with the facts.
 * Understands    PagerDuty webhooks v3, which is what PagerDuty sends today, and the older v2 and v1. Event types
 *                it has never heard of still give a readable message.
 * In Rocket.Chat Workspace > Integrations > New > Incoming: switch "Script enabled" on, paste this file, save,
 *                copy the webhook URL. Name, avatar and channel of the message are settings of the integration.
 * In PagerDuty   Integrations > Generic Webhooks (v3) > New Webhook: paste that URL, choose the scope (a service,
 *                a team or the account), subscribe to the events you want to see, then "Send test event".
 */

class Script {
  process_incoming_request({ request }) {
    // Some proxies change the content type, and Rocket.Chat then leaves JSON unread in content_raw.
    const events = readEvents(request.content) || readEvents(parseJson(request.content_raw));
    if (!events) {
      return { error: { success: false, message: refusal(request) } };
    }
    if (events.length === 0) {
      return undefined; // an empty batch is no news
    }
    return { content: composeMessage(events) };
  }
}

const RED = '#d93025';
const AMBER = '#f29900';
const GREEN = '#1e8e3e';
const BLUE = '#1a73e8';
const GREY = '#80868b';

const STATUS_COLOR = { triggered: RED, acknowledged: AMBER, resolved: GREEN };

// Rocket.Chat refuses a text of more than 5,000 characters, and nobody reads a card that long.
const MAX_INPUT = 10000;
const MAX_PROSE = 3000;
const MAX_TITLE = 250;
const MAX_VALUE = 400;
const MAX_NAME = 80;
const MAX_URL = 2000;
const MAX_BATCH_LINES = 10;
const MAX_LIST = 20;

const MINUTE = 60 * 1000;

// Breaks a mention or a link in two without anybody seeing it.
const ZERO_WIDTH_SPACE = '\u200b';

/* ---- The messages ------------------------------------------------------------------------------------------------ */

/*
 * One row per event type:
 *   text    the line that says what happened
 *   color   the card's border; without it the incident's status decides
 *   body    longer text of the card
 *   fields  facts that only this event has; they come before the incident's own
 */
const EVENTS = {
  'incident.triggered': {
    color: RED,
    text: (event) => `Triggered${by(event)}${weight(event)}: ${about(event)}${assignedTo(event)}`,
  },
  'incident.acknowledged': {
    color: AMBER,
    text: (event) => `Acknowledged${by(event)}: ${about(event)}`,
  },
  'incident.unacknowledged': {
    color: RED,
    text: (event) => `No longer acknowledged${by(event)}: ${about(event)}${assignedTo(event)}`,
  },
  'incident.resolved': {
    color: GREEN,
    text: (event) => `${resolution(event)}: ${about(event)}`,
    fields: (event) => [
      field('Resolved by', nameOf(event.agent)),
      wideField('Resolve reason', mergedInto(event, linked)),
    ],
  },
  'incident.reopened': {
    color: RED,
    text: (event) => `Reopened${by(event)}${weight(event)}: ${about(event)}${assignedTo(event)}`,
  },
  'incident.escalated': {
    color: RED,
    text: (event) => `Escalated${by(event)}${to(event.incident.assignees)}: ${about(event)}`,
  },
  'incident.reassigned': {
    text: (event) => `Reassigned${by(event)}${to(event.incident.assignees)}: ${about(event)}`,
  },
  'incident.delegated': {
    text: (event) => `Delegated${by(event)}${to([event.incident.policy])}: ${about(event)}${assignedTo(event)}`,
  },
  'incident.priority_updated': {
    text: (event) => `Priority ${changedTo(nameOf(event.incident.priority))}${by(event)}: ${about(event)}`,
  },
  'incident.incident_type.changed': {
    text: (event) => `Incident type ${changedTo(typeName(event.incident))}${by(event)}: ${about(event)}`,
  },
  'incident.service_updated': {
    text: (event) => `Moved to another service${by(event)}: ${about(event)}`,
  },
  'incident.annotated': {
    text: (event) => `Note${by(event)} on ${about(event)}`,
    body: note,
  },
  'incident.status_update_published': {
    text: (event) => `Status update${by(event)} on ${about(event)}`,
    body: (event) => prose(event.data.message, event),
  },
  'incident.responder.added': {
    text: (event) => `${responder(event)} was asked${by(event)} to help with ${about(event)}`,
    body: (event) => prose(event.data.message, event),
    fields: responderFields,
  },
  'incident.responder.replied': {
    text: (event) => `${responder(event)} ${reply(event)} the request to help with ${about(event)}`,
    body: (event) => prose(event.data.message, event),
    fields: responderFields,
  },
  'incident.conference_bridge.updated': {
    text: (event) => `Conference bridge ${bridge(event.data) ? 'updated' : 'removed'}${by(event)} for ${about(event)}`,
    fields: (event) => [wideField('Conference bridge', bridge(event.data))],
  },
  'incident.custom_field_values.updated': {
    text: (event) => `Custom fields updated${by(event)} on ${about(event)}`,
    fields: customFields,
  },
  'incident.role.assigned': {
    text: (event) => `${roles(event)}${by(event)} on ${about(event)}`,
    fields: (event) => assignmentsOf(event).map((one) => field(nameOf(one.role) || 'Role', roleHolder(one))),
  },
  'incident.task.created': task('created'),
  'incident.task.updated': task('updated'),
  'incident.task.completed': task('completed'),
  'incident.action_invocation.created': automation('invoked'),
  'incident.action_invocation.updated': automation('updated'),
  'incident.action_invocation.terminated': automation('ended'),
  'incident.workflow.started': workflow('started'),
  'incident.workflow.completed': workflow('completed'),
  'service.created': service('created'),
  'service.updated': service('updated'),
  'service.deleted': service('deleted'),
  'service.custom_field_values.updated': {
    color: GREY,
    text: (event) => `Custom fields updated${by(event)} on ${about(event)}`,
    fields: customFields,
  },
  'pagey.ping': {
    color: GREEN,
    title: 'PagerDuty test event',
    text: () => 'PagerDuty is connected: the test event has arrived.',
    body: (event) => prose(event.data.message, event),
  },
};

// v1 and v2 name the deed, v3 the state it led to.
const V3_NAME = {
  'incident.trigger': 'incident.triggered',
  'incident.acknowledge': 'incident.acknowledged',
  'incident.unacknowledge': 'incident.unacknowledged',
  'incident.resolve': 'incident.resolved',
  'incident.assign': 'incident.reassigned',
  'incident.escalate': 'incident.escalated',
  'incident.delegate': 'incident.delegated',
  'incident.annotate': 'incident.annotated',
};

const REPLY = {
  accepted: 'accepted',
  joined: 'accepted',
  declined: 'declined',
};

const PENDING_ACTION = {
  escalate: 'Escalates',
  unacknowledge: 'Acknowledgement times out',
  resolve: 'Auto-resolves',
  urgency_change: 'Urgency changes',
};

function task(deed) {
  return {
    text: (event) => `Task${quoted(event.data.name || event.data.summary)} ${deed}${by(event)} on ${about(event)}`,
    body: (event) => prose(event.data.description, event),
    fields: (event) => [
      field('Task', linked(refTo(event.data))),
      field('Task status', humanise(event.data.status)),
      field('Task assigned to', names(refsTo(event.data.assignees))),
    ],
  };
}

function automation(deed) {
  return {
    text: (event) => {
      const state = inline(event.data.state, MAX_NAME);
      const outcome = state && state !== 'created' ? ` (${state})` : '';
      return `Automation action${quoted(event.data.action)} ${deed}${outcome}${by(event)} on ${about(event)}`;
    },
    fields: (event) => [
      field('Action', linked(refTo(event.data.action))),
      field('Action state', humanise(event.data.state)),
      field('Report', link('Open', event.data.html_url)),
    ],
  };
}

function workflow(deed) {
  return {
    text: (event) => `Workflow${quoted(workflowOf(event))} ${deed}${by(event)} on ${about(event)}`,
    fields: (event) => [
      field('Workflow', linked(refTo(workflowOf(event)))),
      field('Trigger', nameOf(refTo(event.data.workflow_trigger))),
    ],
  };
}

function workflowOf(event) {
  return event.data.incident_workflow || event.data.summary;
}

function service(deed) {
  return {
    color: GREY,
    text: (event) => `Service ${deed}${by(event)}: ${about(event)}`,
    fields: (event) => [field('Alert creation', humanise(event.data.alert_creation))],
  };
}

// PagerDuty adds event types over time.
function unknown(event) {
  const what = humanise(event.type) || 'PagerDuty event';
  const named = titleOf(event.incident) || event.incident.id;
  const { message, content, description } = event.data;
  return {
    title: named ? '' : what,
    text: () => `${what}${by(event)}${named ? `: ${about(event)}` : ''}`,
    body: () => prose(firstText(message, content, description), event),
  };
}

function composeMessage(events) {
  const lines = events.map((event) => rowFor(event).text(event));
  return {
    text: lines.length === 1 ? lines[0] : summarise(lines),
    attachments: events.map(card),
  };
}

function summarise(lines) {
  const shown = lines.slice(0, MAX_BATCH_LINES).map((line) => `- ${clip(line, MAX_VALUE)}`);
  const hidden = lines.length - shown.length;
  return [`${lines.length} events from PagerDuty:`]
    .concat(shown, hidden > 0 ? [`- … and ${hidden} more`] : [])
    .join('\n');
}

function rowFor(event) {
  return lookUp(EVENTS, event.type) || unknown(event);
}

function card(event) {
  const row = rowFor(event);
  const images = event.contexts.filter((context) => context.image);
  // Keys with nothing to say are left out: Rocket.Chat refuses empty links and empty fields.
  return withoutEmpty({
    color: row.color || lookUp(STATUS_COLOR, event.incident.status) || BLUE,
    title: row.title || subject(event),
    title_link: event.incident.url,
    text: paragraphs([(row.body || note)(event), alertDetails(event)]),
    fields: (row.fields ? row.fields(event) : []).concat(incidentFields(event)).filter(Boolean),
    image_url: images.length > 0 ? images[0].image : '',
  });
}

function incidentFields(event) {
  const incident = event.incident;
  const acknowledged = names(acknowledgersOf(event));
  const assigned = incident.status === 'resolved' ? '' : names(incident.assignees);
  return [
    field('Service', linked(incident.service)),
    field('Status', humanise(incident.status)),
    field('Urgency', humanise(incident.urgency)),
    field('Priority', nameOf(incident.priority)),
    field('Severity', humanise(event.severity)),
    field('Acknowledged by', acknowledged),
    field('Assigned to', assigned === acknowledged ? '' : assigned),
    field('Escalation policy', linked(incident.policy)),
    field('Escalations', isNumber(incident.escalations) ? incident.escalations : ''),
    field('Teams', names(incident.teams)),
    field('Incident type', incident.type === 'incident_default' ? '' : typeName(incident)),
    field('Alerts', alertCount(incident.alertCounts)),
    field('Origin', inline(event.origin, MAX_NAME)),
    field('Source', reporter(event)),
    field('Time', timestamp(event.at)),
    field(incident.status === 'resolved' ? 'Was open for' : 'Open for', openFor(event)),
    field('Next', nextSteps(event)),
    wideField('Conference bridge', bridge(incident.bridge)),
    wideField('Links', event.contexts.map((context) => link(context.label, context.url)).filter(Boolean).join('\n')),
  ];
}

/* ---- Phrases: each returns Markdown that is safe to show, or '' when there is nothing to say --------------------- */

// "#4711 Checkout error rate above 5% (Checkout API)"
function about(event) {
  const serviceName = nameOf(event.incident.service);
  const what = titleOf(event.incident) || lowerFirst(unnamed(event));
  return inline(what, MAX_TITLE) + (serviceName ? ` (${serviceName})` : '');
}

// Plain text, for a card's title.
function subject(event) {
  return titleOf(event.incident) || unnamed(event);
}

function titleOf(incident) {
  const number = incident.number ? `#${incident.number} ` : '';
  return clip((number + oneLine(incident.title)).trim(), MAX_TITLE);
}

function unnamed(event) {
  const noun = humanise(event.resource) || 'Event';
  return event.incident.id ? clip(`${noun} ${oneLine(event.incident.id)}`, MAX_TITLE) : `Untitled ${lowerFirst(noun)}`;
}

// Whether it is worth getting up for.
function weight(event) {
  const urgency = textOf(event.incident.urgency).toLowerCase();
  const words = [nameOf(event.incident.priority), urgency === 'low' && 'low urgency'].filter(Boolean);
  return words.length > 0 ? ` (${words.join(', ')})` : '';
}

function by(event) {
  return isPerson(event.agent) ? ` by ${nameOf(event.agent)}` : '';
}

function to(refs) {
  const who = names(refs);
  return who ? ` to ${who}` : '';
}

function assignedTo(event) {
  const who = names(event.incident.assignees);
  return who ? `, assigned to ${who}` : '';
}

function changedTo(value) {
  return value ? `set to ${value}` : 'removed';
}

function resolution(event) {
  const merged = mergedInto(event, nameOf);
  if (merged) {
    return merged + by(event);
  }
  // A machine's "all clear" deserves another look than a colleague's.
  const byMachine = nameOf(event.agent) && !isPerson(event.agent);
  return `Resolved${byMachine ? ' automatically' : by(event)}`;
}

function mergedInto(event, show) {
  const reason = event.incident.resolveReason;
  if (!/merge/.test(firstText(reason.type, reason.summary))) {
    return '';
  }
  const parent = readIncident(reason.incident);
  const name = show({ id: parent.id, name: titleOf(parent), url: parent.url });
  return `Merged into ${name || 'another incident'}`;
}

function typeName(incident) {
  return incident.type === 'incident_default' ? 'Base incident' : humanise(incident.type);
}

function acknowledgersOf(event) {
  if (event.type === 'incident.acknowledged' && isPerson(event.agent)) {
    return [event.agent];
  }
  return event.incident.status === 'acknowledged' ? event.incident.acknowledgers : [];
}

function responder(event) {
  return nameOf(refTo(event.data.user)) || nameOf(refTo(event.data.escalation_policy)) || 'A responder';
}

function reply(event) {
  return lookUp(REPLY, textOf(event.data.state).toLowerCase()) || 'replied to';
}

function responderFields(event) {
  return [
    field('Responder', responder(event)),
    field('Reply', humanise(event.data.state)),
    field('Requested from', linked(refTo(event.data.escalation_policy))),
  ];
}

function assignmentsOf(event) {
  return listOf(event.data.incident_role_assignments).map(asObject).map((one) => ({
    role: refTo(one.role),
    before: nameOf(refTo(one.old_assignee)),
    now: /^(inactive|unassigned|deleted)$/.test(textOf(one.status)) ? '' : nameOf(refTo(one.assignee)),
  }));
}

function roleHolder(assignment) {
  return transition(assignment.before, assignment.now || 'nobody');
}

function roles(event) {
  const assignments = assignmentsOf(event);
  if (assignments.length !== 1) {
    return 'Incident roles changed';
  }
  const { role, before, now } = assignments[0];
  const name = nameOf(role) || 'Incident role';
  return now ? `${name} assigned to ${now}` : `${name} unassigned${before ? ` from ${before}` : ''}`;
}

// PagerDuty lists every value as it is now, and beside them those that changed as they were before.
function customFields(event) {
  const current = listOf(event.data.custom_fields).map(asObject);
  const changed = listOf(event.data.changed_custom_fields).map(asObject);
  const shown = changed.length > 0 ? changed : current;
  return shown.slice(0, MAX_LIST).map((one) => {
    const name = inline(firstText(one.display_name, one.name, one.id), MAX_NAME);
    const now = current.find((other) => sameField(one, other));
    const after = inline(flatten(asObject(now).value));
    const value = one === now ? after : transition(inline(flatten(one.value)), now ? after || 'empty' : '');
    return name && value.length > 40 ? wideField(name, value) : field(name, value);
  });
}

function sameField(one, other) {
  const id = firstText(one.id, one.name);
  return id !== '' && id === firstText(other.id, other.name);
}

function transition(before, after) {
  return before && after && before !== after ? `${before} → ${after}` : after || before;
}

// Events carry a list of numbers, incidents a single one.
function bridge(raw) {
  const { conference_url: url, conference_number: number, conference_numbers: numbers } = asObject(raw);
  const dialIn = listOf(numbers)
    .concat(number)
    .map((one) => {
      const { label, number: digits } = isObject(one) ? one : { number: one };
      return [inline(label, MAX_NAME), inline(digits, MAX_NAME)].filter(Boolean).join(': ');
    });
  return [link(url, url)].concat(dialIn).filter(Boolean).slice(0, MAX_LIST).join('\n');
}

function alertCount(counts) {
  const [all, triggered] = [textOf(counts.all), textOf(counts.triggered)];
  if (!isNumber(all) || all === '1') {
    return '';
  }
  return isNumber(triggered) ? `${all} (${triggered} still triggered)` : all;
}

function reporter(event) {
  const { name, url } = event.client;
  const triggered = event.type === 'incident.triggered';
  if (name && name !== 'PagerDuty' && (url || triggered)) {
    return linked(event.client);
  }
  return triggered && !isPerson(event.agent) ? linked(event.agent) : '';
}

function openFor(event) {
  const { createdAt, reopenedAt } = event.incident;
  const since = reopenedAt || createdAt;
  const open = event.at && since ? event.at - since : 0;
  return open >= MINUTE ? `${duration(open)}, since ${timestamp(since)}` : '';
}

function nextSteps(event) {
  return event.incident.pendingActions
    .map(asObject)
    .map((action) => ({ what: pendingAction(action), at: timeOf(action.at) }))
    .filter((step) => step.what && step.at > event.at)
    .sort((one, other) => one.at - other.at)
    .slice(0, MAX_LIST)
    .map((step) => `${step.what} at ${timestamp(step.at)}`)
    .join('\n');
}

function pendingAction({ type, to: urgency }) {
  const name = lookUp(PENDING_ACTION, textOf(type)) || humanise(type);
  return firstText(urgency) ? `${name} to ${inline(urgency, MAX_NAME)}` : name;
}

// v2 sends a note along with other events too.
function note(event) {
  return prose(event.data.content, event);
}

// What the monitoring system said when it raised the alert (v2 only).
function alertDetails(event) {
  const { summary, details, mail, omitted, url } = event.alert;
  const isText = typeof details === 'string';
  return paragraphs([
    oneLine(summary) !== oneLine(event.incident.title) && prose(summary, event),
    omitted && `PagerDuty left out the details, they are too large${inFull(url || event.incident.url)}`,
    !omitted && (isText ? prose(details, event) : codeBlock(detailLines(details))),
    !omitted && codeBlock(clip(textOf(mail), MAX_PROSE)),
  ]);
}

function detailLines(details) {
  return flatParts(details)
    .map((part) => clip(oneLine(part), MAX_VALUE))
    .join('\n');
}

// Free text written by people, line breaks and all; says so when it is not the whole of it.
function prose(value, event) {
  const whole = textOf(value);
  const shown = clip(whole, MAX_PROSE);
  const shortener = event.data.trimmed === true ? ' by PagerDuty' : '';
  const remark = shortener || shown !== whole ? `Shortened${shortener}${inFull(event.incident.url)}` : '';
  return shown && paragraphs([withoutMentions(withoutOddLinks(shown)), remark]);
}

function inFull(url) {
  const whole = link('read in full', url);
  return whole ? `: ${whole}` : '.';
}

/* ---- Reading: any format becomes one kind of event --------------------------------------------------------------- */

// null when the body is not from PagerDuty.
function readEvents(body) {
  if (!isObject(body)) {
    return null;
  }
  if (isObject(body.event) && (textOf(body.event.event_type) || isObject(body.event.data))) {
    return [readV3(body.event)];
  }
  if (!Array.isArray(body.messages)) {
    return null;
  }
  const known = body.messages.filter(isV1OrV2);
  return known.length > 0 || body.messages.length === 0 ? known.map(readV1OrV2) : null;
}

function readV3(event) {
  const data = asObject(event.data);
  const resource = firstText(event.resource_type, textOf(event.event_type).split('.')[0]);
  const incident = readIncident(subjectOf(data, resource));
  if (resource === 'incident' && !incident.service.name) {
    incident.service = refTo(data.service);
  }
  const client = asObject(event.client);
  return {
    type: textOf(event.event_type),
    resource,
    at: timeOf(event.occurred_at),
    agent: refTo(event.agent),
    client: { name: firstText(client.name, client.summary, client.url), url: httpUrl(client.url) },
    data,
    incident,
    alert: { omitted: data.details_omitted === true },
    contexts: [],
    severity: '',
    origin: '',
  };
}

// Most events that are not the incident's own carry it only as a reference.
function subjectOf(data, resource) {
  const assignment = asObject(listOf(data.incident_role_assignments)[0]);
  return data.incident || assignment.incident || (resource === 'service' && data.service) || data;
}

function isV1OrV2(message) {
  if (!isObject(message)) {
    return false;
  }
  return isObject(incidentOf(message)) || /^(incident|service|pagey)\./.test(firstText(message.event, message.type));
}

function incidentOf(message) {
  return isObject(message.incident) ? message.incident : asObject(message.data).incident;
}

function readV1OrV2(message) {
  const raw = asObject(incidentOf(message));
  const name = firstText(message.event, message.type);
  const type = lookUp(V3_NAME, name) || name;
  const entries = listOf(message.log_entries).map(asObject);
  const alert = readAlert(entries, raw);
  return {
    type,
    resource: 'incident',
    at: timeOf(message.created_on),
    agent: doerOf(type, entries, raw),
    client: alert.client,
    data: { content: alert.note },
    incident: readIncident(raw),
    alert,
    contexts: readContexts(entries).concat({ label: 'Trigger details', url: httpUrl(raw.trigger_details_html_url) }),
    severity: alert.severity,
    origin: alert.origin,
  };
}

// v2 says who did it in the log entry; v1 only says who last changed the status.
function doerOf(type, entries, incident) {
  const logged = entries.map((entry) => refTo(entry.agent)).find((agent) => agent.name);
  if (logged) {
    return logged;
  }
  const changesStatus = type === 'incident.acknowledged' || type === 'incident.resolved';
  return refTo(changesStatus ? incident.resolved_by_user || incident.last_status_change_by : null);
}

function readIncident(raw) {
  const source = asObject(raw);
  const trigger = asObject(source.trigger_summary_data);
  // Summaries of v2 carry the number: "[#4711] Checkout error rate above 5%".
  const [, numberInSummary, summary] = /^(?:\[#(\d+)\]\s*)?([\s\S]*)$/.exec(textOf(source.summary));
  const assignees = refsTo(source.assignees).concat(refsTo(source.assignments), refsTo(source.assigned_to));
  return {
    id: textOf(source.id),
    number: [source.number, source.incident_number, numberInSummary].map(textOf).find(isNumber),
    title: firstText(source.title, trigger.subject, trigger.description, source.name, summary, source.description),
    url: httpUrl(source.html_url),
    status: textOf(source.status).toLowerCase(),
    urgency: source.urgency,
    type: firstText(asObject(source.incident_type).name, asObject(source.incident_type).summary),
    priority: refTo(source.priority),
    service: refTo(source.service),
    policy: refTo(source.escalation_policy),
    teams: refsTo(source.teams),
    assignees: assignees.length > 0 ? assignees : refsTo([source.assigned_to_user]),
    acknowledgers: refsTo(source.acknowledgements).concat(refsTo(source.acknowledgers)),
    createdAt: timeOf(source.created_at) || timeOf(source.created_on),
    reopenedAt: timeOf(source.reopened_at),
    pendingActions: listOf(source.pending_actions),
    escalations: textOf(source.number_of_escalations),
    alertCounts: asObject(source.alert_counts),
    bridge: source.conference_bridge,
    resolveReason: asObject(source.resolve_reason),
  };
}

function readAlert(entries, incident) {
  const channel = asObject(entries.map((entry) => entry.channel).find(isObject));
  const isNote = channel.type === 'note';
  const cef = asObject(channel.cef_details);
  const firstEntry = asObject(incident.first_trigger_log_entry);
  return {
    note: firstText(...entries.map((entry) => entry.note), isNote && channel.summary),
    summary: isNote ? '' : firstText(channel.summary, channel.description, channel.subject),
    details: [channel.details, cef.details].find((it) => flatten(it) !== ''),
    mail: channel.body,
    omitted: [channel.details_omitted, cef.details_omitted, channel.body_omitted].indexOf(true) >= 0,
    url: httpUrl(firstText(incident.trigger_details_html_url, firstEntry.html_url)),
    severity: cef.severity,
    origin: firstText(cef.source_component, cef.source_origin),
    client: {
      name: firstText(cef.client, channel.client, channel.client_url),
      url: httpUrl(firstText(cef.client_url, channel.client_url)),
    },
  };
}

function readContexts(entries) {
  return entries
    .reduce((all, entry) => all.concat(listOf(entry.contexts)), [])
    .map(asObject)
    .slice(0, MAX_LIST)
    .map((context) => ({
      label: firstText(context.text, context.alt, context.href),
      url: httpUrl(context.href),
      image: httpUrl(context.src),
    }));
}

function isNumber(value) {
  return /^[1-9]\d{0,15}$/.test(value);
}

// A reference to a user, a service, …: v3 and v2 call its name "summary", v1 calls it "name".
function refTo(raw) {
  const source = asObject(raw);
  return {
    id: textOf(source.id),
    name: firstText(source.summary, source.name),
    url: httpUrl(source.html_url),
    type: textOf(source.type),
  };
}

// v3 lists the users themselves, v2 and v1 wrap each in an object that says since when.
function refsTo(list) {
  return listOf(list)
    .map(asObject)
    .map((entry) => refTo(entry.assignee || entry.acknowledger || entry.object || entry))
    .filter((ref) => ref.name || ref.id);
}

function isPerson(agent) {
  return agent.name !== '' && !/service|integration/.test(agent.type);
}

function parseJson(raw) {
  try {
    return JSON.parse(raw);
  } catch (error) {
    return undefined;
  }
}

function refusal(request) {
  const expected = 'JSON with an "event" (webhooks v3) or with "messages" (v2, v1)';
  return `Not a PagerDuty event: expected ${expected}, got ${received(request)}.`;
}

function received({ content, content_raw: raw }) {
  if (Array.isArray(content)) {
    return 'a list';
  }
  const keys = isObject(content) ? Object.keys(content) : [];
  if (keys.length > 0) {
    const shown = keys.slice(0, 5).map((key) => `"${clip(oneLine(key), MAX_NAME)}"`);
    return `an object with ${shown.join(', ')}${keys.length > shown.length ? ', …' : ''} but no PagerDuty event in it`;
  }
  if (!textOf(raw)) {
    return 'an empty body';
  }
  return parseJson(raw) === undefined ? 'text that is not JSON' : 'JSON without either';
}

/* ---- Markdown ---------------------------------------------------------------------------------------------------- */

function field(title, value) {
  return title && value ? { short: true, title, value } : null;
}

function wideField(title, value) {
  return title && value ? { short: false, title, value } : null;
}

// Somebody else's text in a single line. Only what would do harm is touched: <prod> stays <prod>.
function inline(value, max) {
  return withoutLinks(withoutMentions(clip(oneLine(value), max || MAX_VALUE)));
}

// An "@all" in the title of an incident must not wake the whole channel; mail addresses stay as they are.
function withoutMentions(value) {
  return value.replace(/(^|[^\w/])@(?=[\w.-])/g, `$1@${ZERO_WIDTH_SPACE}`);
}

function withoutLinks(value) {
  return value.replace(/\](?=\()/g, `]${ZERO_WIDTH_SPACE}`);
}

// Links that people write into their notes may stay when they lead to the web.
function withoutOddLinks(value) {
  return value.replace(/\](?=\((?!https?:\/\/))/gi, `]${ZERO_WIDTH_SPACE}`);
}

function link(label, rawUrl) {
  const url = httpUrl(rawUrl).replace(/[()]/g, percentEncode);
  const words = inline(label, MAX_NAME).replace(/\[/g, '(').replace(/\]/g, ')');
  return url && words ? `[${words}](${url})` : '';
}

function linked(ref) {
  return link(ref.name || ref.id, ref.url) || nameOf(ref);
}

function nameOf(ref) {
  return inline(ref.name || ref.id, MAX_NAME);
}

function names(refs) {
  const all = refs.map(nameOf).filter((name, index, list) => name && list.indexOf(name) === index);
  const shown = all.length > 5 ? all.slice(0, 4).concat(`${all.length - 4} others`) : all;
  const last = shown.pop() || '';
  return shown.length > 0 ? `${shown.join(', ')} and ${last}` : last;
}

function quoted(raw) {
  const name = nameOf(refTo(raw));
  return name ? ` “${name}”` : '';
}

function codeBlock(value) {
  return value && `\`\`\`\n${withoutMentions(value).replace(/```/g, "'''")}\n\`\`\``;
}

function paragraphs(parts) {
  return parts.filter(Boolean).join('\n\n');
}

function httpUrl(value) {
  const url = textOf(value);
  if (url.length > MAX_URL || !/^https?:\/\/[^\s/?#]\S*$/i.test(url)) {
    return '';
  }
  // Rocket.Chat wants the scheme in lower case.
  return url.replace(/^https?/i, (scheme) => scheme.toLowerCase()).replace(/["<>\\^`{|}]/g, percentEncode);
}

function percentEncode(char) {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

/* ---- Values: PagerDuty promises types, this trusts none of them -------------------------------------------------- */

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// A bare name stands for an object of which only the name is known.
function asObject(value) {
  return isObject(value) ? value : { summary: textOf(value) };
}

function listOf(value) {
  return Array.isArray(value) ? value : [];
}

function textOf(value) {
  if (typeof value === 'number' && isFinite(value)) {
    return String(value);
  }
  return typeof value === 'string' ? value.trim().slice(0, MAX_INPUT) : '';
}

function firstText(...values) {
  return values.map(textOf).find(Boolean) || '';
}

function oneLine(value) {
  return textOf(value).replace(/[\s\u0000-\u001f\u007f]+/g, ' ').trim();
}

// "service_updated" -> "Service updated"
function humanise(value) {
  const words = inline(textOf(value).replace(/[._]+/g, ' '), MAX_NAME);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function lowerFirst(value) {
  return value.charAt(0).toLowerCase() + value.slice(1);
}

// Any JSON value in a line.
function flatten(value, depth = 0) {
  if (typeof value === 'boolean') {
    return String(value);
  }
  return typeof value === 'object' ? flatParts(value, depth).join(', ') : textOf(value);
}

// What has no value is left out; what is buried too deep is only hinted at.
function flatParts(value, depth = 0) {
  if (depth > 3) {
    return ['…'];
  }
  const isList = Array.isArray(value);
  return Object.keys(isObject(value) || isList ? value : {})
    .slice(0, MAX_LIST)
    .map((key) => ({ key, inner: flatten(value[key], depth + 1) }))
    .filter(({ inner }) => inner !== '')
    .map(({ key, inner }) => (isList ? inner : `${key}: ${inner}`));
}

function clip(value, max) {
  if (value.length <= max) {
    return value;
  }
  // Never between the halves of a surrogate pair.
  return `${value.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '').trim()}…`;
}

function withoutEmpty(object) {
  return Object.keys(object)
    .filter((key) => object[key] && object[key].length > 0)
    .reduce((kept, key) => Object.assign(kept, { [key]: object[key] }), {});
}

function lookUp(table, key) {
  return Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined;
}

// Milliseconds, or 0 when it is no time with a zone.
function timeOf(value) {
  const iso = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(textOf(value));
  return (iso && Date.parse(iso[1] + iso[2])) || 0;
}

function timestamp(time) {
  return time ? `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC` : '';
}

function duration(milliseconds) {
  const minutes = Math.floor(milliseconds / MINUTE);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  if (days > 0) {
    return hours > 0 ? `${days} d ${hours} h` : `${days} d`;
  }
  const rest = minutes % 60;
  return [hours > 0 && `${hours} h`, rest > 0 && `${rest} min`].filter(Boolean).join(' ');
}
