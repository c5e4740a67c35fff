package render

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rooms is the RoomPath of a workspace with one channel.
func rooms(name string) (string, bool) { return "/channel/" + name, name == "alerts" }

const link = ` rel="nofollow noreferrer noopener" target="_blank"`

func TestMarkdownBlock(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "CPU is at 97 %", `<p>CPU is at 97 %</p>`},
		{"one star is bold", "*down*", `<p><strong>down</strong></p>`},
		{"two stars are bold", "**down**", `<p><strong>down</strong></p>`},
		{"one underscore is italic", "_down_", `<p><em>down</em></p>`},
		{"two underscores are italic", "__down__", `<p><em>down</em></p>`},
		{"one tilde is struck", "~down~", `<p><del>down</del></p>`},
		{"two tildes are struck", "~~down~~", `<p><del>down</del></p>`},
		{"nested", "*_~all~_*", `<p><strong><em><del>all</del></em></strong></p>`},
		{"bold label", "*Service:* API", `<p><strong>Service:</strong> API</p>`},
		{"not inside words", "2*3*4 src~old~new snake_case_name", `<p>2*3*4 src~old~new snake_case_name</p>`},
		{"stars with spaces", "5 * 3 * 2", `<p>5 * 3 * 2</p>`},
		{"home directories", "~/a and ~/b", `<p>~/a and ~/b</p>`},
		{"unclosed", "*down", `<p>*down</p>`},
		{"escaped", `\*not bold\*`, `<p>*not bold*</p>`},
		{"Windows paths", `C:\Program Files\x and \\server\share`, `<p>C:\Program Files\x and \\server\share</p>`},
		{"backslash at the end of a line", "C:\\\nnext", `<p>C:\<br>` + "\nnext</p>"},
		{"code span", "run `rm *x*` now", `<p>run <code>rm *x*</code> now</p>`},
		{"line breaks are kept", "a\nb\r\nc", "<p>a<br>\nb<br>\nc</p>"},
		{"paragraphs", "a\n\nb", "<p>a</p>\n<p>b</p>"},
		{"fence", "```\na *b*\n  c\n```", "<pre><code>a *b*\n  c\n</code></pre>"},
		{"fence with a language", "```json\n{}\n```", "<pre><code>{}\n</code></pre>"},
		{"Slack's fence around the code", "```first\nsecond``` after", "<pre><code>first\nsecond\n</code></pre>\n<p>after</p>"},
		{"fence after text", "Error: ```a\nb```", "<p>Error:</p>\n<pre><code>a\nb\n</code></pre>"},
		{"fence never closed", "```\nrest", "<pre><code>rest\n</code></pre>"},
		{"fence within a line", "see ```x``` there", "<p>see <code>x</code> there</p>"},
		{"fence in a quote", "> ```\n> a\n> ```\nb", "<blockquote>\n<pre><code>a\n</code></pre>\n</blockquote>\n<p>b</p>"},
		{"list", "- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"},
		{"list of stars", "* a\n* *b*", "<ul>\n<li>a</li>\n<li><strong>b</strong></li>\n</ul>"},
		{"numbered list", "3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>"},
		{"a line after a list is outside", "- a\nb", "<ul>\n<li>a</li>\n</ul>\n<p>b</p>"},
		{"tasks", "- [x] a\n- [ ] b", "<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>"},
		{"quote", "> a\n> b", "<blockquote>\n<p>a<br>\nb</p>\n</blockquote>"},
		{"a line after a quote is outside", "> a\nb", "<blockquote>\n<p>a</p>\n</blockquote>\n<p>b</p>"},
		{"headings stay below the page's", "# a\n### b", "<h3>a</h3>\n<h5>b</h5>"},
		{"a channel is no heading", "#alerts now", `<p><a class="mention" href="/channel/alerts">#alerts</a> now</p>`},
		{"no setext headings", "Title\n---\ntext", "<p>Title<br>\n---<br>\ntext</p>"},
		{"no reference definitions", "[Severity]: high\n[Host]: db1", "<p>[Severity]: high<br>\n[Host]: db1</p>"},
		{"no indented code", "a\n\n    b", "<p>a</p>\n<p>b</p>"},
		{"nothing indented is lost", "- a\n\n          b\n\n\tc\nd\n        e", "<ul>\n<li>\n<p>a</p>\n<p>b</p>\n<p>c</p>\n</li>\n</ul>\n<p>d<br>\ne</p>"},
		{"nested list", "- a\n  - b\n    - c\n- d", "<ul>\n<li>a\n<ul>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n</li>\n<li>d</li>\n</ul>"},
		{"link", "[runbook](https://x.example/a?b=1&c=2)", `<p><a href="https://x.example/a?b=1&amp;c=2"` + link + `>runbook</a></p>`},
		{"Slack's link", "<https://x.example/a|the *page*>", `<p><a href="https://x.example/a"` + link + `>the *page*</a></p>`},
		{"Slack's link with an emoji", "<https://x.example|:fire: down>", `<p><a href="https://x.example"` + link + `>🔥 down</a></p>`},
		{"Slack's bare link", "<https://x.example/a>", `<p><a href="https://x.example/a"` + link + `>https://x.example/a</a></p>`},
		{"bare URL", "see https://x.example/a_b_c, now", `<p>see <a href="https://x.example/a_b_c"` + link + `>https://x.example/a_b_c</a>, now</p>`},
		{"bare URL without a dot", "http://grafana:3000/d/1?a=b#c", `<p><a href="http://grafana:3000/d/1?a=b#c"` + link + `>http://grafana:3000/d/1?a=b#c</a></p>`},
		{"bare address", "http://10.0.0.1:80/", `<p><a href="http://10.0.0.1:80/"` + link + `>http://10.0.0.1:80/</a></p>`},
		{"bare URL of nothing", "http://_ https://: x", `<p>http://_ https://: x</p>`},
		{"bare URL in bold", "*https://x.example*", `<p><strong><a href="https://x.example"` + link + `>https://x.example</a></strong></p>`},
		{"mail", "<mailto:a@x.example|mail>", `<p><a href="mailto:a@x.example">mail</a></p>`},
		{"image becomes a link", "![graph](https://x.example/g.png)", `<p><a href="https://x.example/g.png"` + link + `>graph</a></p>`},
		{"image of nothing", "![](https://x.example/g.png)", `<p><a href="https://x.example/g.png"` + link + `>https://x.example/g.png</a></p>`},
		{"emoji", ":fire: :+1:", `<p><span class="emoji" title=":fire:">🔥</span> <span class="emoji" title=":+1:">👍</span></p>`},
		{"Rocket.Chat's own emoji names", ":slight_smile:", `<p><span class="emoji" title=":slight_smile:">🙂</span></p>`},
		{"unknown emoji", ":party_parrot:", `<p>:party_parrot:</p>`},
		{"addresses hold no emoji", "00:ab:cd:ef 10:100:20 x:m:y", `<p>00:ab:cd:ef 10:100:20 x:m:y</p>`},
		{"user", "ask @jane.doe.", `<p>ask <span class="mention">@jane.doe</span>.</p>`},
		{"mail address is no user", "x@y", `<p>x@y</p>`},
		{"unknown channel", "#123 and #nowhere", `<p>#123 and #nowhere</p>`},
		{"HTML is text", `<b>x</b> <script>alert(1)</script>`, `<p>&lt;b&gt;x&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;</p>`},
		{"HTML block is text", "<div onclick=x>\n*a*\n</div>", "<p>&lt;div onclick=x&gt;<br>\n<strong>a</strong><br>\n&lt;/div&gt;</p>"},
		{"comments are text", "<!-- x --> &lt; &amp; &#x41;", `<p>&lt;!-- x --&gt; &amp;lt; &amp;amp; &amp;#x41;</p>`},
		{"javascript link", "[x](javascript:alert(1))", `<p>x</p>`},
		{"data link", "[x](data:text/html,y) <data:text/html,y|z>", `<p>x &lt;data:text/html,y|z&gt;</p>`},
		{"relative link", "[x](/logout) [y](//evil.example)", `<p>x y</p>`},
		{"link in a link", "[a https://x.example b](https://y.example)", `<p><a href="https://y.example"` + link + `>a https://x.example b</a></p>`},
		{"empty", "", ``},
		{"broken UTF-8 and NUL", "a\xffb\x00c", "<p>a\uFFFDb\uFFFDc</p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, string(NewMarkdown().Block(c.in, rooms))); diff != "" {
				t.Errorf("Block(%q), -want +got:\n%s", c.in, diff)
			}
		})
	}
}

func TestMarkdownInline(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"text", "*P1* _high_", `<strong>P1</strong> <em>high</em>`},
		{"line breaks", "a\nb\n\nc", "a<br>\nb<br><br>c"},
		{"no lists or quotes", "- a\n> b\n# c", "- a<br>\n&gt; b<br>\n# c"},
		{"code", "```\na\n\nb\n```", "<pre><code>a\n\nb\n</code></pre>"},
		{"link", "<https://x.example|x>", `<a href="https://x.example"` + link + `>x</a>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, string(NewMarkdown().Inline(c.in, nil))); diff != "" {
				t.Errorf("Inline(%q), -want +got:\n%s", c.in, diff)
			}
		})
	}
}

func TestEmojiNames(t *testing.T) {
	for theirs, ours := range rocketChatNames() {
		if got, want := Emoji(":"+theirs+":"), Emoji(":"+ours+":"); want == "" || got != want {
			t.Errorf(":%s: is %q, :%s: is %q", theirs, got, ours, want)
		}
	}
}

func TestLongTextsAreShownAsTheyAre(t *testing.T) {
	long := strings.Repeat("*a* <b>\n", 5000)
	got := string(NewMarkdown().Block(long, nil))
	if strings.Contains(got, "<strong>") || strings.Contains(got, "<b>") || !strings.HasPrefix(got, `<p class="plain">*a* &lt;b&gt;`) {
		t.Errorf("a text of %d bytes is rendered as %.80q", len(long), got)
	}
	huge := strings.Repeat("é", maxShown)
	if got := string(Plain(huge)); len(got) > maxShown+200 || !strings.Contains(got, "200000 more bytes are not shown") {
		t.Errorf("a text of %d bytes becomes %d bytes ending in %q", len(huge), len(got), got[len(got)-80:])
	}
}

// The short way for texts without markup must give what the long one gives.
func FuzzUnmarked(f *testing.F) {
	for _, text := range []string{"API", "P1", "1. x", "- x", "it's 5% \"high\"", " x ", "a  b", "é — ü", "+x", "12)", "a\u00a0b", "http", "©", "- "} {
		f.Add(text)
	}
	m := NewMarkdown()
	f.Fuzz(func(t *testing.T, text string) {
		if got, want := m.Inline(text, nil), m.render(m.inline, text, nil); unmarked(text) && got != want {
			t.Errorf("Inline(%q) = %q, the long way %q", text, got, want)
		}
		if got, want := m.Block(text, nil), m.render(m.block, text, nil); unmarked(text) && got != want {
			t.Errorf("Block(%q) = %q, the long way %q", text, got, want)
		}
	})
}

// hostile are texts that cost Markdown parsers more than linear time.
func hostile() map[string]string {
	repeat := func(s string) string { return strings.Repeat(s, maxMarkdown/len(s)) }
	half := func(a, b string) string {
		return strings.Repeat(a, maxMarkdown/2/len(a)) + strings.Repeat(b, maxMarkdown/2/len(b))
	}
	return map[string]string{
		"quotes": repeat(">"), "quotes spaced": repeat("> "), "lists": repeat("- "), "mixed": repeat("> - "),
		"stars": repeat("*"), "open stars": repeat("*a "), "open and close": half("*a ", "a* "),
		"two kinds": half("_a ", "a* "), "brackets": repeat("["), "links": repeat("[a]("), "nested links": half("[", "](x)"), "links within bounds": strings.Repeat("[a](", maxLinks) + strings.Repeat("x", maxMarkdown-4*maxLinks), "kinds within bounds": strings.Repeat("_a ", maxDelimiters/2) + strings.Repeat("b* ", maxDelimiters/2),
		"images": repeat("!["), "backticks": repeat("`a``b```"), "fences": repeat("```\n"), "angles": repeat("<http://a|"),
		"colons": repeat(":a"), "emoji": repeat(":+1:"), "mentions": repeat("@a"), "urls": repeat(" http://a"),
		"numbers": repeat("1. a\n"), "headings": repeat("# a\n"), "backslashes": repeat(`\`), "lines": repeat("\n"),
		"deep list": deepList(),
	}
}

func deepList() string {
	var b strings.Builder
	for i := 0; b.Len() < maxMarkdown-400; i++ {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String()
}

func BenchmarkMarkdown(b *testing.B) {
	m := NewMarkdown()
	message := strings.Repeat("*Service:* API is down, see <https://x.example/i/1|incident #1> and `kubectl get pods` :fire: @oncall\n", 50)[:5000]
	b.Run("5000 characters", func(b *testing.B) {
		text := strings.Repeat("    at com.example.Pool.take(Pool.java:214) caused by a timeout after 30 s\n", 60)
		text = "*API is down*, see <https://x.example/i/1|incident #1> :fire: @oncall\n" + text
		for b.Loop() {
			m.Block(text[:4500]+message[:500], rooms)
		}
	})
	b.Run("5000 characters, 300 of them elements", func(b *testing.B) {
		for b.Loop() {
			m.Block(message, rooms)
		}
	})
	b.Run("short", func(b *testing.B) {
		for b.Loop() {
			m.Block("*Service:* API is down, see <https://x.example/i/1|incident #1>", rooms)
		}
	})
	for name, text := range hostile() {
		b.Run("hostile "+name, func(b *testing.B) {
			for b.Loop() {
				m.Block(text, rooms)
			}
		})
	}
}
