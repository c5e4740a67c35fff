// Package engine runs Rocket.Chat integration scripts.
package engine
