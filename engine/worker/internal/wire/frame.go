package wire

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
)

// A Kind says what a frame is about.
type Kind byte

// The kinds from parent to worker.
const (
	// KindSettings is the first frame a worker gets; its body is Settings.
	KindSettings Kind = iota + 1
	// KindDefine gives the worker a script; ID is the number it goes by.
	KindDefine
	// KindForget ends the instance of a script and forgets the script; ID is
	// its number.
	KindForget
	// KindRun runs a call, KindCheck checks a script; ID is the number of the
	// call, and the body begins with the number of the script.
	KindRun
	KindCheck
	// KindAnswer is the answer to a KindExchange of the same ID.
	KindAnswer
	// KindWhere asks where the call of that ID is; it is about to be killed.
	KindWhere
	// KindWeigh says that the worker has grown so much that it should look at
	// what its calls keep.
	KindWeigh
	// KindPrinted asks for what the call of that ID has printed since it was
	// asked last.
	KindPrinted
)

// The kinds from worker to parent.
const (
	// KindReady says that the worker is up; its body is Ready.
	KindReady Kind = iota + 101
	// KindResult is what became of the KindRun of the same ID.
	KindResult
	// KindChecked is what became of the KindCheck of the same ID.
	KindChecked
	// KindUnrun says that the call of that ID did not run; the body says why.
	KindUnrun
	// KindExchange asks for an HTTP exchange; ID is a number of its own.
	KindExchange
	// KindCancel says that nobody waits for the KindExchange of that ID.
	KindCancel
	// KindLog is a line for the parent's log.
	KindLog
	// KindPlace answers a KindWhere of the same ID, where that is known.
	KindPlace
	// KindConsole answers a KindPrinted of the same ID, if there is something.
	KindConsole
)

// A Frame is one message.
type Frame struct {
	Kind Kind
	ID   uint64
	Body []byte
}

// headSize is what stands before a body: its length with kind and ID, four
// bytes, then kind and ID.
const headSize = 4 + 1 + 8

// ErrTooLong is returned for a frame whose body is longer than allowed.
var ErrTooLong = errors.New("wire: frame too long")

// A Writer writes frames; it may be used by several goroutines at once.
type Writer struct {
	mu sync.Mutex
	to io.Writer
}

// NewWriter returns a Writer to w.
func NewWriter(w io.Writer) *Writer { return &Writer{to: w} }

// Write writes a frame with the fields of a message, which may be nil.
func (w *Writer) Write(kind Kind, id uint64, message Message) error {
	c := codec{out: make([]byte, headSize, 4<<10)}
	if message != nil {
		message.fields(&c)
	}
	if c.failed || len(c.out)-4 > 1<<31-1 {
		return ErrTooLong
	}
	binary.LittleEndian.PutUint32(c.out, uint32(len(c.out)-4))
	c.out[4] = byte(kind)
	binary.LittleEndian.PutUint64(c.out[5:], id)
	w.mu.Lock()
	defer w.mu.Unlock()
	_, err := w.to.Write(c.out)
	return err
}

// A Reader reads frames.
type Reader struct {
	from *bufio.Reader
	max  int
}

// NewReader returns a Reader of frames whose bodies are at most max bytes long.
func NewReader(r io.Reader, max int) *Reader {
	return &Reader{from: bufio.NewReaderSize(r, 64<<10), max: max}
}

// Read reads the next frame. The error is io.EOF where the stream ends between
// two frames, io.ErrUnexpectedEOF within one, and ErrTooLong for a frame that
// must not be read. Memory is spent only on what has arrived.
func (r *Reader) Read() (Frame, error) {
	var head [headSize]byte
	if _, err := io.ReadFull(r.from, head[:]); err != nil {
		return Frame{}, err
	}
	length := int64(binary.LittleEndian.Uint32(head[:])) - (headSize - 4)
	switch {
	case length < 0:
		return Frame{}, fmt.Errorf("wire: a frame of %d bytes has no room for its head", length+headSize-4)
	case length > int64(r.max):
		return Frame{}, ErrTooLong
	}
	body, err := r.body(int(length))
	return Frame{Kind: Kind(head[4]), ID: binary.LittleEndian.Uint64(head[5:]), Body: body}, err
}

// chunk is how much is taken on trust.
const chunk = 256 << 10

func (r *Reader) body(length int) ([]byte, error) {
	body := make([]byte, 0, min(length, chunk))
	for len(body) < length {
		n := min(length-len(body), max(chunk, len(body))) // doubles
		at := len(body)
		body = append(body, make([]byte, n)...)
		if _, err := io.ReadFull(r.from, body[at:]); err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
	}
	return body, nil
}
