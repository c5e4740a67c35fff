package server

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maxLoginBody bounds the sign-in form, in bytes.
const maxLoginBody = 16 << 10

// loginView is what the sign-in page shows.
type loginView struct {
	Assets assetPaths
	Next   string
	Error  string
}

// loginPath is the sign-in page that leads on to a page of this server.
func loginPath(next string) string {
	if next = localPath(next); next == "/" {
		return "/login"
	}
	return "/login?next=" + url.QueryEscape(next)
}

// localPath returns where to go after signing in: a path of this server, and
// "/" for everything else, such as the address of another site.
func localPath(next string) string {
	u, err := url.Parse(next)
	ok := err == nil && u.Scheme == "" && u.Host == "" && u.User == nil &&
		strings.HasPrefix(next, "/") && !strings.HasPrefix(next, "//") &&
		!strings.ContainsFunc(next, func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f }) &&
		u.Path != "/login" && u.Path != "/logout"
	if !ok {
		return "/"
	}
	return next
}

// login serves the sign-in page: GET shows it, POST signs in with the key of a
// sign-in link or the admin token. The script of the page takes the key from
// the address (/login#KEY), where neither proxies nor logs see it.
func (a *access) login(pages *pages) http.Handler {
	return pageHeaders(a.crossSite.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next := localPath(r.URL.Query().Get("next"))
		if r.Method != http.MethodPost {
			if a.hasSession(r) {
				http.Redirect(w, r, next, http.StatusSeeOther)
				return
			}
			pages.write(w, r, http.StatusOK, "login.html", loginView{Assets: pages.assets.paths, Next: next})
			return
		}
		a.signIn(w, r, pages)
	})))
}

func (a *access) signIn(w http.ResponseWriter, r *http.Request, pages *pages) {
	r.Body = http.MaxBytesReader(w, r.Body, maxLoginBody)
	view := loginView{Assets: pages.assets.paths, Next: localPath(r.PostFormValue("next"))}
	secret := strings.TrimSpace(r.PostFormValue("secret"))
	ok, tooMany := a.attempt(r, func() bool {
		return a.isToken(secret) || signed(string(a.token), "sign-in", secret, a.now())
	})
	switch {
	case tooMany:
		w.Header().Set("Retry-After", "5")
		view.Error = "Too many wrong tries from your address. Wait a few seconds and try again."
		pages.write(w, r, http.StatusTooManyRequests, "login.html", view)
	case !ok:
		view.Error = "That is not the admin token, or the sign-in link has expired. A new link is printed when the server starts."
		pages.write(w, r, http.StatusUnauthorized, "login.html", view)
	default:
		a.setSession(w, r, sign(string(a.token), "session", a.now().Add(sessionValid)), sessionValid)
		http.Redirect(w, r, view.Next, http.StatusSeeOther)
	}
}

// logout ends the session of this browser. Mount it for POST.
func (a *access) logout() http.Handler {
	return pageHeaders(a.crossSite.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.setSession(w, r, "", -time.Second)
		http.Redirect(w, r, "/login", http.StatusSeeOther)
	})))
}

// setSession sets the cookie, or with a negative age removes it.
func (a *access) setSession(w http.ResponseWriter, r *http.Request, value string, age time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: a.cookie, Value: value, Path: "/",
		MaxAge:   int(age / time.Second),
		HttpOnly: true,
		SameSite: http.SameSiteStrictMode,
		// Behind a proxy the connection itself is not https, the public one is.
		Secure: r.TLS != nil || a.secure && hostName(r.Host) == a.publicHost,
	})
}
