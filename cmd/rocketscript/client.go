package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// A client speaks to a running server.
type client struct {
	base  string
	token string
	http  *http.Client
}

func addClientFlags(cmd *cobra.Command) {
	cmd.Flags().String("url", "", "the running server's `URL` (default: as the configuration says)")
	cmd.Flags().String("token", "", "the admin `TOKEN` (default: the configured or generated one)")
}

// newClient finds server and token by the flags, else by the configuration.
func newClient(cmd *cobra.Command) (*client, error) {
	base, _ := cmd.Flags().GetString("url")
	token, _ := cmd.Flags().GetString("token")
	if base == "" || token == "" {
		c, _, faults, err := loadSettings(configFlag(cmd), nil)
		if err := errors.Join(err, errors.Join(faults...)); err != nil {
			return nil, wrongUse(err)
		}
		if base == "" {
			base = baseURL(nil, c.address)
		}
		if token == "" {
			if token, err = configuredToken(c); err != nil {
				return nil, wrongUse(err)
			}
		}
	}
	return &client{base: strings.TrimRight(base, "/"), token: token, http: &http.Client{Timeout: 30 * time.Second}}, nil
}

func configuredToken(c *config) (string, error) {
	if c.adminToken != "" {
		return c.adminToken, nil
	}
	token, err := readAdminToken(adminTokenFile(c))
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("there is no admin token at %s; start the server first, or give --token", adminTokenFile(c))
	}
	return token, err
}

// get reads a JSON answer of the API.
func (c *client) get(ctx context.Context, path string, into any) error {
	request, err := c.request(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	return c.read(request, into)
}

// print prints an answer of the API that is no JSON.
func (c *client) print(ctx context.Context, path string, out io.Writer) error {
	request, err := c.request(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	status, body, err := c.do(request)
	if err == nil && status != http.StatusOK {
		err = c.refused(request, status, body)
	}
	if err != nil {
		return err
	}
	_, err = out.Write(body)
	return err
}

// request makes a request to the API, with the admin token.
func (c *client) request(ctx context.Context, method, path string, body []byte) (*http.Request, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return nil, wrongUse(fmt.Errorf("--url: %w", err))
	}
	request.Header.Set("X-Auth-Token", c.token)
	request.Header.Set("X-User-Id", "admin")
	request.Header.Set("Content-Type", "application/json")
	return request, nil
}

// read sends a request and reads its JSON answer.
func (c *client) read(request *http.Request, into any) error {
	status, body, err := c.do(request)
	if err != nil {
		return err
	}
	if status != http.StatusOK || json.Unmarshal(body, into) != nil {
		return c.refused(request, status, body)
	}
	return nil
}

// refused is why the server does not do what it was asked.
func (c *client) refused(request *http.Request, status int, body []byte) error {
	var fault struct {
		Error string `json:"error"`
	}
	switch {
	case status == http.StatusUnauthorized:
		return wrongUse(fmt.Errorf("%s does not accept the admin token; give the right one with --token", c.base))
	case status == http.StatusBadRequest && json.Unmarshal(body, &fault) == nil && fault.Error != "":
		return wrongUse(errors.New(fault.Error))
	}
	return outside(fmt.Errorf("%s answered %d: %.300s", c.base+request.URL.Path, status, body))
}

func (c *client) do(request *http.Request) (int, []byte, error) {
	response, err := c.http.Do(request)
	if err != nil {
		return 0, nil, c.noAnswer(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 64<<20))
	if err != nil {
		return 0, nil, outside(fmt.Errorf("read the answer of %s: %w", c.base, err))
	}
	return response.StatusCode, body, nil
}

func (c *client) noAnswer(err error) error {
	return outside(fmt.Errorf("no answer from %s; is `rocketscript serve` running? (%w)", c.base, errors.Unwrap(err)))
}

// A listedIntegration is what the API tells of an integration.
type listedIntegration struct {
	ID      string   `json:"_id"`
	Name    string   `json:"name"`
	Enabled bool     `json:"enabled"`
	Channel []string `json:"channel"`
	Token   string   `json:"token"`
	// ScriptError is why the script as it was last saved does not run.
	ScriptError *struct {
		Message string `json:"message"`
	} `json:"scriptError"`
	Hosting struct {
		Destination   string `json:"destination"`
		Script        string `json:"script"`
		Adapter       string `json:"adapter"`
		Compat        string `json:"compat"`
		Timeout       string `json:"timeout"`
		OnScriptError string `json:"on_script_error"`
		DefinedIn     string `json:"defined_in"`
		Fault         string `json:"fault"`
		Unready       string `json:"unready"`
		Paused        string `json:"paused"`
		WebhookURL    string `json:"webhook_url"`
	} `json:"rocketscript"`
}

// hookPath is the webhook's path on the server, token and all.
func (i listedIntegration) hookPath() string {
	return "/hooks/" + i.ID + "/" + url.PathEscape(i.Token)
}

// integrations lists what the server hosts.
func (c *client) integrations(ctx context.Context) ([]listedIntegration, error) {
	var answer struct {
		Integrations []listedIntegration `json:"integrations"`
	}
	err := c.get(ctx, "/api/v1/integrations.list?count=0", &answer)
	return answer.Integrations, err
}

// signInURL is a link that signs a browser in.
func (c *client) signInURL(ctx context.Context) (string, error) {
	var answer struct {
		URL string `json:"url"`
	}
	err := c.get(ctx, "/api/v1/rocketscript.signInLink", &answer)
	return answer.URL, err
}
