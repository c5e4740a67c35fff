package engine

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"

	"rocketscript/engine/internal/annexb"
	"rocketscript/engine/internal/arraysort"
	"rocketscript/engine/internal/asyncgen"
	"rocketscript/engine/internal/dates"
	"rocketscript/engine/internal/jsstring"
	"rocketscript/engine/internal/locale"
	"rocketscript/engine/internal/recursion"
	"rocketscript/engine/internal/regex"
	"rocketscript/engine/internal/sloppy"
	"rocketscript/engine/internal/syntax"
	"rocketscript/engine/internal/wording"
)

// A Program is a compiled script. It holds no state, and any number of
// instances may run it at the same time.
type Program struct {
	name   string
	source string
	code   *goja.Program
	// wordsOnce makes the index that errors are worded with.
	wordsOnce func() *wording.Index
	// babel is set for a script that is to seem compiled by Babel.
	babel bool
	// promises is set when the script may use them.
	promises bool
	// dates is what the script may do with Dates.
	dates dates.Need
	// needs is what the script names of Annex B and its like.
	needs annexb.Need
	// strings is what the script may call that strings need mended.
	strings jsstring.Need
	// sorts is set for a program that may sort arrays.
	sorts bool
	// expressions is set when the script makes regular expressions that the
	// interpreter does not do as V8.
	expressions bool
	// localized is set for a program that names a toLocale method.
	localized bool
	// methods tells what frames of the stack are called.
	methods *sloppy.Methods
	// globals are the user's own.
	globals []*userGlobal
}

// Compile parses and compiles a script and its globals. One that is not
// JavaScript gives an *[Exception] named SyntaxError with the place of the fault;
// a module, unless Compat is [CompatStrict], a ReferenceError: there is no exports.
func Compile(script Script) (*Program, error) { return compile(script, compileGlobal) }

// compile is Compile, with its way to come by a compiled global.
func compile(script Script, library func(Global) (*userGlobal, error)) (program *Program, err error) {
	p := &Program{name: cmp.Or(script.Name, "script"), source: script.Source, wordsOnce: wordsOf(script), babel: script.Compat != CompatStrict}
	p.mention(script.Source)
	for _, g := range script.Globals {
		global, err := library(g)
		if err != nil {
			return nil, err
		}
		p.mention(g.Source)
		p.expressions = p.expressions || global.expressions
		p.globals = append(p.globals, global)
	}
	defer func() {
		// A bug of the parser must not take the process with it.
		if r := recover(); r != nil {
			program, err = nil, &Exception{Name: "SyntaxError", Message: fmt.Sprintf("the script cannot be compiled: %v", r), File: p.name}
		}
	}()
	tree, err := p.parse()
	if err != nil {
		return nil, p.syntaxError(err)
	}
	if script.Compat == CompatStrict {
		p.methods = sloppy.Keep(tree)
	} else {
		p.methods = sloppy.Lower(tree)
	}
	recursion.Guard(tree)
	sloppy.Unstrict(tree)
	if err := p.translateExpressions(tree); err != nil {
		return nil, err
	}
	wording.Instrument(tree)
	// Not strict: Rocket.Chat ran top-level code sloppy in every era.
	if p.code, err = goja.CompileAST(tree, false); err != nil {
		return nil, p.syntaxError(err)
	}
	return p, nil
}

// parse parses a file into what goja compiles.
func (p *Program) parse() (*ast.Program, error) {
	tree, err := syntax.Parse(p.name, p.source)
	if err == nil && asyncgen.Needed(p.source) {
		asyncgen.Lower(tree)
	}
	return tree, err
}

// translateExpressions readies the regular expressions of a file.
func (p *Program) translateExpressions(tree *ast.Program) *Exception {
	translated, fault := regex.Translate(tree)
	p.expressions = p.expressions || translated
	if fault == nil {
		return nil
	}
	x := &Exception{Name: "SyntaxError", File: p.name}
	p.complain(x, fault.Err.Error(), tree.File.Position(int(fault.At)-tree.File.Base()))
	return x
}

// mention notes what a source text may use.
func (p *Program) mention(source string) {
	p.promises = p.promises || mentionsPromises(source)
	p.dates |= dates.Needs(source)
	p.needs |= annexb.Needs(source)
	p.localized = p.localized || locale.Needs(source)
	p.strings |= jsstring.Needs(source)
	p.sorts = p.sorts || arraysort.Needs(source)
	p.expressions = p.expressions || regex.Needs(source)
}

// syntaxError makes an Exception of what goja's parser or compiler reports. Of
// several faults the first is the one to mend; the rest tend to follow from it.
func (p *Program) syntaxError(err error) *Exception {
	x := &Exception{Name: "SyntaxError", Message: err.Error(), File: p.name}
	var list parser.ErrorList
	var compiler *goja.CompilerSyntaxError
	switch {
	case errors.As(err, &list) && len(list) > 0:
		p.complain(x, list[0].Message, list[0].Position)
	case errors.As(err, &compiler):
		x.Message = compiler.Message
		if compiler.File != nil {
			p.complain(x, compiler.Message, compiler.File.Position(compiler.Offset))
		}
	}
	return x.clipped()
}

// complain gives an Exception V8's words and place for a complaint of goja's;
// of a module, what V8 said of Babel's output.
func (p *Program) complain(x *Exception, message string, where file.Position) {
	offset := p.offset(where.Line, where.Column)
	if worded, at, ok := wording.Module(p.source, message, offset); ok && p.babel {
		x.Name, x.Message, offset = "ReferenceError", worded, at
	} else {
		x.Message, offset = wording.Syntax(p.source, message, offset)
	}
	line, start := 1, 0
	for end := lineEnd(p.source); end >= 0 && start+end <= offset; end = lineEnd(p.source[start:]) {
		line, start = line+1, start+end
	}
	x.Line, x.Column = line, p.column(line, offset-start+1)
}

// column turns goja's column, which counts bytes, into one that counts UTF-16
// units, as V8 and editors do.
func (p *Program) column(line, byteColumn int) int {
	text := p.line(line)
	column := 1
	for i, c := range text {
		if i >= byteColumn-1 {
			break
		}
		column++
		if c > 0xFFFF {
			column++
		}
	}
	if over := byteColumn - 1 - len(text); over > 0 {
		column += over
	}
	return column
}

// line returns a line of the source, counted from 1, with whatever ends it.
func (p *Program) line(n int) string {
	rest := p.source
	for ; n > 1; n-- {
		end := lineEnd(rest)
		if end < 0 {
			return ""
		}
		rest = rest[end:]
	}
	if end := lineEnd(rest); end >= 0 {
		return rest[:end]
	}
	return rest
}

// lineEnd returns where the next line begins, by JavaScript's line
// terminators; negative when there is none.
func lineEnd(text string) int {
	i := strings.IndexAny(text, "\n\r\u2028\u2029")
	switch {
	case i < 0:
		return -1
	case text[i] == '\n':
		return i + 1
	case text[i] == '\r':
		if strings.HasPrefix(text[i+1:], "\n") {
			return i + 2
		}
		return i + 1
	}
	return i + len("\u2028")
}
