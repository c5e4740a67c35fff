package regex

import "slices"

// A program is a compiled pattern, as instructions for a backtracking machine.
type program struct {
	code  []instruction
	flags Flags
	// groups is how many there are, the whole match included; names are those
	// of the groups, "" for most.
	groups int
	names  []string
	// registerCount is how many registers the machine needs, two for each group first.
	registerCount int
}

type operation int

const (
	opChar operation = iota
	opSet
	opAny
	opRepeat // a character, set or any, so many times
	opSplit  // try a, then b
	opJump
	opSave
	opClear // groups from a to b
	opAssert
	opReference
	opLook   // begin to look around; with b, where to go on when nothing is found
	opSeen   // what was looked for is there
	opUnseen // it is there but should not be
	opZero   // a loop begins
	opLoop   // once more, or on
	opAgain  // the end of a loop's body
	opMatch
)

type instruction struct {
	op    operation
	char  rune
	set   *set
	one   operation // what opRepeat repeats
	a, b  int
	min   int
	max   int
	lazy  bool
	back  bool // to the left, as lookbehind reads
	known bool
}

// compile makes the program of a parsed pattern.
func compile(root node, p *parser) *program {
	c := &compiler{program: program{flags: p.flags, groups: p.groups + 1, names: append([]string{""}, p.names...)}}
	c.registerCount = 2 * c.groups
	c.emit(instruction{op: opSave, a: 0})
	c.node(root, false)
	c.emit(instruction{op: opSave, a: 1})
	c.emit(instruction{op: opMatch})
	return &c.program
}

type compiler struct{ program }

func (c *compiler) emit(i instruction) int {
	c.code = append(c.code, i)
	return len(c.code) - 1
}

// register sets some apart.
func (c *compiler) register(n int) int {
	first := c.registerCount
	c.registerCount += n
	return first
}

func (c *compiler) node(n node, back bool) {
	switch n := n.(type) {
	case sequence:
		if back {
			n = slices.Clone(n)
			slices.Reverse(n)
		}
		for _, item := range n {
			c.node(item, back)
		}
	case alternatives:
		c.alternatives(n, back)
	case *group:
		c.group(n, back)
	case *backreference:
		c.emit(instruction{op: opReference, a: n.index, back: back})
	case assertion:
		c.emit(instruction{op: opAssert, char: rune(n)})
	case *look:
		c.look(n)
	case *quantified:
		c.quantified(n, back)
	default:
		i, _ := single(n)
		i.back = back
		c.emit(i)
	}
}

// single is the instruction for a node that matches one character.
func single(n node) (instruction, bool) {
	switch n := n.(type) {
	case char:
		return instruction{op: opChar, char: rune(n)}, true
	case set:
		return instruction{op: opSet, set: &n}, true
	case anyChar:
		return instruction{op: opAny}, true
	case *group:
		if n.index == 0 {
			return single(n.body)
		}
	case sequence:
		if len(n) == 1 {
			return single(n[0])
		}
	}
	return instruction{}, false
}

func (c *compiler) alternatives(list alternatives, back bool) {
	var ends []int
	for i, n := range list {
		if i == len(list)-1 {
			c.node(n, back)
			break
		}
		split := c.emit(instruction{op: opSplit})
		c.code[split].a = len(c.code)
		c.node(n, back)
		ends = append(ends, c.emit(instruction{op: opJump}))
		c.code[split].b = len(c.code)
	}
	for _, end := range ends {
		c.code[end].a = len(c.code)
	}
}

func (c *compiler) group(g *group, back bool) {
	if g.index == 0 {
		c.node(g.body, back)
		return
	}
	first, last := 2*g.index, 2*g.index+1
	if back {
		first, last = last, first
	}
	// The first edge is noted apart: a reference to the group in itself must
	// not see half of it.
	edge := c.register(1)
	c.emit(instruction{op: opSave, a: edge})
	c.node(g.body, back)
	c.emit(instruction{op: opSave, a: first, b: edge, known: true})
	c.emit(instruction{op: opSave, a: last})
}

func (c *compiler) look(l *look) {
	begin := c.emit(instruction{op: opLook, a: c.register(2)})
	c.node(l.body, l.behind)
	if !l.negative {
		c.emit(instruction{op: opSeen, a: c.code[begin].a})
		return
	}
	c.emit(instruction{op: opUnseen, a: c.code[begin].a})
	c.code[begin].b = len(c.code)
}

func (c *compiler) quantified(q *quantified, back bool) {
	if one, ok := single(q.body); ok {
		one.one, one.op = one.op, opRepeat
		one.min, one.max, one.lazy, one.back = q.min, q.max, q.lazy, back
		c.emit(one)
		return
	}
	if q.max == 0 {
		return
	}
	registers := c.register(2) // how often, and where the body began
	c.emit(instruction{op: opZero, a: registers})
	loop := c.emit(instruction{op: opLoop, a: registers, min: q.min, max: q.max, lazy: q.lazy})
	if q.last > q.first {
		c.emit(instruction{op: opClear, a: q.first, b: q.last})
	}
	c.node(q.body, back)
	c.emit(instruction{op: opAgain, a: registers, b: loop, min: q.min})
	c.code[loop].b = len(c.code)
}
