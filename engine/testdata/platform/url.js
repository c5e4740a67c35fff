// What a URL is taken apart into, what setters do, and the class itself.
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://example.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("HTTP://EXAMPLE.COM/../x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://user:pass@foo:21/bar;par?b#c"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("https://test:@test"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://foo:80/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("https://foo:443/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://foo:443/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("ws://a:80/b"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("wss://a:443"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("ftp://a:21/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a:65535/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a:65536/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a:0/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a:00080/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a:"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a:b/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://:80/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http:"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http:/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http:///a"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http:////a//b"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http:\\\\a\\b"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http:a/b"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("https:/a/b"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("  http://a/  "))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/b c?d e#f g"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/\t\nb"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("ht\ntp://a"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/%zz%41%7e%2e%2E/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/./b/../c/."))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/.."))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/%2e%2e/b"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/b/%2E"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/.%2e/c"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/..."))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a//b///c"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/b?c=d'e\"f<g>"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/b#c`d\"e<f>g'h"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/\"<>`{}|^\\[]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo://a/\"<>`{}|^\\[]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/é/☃/😀?é=☃#😀"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://éxample.com/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://EXÄMPLE.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://straße.de"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://faß.example"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://xn--strae-oqa.de"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://xn--a"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://xn--"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://XN--NXASMQ6B/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://日本語。jp/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://日本語.jp"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://☃.net/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://💩.la"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a\u00adb.com/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://\u200b.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://\u00ad/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a%41b.com/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a%2fb/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a%00b/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a%25b/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a b/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a<b/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a|b/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a^b/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a_b.com/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://-a-.com/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a--b.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://ab--c.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a..b/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://.a/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a./"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://./"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://../"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://１２７.０.０.１/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://127.0.0.1/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://127.1/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://127.0.1"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://0x7f.1/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://0177.0.0.01/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://2130706433/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://4294967295/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://4294967296/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://256.1.1.1/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://1.256.1.1"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://1.1.1.256"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://1.1.1.1.1/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://1.2.3.4./"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://1.2.3/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://0x/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://0x.0x.0"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://09.1.1.1"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://1.2.3.08/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a.1/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a.0x1"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a.09"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://1.a"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://0xffffffffff"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://99999999999999999999999/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[::1]/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[::1]:80/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[1:2:3:4:5:6:7:8]/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[1:2:3:4:5:6:7::]/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[::1.2.3.4]/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[::ffff:1.2.3.4]/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[1::2::3]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[2001:DB8::A]/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[2001:0db8:0000:0000:0000:0000:0000:0001]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[1:0:0:2:0:0:0:3]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[1:0:0:2:0:0:3:4]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[::]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[0:0]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[:1]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[::1%25eth0]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[::1%eth0]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[::12345]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[::1.2.3]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[::1.2.3.256]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[::1.2.3.04]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[1:2:3:4:5:6:1.2.3.4]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[1:2:3:4:5:6:7:1.2.3.4]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[1.2.3.4]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[::1"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://::1]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[www.google.com]/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://[::g]"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://user@/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://user@"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://@a/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://:@a/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://u:p@@a/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://u@v:w@a/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://u:p:q@a/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://u%40:p%3a@a/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://ü:ß☃@a/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://u;=[]|^:p/@a"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a?b?c"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a#b#c"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a?"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a#"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a?#"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/?a=b&c=d"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/?%zz&é"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:///etc/passwd"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file://host/share/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file://localhost/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file://LOCALHOST/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:/a"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:a"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file://"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:///"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:////a"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:///C:/a/../.."))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:///C|/a"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:///c:"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:///C:/.."))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:C|/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file://C:/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file://C|/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:///%43:/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file://[::1]/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file://a:80/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file://u@a/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file://%20/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:///a/b/../../../c"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:?q"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:#f"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("file:\\\\a\\b"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("data:text/plain,hello world"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("data:text/html,<b>x</b>?q#f"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("data:,"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("data:  x  "))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("javascript:alert(1)"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("javascript:alert(\"x\") // y  "))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("mailto:a@b.c"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("mailto:a@b.c?subject=x y"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("blob:https://a.com/uuid"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("blob:http://a:80/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("blob:ftp://a/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("blob:null/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("blob:"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("about:blank"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("about:blank?q#f"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("tel:+1-234"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("urn:isbn:123"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo:"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo:/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo://"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo:///"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo://a"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo://a:80/b"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo://A.B/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo://%41é/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo://a b/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo://[::1]/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo://[x]/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo://u:p@h:1/p"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo://u@/p"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo://:80/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo:/a/../b"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo:a/../b"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo:/.//p"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo:/..//p"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo:/a/..//p"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo:é☃"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo:a b#c d"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo:a?b'c\"d"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo://a/b?c'd"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo-bar+1.2:x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("1foo:x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("-foo:x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo bar:x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("foo_bar:x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL(":x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("//x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("?x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("#x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL(""))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL(" "))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("."))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("localhost:3000"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("localhost:3000/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("example.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("example.com:80/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("ldap://[2001:db8::7]/c=GB?objectClass?one"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("ssh://git@github.com:22/a/b.git"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("git+ssh://git@host:path/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("redis://:pw@h:6379/0"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("mongodb://a,b:27017/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("postgres://u:p@h:5432/db?sslmode=disable"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("slack://channel?team=T1&id=C1"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("h://."))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("h://./"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("w://x:0"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("sc://ñ"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("sc://%/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("sc://a\\b"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("non-special://test:@test/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("non-special://:@test/x"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("https://x.y/\u0000\u001f\u007f\u0080"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("https://x.y?\u0000\u001f\u007f"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("https://x.y#\u0000\u001f\u007f"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/\ud800"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://\ud800/"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a/?\udfff"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("https://example.org/%E4%BD"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("https://EXAMPLE.org:8443/Path/To?Query=Value#Frag"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("https://user:p%40ss@host.example:9000/a%20b?x=%26&y=1+2#z%20"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://GOO\u200b\u2060\ufeffgoo.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://www.foo。bar.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://\ufdd0zyx.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://ＧＯ.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://％４１.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://\uff05\uff14\uff11.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://％００.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://你好你好"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://google.com/hello%2Fworld"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://ex.com/a|b"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://ex.com/a^b"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://ex.com/a~b!$&'()*+,;=:@"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://ex.com?a|b^c`d{e}"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://ex.com#a|b^c{e}"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://مثال.إختبار"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://xn--mgbh0fb.xn--kgbechtv"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://א1a.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://a.b-.c"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://ab\u0301.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://\u1E9E.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://xn--zn7c.com"))
(u => [u.href,u.origin,u.protocol,u.username,u.password,u.host,u.hostname,u.port,u.pathname,u.search,u.hash])(new URL("http://xn--1ch.com"))
new URL("g", "http://a/b/c/d;p?q#f").href
new URL("./g", "http://a/b/c/d;p?q#f").href
new URL("g/", "http://a/b/c/d;p?q#f").href
new URL("/g", "http://a/b/c/d;p?q#f").href
new URL("//g", "http://a/b/c/d;p?q#f").href
new URL("?y", "http://a/b/c/d;p?q#f").href
new URL("g?y", "http://a/b/c/d;p?q#f").href
new URL("#s", "http://a/b/c/d;p?q#f").href
new URL("g#s", "http://a/b/c/d;p?q#f").href
new URL(";x", "http://a/b/c/d;p?q#f").href
new URL(".", "http://a/b/c/d;p?q#f").href
new URL("./", "http://a/b/c/d;p?q#f").href
new URL("..", "http://a/b/c/d;p?q#f").href
new URL("../", "http://a/b/c/d;p?q#f").href
new URL("../g", "http://a/b/c/d;p?q#f").href
new URL("../../../g", "http://a/b/c/d;p?q#f").href
new URL("/./g", "http://a/b/c/d;p?q#f").href
new URL("/../g", "http://a/b/c/d;p?q#f").href
new URL("g:h", "http://a/b/c/d;p?q#f").href
new URL("http:g", "http://a/b/c/d;p?q#f").href
new URL("http:/g", "http://a/b/c/d;p?q#f").href
new URL("https:g", "http://a/b/c/d;p?q#f").href
new URL("file:g", "http://a/b/c/d;p?q#f").href
new URL("C|/z", "http://a/b/c/d;p?q#f").href
new URL("/C:/z", "http://a/b/c/d;p?q#f").href
new URL("//C:/z", "http://a/b/c/d;p?q#f").href
new URL("\\x", "http://a/b/c/d;p?q#f").href
new URL("\\\\x\\y", "http://a/b/c/d;p?q#f").href
new URL("  g  ", "http://a/b/c/d;p?q#f").href
new URL("a b", "http://a/b/c/d;p?q#f").href
new URL(":", "http://a/b/c/d;p?q#f").href
new URL(":80", "http://a/b/c/d;p?q#f").href
new URL("//", "http://a/b/c/d;p?q#f").href
new URL("///x", "http://a/b/c/d;p?q#f").href
new URL("//:80", "http://a/b/c/d;p?q#f").href
new URL("?", "http://a/b/c/d;p?q#f").href
new URL("#", "http://a/b/c/d;p?q#f").href
new URL("http://[::1]:9/", "http://a/b/c/d;p?q#f").href
new URL("/..//x", "http://a/b/c/d;p?q#f").href
new URL("é?é#é", "http://a/b/c/d;p?q#f").href
new URL("", "http://a/b/c/d;p?q#f").href
new URL("g", "http://a").href
new URL("./g", "http://a").href
new URL("g/", "http://a").href
new URL("/g", "http://a").href
new URL("//g", "http://a").href
new URL("?y", "http://a").href
new URL("g?y", "http://a").href
new URL("#s", "http://a").href
new URL("g#s", "http://a").href
new URL(";x", "http://a").href
new URL(".", "http://a").href
new URL("./", "http://a").href
new URL("..", "http://a").href
new URL("../", "http://a").href
new URL("../g", "http://a").href
new URL("../../../g", "http://a").href
new URL("/./g", "http://a").href
new URL("/../g", "http://a").href
new URL("g:h", "http://a").href
new URL("http:g", "http://a").href
new URL("http:/g", "http://a").href
new URL("https:g", "http://a").href
new URL("file:g", "http://a").href
new URL("C|/z", "http://a").href
new URL("/C:/z", "http://a").href
new URL("//C:/z", "http://a").href
new URL("\\x", "http://a").href
new URL("\\\\x\\y", "http://a").href
new URL("  g  ", "http://a").href
new URL("a b", "http://a").href
new URL(":", "http://a").href
new URL(":80", "http://a").href
new URL("//", "http://a").href
new URL("///x", "http://a").href
new URL("//:80", "http://a").href
new URL("?", "http://a").href
new URL("#", "http://a").href
new URL("http://[::1]:9/", "http://a").href
new URL("/..//x", "http://a").href
new URL("é?é#é", "http://a").href
new URL("", "http://a").href
new URL("g", "file:///C:/x/y").href
new URL("./g", "file:///C:/x/y").href
new URL("g/", "file:///C:/x/y").href
new URL("/g", "file:///C:/x/y").href
new URL("//g", "file:///C:/x/y").href
new URL("?y", "file:///C:/x/y").href
new URL("g?y", "file:///C:/x/y").href
new URL("#s", "file:///C:/x/y").href
new URL("g#s", "file:///C:/x/y").href
new URL(";x", "file:///C:/x/y").href
new URL(".", "file:///C:/x/y").href
new URL("./", "file:///C:/x/y").href
new URL("..", "file:///C:/x/y").href
new URL("../", "file:///C:/x/y").href
new URL("../g", "file:///C:/x/y").href
new URL("../../../g", "file:///C:/x/y").href
new URL("/./g", "file:///C:/x/y").href
new URL("/../g", "file:///C:/x/y").href
new URL("g:h", "file:///C:/x/y").href
new URL("http:g", "file:///C:/x/y").href
new URL("http:/g", "file:///C:/x/y").href
new URL("https:g", "file:///C:/x/y").href
new URL("file:g", "file:///C:/x/y").href
new URL("C|/z", "file:///C:/x/y").href
new URL("/C:/z", "file:///C:/x/y").href
new URL("//C:/z", "file:///C:/x/y").href
new URL("\\x", "file:///C:/x/y").href
new URL("\\\\x\\y", "file:///C:/x/y").href
new URL("  g  ", "file:///C:/x/y").href
new URL("a b", "file:///C:/x/y").href
new URL(":", "file:///C:/x/y").href
new URL(":80", "file:///C:/x/y").href
new URL("//", "file:///C:/x/y").href
new URL("///x", "file:///C:/x/y").href
new URL("//:80", "file:///C:/x/y").href
new URL("?", "file:///C:/x/y").href
new URL("#", "file:///C:/x/y").href
new URL("http://[::1]:9/", "file:///C:/x/y").href
new URL("/..//x", "file:///C:/x/y").href
new URL("é?é#é", "file:///C:/x/y").href
new URL("", "file:///C:/x/y").href
new URL("g", "file://h/x/y").href
new URL("./g", "file://h/x/y").href
new URL("g/", "file://h/x/y").href
new URL("/g", "file://h/x/y").href
new URL("//g", "file://h/x/y").href
new URL("?y", "file://h/x/y").href
new URL("g?y", "file://h/x/y").href
new URL("#s", "file://h/x/y").href
new URL("g#s", "file://h/x/y").href
new URL(";x", "file://h/x/y").href
new URL(".", "file://h/x/y").href
new URL("./", "file://h/x/y").href
new URL("..", "file://h/x/y").href
new URL("../", "file://h/x/y").href
new URL("../g", "file://h/x/y").href
new URL("../../../g", "file://h/x/y").href
new URL("/./g", "file://h/x/y").href
new URL("/../g", "file://h/x/y").href
new URL("g:h", "file://h/x/y").href
new URL("http:g", "file://h/x/y").href
new URL("http:/g", "file://h/x/y").href
new URL("https:g", "file://h/x/y").href
new URL("file:g", "file://h/x/y").href
new URL("C|/z", "file://h/x/y").href
new URL("/C:/z", "file://h/x/y").href
new URL("//C:/z", "file://h/x/y").href
new URL("\\x", "file://h/x/y").href
new URL("\\\\x\\y", "file://h/x/y").href
new URL("  g  ", "file://h/x/y").href
new URL("a b", "file://h/x/y").href
new URL(":", "file://h/x/y").href
new URL(":80", "file://h/x/y").href
new URL("//", "file://h/x/y").href
new URL("///x", "file://h/x/y").href
new URL("//:80", "file://h/x/y").href
new URL("?", "file://h/x/y").href
new URL("#", "file://h/x/y").href
new URL("http://[::1]:9/", "file://h/x/y").href
new URL("/..//x", "file://h/x/y").href
new URL("é?é#é", "file://h/x/y").href
new URL("", "file://h/x/y").href
new URL("g", "foo://h/x/y?q").href
new URL("./g", "foo://h/x/y?q").href
new URL("g/", "foo://h/x/y?q").href
new URL("/g", "foo://h/x/y?q").href
new URL("//g", "foo://h/x/y?q").href
new URL("?y", "foo://h/x/y?q").href
new URL("g?y", "foo://h/x/y?q").href
new URL("#s", "foo://h/x/y?q").href
new URL("g#s", "foo://h/x/y?q").href
new URL(";x", "foo://h/x/y?q").href
new URL(".", "foo://h/x/y?q").href
new URL("./", "foo://h/x/y?q").href
new URL("..", "foo://h/x/y?q").href
new URL("../", "foo://h/x/y?q").href
new URL("../g", "foo://h/x/y?q").href
new URL("../../../g", "foo://h/x/y?q").href
new URL("/./g", "foo://h/x/y?q").href
new URL("/../g", "foo://h/x/y?q").href
new URL("g:h", "foo://h/x/y?q").href
new URL("http:g", "foo://h/x/y?q").href
new URL("http:/g", "foo://h/x/y?q").href
new URL("https:g", "foo://h/x/y?q").href
new URL("file:g", "foo://h/x/y?q").href
new URL("C|/z", "foo://h/x/y?q").href
new URL("/C:/z", "foo://h/x/y?q").href
new URL("//C:/z", "foo://h/x/y?q").href
new URL("\\x", "foo://h/x/y?q").href
new URL("\\\\x\\y", "foo://h/x/y?q").href
new URL("  g  ", "foo://h/x/y?q").href
new URL("a b", "foo://h/x/y?q").href
new URL(":", "foo://h/x/y?q").href
new URL(":80", "foo://h/x/y?q").href
new URL("//", "foo://h/x/y?q").href
new URL("///x", "foo://h/x/y?q").href
new URL("//:80", "foo://h/x/y?q").href
new URL("?", "foo://h/x/y?q").href
new URL("#", "foo://h/x/y?q").href
new URL("http://[::1]:9/", "foo://h/x/y?q").href
new URL("/..//x", "foo://h/x/y?q").href
new URL("é?é#é", "foo://h/x/y?q").href
new URL("", "foo://h/x/y?q").href
new URL("g", "foo:/x/y").href
new URL("./g", "foo:/x/y").href
new URL("g/", "foo:/x/y").href
new URL("/g", "foo:/x/y").href
new URL("//g", "foo:/x/y").href
new URL("?y", "foo:/x/y").href
new URL("g?y", "foo:/x/y").href
new URL("#s", "foo:/x/y").href
new URL("g#s", "foo:/x/y").href
new URL(";x", "foo:/x/y").href
new URL(".", "foo:/x/y").href
new URL("./", "foo:/x/y").href
new URL("..", "foo:/x/y").href
new URL("../", "foo:/x/y").href
new URL("../g", "foo:/x/y").href
new URL("../../../g", "foo:/x/y").href
new URL("/./g", "foo:/x/y").href
new URL("/../g", "foo:/x/y").href
new URL("g:h", "foo:/x/y").href
new URL("http:g", "foo:/x/y").href
new URL("http:/g", "foo:/x/y").href
new URL("https:g", "foo:/x/y").href
new URL("file:g", "foo:/x/y").href
new URL("C|/z", "foo:/x/y").href
new URL("/C:/z", "foo:/x/y").href
new URL("//C:/z", "foo:/x/y").href
new URL("\\x", "foo:/x/y").href
new URL("\\\\x\\y", "foo:/x/y").href
new URL("  g  ", "foo:/x/y").href
new URL("a b", "foo:/x/y").href
new URL(":", "foo:/x/y").href
new URL(":80", "foo:/x/y").href
new URL("//", "foo:/x/y").href
new URL("///x", "foo:/x/y").href
new URL("//:80", "foo:/x/y").href
new URL("?", "foo:/x/y").href
new URL("#", "foo:/x/y").href
new URL("http://[::1]:9/", "foo:/x/y").href
new URL("/..//x", "foo:/x/y").href
new URL("é?é#é", "foo:/x/y").href
new URL("", "foo:/x/y").href
new URL("g", "mailto:x@y").href
new URL("./g", "mailto:x@y").href
new URL("g/", "mailto:x@y").href
new URL("/g", "mailto:x@y").href
new URL("//g", "mailto:x@y").href
new URL("?y", "mailto:x@y").href
new URL("g?y", "mailto:x@y").href
new URL("#s", "mailto:x@y").href
new URL("g#s", "mailto:x@y").href
new URL(";x", "mailto:x@y").href
new URL(".", "mailto:x@y").href
new URL("./", "mailto:x@y").href
new URL("..", "mailto:x@y").href
new URL("../", "mailto:x@y").href
new URL("../g", "mailto:x@y").href
new URL("../../../g", "mailto:x@y").href
new URL("/./g", "mailto:x@y").href
new URL("/../g", "mailto:x@y").href
new URL("g:h", "mailto:x@y").href
new URL("http:g", "mailto:x@y").href
new URL("http:/g", "mailto:x@y").href
new URL("https:g", "mailto:x@y").href
new URL("file:g", "mailto:x@y").href
new URL("C|/z", "mailto:x@y").href
new URL("/C:/z", "mailto:x@y").href
new URL("//C:/z", "mailto:x@y").href
new URL("\\x", "mailto:x@y").href
new URL("\\\\x\\y", "mailto:x@y").href
new URL("  g  ", "mailto:x@y").href
new URL("a b", "mailto:x@y").href
new URL(":", "mailto:x@y").href
new URL(":80", "mailto:x@y").href
new URL("//", "mailto:x@y").href
new URL("///x", "mailto:x@y").href
new URL("//:80", "mailto:x@y").href
new URL("?", "mailto:x@y").href
new URL("#", "mailto:x@y").href
new URL("http://[::1]:9/", "mailto:x@y").href
new URL("/..//x", "mailto:x@y").href
new URL("é?é#é", "mailto:x@y").href
new URL("", "mailto:x@y").href
new URL("g", "data:x").href
new URL("./g", "data:x").href
new URL("g/", "data:x").href
new URL("/g", "data:x").href
new URL("//g", "data:x").href
new URL("?y", "data:x").href
new URL("g?y", "data:x").href
new URL("#s", "data:x").href
new URL("g#s", "data:x").href
new URL(";x", "data:x").href
new URL(".", "data:x").href
new URL("./", "data:x").href
new URL("..", "data:x").href
new URL("../", "data:x").href
new URL("../g", "data:x").href
new URL("../../../g", "data:x").href
new URL("/./g", "data:x").href
new URL("/../g", "data:x").href
new URL("g:h", "data:x").href
new URL("http:g", "data:x").href
new URL("http:/g", "data:x").href
new URL("https:g", "data:x").href
new URL("file:g", "data:x").href
new URL("C|/z", "data:x").href
new URL("/C:/z", "data:x").href
new URL("//C:/z", "data:x").href
new URL("\\x", "data:x").href
new URL("\\\\x\\y", "data:x").href
new URL("  g  ", "data:x").href
new URL("a b", "data:x").href
new URL(":", "data:x").href
new URL(":80", "data:x").href
new URL("//", "data:x").href
new URL("///x", "data:x").href
new URL("//:80", "data:x").href
new URL("?", "data:x").href
new URL("#", "data:x").href
new URL("http://[::1]:9/", "data:x").href
new URL("/..//x", "data:x").href
new URL("é?é#é", "data:x").href
new URL("", "data:x").href
new URL("g", "blob:https://a/b").href
new URL("./g", "blob:https://a/b").href
new URL("g/", "blob:https://a/b").href
new URL("/g", "blob:https://a/b").href
new URL("//g", "blob:https://a/b").href
new URL("?y", "blob:https://a/b").href
new URL("g?y", "blob:https://a/b").href
new URL("#s", "blob:https://a/b").href
new URL("g#s", "blob:https://a/b").href
new URL(";x", "blob:https://a/b").href
new URL(".", "blob:https://a/b").href
new URL("./", "blob:https://a/b").href
new URL("..", "blob:https://a/b").href
new URL("../", "blob:https://a/b").href
new URL("../g", "blob:https://a/b").href
new URL("../../../g", "blob:https://a/b").href
new URL("/./g", "blob:https://a/b").href
new URL("/../g", "blob:https://a/b").href
new URL("g:h", "blob:https://a/b").href
new URL("http:g", "blob:https://a/b").href
new URL("http:/g", "blob:https://a/b").href
new URL("https:g", "blob:https://a/b").href
new URL("file:g", "blob:https://a/b").href
new URL("C|/z", "blob:https://a/b").href
new URL("/C:/z", "blob:https://a/b").href
new URL("//C:/z", "blob:https://a/b").href
new URL("\\x", "blob:https://a/b").href
new URL("\\\\x\\y", "blob:https://a/b").href
new URL("  g  ", "blob:https://a/b").href
new URL("a b", "blob:https://a/b").href
new URL(":", "blob:https://a/b").href
new URL(":80", "blob:https://a/b").href
new URL("//", "blob:https://a/b").href
new URL("///x", "blob:https://a/b").href
new URL("//:80", "blob:https://a/b").href
new URL("?", "blob:https://a/b").href
new URL("#", "blob:https://a/b").href
new URL("http://[::1]:9/", "blob:https://a/b").href
new URL("/..//x", "blob:https://a/b").href
new URL("é?é#é", "blob:https://a/b").href
new URL("", "blob:https://a/b").href
new URL("g", "https://u:p@h:8/x/y/?z").href
new URL("./g", "https://u:p@h:8/x/y/?z").href
new URL("g/", "https://u:p@h:8/x/y/?z").href
new URL("/g", "https://u:p@h:8/x/y/?z").href
new URL("//g", "https://u:p@h:8/x/y/?z").href
new URL("?y", "https://u:p@h:8/x/y/?z").href
new URL("g?y", "https://u:p@h:8/x/y/?z").href
new URL("#s", "https://u:p@h:8/x/y/?z").href
new URL("g#s", "https://u:p@h:8/x/y/?z").href
new URL(";x", "https://u:p@h:8/x/y/?z").href
new URL(".", "https://u:p@h:8/x/y/?z").href
new URL("./", "https://u:p@h:8/x/y/?z").href
new URL("..", "https://u:p@h:8/x/y/?z").href
new URL("../", "https://u:p@h:8/x/y/?z").href
new URL("../g", "https://u:p@h:8/x/y/?z").href
new URL("../../../g", "https://u:p@h:8/x/y/?z").href
new URL("/./g", "https://u:p@h:8/x/y/?z").href
new URL("/../g", "https://u:p@h:8/x/y/?z").href
new URL("g:h", "https://u:p@h:8/x/y/?z").href
new URL("http:g", "https://u:p@h:8/x/y/?z").href
new URL("http:/g", "https://u:p@h:8/x/y/?z").href
new URL("https:g", "https://u:p@h:8/x/y/?z").href
new URL("file:g", "https://u:p@h:8/x/y/?z").href
new URL("C|/z", "https://u:p@h:8/x/y/?z").href
new URL("/C:/z", "https://u:p@h:8/x/y/?z").href
new URL("//C:/z", "https://u:p@h:8/x/y/?z").href
new URL("\\x", "https://u:p@h:8/x/y/?z").href
new URL("\\\\x\\y", "https://u:p@h:8/x/y/?z").href
new URL("  g  ", "https://u:p@h:8/x/y/?z").href
new URL("a b", "https://u:p@h:8/x/y/?z").href
new URL(":", "https://u:p@h:8/x/y/?z").href
new URL(":80", "https://u:p@h:8/x/y/?z").href
new URL("//", "https://u:p@h:8/x/y/?z").href
new URL("///x", "https://u:p@h:8/x/y/?z").href
new URL("//:80", "https://u:p@h:8/x/y/?z").href
new URL("?", "https://u:p@h:8/x/y/?z").href
new URL("#", "https://u:p@h:8/x/y/?z").href
new URL("http://[::1]:9/", "https://u:p@h:8/x/y/?z").href
new URL("/..//x", "https://u:p@h:8/x/y/?z").href
new URL("é?é#é", "https://u:p@h:8/x/y/?z").href
new URL("", "https://u:p@h:8/x/y/?z").href
(u => { u.href = "http://z/"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.href = "nope"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.href = "  https://q  "; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.href = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.protocol = "http"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.protocol = "ftp:"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.protocol = "foo"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.protocol = "file:"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.protocol = "https:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.protocol = "9"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.protocol = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.protocol = "wss"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.protocol = "HTTP"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.protocol = "ht tp"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.username = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.username = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.username = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.username = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.username = "%zz"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.password = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.password = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.password = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.password = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = "z:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = "z:99999"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = "z/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = "é.com"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = "[::1]:7"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = "1.2.3"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = "z?q"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = "z\\y"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = "z@y"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.host = "0x7f.1:443"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hostname = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hostname = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hostname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hostname = "[::1]"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hostname = "1.256"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hostname = "x#y"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hostname = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hostname = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hostname = "localhost"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.port = "99"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.port = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.port = "0"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.port = "65536"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.port = "80"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.port = "443"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.port = "9x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.port = "x9"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.port = "-1"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.port = " 9"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.port = "\t9"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.port = "00021"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.port = "9/8"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.pathname = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.pathname = "/x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.pathname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.pathname = "a b?c#d"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.pathname = "../.."; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.pathname = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.pathname = "\\x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.pathname = "//x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.pathname = "/C|/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.pathname = "."; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.pathname = "%2e%2e/z"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.search = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.search = "?x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.search = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.search = "??x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.search = "a b#c"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.search = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.search = "'"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.search = "?"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.search = "a&b=c+d%20"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hash = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hash = "#x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hash = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hash = "##x"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hash = "a b`c"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hash = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hash = "#"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.hash = "\t"; return [u.href, u.host, u.search, u.hash]; })(new URL("https://u:p@ex.com:8080/p/a?q=1#h"))
(u => { u.href = "http://z/"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.href = "nope"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.href = "  https://q  "; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.href = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.protocol = "http"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.protocol = "ftp:"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.protocol = "foo"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.protocol = "file:"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.protocol = "https:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.protocol = "9"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.protocol = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.protocol = "wss"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.protocol = "HTTP"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.protocol = "ht tp"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.username = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.username = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.username = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.username = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.username = "%zz"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.password = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.password = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.password = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.password = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = "z:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = "z:99999"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = "z/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = "é.com"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = "[::1]:7"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = "1.2.3"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = "z?q"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = "z\\y"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = "z@y"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.host = "0x7f.1:443"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hostname = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hostname = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hostname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hostname = "[::1]"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hostname = "1.256"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hostname = "x#y"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hostname = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hostname = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hostname = "localhost"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.port = "99"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.port = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.port = "0"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.port = "65536"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.port = "80"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.port = "443"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.port = "9x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.port = "x9"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.port = "-1"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.port = " 9"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.port = "\t9"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.port = "00021"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.port = "9/8"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.pathname = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.pathname = "/x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.pathname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.pathname = "a b?c#d"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.pathname = "../.."; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.pathname = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.pathname = "\\x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.pathname = "//x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.pathname = "/C|/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.pathname = "."; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.pathname = "%2e%2e/z"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.search = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.search = "?x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.search = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.search = "??x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.search = "a b#c"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.search = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.search = "'"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.search = "?"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.search = "a&b=c+d%20"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hash = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hash = "#x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hash = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hash = "##x"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hash = "a b`c"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hash = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hash = "#"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.hash = "\t"; return [u.href, u.host, u.search, u.hash]; })(new URL("http://a/b"))
(u => { u.href = "http://z/"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.href = "nope"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.href = "  https://q  "; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.href = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.protocol = "http"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.protocol = "ftp:"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.protocol = "foo"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.protocol = "file:"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.protocol = "https:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.protocol = "9"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.protocol = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.protocol = "wss"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.protocol = "HTTP"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.protocol = "ht tp"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.username = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.username = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.username = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.username = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.username = "%zz"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.password = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.password = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.password = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.password = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = "z:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = "z:99999"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = "z/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = "é.com"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = "[::1]:7"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = "1.2.3"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = "z?q"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = "z\\y"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = "z@y"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.host = "0x7f.1:443"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hostname = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hostname = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hostname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hostname = "[::1]"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hostname = "1.256"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hostname = "x#y"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hostname = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hostname = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hostname = "localhost"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.port = "99"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.port = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.port = "0"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.port = "65536"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.port = "80"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.port = "443"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.port = "9x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.port = "x9"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.port = "-1"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.port = " 9"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.port = "\t9"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.port = "00021"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.port = "9/8"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.pathname = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.pathname = "/x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.pathname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.pathname = "a b?c#d"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.pathname = "../.."; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.pathname = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.pathname = "\\x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.pathname = "//x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.pathname = "/C|/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.pathname = "."; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.pathname = "%2e%2e/z"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.search = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.search = "?x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.search = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.search = "??x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.search = "a b#c"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.search = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.search = "'"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.search = "?"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.search = "a&b=c+d%20"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hash = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hash = "#x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hash = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hash = "##x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hash = "a b`c"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hash = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hash = "#"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.hash = "\t"; return [u.href, u.host, u.search, u.hash]; })(new URL("file:///C:/x"))
(u => { u.href = "http://z/"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.href = "nope"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.href = "  https://q  "; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.href = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.protocol = "http"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.protocol = "ftp:"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.protocol = "foo"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.protocol = "file:"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.protocol = "https:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.protocol = "9"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.protocol = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.protocol = "wss"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.protocol = "HTTP"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.protocol = "ht tp"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.username = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.username = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.username = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.username = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.username = "%zz"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.password = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.password = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.password = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.password = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = "z:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = "z:99999"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = "z/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = "é.com"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = "[::1]:7"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = "1.2.3"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = "z?q"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = "z\\y"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = "z@y"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.host = "0x7f.1:443"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hostname = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hostname = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hostname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hostname = "[::1]"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hostname = "1.256"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hostname = "x#y"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hostname = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hostname = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hostname = "localhost"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.port = "99"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.port = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.port = "0"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.port = "65536"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.port = "80"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.port = "443"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.port = "9x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.port = "x9"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.port = "-1"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.port = " 9"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.port = "\t9"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.port = "00021"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.port = "9/8"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.pathname = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.pathname = "/x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.pathname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.pathname = "a b?c#d"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.pathname = "../.."; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.pathname = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.pathname = "\\x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.pathname = "//x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.pathname = "/C|/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.pathname = "."; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.pathname = "%2e%2e/z"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.search = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.search = "?x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.search = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.search = "??x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.search = "a b#c"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.search = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.search = "'"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.search = "?"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.search = "a&b=c+d%20"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hash = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hash = "#x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hash = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hash = "##x"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hash = "a b`c"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hash = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hash = "#"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.hash = "\t"; return [u.href, u.host, u.search, u.hash]; })(new URL("file://h/x"))
(u => { u.href = "http://z/"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.href = "nope"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.href = "  https://q  "; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.href = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.protocol = "http"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.protocol = "ftp:"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.protocol = "foo"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.protocol = "file:"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.protocol = "https:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.protocol = "9"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.protocol = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.protocol = "wss"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.protocol = "HTTP"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.protocol = "ht tp"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.username = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.username = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.username = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.username = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.username = "%zz"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.password = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.password = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.password = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.password = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = "z:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = "z:99999"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = "z/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = "é.com"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = "[::1]:7"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = "1.2.3"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = "z?q"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = "z\\y"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = "z@y"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.host = "0x7f.1:443"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hostname = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hostname = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hostname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hostname = "[::1]"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hostname = "1.256"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hostname = "x#y"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hostname = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hostname = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hostname = "localhost"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.port = "99"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.port = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.port = "0"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.port = "65536"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.port = "80"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.port = "443"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.port = "9x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.port = "x9"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.port = "-1"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.port = " 9"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.port = "\t9"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.port = "00021"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.port = "9/8"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.pathname = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.pathname = "/x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.pathname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.pathname = "a b?c#d"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.pathname = "../.."; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.pathname = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.pathname = "\\x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.pathname = "//x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.pathname = "/C|/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.pathname = "."; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.pathname = "%2e%2e/z"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.search = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.search = "?x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.search = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.search = "??x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.search = "a b#c"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.search = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.search = "'"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.search = "?"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.search = "a&b=c+d%20"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hash = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hash = "#x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hash = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hash = "##x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hash = "a b`c"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hash = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hash = "#"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.hash = "\t"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo://h:1/x?y#z"))
(u => { u.href = "http://z/"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.href = "nope"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.href = "  https://q  "; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.href = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.protocol = "http"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.protocol = "ftp:"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.protocol = "foo"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.protocol = "file:"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.protocol = "https:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.protocol = "9"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.protocol = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.protocol = "wss"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.protocol = "HTTP"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.protocol = "ht tp"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.username = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.username = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.username = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.username = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.username = "%zz"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.password = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.password = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.password = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.password = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = "z:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = "z:99999"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = "z/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = "é.com"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = "[::1]:7"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = "1.2.3"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = "z?q"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = "z\\y"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = "z@y"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.host = "0x7f.1:443"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hostname = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hostname = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hostname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hostname = "[::1]"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hostname = "1.256"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hostname = "x#y"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hostname = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hostname = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hostname = "localhost"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.port = "99"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.port = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.port = "0"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.port = "65536"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.port = "80"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.port = "443"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.port = "9x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.port = "x9"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.port = "-1"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.port = " 9"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.port = "\t9"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.port = "00021"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.port = "9/8"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.pathname = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.pathname = "/x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.pathname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.pathname = "a b?c#d"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.pathname = "../.."; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.pathname = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.pathname = "\\x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.pathname = "//x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.pathname = "/C|/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.pathname = "."; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.pathname = "%2e%2e/z"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.search = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.search = "?x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.search = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.search = "??x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.search = "a b#c"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.search = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.search = "'"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.search = "?"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.search = "a&b=c+d%20"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hash = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hash = "#x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hash = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hash = "##x"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hash = "a b`c"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hash = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hash = "#"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.hash = "\t"; return [u.href, u.host, u.search, u.hash]; })(new URL("foo:/a"))
(u => { u.href = "http://z/"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.href = "nope"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.href = "  https://q  "; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.href = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.protocol = "http"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.protocol = "ftp:"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.protocol = "foo"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.protocol = "file:"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.protocol = "https:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.protocol = "9"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.protocol = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.protocol = "wss"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.protocol = "HTTP"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.protocol = "ht tp"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.username = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.username = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.username = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.username = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.username = "%zz"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.password = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.password = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.password = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.password = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = "z:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = "z:99999"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = "z/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = "é.com"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = "[::1]:7"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = "1.2.3"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = "z?q"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = "z\\y"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = "z@y"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.host = "0x7f.1:443"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hostname = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hostname = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hostname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hostname = "[::1]"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hostname = "1.256"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hostname = "x#y"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hostname = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hostname = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hostname = "localhost"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.port = "99"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.port = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.port = "0"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.port = "65536"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.port = "80"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.port = "443"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.port = "9x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.port = "x9"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.port = "-1"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.port = " 9"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.port = "\t9"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.port = "00021"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.port = "9/8"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.pathname = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.pathname = "/x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.pathname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.pathname = "a b?c#d"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.pathname = "../.."; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.pathname = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.pathname = "\\x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.pathname = "//x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.pathname = "/C|/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.pathname = "."; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.pathname = "%2e%2e/z"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.search = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.search = "?x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.search = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.search = "??x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.search = "a b#c"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.search = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.search = "'"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.search = "?"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.search = "a&b=c+d%20"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hash = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hash = "#x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hash = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hash = "##x"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hash = "a b`c"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hash = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hash = "#"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.hash = "\t"; return [u.href, u.host, u.search, u.hash]; })(new URL("mailto:x@y?z"))
(u => { u.href = "http://z/"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.href = "nope"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.href = "  https://q  "; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.href = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.protocol = "http"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.protocol = "ftp:"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.protocol = "foo"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.protocol = "file:"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.protocol = "https:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.protocol = "9"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.protocol = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.protocol = "wss"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.protocol = "HTTP"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.protocol = "ht tp"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.username = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.username = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.username = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.username = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.username = "%zz"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.password = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.password = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.password = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.password = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = "z:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = "z:99999"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = "z/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = "é.com"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = "[::1]:7"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = "1.2.3"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = "z?q"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = "z\\y"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = "z@y"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.host = "0x7f.1:443"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hostname = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hostname = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hostname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hostname = "[::1]"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hostname = "1.256"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hostname = "x#y"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hostname = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hostname = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hostname = "localhost"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.port = "99"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.port = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.port = "0"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.port = "65536"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.port = "80"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.port = "443"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.port = "9x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.port = "x9"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.port = "-1"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.port = " 9"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.port = "\t9"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.port = "00021"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.port = "9/8"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.pathname = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.pathname = "/x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.pathname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.pathname = "a b?c#d"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.pathname = "../.."; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.pathname = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.pathname = "\\x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.pathname = "//x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.pathname = "/C|/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.pathname = "."; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.pathname = "%2e%2e/z"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.search = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.search = "?x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.search = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.search = "??x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.search = "a b#c"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.search = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.search = "'"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.search = "?"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.search = "a&b=c+d%20"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hash = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hash = "#x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hash = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hash = "##x"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hash = "a b`c"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hash = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hash = "#"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.hash = "\t"; return [u.href, u.host, u.search, u.hash]; })(new URL("data:x y  #h"))
(u => { u.href = "http://z/"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.href = "nope"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.href = "  https://q  "; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.href = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.protocol = "http"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.protocol = "ftp:"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.protocol = "foo"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.protocol = "file:"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.protocol = "https:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.protocol = "9"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.protocol = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.protocol = "wss"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.protocol = "HTTP"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.protocol = "ht tp"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.username = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.username = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.username = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.username = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.username = "%zz"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.password = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.password = "é:@/"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.password = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.password = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = "z:x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = "z:99999"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = "z/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = "é.com"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = "[::1]:7"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = "1.2.3"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = "z?q"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = "z\\y"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = "z@y"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.host = "0x7f.1:443"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hostname = "z"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hostname = "z:99"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hostname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hostname = "[::1]"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hostname = "1.256"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hostname = "x#y"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hostname = "a b"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hostname = ":5"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hostname = "localhost"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.port = "99"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.port = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.port = "0"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.port = "65536"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.port = "80"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.port = "443"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.port = "9x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.port = "x9"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.port = "-1"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.port = " 9"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.port = "\t9"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.port = "00021"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.port = "9/8"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.pathname = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.pathname = "/x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.pathname = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.pathname = "a b?c#d"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.pathname = "../.."; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.pathname = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.pathname = "\\x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.pathname = "//x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.pathname = "/C|/y"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.pathname = "."; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.pathname = "%2e%2e/z"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.search = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.search = "?x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.search = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.search = "??x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.search = "a b#c"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.search = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.search = "'"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.search = "?"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.search = "a&b=c+d%20"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hash = "x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hash = "#x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hash = ""; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hash = "##x"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hash = "a b`c"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hash = "é"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hash = "#"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
(u => { u.hash = "\t"; return [u.href, u.host, u.search, u.hash]; })(new URL("javascript:x"))
URL.canParse("x")
URL.canParse("x","http://a")
URL.canParse("http://a")
URL.canParse("x","y")
URL.canParse()
URL.canParse(undefined, undefined)
typeof URL.parse
URL.parse("http://a").href
URL.parse("x")
URL.parse("x","http://a/b").href
URL.parse()
new URL()
new URL(undefined)
new URL(null,"http://a").href
new URL("x")
new URL("x","y")
new URL("","")
(()=>{try{new URL("x","y")}catch(e){return [e.input,e.base,e.code,Object.keys(e)]}})()
(()=>{try{new URL("x")}catch(e){return [e.input,"base" in e,e.code,Object.keys(e)]}})()
JSON.stringify(new URL("http://a"))
JSON.stringify({u:new URL("http://a/b?c")})
String(new URL("http://a"))
new URL("http://a")+""
Object.prototype.toString.call(new URL("http://a"))
Object.keys(new URL("http://a"))
(u=>{const k=[];for(const x in u)k.push(x);return k})(new URL("http://a"))
new URL(new URL("http://a/b"))+""
new URL("c",new URL("http://a/b"))+""
new URL({toString(){return "http://q"}}).href
new URL("http://a").searchParams
URL.length
URL.name
URL.canParse.length
Object.getOwnPropertyDescriptor(URL.prototype,"href").get.name
Object.getOwnPropertyDescriptor(URL.prototype,"href").get.call({})
Object.getOwnPropertyDescriptor(URL.prototype,"origin").set
URL.prototype.toString.call({})
URL.prototype.toJSON.call({})
(u=>{u.href="x"})(new URL("http://a"))
(u=>{u.searchParams.append("a","b c");return u.href})(new URL("http://a/?x=1#h"))
(u=>{u.searchParams.delete("x");return u.href})(new URL("http://a/?x=1#h"))
(u=>{const p=u.searchParams;u.search="?q=2";return [p.get("q"),p.get("x"),p===u.searchParams]})(new URL("http://a/?x=1"))
(u=>{const p=u.searchParams;u.href="http://b/?z=3";return [...p]})(new URL("http://a/?x=1"))
(u=>{u.searchParams.sort();return u.search})(new URL("http://a/?b=1&a=2&b=0"))
(u=>{u.searchParams.set("a","é ☃");return u.search})(new URL("http://a/?b=1&a=2&a=3"))
(u=>{u.searchParams.append("x","y");return u.href})(new URL("mailto:q"))
(u=>{u.searchParams.delete("x");return u.href})(new URL("data:space   ?x#h"))
(u=>{u.searchParams.delete("x");return u.href})(new URL("data:space   ?x"))
(u=>{u.searchParams.toString();return u.href})(new URL("http://a/?a=~&b=%7e"))
(u=>{u.searchParams.append("c","d");return u.href})(new URL("http://a/?a=~&b=%7e+(x)"))
new URL("http://a/?a=b c").search
new (class X extends URL{get h(){return this.host}})("http://q:9").h
new URL("http://a") instanceof URL
(u=>{u.origin="x";return u.origin})(new URL("http://a"))
typeof new URL("http://a").toString
new URL("http://a:80").port===""
URL.prototype[Symbol.toStringTag]
Object.getOwnPropertyNames(URL.prototype).sort()
Object.getOwnPropertyNames(URLSearchParams.prototype).sort()
typeof URL.createObjectURL + typeof URL.revokeObjectURL
