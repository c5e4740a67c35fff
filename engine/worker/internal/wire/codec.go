package wire

import (
	"encoding/binary"
	"errors"
	"math"
	"time"
)

// A Message is the body of a frame. Its fields method shows each field to the
// codec, in an order that both sides share.
type Message interface{ fields(c *codec) }

// ErrMalformed is returned for a body that is not what its kind promises.
var ErrMalformed = errors.New("wire: malformed frame")

// Decode reads the body of a frame into a message, to its last byte.
func Decode(body []byte, message Message) error {
	c := codec{in: body, reading: true}
	message.fields(&c)
	if c.failed || len(c.in) != 0 {
		return ErrMalformed
	}
	return nil
}

// A codec writes the fields it is shown to out, or reads them from in. After a
// failure to read, all further fields read as zero.
type codec struct {
	out     []byte
	in      []byte
	reading bool
	failed  bool
}

func (c *codec) fail() { c.failed, c.in = true, nil }

func (c *codec) uint(v *uint64) {
	if !c.reading {
		c.out = binary.AppendUvarint(c.out, *v)
		return
	}
	n, size := binary.Uvarint(c.in)
	if size <= 0 {
		c.fail()
		n, size = 0, 0
	}
	*v, c.in = n, c.in[size:]
}

func (c *codec) int64(v *int64) {
	u := uint64(*v)<<1 ^ uint64(*v>>63)
	c.uint(&u)
	*v = int64(u>>1) ^ -int64(u&1)
}

func (c *codec) int(v *int) {
	n := int64(*v)
	c.int64(&n)
	if int64(int(n)) != n {
		c.fail()
		n = 0
	}
	*v = int(n)
}

func (c *codec) bool(v *bool) {
	u := uint64(0)
	if *v {
		u = 1
	}
	c.uint(&u)
	if u > 1 {
		c.fail()
	}
	*v = u == 1
}

func (c *codec) float(v *float64) {
	if !c.reading {
		c.out = binary.LittleEndian.AppendUint64(c.out, math.Float64bits(*v))
		return
	}
	*v = 0
	if len(c.in) < 8 {
		c.fail()
		return
	}
	*v, c.in = math.Float64frombits(binary.LittleEndian.Uint64(c.in)), c.in[8:]
}

func (c *codec) duration(v *time.Duration) { c.int64((*int64)(v)) }

// time carries a moment; the zone stays behind, and zero stays zero.
func (c *codec) time(v *time.Time) {
	set := !v.IsZero()
	c.bool(&set)
	if !set {
		*v = time.Time{}
		return
	}
	seconds, nanoseconds := v.Unix(), int64(v.Nanosecond())
	c.int64(&seconds)
	c.int64(&nanoseconds)
	if c.reading {
		*v = time.Unix(seconds, nanoseconds)
	}
}

// text carries a string of any bytes. kind text is any string type.
func text[T ~string](c *codec, v *T) {
	if !c.reading {
		c.out = binary.AppendUvarint(c.out, uint64(len(*v)))
		c.out = append(c.out, *v...)
		return
	}
	*v = T(c.take())
}

// bytes carries a byte slice; nil stays nil. What is read shares memory with
// the frame.
func bytes[T ~[]byte](c *codec, v *T) {
	set := *v != nil
	c.bool(&set)
	switch {
	case !set:
		*v = nil
	case c.reading:
		*v = T(c.take())
	default:
		c.out = binary.AppendUvarint(c.out, uint64(len(*v)))
		c.out = append(c.out, *v...)
	}
}

// take reads a length and that many bytes.
func (c *codec) take() []byte {
	var n uint64
	c.uint(&n)
	if n > uint64(len(c.in)) {
		c.fail()
		return []byte{}
	}
	taken := c.in[:n:n]
	c.in = c.in[n:]
	return taken
}

// maxList bounds a list, whose elements weigh more in memory than on the wire.
const maxList = 1 << 16

// list carries a slice; empty becomes nil.
func list[T any](c *codec, v *[]T, each func(*T)) {
	n := uint64(len(*v))
	c.uint(&n)
	if n > maxList || c.reading && n > uint64(len(c.in)) {
		c.fail()
		n = 0
	}
	if c.reading {
		*v = nil
		for range n {
			var element T
			each(&element)
			*v = append(*v, element)
		}
		return
	}
	for i := range *v {
		each(&(*v)[i])
	}
}

// optional carries what a pointer points to; nil stays nil.
func optional[T any](c *codec, v **T, each func(*T)) {
	set := *v != nil
	c.bool(&set)
	if !set {
		*v = nil
		return
	}
	if c.reading {
		*v = new(T)
	}
	each(*v)
}
