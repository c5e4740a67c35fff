package server

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strconv"

	"rocketscript/integrations"
)

const (
	defaultCount = 50
	maxCount     = 1000
)

// messagesAPI serves the messages of the workspace in Rocket.Chat's JSON.
type messagesAPI struct {
	chat Chat
	log  *slog.Logger
}

// newMessagesAPI makes a messagesAPI.
func newMessagesAPI(chat Chat, log *slog.Logger) *messagesAPI {
	return &messagesAPI{chat: chat, log: log}
}

// channelsMessages serves GET /api/v1/channels.messages: the messages of the
// room roomId or roomName (of any type), newest first, count of them (50 unless
// said, at most 1000) after the newest offset.
func (a *messagesAPI) channelsMessages(w http.ResponseWriter, r *http.Request) {
	room, fault, err := a.findRoom(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	offset, offsetFault := wholeNumber(r, "offset", 0)
	count, countFault := wholeNumber(r, "count", defaultCount)
	for _, f := range []*apiFault{fault, offsetFault, countFault} {
		if f != nil {
			f.write(w)
			return
		}
	}
	found, total, err := a.chat.MessagesPage(r.Context(), room.ID, offset, min(count, maxCount))
	if err != nil {
		a.fail(w, r, err)
		return
	}
	messages := make([]apiMessage, 0, len(found))
	for _, m := range found {
		messages = append(messages, newAPIMessage(m))
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"messages": messages, "count": len(messages), "offset": offset, "total": total, "success": true,
	})
}

func (a *messagesAPI) findRoom(r *http.Request) (integrations.Room, *apiFault, error) {
	id, name := r.URL.Query().Get("roomId"), r.URL.Query().Get("roomName")
	if id == "" && name == "" {
		return integrations.Room{}, newAPIFault("error-roomid-param-not-provided", `The parameter "roomId" or "roomName" is required`), nil
	}
	key := id
	if key == "" {
		key = name
	}
	room, err := a.chat.RoomByNameOrID(r.Context(), key)
	wrongKind := err == nil && (id != "" && room.ID != id || id == "" && room.Name != name)
	if errors.Is(err, integrations.ErrNotFound) || wrongKind {
		return integrations.Room{}, newAPIFault("error-room-not-found", `The required "roomId" or "roomName" param provided does not match any channel`), nil
	}
	return room, nil, err
}

func (a *messagesAPI) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() == nil {
		a.log.Error("messages could not be read", "error", err)
	}
	writeFailure(w, http.StatusInternalServerError, "Internal Server Error")
}

// wholeNumber reads a number of a query; absent or empty gives the default.
func wholeNumber(r *http.Request, name string, otherwise int) (int, *apiFault) {
	given := r.URL.Query().Get(name)
	if given == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(given)
	if err != nil || n < 0 {
		return 0, newAPIFault("invalid-params", "must be a whole number, 0 or more: "+name)
	}
	return n, nil
}

// An apiFault is an error as Rocket.Chat's API gives it.
type apiFault struct {
	Success   bool   `json:"success"`
	Error     string `json:"error"`
	ErrorType string `json:"errorType"`
}

// newAPIFault puts the code behind the text, as Rocket.Chat's errors have it.
func newAPIFault(code, text string) *apiFault {
	return &apiFault{Error: text + " [" + code + "]", ErrorType: code}
}

func (f *apiFault) write(w http.ResponseWriter) { writeJSON(w, http.StatusBadRequest, f) }

// An apiMessage is a message in Rocket.Chat's JSON.
type apiMessage struct {
	ID           string            `json:"_id"`
	RoomID       string            `json:"rid"`
	Msg          string            `json:"msg"`
	Alias        string            `json:"alias"`
	Avatar       string            `json:"avatar,omitempty"`
	Emoji        string            `json:"emoji,omitempty"`
	Attachments  []json.RawMessage `json:"attachments,omitzero"`
	ParseURLs    json.RawMessage   `json:"parseUrls,omitempty"`
	Groupable    json.RawMessage   `json:"groupable,omitempty"`
	CustomFields json.RawMessage   `json:"customFields,omitempty"`
	Tmid         string            `json:"tmid,omitempty"`
	// ReplyCount is tcount in Rocket.Chat: absent without replies.
	ReplyCount int        `json:"tcount,omitempty"`
	Bot        apiBot     `json:"bot"`
	TS         string     `json:"ts"`
	Sender     apiSender  `json:"u"`
	UpdatedAt  string     `json:"_updatedAt"`
	Mentions   []struct{} `json:"mentions"`
	Channels   []struct{} `json:"channels"`
}

type apiBot struct {
	Integration string `json:"i"`
}

type apiSender struct {
	ID       string `json:"_id"`
	Username string `json:"username"`
	Name     string `json:"name"`
}

func newAPIMessage(m integrations.PostedMessage) apiMessage {
	at := m.TS.UTC().Format("2006-01-02T15:04:05.000Z")
	return apiMessage{
		ID: m.ID, RoomID: m.RoomID, Msg: m.Msg, Alias: m.Alias, Avatar: m.Avatar, Emoji: m.Emoji,
		Attachments: m.Attachments, ParseURLs: m.ParseURLs, Groupable: m.Groupable,
		CustomFields: m.CustomFields, Tmid: m.Tmid, ReplyCount: m.ReplyCount,
		Bot: apiBot{m.Bot.Integration}, TS: at, UpdatedAt: at,
		Sender:   apiSender{m.Sender.ID, m.Sender.Username, m.Sender.Name},
		Mentions: []struct{}{}, Channels: []struct{}{},
	}
}
