package server

import (
	"net/http"

	"github.com/gorilla/mux"
)

// hookShapes are the two forms of a webhook URL after /hooks, the older one
// with a user id that means nothing; a slash at the end changes nothing.
var hookShapes = []string{
	"/{integrationId:[^/]+}/{userId:[^/]+}/{token:[^/]+}{slash:/?}",
	"/{integrationId:[^/]+}/{token:[^/]+}{slash:/?}",
}

// routes is the map of the server: every URL, who may call it, what it does.
func (s *Server) routes() http.Handler {
	r := mux.NewRouter().UseEncodedPath().SkipClean(true)
	r.Use(s.contain)
	r.NotFoundHandler = s.contain(s.access.forPeople(http.HandlerFunc(s.pages.notFound)))

	// Open to everyone: senders have a token in their URL.
	hooks := r.PathPrefix("/hooks").Subrouter()
	for _, shape := range hookShapes {
		hooks.HandleFunc("/sample"+shape, s.webhooks.sample).Methods(http.MethodGet)
		hooks.HandleFunc("/info"+shape, s.webhooks.info).Methods(http.MethodGet)
	}
	for _, shape := range hookShapes {
		hooks.HandleFunc(shape, s.webhooks.execute).Methods(http.MethodPost, http.MethodGet)
		hooks.HandleFunc(shape, s.webhooks.otherMethod)
	}

	hooks.PathPrefix("/").HandlerFunc(s.webhooks.unknown)

	r.HandleFunc("/healthz", s.healthz).Methods(http.MethodGet, http.MethodHead)
	r.HandleFunc("/readyz", s.readyz).Methods(http.MethodGet, http.MethodHead)

	// Signing in, and what its page needs.
	r.Handle("/login", s.access.login(s.pages)).Methods(http.MethodGet, http.MethodHead, http.MethodPost)
	r.Handle("/logout", s.access.logout()).Methods(http.MethodPost)
	r.PathPrefix("/assets/").Handler(s.pages.assets).Methods(http.MethodGet, http.MethodHead)

	// For programs with the admin token, and signed-in browsers.
	for path, handler := range map[string]http.HandlerFunc{
		"/api/v1/integrations.list":       s.integrationsList,
		"/api/v1/integrations.get":        s.integrationsGet,
		"/api/v1/channels.messages":       s.messages.channelsMessages,
		"/api/v1/rocketscript.signInLink": s.signInLink,
		"/api/v1/rocketscript.status":     s.deliveries.status,
		"/live":                           s.pages.live,

		"/api/v1/rocketscript.executions.list":   s.history.list,
		"/api/v1/rocketscript.executions.info":   s.history.info,
		"/api/v1/rocketscript.executions.export": s.history.export,
		"/api/v1/rocketscript.executions.follow": s.history.follow,
		"/api/v1/rocketscript.executions.script": s.history.script,
		"/api/v1/rocketscript.deliveries.list":   s.deliveries.list,
	} {
		r.Handle(path, s.access.forPrograms(handler)).Methods(http.MethodGet)
	}
	for path, handler := range map[string]http.HandlerFunc{
		"/api/v1/integrations.create":             s.define.create,
		"/api/v1/integrations.remove":             s.define.remove,
		"/api/v1/rocketscript.executions.replay":  s.history.replayOne,
		"/api/v1/rocketscript.deliveries.redrive": s.deliveries.redrive,
		"/api/v1/rocketscript.deliveries.drop":    s.deliveries.drop,
	} {
		r.Handle(path, s.access.forPrograms(handler)).Methods(http.MethodPost)
	}
	r.Handle("/api/v1/integrations.update", s.access.forPrograms(http.HandlerFunc(s.define.update))).Methods(http.MethodPut)
	r.PathPrefix("/api/").Handler(s.access.forPrograms(http.HandlerFunc(noSuchEndpoint)))

	// For people.
	for _, prefix := range []string{"/channel/", "/group/", "/direct/"} {
		r.PathPrefix(prefix).Handler(s.access.forPeople(http.HandlerFunc(s.pages.room))).Methods(http.MethodGet, http.MethodHead)
	}
	r.Handle("/", s.access.forPeople(http.HandlerFunc(s.pages.home))).Methods(http.MethodGet, http.MethodHead)
	return s.access.ownHost(r)
}

// noSuchEndpoint answers as Rocket.Chat does for what its API does not have.
func noSuchEndpoint(w http.ResponseWriter, r *http.Request) {
	writeFailure(w, http.StatusNotFound, "There is no API endpoint "+r.URL.Path+" for "+r.Method)
}

// pathVars are the variable parts of the request's path, still escaped.
func pathVars(r *http.Request) map[string]string { return mux.Vars(r) }
