// Package render turns messages of the workspace into HTML as Rocket.Chat shows
// them: Markdown text, emoji, attachments (reference §9).
//
// What it is given comes from scripts and from whoever sends to a webhook, so
// nothing in it is trusted. There are three fences: raw HTML is never parsed,
// it is text; the outcome of Markdown passes an allow list of elements and URL
// schemes; everything else goes through html/template. Texts of any size and
// nesting cost bounded time.
package render
