// Package integrations is the domain: an [Integration] is what an admin
// configures, a [Catalog] an immutable set of them, a [Processor] takes a
// webhook request through script, message, store and destination, and an
// [Execution] is what is kept of it.
//
// The way of a request is Processor.Process, in processor.go; read it first.
// What it needs from the outside it declares as interfaces (ports.go): a
// [Runner] runs scripts, a [Store] keeps executions, a [Dispatcher] makes the
// first try of a delivery, a [Destination] is where messages go.
package integrations
