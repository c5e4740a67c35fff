// Package server is HTTP in, JSON and HTML out: the webhooks of the
// integrations, the REST API in Rocket.Chat's shape, and the pages.
//
// routes.go is the map: every URL, who may call it, and the handler. Webhooks
// are in webhook.go, who may do what in access.go, the chat page in page.go.
package server
