package server

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// What is read and thrown away of a body that is refused, so that the sender
// gets to see the answer instead of a broken connection.
const (
	drainBytes = 64 << 20
	drainTime  = 5 * time.Second
)

// A bodyError is why a body could not be read, with the status to answer.
type bodyError struct {
	status int
	text   string
}

func (e *bodyError) Error() string { return e.text }

// readBody returns the whole body after gzip and deflate were undone. The limit
// is on what comes out of that. Errors are *bodyError.
func readBody(r *http.Request, limit int64) ([]byte, error) {
	if r.ContentLength > limit && r.Header.Get("Content-Encoding") == "" {
		return nil, tooLarge(limit)
	}
	reader, err := decoded(r.Body, r.Header.Values("Content-Encoding"))
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(reader, limit+1))
	switch {
	case err != nil:
		return nil, &bodyError{http.StatusBadRequest, fmt.Sprintf("The request body could not be read: %v", err)}
	case int64(len(body)) > limit:
		return nil, tooLarge(limit)
	}
	return body, nil
}

func tooLarge(limit int64) error {
	return &bodyError{http.StatusRequestEntityTooLarge, fmt.Sprintf("The request body is larger than %d bytes (server.max_body)", limit)}
}

// decoded undoes the content encodings, the last applied first.
func decoded(body io.Reader, encodings []string) (io.Reader, error) {
	var applied []string
	for _, value := range encodings {
		for name := range strings.SplitSeq(value, ",") {
			applied = append(applied, strings.ToLower(strings.TrimSpace(name)))
		}
	}
	for i := len(applied) - 1; i >= 0; i-- {
		next, err := decodedOnce(body, applied[i])
		if err != nil {
			return nil, err
		}
		body = next
	}
	return body, nil
}

func decodedOnce(body io.Reader, encoding string) (io.Reader, error) {
	switch encoding {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip":
		buffered := bufio.NewReader(body)
		if _, err := buffered.Peek(1); errors.Is(err, io.EOF) {
			return buffered, nil
		}
		reader, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, &bodyError{http.StatusBadRequest, fmt.Sprintf("The request body is not gzip as its Content-Encoding says: %v", err)}
		}
		return reader, nil
	case "deflate":
		return inflated(bufio.NewReader(body))
	}
	return nil, &bodyError{http.StatusUnsupportedMediaType, fmt.Sprintf("Content-Encoding %q is not understood; send gzip, deflate or none", encoding)}
}

// inflated reads deflate in either of the forms senders mean by it: zlib, as
// RFC 9110 says, or the bare stream.
func inflated(body *bufio.Reader) (io.Reader, error) {
	head, err := body.Peek(2)
	if errors.Is(err, io.EOF) && len(head) == 0 {
		return body, nil
	}
	if len(head) == 2 && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		reader, err := zlib.NewReader(body)
		if err != nil {
			return nil, &bodyError{http.StatusBadRequest, fmt.Sprintf("The request body is not deflate as its Content-Encoding says: %v", err)}
		}
		return reader, nil
	}
	return flate.NewReader(body), nil
}

// drain reads away what is left of a refused body, within bounds. A sender who
// waits to be told to go on has not sent it.
func drain(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Expect") != "" {
		return
	}
	// Not every writer has deadlines; without one the byte bound is left.
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(drainTime))
	_, _ = io.CopyN(io.Discard, r.Body, drainBytes)
}
