package outbound

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"rocketscript/engine"
)

// maxEncodings is how many times over a body may be compressed.
const maxEncodings = 3

// readBody reads the whole body, at most limit bytes of it; decode undoes its
// compression. One that is longer is errTooLarge.
func readBody(received *http.Response, limit int64, decode bool) ([]byte, error) {
	body := io.Reader(received.Body)
	if decode {
		var err error
		if body, err = decoded(body, received.Header.Values("Content-Encoding")); err != nil {
			return nil, err
		}
	}
	text, err := io.ReadAll(io.LimitReader(body, limit+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(text)) > limit:
		return nil, errTooLarge
	}
	return text, nil
}

// decoded undoes the encodings, the last one first. One that is not known, and
// was not asked for, is left to the script.
func decoded(body io.Reader, lines []string) (io.Reader, error) {
	encodings := strings.Split(strings.ToLower(strings.Join(lines, ",")), ",")
	if len(encodings) > maxEncodings {
		return nil, fmt.Errorf("the answer is compressed %d times over", len(encodings))
	}
	for _, encoding := range slices.Backward(encodings) {
		compressed := bufio.NewReader(body)
		if _, err := compressed.Peek(1); err == io.EOF { // such as the answer to HEAD
			return compressed, nil
		}
		var err error
		switch strings.TrimSpace(encoding) {
		case "gzip", "x-gzip":
			body, err = gzip.NewReader(compressed)
		case "deflate":
			body, err = inflated(compressed)
		case "", "identity":
			body = compressed
		default:
			return compressed, nil
		}
		if err != nil {
			return nil, &engine.HTTPError{Kind: engine.HTTPFailed, Message: fmt.Sprintf("the answer says it is %s, but cannot be read so: %v", strings.TrimSpace(encoding), err)}
		}
	}
	return body, nil
}

// inflated reads what servers mean by deflate: zlib's format, or none around it.
func inflated(compressed *bufio.Reader) (io.Reader, error) {
	head, err := compressed.Peek(1)
	if err == nil && head[0]&0x0F == 8 {
		return zlib.NewReader(compressed)
	}
	return flate.NewReader(compressed), nil
}
