package server

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"rocketscript/integrations"
	"rocketscript/integrations/server/render"
)

//go:embed templates
var templateFiles embed.FS

const (
	// pageSize is how many messages a page shows, and how many are added when
	// one scrolls up.
	pageSize = 40
	// heartbeatEvery keeps proxies from ending a quiet live stream.
	heartbeatEvery = 20 * time.Second
)

// pages serves the chat page and what belongs to it.
type pages struct {
	chat      Chat
	renderer  *render.Renderer
	templates *template.Template
	assets    *assets
	stopping  context.Context
	heartbeat time.Duration
	// health tells how the remote destinations do; nil when nobody knows.
	health func() []integrations.DestinationHealth
	log    *slog.Logger
}

// newPages makes the pages of a workspace. Live streams end with stopping.
func newPages(stopping context.Context, chat Chat, log *slog.Logger) *pages {
	return &pages{
		chat:      chat,
		renderer:  render.New(),
		templates: template.Must(template.ParseFS(templateFiles, "templates/*.html")),
		assets:    newAssets(),
		stopping:  stopping,
		heartbeat: heartbeatEvery,
		log:       log,
	}
}

// A chatView is what the chat page shows.
type chatView struct {
	Assets   assetPaths
	Rooms    []roomLink
	Room     *roomLink // nil when the workspace has no room
	Messages listView
	Troubles []troubleView
	// LastSeq is where the live stream goes on.
	LastSeq int64
	// Latest is false for a page of older messages: nothing is added to it.
	Latest bool
}

// A listView is a stretch of messages, oldest first.
type listView struct {
	Items []itemView
	// Older is the path of the messages before them; empty when there are none.
	Older string
}

// An itemView is one message, with the day when it is the first of one.
type itemView struct {
	Day  string
	HTML template.HTML
}

// A roomLink is a room as the list of rooms shows it.
type roomLink struct {
	ID, Name, Path, Topic string
	Type                  integrations.RoomType
	ReadOnly, Current     bool
}

// Kind is what a room is for people.
func (l roomLink) Kind() string {
	switch l.Type {
	case integrations.PrivateRoom:
		return "private channel"
	case integrations.DirectRoom:
		return "direct messages"
	}
	return "channel"
}

func newRoomLink(room integrations.Room) roomLink {
	link := roomLink{ID: room.ID, Name: room.Name, Topic: room.Topic, Type: room.Type, ReadOnly: room.ReadOnly}
	switch room.Type {
	case integrations.DirectRoom:
		link.Name = strings.Join(room.Usernames, ", ")
		link.Path = "/direct/" + url.PathEscape(room.ID)
	case integrations.PrivateRoom:
		link.Path = "/group/" + url.PathEscape(room.Name)
	default:
		link.Path = "/channel/" + url.PathEscape(room.Name)
	}
	return link
}

// home serves "/": the room in which something was said last, or the first.
func (p *pages) home(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/" {
		p.notFound(w, r)
		return
	}
	rooms, err := p.chat.ListRooms(r.Context())
	if err != nil {
		p.fail(w, r, err)
		return
	}
	if len(rooms) == 0 {
		p.write(w, r, http.StatusOK, "chat.html", chatView{Assets: p.assets.paths, Troubles: p.troubles()})
		return
	}
	room := rooms[0]
	last, err := p.lastMessage(r.Context())
	if err != nil {
		p.fail(w, r, err)
		return
	}
	if i := slices.IndexFunc(rooms, func(room integrations.Room) bool { return room.ID == last.RoomID }); i >= 0 {
		room = rooms[i]
	}
	p.chatPage(w, r, rooms, room)
}

// lastMessage returns the newest message, or the zero message.
func (p *pages) lastMessage(ctx context.Context) (integrations.PostedMessage, error) {
	seq, err := p.chat.LastSeq(ctx)
	if err != nil || seq == 0 {
		return integrations.PostedMessage{}, err
	}
	list, err := p.chat.MessagesAfter(ctx, seq-1, 1)
	if err != nil || len(list) == 0 {
		return integrations.PostedMessage{}, err
	}
	return list[0], nil
}

// room serves /channel/NAME, /group/NAME and /direct/NAME, Rocket.Chat's own
// paths; an id does in place of the name.
func (p *pages) room(w http.ResponseWriter, r *http.Request) {
	rooms, err := p.chat.ListRooms(r.Context())
	if err != nil {
		p.fail(w, r, err)
		return
	}
	_, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	room, found := findRoom(rooms, strings.TrimSuffix(rest, "/"))
	if !found {
		p.notFound(w, r)
		return
	}
	link := newRoomLink(room)
	if !strings.HasPrefix(r.URL.Path, link.Path[:strings.LastIndexByte(link.Path, '/')+1]) {
		http.Redirect(w, r, link.Path, http.StatusSeeOther)
		return
	}
	p.chatPage(w, r, rooms, room)
}

// findRoom finds a room by name or id, or direct messages by a user's name.
func findRoom(rooms []integrations.Room, key string) (integrations.Room, bool) {
	if key == "" {
		return integrations.Room{}, false
	}
	for _, room := range rooms {
		if room.ID == key || room.Name == key {
			return room, true
		}
	}
	for _, room := range rooms {
		if slices.Contains(room.Usernames, strings.TrimPrefix(key, "@")) {
			return room, true
		}
	}
	return integrations.Room{}, false
}

func (p *pages) chatPage(w http.ResponseWriter, r *http.Request, rooms []integrations.Room, room integrations.Room) {
	// Before the messages are read: what comes between is sent live, and the
	// page's script knows what it has already.
	seq, err := p.chat.LastSeq(r.Context())
	if err != nil {
		p.fail(w, r, err)
		return
	}
	before, err := p.startOf(r, room)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	list, err := p.messages(r.Context(), rooms, room, before)
	if err != nil {
		p.fail(w, r, err)
		return
	}
	if r.URL.Query().Has("fragment") {
		p.write(w, r, http.StatusOK, "messages", list)
		return
	}
	view := chatView{Assets: p.assets.paths, Messages: list, Troubles: p.troubles(), LastSeq: seq, Latest: before == 0}
	for _, other := range rooms {
		link := newRoomLink(other)
		if link.Current = other.ID == room.ID; link.Current {
			view.Room = &link
		}
		view.Rooms = append(view.Rooms, link)
	}
	p.write(w, r, http.StatusOK, "chat.html", view)
}

// startOf returns the Seq below which the page shows messages, 0 for the
// newest: as ?before=SEQ says, or so that the message of ?msg=ID is on it.
func (p *pages) startOf(r *http.Request, room integrations.Room) (int64, error) {
	query := r.URL.Query()
	if before, err := strconv.ParseInt(query.Get("before"), 10, 64); err == nil && before > 0 {
		return before, nil
	}
	id := query.Get("msg")
	if id == "" {
		return 0, nil
	}
	m, err := p.chat.MessageByID(r.Context(), id)
	if errors.Is(err, integrations.ErrNotFound) || err == nil && m.RoomID != room.ID {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("find message %q: %w", id, err)
	}
	newest, err := p.chat.ListMessages(r.Context(), room.ID, 0, pageSize)
	if err != nil {
		return 0, fmt.Errorf("list messages of %s: %w", room.ID, err)
	}
	if len(newest) < pageSize || newest[len(newest)-1].Seq <= m.Seq {
		return 0, nil
	}
	return m.Seq + 1, nil
}

// messages renders the stretch of a room below before.
func (p *pages) messages(ctx context.Context, rooms []integrations.Room, room integrations.Room, before int64) (listView, error) {
	// One more than shown: it tells whether there are older ones, and how the
	// first one is grouped.
	found, err := p.chat.ListMessages(ctx, room.ID, before, pageSize+1)
	if err != nil {
		return listView{}, fmt.Errorf("list messages of %s: %w", room.ID, err)
	}
	slices.Reverse(found)
	var view listView
	var previous *integrations.PostedMessage
	if len(found) > pageSize {
		previous, found = &found[0], found[1:]
		view.Older = newRoomLink(room).Path + "?before=" + strconv.FormatInt(found[0].Seq, 10)
	}
	group := p.newRendering(rooms, room, found)
	for i := range found {
		html, err := group.html(ctx, found[i], previous)
		if err != nil {
			return listView{}, err
		}
		view.Items = append(view.Items, itemView{Day: newDay(previous, found[i]), HTML: html})
		previous = &found[i]
	}
	return view, nil
}

// newDay names the day of a message when the one above is of another day (in
// UTC; the page's script sorts them by the reader's days).
func newDay(previous *integrations.PostedMessage, m integrations.PostedMessage) string {
	const layout = "Monday, 2 January 2006"
	day := m.TS.UTC().Format(layout)
	if previous != nil && previous.TS.UTC().Format(layout) == day {
		return ""
	}
	return day
}

// A rendering renders messages of one room.
type rendering struct {
	pages *pages
	path  string
	rooms map[string]string // paths by name
	known map[string]*integrations.PostedMessage
}

func (p *pages) newRendering(rooms []integrations.Room, room integrations.Room, known []integrations.PostedMessage) *rendering {
	g := &rendering{pages: p, path: newRoomLink(room).Path, rooms: make(map[string]string), known: make(map[string]*integrations.PostedMessage)}
	for _, other := range rooms {
		if other.Name != "" {
			g.rooms[other.Name] = newRoomLink(other).Path
		}
	}
	for i := range known {
		g.known[known[i].ID] = &known[i]
	}
	return g
}

func (g *rendering) html(ctx context.Context, m integrations.PostedMessage, previous *integrations.PostedMessage) (template.HTML, error) {
	around := render.Around{Previous: previous, RoomPath: g.path, Rooms: func(name string) (string, bool) {
		path, ok := g.rooms[name]
		return path, ok
	}}
	if m.Tmid != "" {
		parent, err := g.parent(ctx, m.Tmid)
		if err != nil {
			return "", err
		}
		around.Parent = parent
	}
	return g.pages.renderer.HTML(m, around)
}

// parent finds the message that is replied to; nil when there is none.
func (g *rendering) parent(ctx context.Context, id string) (*integrations.PostedMessage, error) {
	if m, ok := g.known[id]; ok {
		return m, nil
	}
	m, err := g.pages.chat.MessageByID(ctx, id)
	switch {
	case errors.Is(err, integrations.ErrNotFound):
		g.known[id] = nil
	case err != nil:
		return nil, fmt.Errorf("find message %q: %w", id, err)
	default:
		g.known[id] = &m
	}
	return g.known[id], nil
}

// errorView is what the error page shows.
type errorView struct {
	Assets      assetPaths
	Title, Text string
}

func (p *pages) notFound(w http.ResponseWriter, r *http.Request) {
	p.write(w, r, http.StatusNotFound, "error.html", errorView{p.assets.paths, "Not found",
		"There is no such page or channel on this server."})
}

// fail answers for a fault of ours. What it is goes to the log only.
func (p *pages) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // the reader went away
	}
	p.log.Error("a page could not be made", "path", r.URL.Path, "error", err)
	p.write(w, r, http.StatusInternalServerError, "error.html", errorView{p.assets.paths, "Something went wrong",
		"The messages could not be read. The server's log tells why."})
}

// write renders a template whole before anything is sent.
func (p *pages) write(w http.ResponseWriter, r *http.Request, status int, name string, view any) {
	var out bytes.Buffer
	if err := p.templates.ExecuteTemplate(&out, name, view); err != nil {
		p.log.Error("a template failed", "template", name, "error", err)
		http.Error(w, "Internal Server Error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		// A reader that went away cannot be told; there is nothing to do about it.
		_, _ = w.Write(out.Bytes())
	}
}
