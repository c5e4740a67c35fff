package jsvalue

import "math/bits"

// plain returns where the first byte from i on is that cannot stand in a JSON
// string as it is (a quote, a backslash, a control character); the end of text
// if there is none.
func plain(text string, i int) int {
	for ; i+8 <= len(text); i += 8 {
		if marked := marks(eightBytes(text, i)); marked != 0 {
			return i + bits.TrailingZeros64(marked)/8
		}
	}
	for i < len(text) && text[i] >= ' ' && text[i] != '"' && text[i] != '\\' {
		i++
	}
	return i
}

// isASCII tells whether all bytes of text are ASCII.
func isASCII(text string) bool {
	i, high := 0, uint64(0)
	for ; i+8 <= len(text); i += 8 {
		high |= eightBytes(text, i)
	}
	for ; i < len(text); i++ {
		high |= uint64(text[i])
	}
	return high&(0x80*each) == 0
}

// eightBytes reads the bytes from i on, the first as the lowest; the compiler
// makes one load of it.
func eightBytes(text string, i int) uint64 {
	b := text[i : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// each has one in every byte.
const each = 0x0101010101010101

// marks sets the high bit of the bytes of word that plain stops at. Only the
// lowest mark is sure: subtracting from a byte may borrow from those above it.
func marks(word uint64) uint64 {
	quotes, backslashes := word^'"'*each, word^'\\'*each
	return ((quotes-each)&^quotes | (backslashes-each)&^backslashes | (word-' '*each)&^word) & (0x80 * each)
}
