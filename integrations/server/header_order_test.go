package server_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestHeadersInTheSendersOrder sends raw bytes over one connection: requests
// after each other, two at once, with large bodies, and with a body that looks
// like a request.
func TestHeadersInTheSendersOrder(t *testing.T) {
	hook := testIntegration("hook")
	withScript("return { content: { text: JSON.stringify(Object.entries(request.headers)) } };")(&hook)
	s := startServer(t, hook)
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
	must(t, err)
	defer conn.Close()
	answers := bufio.NewReader(conn)

	target := "/hooks/hook/TOKEN?n=1"
	request := func(headers, body string) string {
		return fmt.Sprintf("POST %s HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s", target, headers, len(body), body)
	}
	decoy := "POST " + target + " HTTP/1.1\r\nA: decoy\r\n\r\n"
	long := decoy + strings.Repeat("x", 50_000) + decoy
	sent := []string{
		request("Zeta: 1\r\nHost: a.example\r\nalpha: 2\r\nContent-Type: application/json\r\nX-Mixed-CASE:  spaced \t\r\n", `{}`),
		request("B: 1\r\nA: 2\r\nHost: x\r\nb: 3\r\nCookie: c=1\r\n", long),
		request("Host: x\r\nContent-Type: application/json\r\nC: 1\r\nA: 2\r\n", `{"n":1}`) +
			request("A: 3\r\nHost: y\r\nContent-Type: application/json\r\nB: 4\r\n", `{"n":2}`),
	}
	want := []string{
		`[["zeta","1"],["host","a.example"],["alpha","2"],["content-type","application/json"],["x-mixed-case","spaced"],["content-length","2"]]`,
		`[["b","1, 3"],["a","2"],["host","x"],["cookie","c=1"],["content-length","` + strconv.Itoa(len(long)) + `"]]`,
		`[["host","x"],["content-type","application/json"],["c","1"],["a","2"],["content-length","7"]]`,
		`[["a","3"],["host","y"],["content-type","application/json"],["b","4"],["content-length","7"]]`,
	}
	for _, text := range sent {
		_, err := io.WriteString(conn, text)
		must(t, err)
		for range strings.Count(text, "\r\nContent-Length: ") {
			response, err := http.ReadResponse(answers, nil)
			must(t, err)
			body, err := io.ReadAll(response.Body)
			must(t, err)
			if response.StatusCode != http.StatusOK {
				t.Fatalf("answer %d %s", response.StatusCode, body)
			}
		}
	}
	if diff := cmp.Diff(want, s.texts(t, "alerts")); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
}

// TestChunkedBody has no length to be refused by.
func TestChunkedBody(t *testing.T) {
	s := startServer(t, testIntegration("hook"))
	for text, status := range map[string]int{
		`{"text":"chunked"}`: http.StatusOK,
		`{"text":"` + strings.Repeat("x", testMaxBody) + `"}`: http.StatusRequestEntityTooLarge,
	} {
		request, err := http.NewRequest(http.MethodPost, s.base+"/hooks/hook/TOKEN", io.MultiReader(strings.NewReader(text)))
		must(t, err)
		request.Header.Set("Content-Type", "application/json")
		response, err := http.DefaultClient.Do(request)
		must(t, err)
		body, err := io.ReadAll(response.Body)
		must(t, err)
		must(t, response.Body.Close())
		if response.StatusCode != status {
			t.Errorf("a body of %d bytes: %d %s", len(text), response.StatusCode, body)
		}
	}
	if diff := cmp.Diff([]string{"chunked"}, s.texts(t, "alerts")); diff != "" {
		t.Error(diff)
	}
}

// TestRefusedSenderSeesTheAnswer posts megabytes to a wrong URL: the answer has
// to arrive, not a broken connection.
func TestRefusedSenderSeesTheAnswer(t *testing.T) {
	s := startServer(t, testIntegration("hook"))
	large := strings.Repeat("x", 4<<20)
	for path, status := range map[string]int{"/hooks/hook/wrong": 404, "/hooks/hook/TOKEN": 413, "/hooks/hook": 404} {
		if got, body := s.request(t, http.MethodPost, path, nil, large); got != status {
			t.Errorf("%s answered %d %s, want %d", path, got, body, status)
		}
	}
}
