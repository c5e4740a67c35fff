package inspect

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// Table shows what console.table was given: the members of an object or an
// array, or the entries of a Map or a Set, as rows, and theirs as columns; of
// those only the ones a second argument names, if that is an array. Anything
// else is shown as it stands.
//
// As in Node, and unlike the rest of this package, getters of the members are
// called. What Node has and this has not: a look into an iterator, which would
// use it up here, and the exception for a second argument that is no array.
func (in *Inspector) Table(args []goja.Value) string {
	if len(args) == 0 {
		return in.plain(goja.Undefined())
	}
	o, ok := args[0].(*goja.Object)
	if _, callable := goja.AssertFunction(args[0]); !ok || callable {
		return in.plain(args[0])
	}
	switch kind := o.ExportType(); {
	case o.ClassName() == "Array": // whose kind is that of a Set
	case kind == mapType:
		return in.mapTable(o)
	case kind == setType:
		return in.setTable(o)
	}
	var properties *goja.Object
	if len(args) > 1 {
		if list, ok := args[1].(*goja.Object); ok && list.ClassName() == "Array" {
			properties = list
		}
	}
	return in.memberTable(o, properties)
}

// The heads of the columns that Node adds.
const (
	indexHead     = "(index)"
	iterationHead = "(iteration index)"
	keyHead       = "Key"
	valuesHead    = "Values"
)

func (in *Inspector) mapTable(o *goja.Object) string {
	g := newGrid(iterationHead)
	in.rt.ForOf(o, func(entry goja.Value) bool {
		pair, ok := entry.(*goja.Object)
		if !ok || !g.row(strconv.Itoa(g.rows)) {
			return false
		}
		g.set(keyHead, in.cell(pair.Get("0")))
		g.set(valuesHead, in.cell(pair.Get("1")))
		return true
	})
	g.need(keyHead, valuesHead)
	return g.text(int(sizeOf(o)))
}

func (in *Inspector) setTable(o *goja.Object) string {
	g := newGrid(iterationHead)
	in.rt.ForOf(o, func(entry goja.Value) bool {
		if !g.row(strconv.Itoa(g.rows)) {
			return false
		}
		g.set(valuesHead, in.cell(entry))
		return true
	})
	g.need(valuesHead)
	return g.text(int(sizeOf(o)))
}

func (in *Inspector) memberTable(o, properties *goja.Object) string {
	g := newGrid(indexHead)
	var named []string
	if properties != nil {
		named = in.names(properties)
	}
	keys := o.Keys()
	values := make(map[int]string) // of rows that are no objects
	for _, key := range keys {
		if !g.row(key) {
			break
		}
		item, isObject := o.Get(key).(*goja.Object)
		switch {
		case isObject && properties == nil:
			in.cells(g, item, item.Keys())
		case isObject:
			in.cells(g, item, named)
		case properties == nil:
			values[g.rows-1] = in.cell(o.Get(key))
		default:
			g.need(named...)
		}
	}
	return g.withValues(values).text(len(keys))
}

// names reads the second argument of console.table.
func (in *Inspector) names(list *goja.Object) []string {
	var names []string
	for i := range min(list.Get("length").ToInteger(), maxMembers) {
		if v := list.Get(strconv.FormatInt(i, 10)); v != nil {
			names = append(names, v.String())
		} else {
			names = append(names, "undefined")
		}
	}
	return names
}

// cell shows a value on one line: an array by its first three items, an object
// of more than two members by its class.
func (in *Inspector) cell(v goja.Value) string {
	depth := 0
	if o, ok := v.(*goja.Object); ok && o.ClassName() != "Array" {
		_, callable := goja.AssertFunction(o)
		if !callable && !isTypedArray(o.ExportType()) && len(o.Keys()) > 2 {
			depth = -1
		}
	}
	p := printer{in: in, maxDepth: depth, maxItems: 3, line: math.MaxInt32, circular: make(map[*goja.Object]int)}
	return p.value(v, 0)
}

// A grid is a table in the making.
type grid struct {
	index   column
	rows    int
	columns []*column
	byHead  map[string]*column
	bytes   int
}

// A column may have fewer cells than there are rows; the rest are empty.
type column struct {
	head  string
	cells []string
	width int
}

func newGrid(index string) *grid {
	return &grid{index: column{head: index}, byHead: make(map[string]*column)}
}

// row begins a row, and reports whether there is room for it.
func (g *grid) row(name string) bool {
	if g.rows == maxMembers || g.bytes > maxText {
		return false
	}
	g.index.cells = append(g.index.cells, name)
	g.bytes += len(name)
	g.rows++
	return true
}

// cells puts members of an object into the row.
func (in *Inspector) cells(g *grid, item *goja.Object, keys []string) {
	for _, key := range keys {
		if g.bytes > maxText {
			return
		}
		g.need(key)
		if in.hasOwn(item, key) {
			g.set(key, in.cell(item.Get(key)))
		}
	}
}

func (in *Inspector) hasOwn(o *goja.Object, key string) bool {
	return in.property(o, in.rt.ToValue(key)).exists()
}

// need makes sure that there are columns of these names.
func (g *grid) need(heads ...string) {
	for _, head := range heads {
		if g.byHead[head] == nil {
			c := &column{head: head}
			g.columns = append(g.columns, c)
			g.byHead[head] = c
			g.bytes += len(head)
		}
	}
}

// set puts a text into a column of the row.
func (g *grid) set(head, text string) {
	g.need(head)
	c := g.byHead[head]
	for len(c.cells) < g.rows {
		c.cells = append(c.cells, "")
	}
	c.cells[g.rows-1] = text
	g.bytes += len(text)
}

// withValues adds the column of the rows that are no objects, if there are
// any, behind all others. It stands apart, as an object may have a member
// called Values.
func (g *grid) withValues(values map[int]string) *grid {
	sortIndices(g.columns)
	if len(values) == 0 {
		return g
	}
	c := &column{head: valuesHead}
	for row := range g.rows {
		c.cells = append(c.cells, values[row])
	}
	g.columns = append(g.columns, c)
	return g
}

// sortIndices moves the columns that are named like array indices to the
// front, in their order, as JavaScript orders members.
func sortIndices(columns []*column) {
	rank := func(c *column) uint64 {
		if n, err := strconv.ParseUint(c.head, 10, 32); err == nil && strconv.FormatUint(n, 10) == c.head && n < math.MaxUint32 {
			return n
		}
		return math.MaxUint32
	}
	slices.SortStableFunc(columns, func(a, b *column) int { return cmp.Compare(rank(a), rank(b)) })
}

// text draws the table; total is how many rows there would be without bounds.
func (g *grid) text(total int) string {
	columns := append([]*column{&g.index}, g.columns...)
	heads := make([]string, len(columns))
	for i, c := range columns {
		heads[i] = c.head
		c.width = cellWidth(c.head)
		for _, cell := range c.cells {
			c.width = max(c.width, cellWidth(cell))
		}
	}
	var b strings.Builder
	rule(&b, columns, "┌", "┬", "┐\n")
	line(&b, columns, heads)
	rule(&b, columns, "├", "┼", "┤\n")
	drawn := 0
	for ; drawn < g.rows && b.Len() <= maxText; drawn++ {
		cells := make([]string, len(columns))
		for i, c := range columns {
			if drawn < len(c.cells) {
				cells[i] = c.cells[drawn]
			}
		}
		line(&b, columns, cells)
	}
	rule(&b, columns, "└", "┴", "┘")
	if rest := total - drawn; rest > 0 {
		fmt.Fprintf(&b, "\n... %d more rows", rest)
	}
	return b.String()
}

func rule(b *strings.Builder, columns []*column, left, between, right string) {
	for i, c := range columns {
		if i == 0 {
			b.WriteString(left)
		} else {
			b.WriteString(between)
		}
		b.WriteString(strings.Repeat("─", c.width+2))
	}
	b.WriteString(right)
}

func line(b *strings.Builder, columns []*column, cells []string) {
	for i, c := range columns {
		b.WriteString("│ " + cells[i] + strings.Repeat(" ", max(0, c.width-cellWidth(cells[i]))) + " ")
	}
	b.WriteString("│\n")
}
