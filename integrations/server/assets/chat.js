// The chat page without this script is complete but still: this adds live
// arrival, local times, older messages on scrolling up, and unread counts.
'use strict';

const page = document.body;
const room = page.dataset.room;
const latest = 'latest' in page.dataset; // false on a page of older messages
const list = document.getElementById('messages');
const scroll = document.getElementById('scroll');
const newer = document.getElementById('newer');
const state = document.getElementById('state');
const title = document.title;

// --- times and days -------------------------------------------------------

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const dayName = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });

function localTimes(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    const at = new Date(time.dateTime);
    time.textContent = clock.format(at);
    time.title = full.format(at);
  }
}

// Puts the separators where the reader's days begin; the server put them by UTC.
function localDays() {
  for (const old of list.querySelectorAll(':scope > .day')) old.remove();
  let day = '';
  for (const message of list.querySelectorAll(':scope > .message')) {
    const its = dayName.format(new Date(message.querySelector('time').dateTime));
    if (its === day) continue;
    day = its;
    message.classList.remove('grouped');
    const separator = document.createElement('li');
    separator.className = 'day';
    separator.append(document.createElement('span'));
    separator.firstChild.textContent = day;
    message.before(separator);
  }
}

// --- unread ---------------------------------------------------------------

const store = {
  get(name, otherwise) {
    try { return JSON.parse(localStorage.getItem('rocketscript.' + name)) ?? otherwise; } catch { return otherwise; }
  },
  set(name, value) {
    try { localStorage.setItem('rocketscript.' + name, JSON.stringify(value)); } catch { /* private mode */ }
  },
};

let unseenHere = 0; // arrived in this room while the page was not looked at

function showUnread() {
  const unread = store.get('unread', {});
  let elsewhere = 0;
  for (const item of document.querySelectorAll('.rooms > li')) {
    const count = item.dataset.room === room ? unseenHere : unread[item.dataset.room] || 0;
    if (item.dataset.room !== room) elsewhere += count;
    showCount(item.querySelector('.unread'), count);
    item.classList.toggle('has-unread', count > 0);
  }
  showCount(document.getElementById('elsewhere'), elsewhere);
  const all = elsewhere + unseenHere;
  document.title = all > 0 ? `(${all}) ${title}` : title;
}

function showCount(badge, count) {
  if (!badge) return;
  badge.hidden = count === 0;
  badge.textContent = count > 99 ? '99+' : count || '';
  if (count) badge.setAttribute('aria-label', `${count} unread`);
}

function addUnread(event) {
  let item = document.querySelector(`.rooms > li[data-room="${CSS.escape(event.room)}"]`);
  if (!item) { // a room made since the page was loaded
    document.querySelector('.rooms').insertAdjacentHTML('beforeend', event.link);
  }
  const unread = store.get('unread', {});
  unread[event.room] = (unread[event.room] || 0) + event.count;
  store.set('unread', unread);
  showUnread();
}

function readHere() {
  unseenHere = 0;
  const unread = store.get('unread', {});
  delete unread[room];
  store.set('unread', unread);
  if (latest && newer && atBottom()) newer.hidden = true;
  showUnread();
}

// --- scrolling ------------------------------------------------------------

// The container is a reversed column: its scroll position counts from the
// bottom, so it starts there and stays there, also without this script.
function atBottom() { return Math.abs(scroll.scrollTop) < 40; }
function toBottom() { scroll.scrollTop = 0; }

// Runs a change above or below without moving what is being read.
function keepingPlace(anchor, change) {
  const before = anchor ? anchor.getBoundingClientRect().top : 0;
  change();
  if (anchor) scroll.scrollTop += anchor.getBoundingClientRect().top - before;
}

function firstVisible() {
  const top = scroll.getBoundingClientRect().top;
  for (const message of list.querySelectorAll(':scope > .message')) {
    if (message.getBoundingClientRect().bottom > top) return message;
  }
  return null;
}

// --- arrival --------------------------------------------------------------

let lastEvent = Number(page.dataset.after);
let source = null;

function arrive(event) {
  if (event.room !== room) return;
  const holder = document.createElement('template');
  holder.innerHTML = event.html; // rendered and sanitized by the server
  const message = holder.content.firstElementChild;
  if (document.getElementById(message.id)) return; // came with the page
  if (!latest) { newer.classList.add('fresh'); return; }
  localTimes(holder.content);
  const stay = atBottom();
  keepingPlace(stay ? null : firstVisible(), () => {
    document.getElementById('empty')?.remove();
    list.append(message);
    localDays();
  });
  message.classList.add('arrived');
  if (stay) toBottom(); else newer.hidden = false;
  if (document.hidden || !stay) { unseenHere++; showUnread(); }
}

function connect() {
  const query = new URLSearchParams({ room: room ?? '', after: lastEvent });
  const seen = store.get('seen', lastEvent);
  if (seen < lastEvent) query.set('seen', seen);
  source = new EventSource('/live?' + query);
  const on = (name, act) => source.addEventListener(name, (message) => {
    lastEvent = Math.max(lastEvent, Number(message.lastEventId));
    store.set('seen', Math.max(lastEvent, store.get('seen', 0)));
    act(JSON.parse(message.data));
  });
  on('message', arrive);
  on('unread', (event) => { if (event.room !== room) addUnread(event); });
  on('troubles', (event) => {
    const troubles = document.getElementById('troubles');
    troubles.innerHTML = event.html;
    localTimes(troubles);
  });
  on('reload', () => location.reload());
  source.onopen = () => { showState('Live', true); store.set('seen', Math.max(lastEvent, seen)); };
  source.onerror = () => {
    showState('Reconnecting …', false);
    // Unless the answer was no stream, the browser tries again by itself.
    if (source?.readyState === EventSource.CLOSED) setTimeout(retry, 5000);
  };
}

// The server refused the stream: it is starting, or the session is over.
function retry() {
  fetch(location.href, { method: 'HEAD', redirect: 'manual' }).then((answer) => {
    if (answer.type === 'opaqueredirect') location.reload(); // to the sign-in page
    else if (source) connect();
  }, () => setTimeout(retry, 5000));
}

function showState(text, good) {
  state.textContent = text;
  state.classList.toggle('good', good);
}

// --- older messages -------------------------------------------------------

const older = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) loadOlder(entry.target);
}, { root: scroll, rootMargin: '600px 0px 0px 0px' });

function watchOlder() {
  const item = list.querySelector(':scope > .older');
  if (item) older.observe(item);
}

async function loadOlder(item) {
  older.unobserve(item);
  const link = item.querySelector('a');
  try {
    const answer = await fetch(link.href + '&fragment=1');
    if (!answer.ok) throw new Error(answer.statusText);
    const holder = document.createElement('template');
    holder.innerHTML = await answer.text(); // rendered and sanitized by the server
    localTimes(holder.content);
    scroll.setAttribute('aria-live', 'off'); // history is not news
    keepingPlace(firstVisible(), () => {
      item.replaceWith(holder.content);
      localDays();
    });
    scroll.setAttribute('aria-live', 'polite');
    watchOlder();
  } catch {
    link.textContent = 'Older messages (could not be loaded, try again)';
  }
}

// --- keyboard -------------------------------------------------------------

const rooms = document.getElementById('rooms');
rooms.addEventListener('keydown', (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...rooms.querySelectorAll('.rooms a')];
  const at = links.indexOf(document.activeElement);
  if (!step || at < 0) return;
  event.preventDefault();
  links[(at + step + links.length) % links.length].focus();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && location.hash === '#rooms') location.hash = '#messages';
});

// --- start ----------------------------------------------------------------

localTimes(document);
if (room) {
  localDays();
  readHere();
  watchOlder();
  scroll.addEventListener('scroll', () => { if (atBottom() && !document.hidden) readHere(); }, { passive: true });
  document.addEventListener('visibilitychange', () => { if (!document.hidden && atBottom()) readHere(); });
  newer?.addEventListener('click', (event) => {
    if (!latest) return;
    event.preventDefault();
    toBottom();
  });
}
window.addEventListener('storage', showUnread);
connect();

// A page that is left may be kept for going back, with its connection, and
// browsers have six of them for a server.
window.addEventListener('pagehide', () => { source.close(); source = null; });
window.addEventListener('pageshow', () => { if (!source) connect(); });
