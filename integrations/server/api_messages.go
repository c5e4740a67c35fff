package server

import (
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
	if found == nil {
		found = []integrations.PostedMessage{}
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"messages": found, "count": len(found), "offset": offset, "total": total, "success": true,
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
	// Details is absent where Rocket.Chat has none.
	Details *faultDetails `json:"details,omitempty"`
}

// faultDetails tell which of Rocket.Chat's methods found the fault.
type faultDetails struct {
	Method string `json:"method"`
}

// newAPIFault puts the code behind the text, as Rocket.Chat's errors have it.
func newAPIFault(code, text string) *apiFault {
	return &apiFault{Error: text + " [" + code + "]", ErrorType: code}
}

func (f *apiFault) write(w http.ResponseWriter) { writeJSON(w, http.StatusBadRequest, f) }
