package server

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
)

// writeBody answers JSON with the headers of Rocket.Chat's API (reference §1).
func writeBody(w http.ResponseWriter, status int, body []byte) {
	header := w.Header()
	header.Set("Content-Type", "application/json")
	header.Set("Cache-Control", "no-store")
	header.Set("Pragma", "no-cache")
	header.Set("X-Content-Type-Options", "nosniff")
	// Not every sender reads an answer in chunks.
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// A sender that went away cannot be told; there is nothing to do about it.
	_, _ = w.Write(body)
}

// writeJSON answers a value as JSON, without HTML escapes, as Rocket.Chat does.
func writeJSON(w http.ResponseWriter, status int, value any) {
	var body bytes.Buffer
	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		writeFailure(w, http.StatusInternalServerError, "Internal Server Error")
		return
	}
	writeBody(w, status, bytes.TrimRight(body.Bytes(), "\n"))
}

// writeFailure answers Rocket.Chat's failure with a text.
func writeFailure(w http.ResponseWriter, status int, text string) {
	writeJSON(w, status, struct {
		Success bool   `json:"success"`
		Error   string `json:"error"`
	}{false, text})
}
