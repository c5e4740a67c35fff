package destination

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestMarkup is the table of what Rocket.Chat's Markdown becomes in Slack and in
// Mattermost; no markdown means that it stays as it is.
func TestMarkup(t *testing.T) {
	const none = invisible
	tests := []struct{ name, source, mrkdwn, markdown string }{
		{"bold", "*down* and **down**", "*down* and *down*", "**down** and **down**"},
		{"italic", "_x_ and __x__", "_x_ and _x_", "_x_ and _x_"},
		{"struck", "~x~ and ~~x~~", "~x~ and ~x~", "~~x~~ and ~~x~~"},
		{"nested", "*a _b ~c~_*", "*a _b ~c~_*", "**a _b ~~c~~_**"},
		{"bold in bold", "*a **b** c*", "*a b c*", "**a b c**"},
		{"label", "*Service:* API", "*Service:* API", "**Service:** API"},
		{"not within words", "2*3*4 a~b~c snake_case_name", "2*3*4 a~b~c snake_case_name", `2\*3\*4 a~b~c snake_case_name`},
		{"stars with spaces", "5 * 3 * 2", "5 * 3 * 2", `5 \* 3 \* 2`},
		{"unclosed", "*down", "*down", `\*down`},
		{"escaped", `\*not bold\*`, `*` + none + `not bold*` + none, `\*not bold\*`},
		{"paths", `C:\Program Files\x and \\server`, `C:\Program Files\x and \\server`, `C:\Program Files\x and \\\server`},
		{"code span", "run `rm *x* <y> && z`", "run `rm *x* &lt;y&gt; &amp;&amp; z`", "run `rm *x* <y> && z`"},
		{"code span of backticks", "``a`b``", "`a'b`", "``a`b``"},
		{"backtick alone", "it`s *b*", "it`s *b*", "it`s **b**"},
		{"fence", "```\na *b* <c>\n```", "```\na *b* &lt;c&gt;\n```", "```\na *b* <c>\n```"},
		{"fence with a language", "```json\n{}\n```", "```\n{}\n```", "```json\n{}\n```"},
		{"fence after text", "Error: ```a\nb```\nc", "Error: ```\na\nb\n```\nc", "Error: \n```\na\nb\n```\nc"},
		{"Slack's fence around the code", "```first\nsecond``` after", "```\nfirst\nsecond\n``` after", "```\nfirst\nsecond\n```\n after"},
		{"empty fence", "a ``` ``` b", "a ``` ``` b", "a ``` ``` b"},
		{"fence never closed", "```\nrest", "```\nrest\n```", "```\nrest\n```"},
		{"fence within a line", "see ```x``` there", "see ```x``` there", "see ```x``` there"},
		{"text after a fence", "```\na\n``` *b*", "```\na\n``` *b*", "```\na\n```\n **b**"},
		{"heading", "# Title *now*\n### b", "*Title now*\n*b*", "# Title **now**\n### b"},
		{"channel is no heading", "#alerts now", "#alerts now", "#alerts now"},
		{"no underlined headings", "Title\n---\ntext\n===", "Title\n---\ntext\n===", "Title\n\\---\ntext\n\\==="},
		{"list", "- a\n* *b*\n  + c", "• a\n• *b*\n  • c", "- a\n- **b**\n  - c"},
		{"numbered list", "3. a\n4. b", "3. a\n4. b", "3. a\n4. b"},
		{"tasks", "- [x] a\n- [ ] b", "☑ a\n☐ b", "- [x] a\n- [ ] b"},
		{"quote", "> *a*\n>b", "> *a*\n> b", "> **a**\n> b"},
		{"quote in a quote", ">> a", "> a", "> > a"},
		{"link", "[run*book*](https://x.example/a?b=1&c=2)", "<https://x.example/a?b=1&amp;c=2|run*book*>", "[run\\*book\\*](https://x.example/a?b=1&c=2)"},
		{"link with parentheses", "[a](https://x.example/b_(c))", "<https://x.example/b_(c)|a>", "[a](https://x.example/b_%28c%29)"},
		{"link with a pipe", "[a|b](https://x.example/a|b)", "<https://x.example/a%7Cb|a¦b>", "[a|b](https://x.example/a%7Cb)"},
		{"image", "![graph](https://x.example/g.png)", "<https://x.example/g.png|graph>", "![graph](https://x.example/g.png)"},
		{"Slack's link", "<https://x.example/a|the *page*>", "<https://x.example/a|the page>", "[the **page**](https://x.example/a)"},
		{"Slack's bare link", "<https://x.example/a>", "<https://x.example/a>", "https://x.example/a"},
		{"brackets in Slack's link", "<https://x.example|a] [b](c>", "<https://x.example|a] [b](c>", `[a\] \[b\](c](https://x.example)`},
		{"mail", "<mailto:a@x.example|mail>", "<mailto:a@x.example|mail>", "[mail](mailto:a@x.example)"},
		{"no link", "[x](javascript:alert(1)) [y](/z)", "[x](javascript:alert(1)) [y](/z)", "[x](javascript:alert(1)) [y](/z)"},
		{"bare URL", "see https://x.example/a_b_c*?d=1&e=2, now", "see https://x.example/a_b_c*?d=1&amp;e=2, now", "see https://x.example/a_b_c*?d=1&e=2, now"},
		{"bare URL in bold", "*https://x.example*", "*https://x.example*", "**https://x.example**"},
		{"mentions", "@all @here! @alice x@here.example", "<!channel> <!here>! @alice x@here.example", "@all @here! @alice x@here.example"},
		{"names like mentions", "@all.hands @hereafter @all.", "@all.hands @hereafter <!channel>.", "@all.hands @hereafter @all."},
		{"mention in code", "`@all`", "`@all`", "`@all`"},
		{"emoji", ":fire: :thumbup: 00:ab:cd", ":fire: :+1: 00:ab:cd", ":fire: :+1: 00:ab:cd"},
		{"HTML", "<b>x</b> & &amp;", "&lt;b&gt;x&lt;/b&gt; &amp; &amp;amp;", "<b>x</b> & &amp;"},
		{"Slack's control sequences", "<!channel> <@U1> <#C1> <a|b>", "&lt;!channel&gt; &lt;@U1&gt; &lt;#C1&gt; &lt;a|b&gt;", "<" + none + "!channel> <" + none + "@U1> <" + none + "#C1> <" + none + "a|b>"},
		{"the same in code", "`<!here>`", "`&lt;!here&gt;`", "`<" + none + "!here>`"},
		{"control characters", "a\x00b\x1b[1m\u202ec\rd\u2028e", "ab[1mcd\ne", "ab[1mcd\ne"},
		{"broken UTF-8", "a\xffb", "a\uFFFDb", "a\uFFFDb"},
		{"line breaks", "a\n\n\nb", "a\n\n\nb", "a\n\n\nb"},
		{"empty", " \n ", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.mrkdwn, mrkdwn().block(test.source)); diff != "" {
				t.Errorf("mrkdwn (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.markdown, markdown().block(test.source)); diff != "" {
				t.Errorf("Markdown (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlainMarkup(t *testing.T) {
	source := "# *P1* [runbook](https://x.example) `<code>` @all\n- a & b"
	if got, want := mrkdwn().plain().block(source), "P1 runbook &lt;code&gt; @all\n• a &amp; b"; got != want {
		t.Errorf("for Slack %q, want %q", got, want)
	}
	if got, want := markdown().plain().block(source), "P1 runbook <code> @all\n• a & b"; got != want {
		t.Errorf("for Mattermost %q, want %q", got, want)
	}
	if got, want := markdown().verbatim("*a* <!here> [b]"), `\*a\* <`+invisible+`!here> \[b\]`; got != want {
		t.Errorf("verbatim %q, want %q", got, want)
	}
}

// BenchmarkMarkup: no text takes long.
func BenchmarkMarkup(b *testing.B) {
	for _, unit := range []string{"*a ", "_*~", "[", "[[](", "<http://", "`", "``` ", "``a`", "\\", "h", ":a", "<a|", "> - # "} {
		text := strings.Repeat(unit, 40_000/len(unit))
		b.Run(unit, func(b *testing.B) {
			for b.Loop() {
				mrkdwn().block(text)
				markdown().block(text)
			}
		})
	}
}

func TestSlackColor(t *testing.T) {
	for color, want := range map[string]string{
		"": "", "#E01E5A": "#e01e5a", "#f00": "#ff0000", "#f008": "#ff0000", "#11223344": "#112233",
		"Red": "#ff0000", " rebeccapurple ": "#663399", "good": "good", "warning": "warning", "danger": "danger",
		"#ggg": "", "rgb(1,2,3)": "", "transparent": "", "E01E5A": "", "#12345": "",
	} {
		if got := slackColor(color); got != want {
			t.Errorf("%q: %q, want %q", color, got, want)
		}
	}
	for name, hex := range colors() {
		if !hexColor.MatchString("#"+hex) || len(hex) != 6 {
			t.Errorf("%s is %q", name, hex)
		}
	}
	if len(colors()) != 148 {
		t.Errorf("%d names of colours, CSS has 148", len(colors()))
	}
}

func TestEmojiName(t *testing.T) {
	for name, other := range emojiNames() {
		if emojiForm.FindString(":"+name+":") == "" || emojiForm.FindString(":"+other+":") == "" || name == other {
			t.Errorf("%q is %q", name, other)
		}
	}
	if got := emojiName("rotating_light"); got != "rotating_light" {
		t.Errorf("rotating_light is %q", got)
	}
}

// FuzzHookMessage: whatever a message says, what is sent is valid JSON of
// bounded size, and in Slack's markup no control sequence is there but ours.
func FuzzHookMessage(f *testing.F) {
	f.Add("*a* <!channel> @all [x](https://y.example/?a=1&b=2|c)", "```\n<b>", `{"text":"x","fields":[{"title":"a","value":"<@U1>"}]}`, ":fire:")
	f.Add("<https://x.example|y> `<!here>` \\<", "> a\n- b\n# c", `{"pretext":"&","title_link":"https://a|b>","actions":[{"text":"|>","url":"https://z"}]}`, "https://x.example/a.png")
	f.Fuzz(func(t *testing.T, text, other, attachment, picture string) {
		m := fuzzMessage(text, other, attachment, picture)
		for name, kind := range fuzzKinds() {
			mapped, _ := mapToHook(m, kind)
			body, err := encodeJSON(mapped)
			if err != nil || !json.Valid(body) {
				t.Fatalf("%s: %v: %s", name, err, body)
			}
			if most := 20_000 + 60*(len(text)+len(other)+len(attachment)+len(picture)); len(body) > most {
				t.Errorf("%s: %d bytes, more than %d", name, len(body), most)
			}
			if length(mapped.Text) > kind.maxText || mapped.Text == "" && len(mapped.Attachments) == 0 {
				t.Errorf("%s: the text has %d characters", name, length(mapped.Text))
			}
			if kind.markup.entities {
				checkControls(t, mapped)
			}
		}
	})
}
