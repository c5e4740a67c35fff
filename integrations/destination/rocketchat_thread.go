package destination

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"rocketscript/integrations"
	"rocketscript/integrations/message"
)

// A reply in a thread needs the room's id: the schema of chat.postMessage takes
// tmid only beside roomId (reference §7.4). rooms.info tells the id of a room
// by its name, im.create that of the direct room with a user, which it opens as
// chat.postMessage would. Where they do not tell (the channel is an id already,
// names a user by id, or the account may not ask) it goes as roomId as it is:
// Rocket.Chat reads roomId by the same rules as channel, as its documentation
// says of both together, and if it leads nowhere it says so itself.

// reply posts a message that has a tmid.
func (c caller) reply(ctx, callCtx context.Context, m message.Message) (integrations.Receipt, error) {
	p := newPayload(m)
	p.Tmid = m.Tmid
	id, cached := c.rooms.get(c.as.Username, m.Channel)
	for {
		if !cached {
			var err error
			if id, err = c.roomID(ctx, callCtx, m.Channel); err != nil {
				return integrations.Receipt{}, err
			}
		}
		p.RoomID = id
		receipt, err := c.post(ctx, callCtx, p)
		var refusal *integrations.PermanentError
		if !cached || !errors.As(err, &refusal) || refusal.Code != codeInvalidChannel {
			return receipt, err
		}
		// The room may have been made anew under its name: nothing was
		// posted, so ask once more.
		c.rooms.forget(c.as.Username, m.Channel)
		cached = false
	}
}

// roomID asks the server for the id of the room a channel leads to, and
// remembers it.
func (c caller) roomID(ctx, callCtx context.Context, channel string) (string, error) {
	var reply apiReply
	var err error
	if username, direct := strings.CutPrefix(channel, "@"); direct {
		body, _ := encodeJSON(map[string]string{"username": username}) // a string always encodes
		reply, err = c.call(ctx, callCtx, http.MethodPost, "im.create", nil, body)
	} else {
		query := url.Values{"roomName": {strings.TrimPrefix(channel, "#")}}
		reply, err = c.call(ctx, callCtx, http.MethodGet, "rooms.info", query, nil)
	}
	if temporary := new(integrations.TemporaryError); errors.As(err, &temporary) && !saysNothing(temporary) {
		return "", err
	}
	var room struct {
		ID  string `json:"_id"`
		RID string `json:"rid"`
	}
	if err != nil || json.Unmarshal(reply.Room, &room) != nil || room.ID+room.RID == "" {
		return strings.TrimPrefix(channel, "#"), nil
	}
	id := cmp.Or(room.ID, room.RID)
	c.rooms.put(c.as.Username, channel, id)
	return id, nil
}

// saysNothing tells whether a failed lookup leaves open how the post will go:
// the server answered, but does not offer the call, not to us, or not in a form
// we know.
func saysNothing(err *integrations.TemporaryError) bool {
	return slices.Contains([]string{reasonURL, reasonAccount, reasonUnreadable}, err.Reason)
}

// maxRoomIDs bounds roomIDs: scripts may name any channel.
const maxRoomIDs = 1000

// roomIDs remembers the ids of rooms, for each account and channel. It is safe
// for concurrent use; its zero value is empty.
type roomIDs struct {
	mu  sync.Mutex
	ids map[[2]string]string
}

func (r *roomIDs) get(username, channel string) (id string, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	id, ok = r.ids[[2]string{username, channel}]
	return id, ok
}

func (r *roomIDs) put(username, channel, id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ids == nil || len(r.ids) >= maxRoomIDs {
		r.ids = map[[2]string]string{}
	}
	r.ids[[2]string{username, channel}] = id
}

func (r *roomIDs) forget(username, channel string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.ids, [2]string{username, channel})
}
