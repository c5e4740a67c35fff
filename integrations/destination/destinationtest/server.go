// Package destinationtest has a server that answers like Rocket.Chat, for the
// tests of everything that posts to one.
package destinationtest

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"
)

// A User is an account on the server.
type User struct {
	ID       string
	Username string
	Token    string
	// Impersonates allows alias and avatar (permission message-impersonate).
	Impersonates bool
}

// A Room is a room on the server.
type Room struct {
	ID   string
	Name string
	// Type is "c", "p" or "d".
	Type     string
	ReadOnly bool
	// Members are usernames.
	Members []string
}

// A World is what exists on a server when it starts.
type World struct {
	Users []User
	Rooms []Room
	// Path is where the server lives below its host, such as "/chat".
	Path string
	// MaxText is Message_MaxAllowedSize; zero means 5000.
	MaxText int
}

// A Message is one that was posted.
type Message struct {
	ID     string
	RoomID string
	// Sender is a username.
	Sender string
	// Body is the request's body, decoded.
	Body map[string]any
}

// A Server is a small Rocket.Chat: chat.postMessage, rooms.info, im.create and
// me, with its answers and its rules (reference §6.2, §6.3, §7.4). It fails the
// test at every request the schema of the real one would refuse.
type Server struct {
	*httptest.Server
	t     testing.TB
	world World

	mu       sync.Mutex
	messages []Message
	calls    []string
	next     []http.HandlerFunc
	all      http.HandlerFunc
}

// NewServer starts a server that stops with the test.
func NewServer(t testing.TB, world World) *Server {
	s := newServer(t, world)
	s.Start()
	return s
}

// NewTLSServer is NewServer with a certificate that nobody knows yet.
func NewTLSServer(t testing.TB, world World) *Server {
	s := newServer(t, world)
	s.StartTLS()
	return s
}

func newServer(t testing.TB, world World) *Server {
	if world.MaxText == 0 {
		world.MaxText = 5000
	}
	s := &Server{t: t, world: world}
	api := http.NewServeMux()
	api.HandleFunc("POST "+world.Path+"/api/v1/chat.postMessage", s.authenticated(s.postMessage))
	api.HandleFunc("POST "+world.Path+"/api/v1/im.create", s.authenticated(s.createDirect))
	api.HandleFunc("GET "+world.Path+"/api/v1/rooms.info", s.authenticated(s.roomInfo))
	api.HandleFunc("GET "+world.Path+"/api/v1/me", s.authenticated(s.me))
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if answer := s.record(r); answer != nil {
			answer(w, r)
			return
		}
		api.ServeHTTP(w, r)
	}))
	// Tests of broken connections are no news.
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(s.Close)
	return s
}

// Address is the URL of the server, with its path.
func (s *Server) Address() string { return s.URL + s.world.Path }

// AnswerNext has the next requests answered by these handlers, one each,
// whatever they ask for.
func (s *Server) AnswerNext(handlers ...http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next = append(s.next, handlers...)
}

// AnswerAll has all requests answered by a handler, until it is called with nil.
func (s *Server) AnswerAll(handler http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = handler
}

// Messages returns what was posted, in order.
func (s *Server) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.messages)
}

// Calls returns the requests so far, as "POST chat.postMessage".
func (s *Server) Calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// RenameRoom gives a room another id, as if it had been made anew.
func (s *Server) RenameRoom(id, newID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.world.Rooms {
		if s.world.Rooms[i].ID == id {
			s.world.Rooms[i].ID = newID
		}
	}
}

// AddRoom makes a room.
func (s *Server) AddRoom(room Room) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.Rooms = append(s.world.Rooms, room)
}

// DeleteRoom takes a room away.
func (s *Server) DeleteRoom(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.Rooms = slices.DeleteFunc(s.world.Rooms, func(r Room) bool { return r.ID == id })
}

// record notes a request and takes the answer that was ordered for it, if any.
func (s *Server) record(r *http.Request) http.HandlerFunc {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, r.Method+" "+strings.TrimPrefix(r.URL.Path, s.world.Path+"/api/v1/"))
	if len(s.next) == 0 {
		return s.all
	}
	answer := s.next[0]
	s.next = s.next[1:]
	return answer
}

type apiFunc func(w http.ResponseWriter, r *http.Request, as User)

// authenticated checks the two headers as Rocket.Chat does.
func (s *Server) authenticated(then apiFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if agent := r.UserAgent(); !strings.HasPrefix(agent, "rocketscript") {
			s.t.Errorf("%s: User-Agent is %q", r.URL.Path, agent)
		}
		for _, u := range s.world.Users {
			if u.Token != "" && u.ID == r.Header.Get("X-User-Id") && u.Token == r.Header.Get("X-Auth-Token") {
				then(w, r, u)
				return
			}
		}
		writeJSON(w, http.StatusUnauthorized, map[string]any{"success": false, "error": "You must be logged in to do this.", "status": "error", "message": "You must be logged in to do this."})
	}
}

func (s *Server) postMessage(w http.ResponseWriter, r *http.Request, as User) {
	body, err := postMessageBody(r)
	if err != nil {
		s.t.Errorf("chat.postMessage was sent what its schema refuses: %v", err)
		refuse(w, "must NOT have additional properties\n must match exactly one schema in oneOf [invalid-params]", "invalid-params")
		return
	}
	text, _ := body["text"].(string)
	if len(utf16.Encode([]rune(text))) > s.world.MaxText {
		refuse(w, "error-message-size-exceeded", "")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	target, _ := body["channel"].(string)
	if target == "" {
		target, _ = body["roomId"].(string)
	}
	room := s.resolve(as, target)
	if room == nil {
		refuse(w, "[invalid-channel]", "invalid-channel")
		return
	}
	if text := s.mayPost(as, room, body); text != "" {
		refuse(w, text, "")
		return
	}
	m := Message{ID: fmt.Sprintf("message%010d", len(s.messages)+1), RoomID: room.ID, Sender: as.Username, Body: body}
	s.messages = append(s.messages, m)
	writeJSON(w, http.StatusOK, map[string]any{"ts": 1763800000000, "channel": target, "message": stored(m, as), "success": true})
}

// stored is a message as Rocket.Chat returns it.
func stored(m Message, as User) map[string]any {
	out := map[string]any{
		"_id": m.ID, "rid": m.RoomID, "msg": m.Body["text"], "groupable": false, "attachments": []any{},
		"ts": "2026-11-22T10:00:00.000Z", "u": map[string]any{"_id": as.ID, "username": as.Username, "name": as.Username},
		"urls": []any{}, "mentions": []any{}, "channels": []any{},
	}
	for _, key := range []string{"alias", "emoji", "avatar", "attachments", "tmid", "customFields", "parseUrls"} {
		if value, ok := m.Body[key]; ok {
			out[key] = value
		}
	}
	return out
}

// resolve finds a room as processWebhookMessage does (reference §6.2). The
// lock is held.
func (s *Server) resolve(as User, target string) *Room {
	if name, ok := strings.CutPrefix(target, "@"); ok {
		return s.direct(as, func(u User) bool { return u.Username == name || u.ID == name })
	}
	name := strings.TrimPrefix(target, "#")
	for i := range s.world.Rooms {
		if room := &s.world.Rooms[i]; room.ID == name || room.Name != "" && room.Name == name {
			if room.Type == "c" && !slices.Contains(room.Members, as.Username) {
				room.Members = append(room.Members, as.Username)
			}
			return room
		}
	}
	if strings.HasPrefix(target, "#") {
		return nil
	}
	return s.direct(as, func(u User) bool { return u.ID == name })
}

func (s *Server) direct(as User, is func(User) bool) *Room {
	i := slices.IndexFunc(s.world.Users, is)
	if i < 0 {
		return nil
	}
	members := slices.Compact(slices.Sorted(slices.Values([]string{as.Username, s.world.Users[i].Username})))
	for j := range s.world.Rooms {
		if room := &s.world.Rooms[j]; room.Type == "d" && slices.Equal(room.Members, members) {
			return room
		}
	}
	s.world.Rooms = append(s.world.Rooms, Room{ID: "direct-" + strings.Join(members, "-"), Type: "d", Members: members})
	return &s.world.Rooms[len(s.world.Rooms)-1]
}

// mayPost is the text of the refusal, in Rocket.Chat's order of checks.
func (s *Server) mayPost(as User, room *Room, body map[string]any) string {
	alias, _ := body["alias"].(string)
	avatar, _ := body["avatar"].(string)
	switch {
	case !slices.Contains(room.Members, as.Username):
		return "error-not-allowed"
	case room.ReadOnly:
		return "You can't send messages because the room is readonly."
	case !as.Impersonates && (alias != "" || avatar != ""):
		return "Not enough permission"
	}
	return ""
}

// me says who asks.
func (s *Server) me(w http.ResponseWriter, _ *http.Request, as User) {
	writeJSON(w, http.StatusOK, map[string]any{"_id": as.ID, "username": as.Username, "success": true})
}

func (s *Server) roomInfo(w http.ResponseWriter, r *http.Request, as User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := r.URL.Query().Get("roomName")
	i := slices.IndexFunc(s.world.Rooms, func(room Room) bool { return room.Name != "" && room.Name == name })
	switch {
	case i < 0:
		refuse(w, `The required "roomId" or "roomName" param provided does not match any channel [error-room-not-found]`, "error-room-not-found")
	case s.world.Rooms[i].Type == "p" && !slices.Contains(s.world.Rooms[i].Members, as.Username):
		refuse(w, "not-allowed", "Not Allowed")
	default:
		writeJSON(w, http.StatusOK, map[string]any{"room": map[string]any{"_id": s.world.Rooms[i].ID, "name": name, "t": s.world.Rooms[i].Type}, "success": true})
	}
}

func (s *Server) createDirect(w http.ResponseWriter, r *http.Request, as User) {
	var body map[string]any
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || len(body) != 1 {
		s.t.Errorf("im.create was sent %v (%v)", body, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	room := s.direct(as, func(u User) bool { return u.Username == body["username"] })
	if room == nil {
		refuse(w, "Invalid user [error-invalid-user]", "error-invalid-user")
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{"room": map[string]any{"t": "d", "rid": room.ID, "usernames": room.Members}, "success": true})
}

func refuse(w http.ResponseWriter, text, code string) {
	body := map[string]any{"success": false, "error": text}
	if code != "" {
		body["errorType"] = code
	}
	writeJSON(w, http.StatusBadRequest, body)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	// What Rocket.Chat's rate limiter says of every answer.
	w.Header().Set("X-RateLimit-Limit", "10")
	w.Header().Set("X-RateLimit-Remaining", "9")
	w.Header().Set("X-RateLimit-Reset", fmt.Sprint(time.Now().Add(time.Minute).UnixMilli()))
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
