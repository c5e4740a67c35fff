package engine_test

import (
	"testing"

	"rocketscript/engine"
)

// TestLocales holds that the toLocale methods and Intl reach scripts.
func TestLocales(t *testing.T) {
	for source, want := range map[string]string{
		`new Date(1767625445678).toLocaleString('pt', {month: 'short', year: 'numeric', timeZone: 'UTC'})`: `jan. de 2026`,
		`(1234.5).toLocaleString('de-DE', {style: 'currency', currency: 'EUR'})`:                           "1.234,50\u00a0€",
		`new Intl.NumberFormat('en-US', {style: 'currency', currency: 'USD'}).format(1234.5)`:              `$1,234.50`,
		`['b', 'a', 'B'].sort((x, y) => x.localeCompare(y)).join('')`:                                      `abB`,
	} {
		r := run(t, method("return {content: {text: "+source+"}}"), engine.Call{})
		if got := string(r.Content); got != `{"text":"`+want+`"}` {
			t.Errorf("%s: %s, want %s (%v)", source, got, want, r.Exception)
		}
	}
}
