// Package destination has the kinds of places messages go to, one file each:
// the embedded [Workspace], a [RocketChat] server, a [Slack]-compatible
// webhook, and [Stdout].
//
// [New] makes any of them from a [Config]; the kinds are one table, in kinds.go.
// How a failure of a server is judged, permanent or temporary, is one table
// too, in classify.go.
package destination
