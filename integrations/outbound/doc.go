// Package outbound makes the HTTP calls of scripts. A script comes from
// somebody else, or does what a stranger's webhook tells it to; so what it may
// reach is the public internet, and of the operator's own network only what
// the operator names.
//
// [Doer] checks the address of every connection at the moment it is dialled,
// after all looking up of names: a name that leads to a private address, now
// or the next time it is looked up, is refused there, and so is a redirect.
// Proxy variables of the environment are ignored, for a proxy would dial
// instead of us.
package outbound
