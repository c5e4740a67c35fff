package wording

// BuiltIn is how V8 names a built-in function, of which goja tells the bare
// name.
func BuiltIn(name string) string {
	switch name {
	case "map", "forEach", "filter", "reduce", "reduceRight", "some", "every", "find", "findIndex", "findLast", "flatMap", "sort", "push", "splice", "join", "flat":
		return "Array." + name
	case "parse", "stringify":
		return "JSON." + name
	case "replace", "replaceAll", "match", "matchAll", "repeat", "normalize", "split", "padStart", "padEnd", "trim":
		return "String." + name
	case "toFixed", "toPrecision", "toExponential":
		return "Number." + name
	case "toISOString", "toJSON", "getTime":
		return "Date." + name
	case "keys", "entries", "values", "assign", "fromEntries", "defineProperty", "defineProperties", "create", "setPrototypeOf", "freeze":
		return "Function." + name
	case "", "<anonymous>":
		return "<anonymous>"
	}
	return name
}
