package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	_ "embed"

	"github.com/dustin/go-humanize"
	"github.com/spf13/pflag"
	"github.com/spf13/viper"

	"rocketscript/integrations"
	"rocketscript/integrations/destination"
	"rocketscript/integrations/message"
	"rocketscript/integrations/outbound"
	"rocketscript/integrations/store"
)

//go:embed default_config.yaml
var defaultConfig []byte

// defaultConfigName is the file that is read when none is named.
const defaultConfigName = "config.yaml"

// builtinName stands for the built-in configuration in messages.
const builtinName = "its built-in config"

// A config is the whole configuration, typed and checked.
type config struct {
	// file is what it was read from; builtinName without a file.
	file string
	// dir is what relative paths start at.
	dir string
	// watched lists the files a change of which changes the configuration.
	watched []string

	address      string
	publicURL    *url.URL
	maxBody      int64
	answerWithin time.Duration
	adminToken   string
	storage      string // path of the SQLite file, or URL of the PostgreSQL database
	dataDir      string // folder of the files that are kept besides
	retention    store.Retention
	giveUpAfter  time.Duration
	scripts      string // folder
	// isolation says where scripts run: in worker processes, or in this one.
	isolation isolation
	workers   int
	memory    int64
	timeout   time.Duration
	message   message.Options
	// allow names what scripts may reach although it is private.
	allow []string

	destinations []destination.Config
	workspace    integrations.WorkspaceSetup
	integrations []integrations.Integration
	// defaultDestination and globals are also of integrations that are not here.
	defaultDestination string
	globals            []integrations.Global
}

// loadConfig finds and reads the configuration: file, environment, flags.
// Its errors name file, line and field.
func loadConfig(path string, flags *pflag.FlagSet) (*config, error) {
	c, document, faults, err := loadSettings(path, flags)
	if err != nil {
		return nil, err
	}
	faults = append(faults, c.readAllow(document)...)
	included, err := document.include(c.dir)
	if err != nil {
		return nil, err
	}
	for _, d := range included {
		c.watched = append(c.watched, d.file)
	}
	c.watched = append(c.watched, document.includeDirs(c.dir)...)
	faults = append(faults, c.readDefinitions(append([]*configDocument{document}, included...))...)
	return c, errors.Join(faults...)
}

// loadSettings reads the scalar settings and returns what is wrong with them. A
// command that speaks to a running server needs no more: the secrets of the
// destinations are the server's.
func loadSettings(path string, flags *pflag.FlagSet) (c *config, document *configDocument, faults []error, err error) {
	source, err := findConfig(path)
	if err != nil {
		return nil, nil, nil, err
	}
	if document, err = parseConfigFile(source.name, source.text); err != nil {
		return nil, nil, nil, err
	}
	v, err := merged(source.text, flags)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("%s: %w", source.name, err)
	}
	c = &config{file: source.name, dir: source.dir, watched: source.watched()}
	settings := &settingsReader{v: v, document: document, dir: source.dir}
	c.readSettings(settings)
	return c, document, settings.faults, nil
}

// readAllow reads http.allow, each fault with the line of its entry.
func (c *config) readAllow(document *configDocument) []error {
	c.allow = document.content.HTTP.Allow
	var faults []error
	for i, entry := range c.allow {
		if err := outbound.ParseAllow([]string{entry}); err != nil {
			faults = append(faults, fmt.Errorf("%s: http.allow: %w", document.position("http", "allow", i), err))
		}
	}
	return faults
}

type configSource struct {
	name, dir string
	text      []byte
	builtin   bool
}

func (s configSource) watched() []string {
	if s.builtin {
		// A config.yaml that appears later is read at the next start only.
		return nil
	}
	return []string{s.name}
}

// findConfig returns the file named, else ./config.yaml, else the built-in one.
func findConfig(path string) (configSource, error) {
	named := path != ""
	if !named {
		path = defaultConfigName
	}
	text, err := os.ReadFile(path)
	switch {
	case err == nil:
		return configSource{name: path, dir: filepath.Dir(path), text: text}, nil
	case !named && errors.Is(err, fs.ErrNotExist):
		return configSource{name: builtinName, dir: ".", text: defaultConfig, builtin: true}, nil
	default:
		return configSource{}, fmt.Errorf("read the configuration: %w", err)
	}
}

// merged lets viper lay environment and flags over the file.
func merged(text []byte, flags *pflag.FlagSet) (*viper.Viper, error) {
	v := viper.New()
	v.SetConfigType("yaml")
	v.SetEnvPrefix("ROCKETSCRIPT")
	v.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))
	for _, s := range settings {
		v.SetDefault(s.key, s.fallback)
		if err := v.BindEnv(s.key); err != nil {
			return nil, err
		}
		if flag := lookupFlag(flags, s.flag); flag != nil {
			if err := v.BindPFlag(s.key, flag); err != nil {
				return nil, err
			}
		}
	}
	return v, v.ReadConfig(bytes.NewReader(text))
}

func lookupFlag(flags *pflag.FlagSet, name string) *pflag.Flag {
	if flags == nil || name == "" {
		return nil
	}
	return flags.Lookup(name)
}

// A setting is one scalar key of the configuration.
type setting struct {
	key      string
	fallback string
	// flag is the flag of serve that sets it, if any.
	flag, usage string
	// secret settings take ${NAME} and file:PATH.
	secret bool
	set    func(c *config, text string) error
}

// settings lists every scalar key. Each has an environment variable as well,
// named after the key.
var settings = []setting{
	{key: "server.address", fallback: "127.0.0.1:8080", flag: "address", usage: "listen on this `HOST:PORT`", set: setAddress},
	{key: "server.public_url", flag: "public-url", usage: "how senders reach this server, as a `URL`", set: setPublicURL},
	{key: "server.max_body", fallback: "5MB", set: func(c *config, s string) (err error) { c.maxBody, err = parseBytes(s); return }},
	{key: "server.answer_within", fallback: "2s", set: func(c *config, s string) (err error) { c.answerWithin, err = parseDuration(s); return }},
	{key: "admin.token", secret: true, set: func(c *config, s string) error { c.adminToken = s; return checkAdminToken(s) }},
	{key: "storage", fallback: "sqlite:data/rocketscript.db", flag: "storage", usage: "keep everything at this `PLACE`: sqlite:data/rocketscript.db, or postgres://user@host/database", secret: true, set: setStorage},
	{key: "retention.age", fallback: "30d", set: func(c *config, s string) (err error) { c.retention.Age, err = parseAge(s); return }},
	{key: "retention.size", fallback: "2GB", set: func(c *config, s string) (err error) { c.retention.Size, err = parseSize(s); return }},
	{key: "scripts", fallback: "./scripts", flag: "scripts", usage: "look for scripts in this `FOLDER`", set: func(c *config, s string) error { c.scripts = c.resolve(s); return nil }},
	{key: "delivery.give_up_after", fallback: "7d", set: setGiveUpAfter},
	{key: "engine.isolation", fallback: string(isolationProcess), set: setIsolation},
	{key: "engine.workers", fallback: "0", set: setWorkers},
	{key: "engine.memory", fallback: "64MB", set: setMemory},
	{key: "engine.timeout", fallback: "3s", set: func(c *config, s string) (err error) { c.timeout, err = parseDuration(s); return }},
	{key: "message.repair", fallback: "true", set: setRepair},
	{key: "message.max_text", fallback: "5000", set: setMaxText},
}

// A settingsReader reads the scalar keys and collects what is wrong with them.
type settingsReader struct {
	v        *viper.Viper
	document *configDocument
	dir      string
	faults   []error
}

func (c *config) readSettings(r *settingsReader) {
	for _, s := range settings {
		text := r.v.GetString(s.key)
		where := r.origin(s)
		if s.secret {
			expanded, err := expandSecret(text, r.dir)
			if err != nil {
				r.faults = append(r.faults, fmt.Errorf("%s: %s: %w", where, s.key, err))
				continue
			}
			text = expanded
		}
		if err := s.set(c, text); err != nil {
			r.faults = append(r.faults, fmt.Errorf("%s: %s: %w", where, s.key, err))
		}
	}
}

// origin says where the value in force comes from.
func (r *settingsReader) origin(s setting) string {
	variable := "ROCKETSCRIPT_" + strings.ToUpper(strings.ReplaceAll(s.key, ".", "_"))
	if os.Getenv(variable) != "" {
		return "environment variable " + variable
	}
	return r.document.position(anyPath(strings.Split(s.key, "."))...)
}

// resolve makes a relative path start at the configuration file.
func (c *config) resolve(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(c.dir, path)
}

func setAddress(c *config, text string) error {
	if _, _, err := net.SplitHostPort(text); err != nil {
		return fmt.Errorf("%q is not HOST:PORT, such as 127.0.0.1:8080 or :8080 for every interface", text)
	}
	c.address = text
	return nil
}

func setPublicURL(c *config, text string) error {
	if text == "" {
		return nil
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.User != nil {
		return fmt.Errorf("%q is not a URL such as https://hooks.example.com", text)
	}
	u.Path = strings.TrimRight(u.Path, "/")
	c.publicURL = u
	return nil
}

func setStorage(c *config, text string) error {
	storage, isFile, err := parseStorage(text)
	if err != nil {
		return err
	}
	if c.storage, c.dataDir = storage, c.resolve("data"); isFile {
		c.storage = c.resolve(storage)
		c.dataDir = filepath.Dir(c.storage)
	}
	return nil
}

// parseStorage reads where everything is kept: the path of a SQLite file, or
// the URL of a PostgreSQL database.
func parseStorage(text string) (storage string, isFile bool, err error) {
	if strings.HasPrefix(text, "postgres://") || strings.HasPrefix(text, "postgresql://") {
		return text, false, nil
	}
	path, isFile := strings.CutPrefix(text, "sqlite:")
	if !isFile || path == "" {
		return "", false, errors.New("storage has to be sqlite:PATH, such as sqlite:data/rocketscript.db, or postgres://USER:PASSWORD@HOST/DATABASE")
	}
	return path, true, nil
}

func setIsolation(c *config, text string) error {
	c.isolation = isolation(text)
	if c.isolation != isolationProcess && c.isolation != isolationNone {
		return fmt.Errorf("%q is neither %s (scripts run in worker processes that can be killed) nor %s", text, isolationProcess, isolationNone)
	}
	return nil
}

func setWorkers(c *config, text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 || n > 256 {
		return fmt.Errorf("%q is not a number of processes; 0 means one for each processor", text)
	}
	c.workers = n
	return nil
}

func setGiveUpAfter(c *config, text string) (err error) {
	if c.giveUpAfter, err = parseAge(text); err != nil || c.giveUpAfter == 0 {
		err = fmt.Errorf("%q is not a time such as 7d or 12h", text)
	}
	return err
}

// leastMemory is what an honest script and Go's garbage need.
const leastMemory = 16_000_000

func setMemory(c *config, text string) (err error) {
	if c.memory, err = parseBytes(text); err == nil && c.memory < leastMemory {
		err = fmt.Errorf("%q is too little for a script; at least 16MB", text)
	}
	return err
}

func setRepair(c *config, text string) error {
	switch strings.ToLower(text) {
	case "true":
	case "false":
		c.message.Exact = true
	default:
		return fmt.Errorf("%q is neither true nor false", text)
	}
	return nil
}

func setMaxText(c *config, text string) error {
	var n int
	if _, err := fmt.Sscanf(text, "%d", &n); err != nil || n < 100 {
		return fmt.Errorf("%q is not a number of characters (at least 100)", text)
	}
	c.message.MaxText = n
	return nil
}

// checkAdminToken refuses what could be guessed; empty has one made.
func checkAdminToken(token string) error {
	if token != "" && len(token) < 16 {
		return errors.New("the admin token needs at least 16 characters; leave it empty to have a good one made")
	}
	return nil
}

func parseBytes(text string) (int64, error) {
	n, err := humanize.ParseBytes(text)
	if err != nil || n == 0 || n > 1<<30 {
		return 0, fmt.Errorf("%q is not a size such as 5MB (at most 1GB)", text)
	}
	return int64(n), nil
}

// parseAge reads a duration that may be given in days; 0 means without end.
func parseAge(text string) (time.Duration, error) {
	if text == "0" {
		return 0, nil
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n <= 36_500 {
			return time.Duration(n) * 24 * time.Hour, nil
		}
	} else if d, err := time.ParseDuration(text); err == nil && d > 0 {
		return d, nil
	}
	return 0, fmt.Errorf("%q is not an age such as 30d or 12h; 0 keeps history of any age", text)
}

// leastSize is what a store takes up with a day of history or so.
const leastSize = 10_000_000

// parseSize reads how large the store may grow; 0 means without end.
func parseSize(text string) (int64, error) {
	if text == "0" {
		return 0, nil
	}
	n, err := humanize.ParseBytes(text)
	if err != nil || n < leastSize || n > math.MaxInt64 {
		return 0, fmt.Errorf("%q is not a size such as 2GB (at least 10MB); 0 lets history grow", text)
	}
	return int64(n), nil
}

func parseDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 {
		return 0, fmt.Errorf("%q is not a duration such as 3s or 500ms", text)
	}
	return d, nil
}
