package server

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed assets
var assetFiles embed.FS

// assetPaths are the URLs of the static files. Each has a hash of its content,
// so that browsers may keep it for good.
type assetPaths struct {
	Style, Chat, Login, Icon string
}

// assets serves the static files. They hold no secret and are open to everyone.
type assets struct {
	files map[string][]byte // by URL path
	paths assetPaths
}

// newAssets reads the embedded files; they are part of the program, so it
// panics when one is missing.
func newAssets() *assets {
	a := &assets{files: make(map[string][]byte)}
	a.paths = assetPaths{
		Style: a.add("app.css"),
		Chat:  a.add("chat.js"),
		Login: a.add("login.js"),
		Icon:  a.add("icon.svg"),
	}
	return a
}

func (a *assets) add(name string) string {
	content, err := fs.ReadFile(assetFiles, "assets/"+name)
	if err != nil {
		panic(err)
	}
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	url := "/assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	a.files[url] = content
	return url
}

// ServeHTTP serves /assets/NAME.HASH.EXT.
func (a *assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	content, found := a.files[r.URL.Path]
	if !found {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	// http.ServeContent answers HEAD and ranges, and knows the types.
	http.ServeContent(w, r, path.Base(r.URL.Path), time.Time{}, bytes.NewReader(content))
}
