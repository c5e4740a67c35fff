package store

import "crypto/rand"

const lettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// idLength is that of Rocket.Chat's ids (reference §6.1 "Stored extras").
const idLength = 17

// tokenLength is that of a generated URL token, as Rocket.Chat's are.
const tokenLength = 48

// randomText returns n letters and digits from the system's secure source.
// Bytes that would favour some of them are thrown away.
func randomText(n int) string {
	text := make([]byte, 0, n)
	for len(text) < n {
		var bytes [64]byte
		_, _ = rand.Read(bytes[:]) // never fails
		for _, b := range bytes {
			if i := int(b & 63); i < len(lettersAndDigits) && len(text) < n {
				text = append(text, lettersAndDigits[i])
			}
		}
	}
	return string(text)
}
