// Package card makes a readable message of any webhook payload without knowing
// who sent it: what a channel gets when the script that should have made the
// message failed. It is pure, and the same payload always makes the same card.
//
// [Content] is the whole package. In the order in which a payload passes:
//
//	tree.go    reads JSON into a bounded tree, secrets left out
//	names.go   what senders call things: titles, links, states, secrets
//	choose.go  which values become title, link, text and colour
//	fields.go  which become fields, and what they are called
//	text.go    texts that are cut, masked and can neither format nor ping
//	card.go    puts the message together
package card
