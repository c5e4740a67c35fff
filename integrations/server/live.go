package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"time"

	"rocketscript/integrations"
)

const (
	// liveBatch is how many messages are read at a time.
	liveBatch = 100
	// liveBehind is how many messages a page may be behind; a page further
	// behind is told to load itself again.
	liveBehind = 500
	// liveWrite is how long one write to a reader may take. A reader that is
	// slower is cut off, and comes back where it was.
	liveWrite = 10 * time.Second
)

// live serves /live?room=ID&after=SEQ&seen=SEQ: the messages of all rooms with
// a Seq above after (or above the Last-Event-ID of a reader that comes back),
// as server-sent events, for as long as the reader stays.
//
//	message  {room, html}         one in the room of the page
//	unread   {room, count, link}  one or more in another room
//	troubles {html}               which destinations fail
//	reload   {}                   the page is too far behind
//
// With seen, the messages of other rooms from there to after are counted first.
func (p *pages) live(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(p.stopping, cancel)()
	changes := p.chat.Changes(ctx) // before reading, so that nothing falls between
	stream := newLiveStream(p, w, r)
	if err := stream.open(ctx); err != nil {
		p.endLive(ctx, r, err)
		return
	}
	ticker, health := time.NewTicker(p.heartbeat), time.NewTicker(troublesEvery)
	defer ticker.Stop()
	defer health.Stop()
	for {
		if err := errors.Join(stream.catchUp(ctx), stream.sendTroubles()); err != nil {
			p.endLive(ctx, r, err)
			return
		}
		select {
		case <-ctx.Done():
			return
		case _, open := <-changes:
			if !open {
				return
			}
		case <-health.C:
		case <-ticker.C:
			if stream.comment("still here") != nil {
				return
			}
		}
	}
}

// endLive logs why a stream ended, when it was not its reader.
func (p *pages) endLive(ctx context.Context, r *http.Request, err error) {
	if ctx.Err() == nil {
		p.log.Debug("a live stream ended", "remote", r.RemoteAddr, "error", err)
	}
}

// A liveStream is the stream to one reader.
type liveStream struct {
	pages  *pages
	w      http.ResponseWriter
	rc     *http.ResponseController
	roomID string
	after  int64 // everything up to here was sent
	seen   int64
	// previous is the newest message of the room, for grouping; nil when it is
	// not known yet.
	previous *integrations.PostedMessage
	// troubles is what was told last; nil before.
	troubles *string
}

func newLiveStream(p *pages, w http.ResponseWriter, r *http.Request) *liveStream {
	query := r.URL.Query()
	s := &liveStream{pages: p, w: w, rc: http.NewResponseController(w), roomID: query.Get("room")}
	s.after = sequence(query.Get("after"))
	s.seen = s.after
	if last := r.Header.Get("Last-Event-ID"); last != "" {
		s.after = sequence(last)
	} else if query.Has("seen") {
		s.seen = sequence(query.Get("seen"))
	}
	return s
}

func sequence(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// open sends the head of the stream and what the reader missed while away.
func (s *liveStream) open(ctx context.Context) error {
	header := s.w.Header()
	header.Set("Content-Type", "text/event-stream")
	header.Set("X-Accel-Buffering", "no") // nginx holds events back otherwise
	// The time limit for reading the request would end the stream.
	_ = s.rc.SetReadDeadline(time.Time{})
	s.w.WriteHeader(http.StatusOK)
	if err := s.write([]byte("retry: 2000\n\n")); err != nil {
		return err
	}
	newest, err := s.pages.chat.LastSeq(ctx)
	if err != nil {
		return fmt.Errorf("read the newest message: %w", err)
	}
	if newest-s.after > liveBehind {
		if err := s.event("reload", newest, struct{}{}); err != nil {
			return err
		}
		s.after = newest
	}
	return s.sendMissed(ctx)
}

// sendMissed counts the messages of other rooms between seen and after.
func (s *liveStream) sendMissed(ctx context.Context) error {
	counts := make(map[string]int)
	for from := max(s.seen, s.after-liveBehind); from < s.after; {
		batch, err := s.pages.chat.MessagesAfter(ctx, from, liveBatch)
		if err != nil {
			return fmt.Errorf("read messages: %w", err)
		}
		if len(batch) == 0 {
			break
		}
		for _, m := range batch {
			if from = m.Seq; m.Seq <= s.after && m.RoomID != s.roomID {
				counts[m.RoomID]++
			}
		}
	}
	if len(counts) == 0 {
		return nil
	}
	rooms, err := s.pages.chat.ListRooms(ctx)
	if err != nil {
		return fmt.Errorf("list rooms: %w", err)
	}
	for _, room := range rooms {
		if n := counts[room.ID]; n > 0 {
			if err := s.sendUnread(room, n, s.after); err != nil {
				return err
			}
		}
	}
	return nil
}

// catchUp sends everything that is new.
func (s *liveStream) catchUp(ctx context.Context) error {
	for {
		batch, err := s.pages.chat.MessagesAfter(ctx, s.after, liveBatch)
		if err != nil {
			return fmt.Errorf("read messages: %w", err)
		}
		if len(batch) == 0 {
			return nil
		}
		rooms, err := s.pages.chat.ListRooms(ctx)
		if err != nil {
			return fmt.Errorf("list rooms: %w", err)
		}
		byID := make(map[string]integrations.Room, len(rooms))
		for _, room := range rooms {
			byID[room.ID] = room
		}
		for _, m := range batch {
			if err := s.send(ctx, rooms, byID[m.RoomID], m); err != nil {
				return err
			}
			s.after = m.Seq
		}
	}
}

func (s *liveStream) send(ctx context.Context, rooms []integrations.Room, room integrations.Room, m integrations.PostedMessage) error {
	if m.RoomID != s.roomID {
		return s.sendUnread(room, 1, m.Seq)
	}
	if err := s.findPrevious(ctx, m); err != nil {
		return err
	}
	html, err := s.pages.newRendering(rooms, room, nil).html(ctx, m, s.previous)
	if err != nil {
		return err
	}
	s.previous = &m
	return s.event("message", m.Seq, map[string]any{"room": m.RoomID, "html": html})
}

// findPrevious finds the message above the first one sent.
func (s *liveStream) findPrevious(ctx context.Context, m integrations.PostedMessage) error {
	if s.previous != nil {
		return nil
	}
	above, err := s.pages.chat.ListMessages(ctx, m.RoomID, m.Seq, 1)
	if err != nil {
		return fmt.Errorf("list messages of %s: %w", m.RoomID, err)
	}
	if len(above) > 0 {
		s.previous = &above[0]
	}
	return nil
}

func (s *liveStream) sendUnread(room integrations.Room, count int, seq int64) error {
	var link bytes.Buffer
	if err := s.pages.templates.ExecuteTemplate(&link, "room-link", newRoomLink(room)); err != nil {
		return fmt.Errorf("render room %s: %w", room.ID, err)
	}
	return s.event("unread", seq, map[string]any{"room": room.ID, "count": count, "link": template.HTML(link.String())})
}

// event sends one event. Its data is one line: JSON has no line breaks.
func (s *liveStream) event(name string, seq int64, data any) error {
	body, err := json.Marshal(data)
	if err != nil {
		return fmt.Errorf("event %s: %w", name, err)
	}
	return s.write(fmt.Appendf(nil, "id: %d\nevent: %s\ndata: %s\n\n", seq, name, body))
}

// comment sends what readers ignore.
func (s *liveStream) comment(text string) error {
	return s.write([]byte(": " + text + "\n\n"))
}

func (s *liveStream) write(text []byte) error {
	// Not every ResponseWriter has deadlines (a recorder in tests has none).
	_ = s.rc.SetWriteDeadline(time.Now().Add(liveWrite))
	if _, err := s.w.Write(text); err != nil {
		return fmt.Errorf("write event: %w", err)
	}
	if err := s.rc.Flush(); err != nil {
		return fmt.Errorf("flush event: %w", err)
	}
	return nil
}
