package main

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var envReference = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// expandSecret reads ${NAME} from the environment and file:PATH from a file,
// without its final line end. dir is what a relative path starts at.
func expandSecret(text, dir string) (string, error) {
	if path, ok := strings.CutPrefix(text, "file:"); ok {
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("read the secret: %w", err)
		}
		return strings.TrimRight(string(content), "\r\n"), nil
	}
	var missing error
	expanded := envReference.ReplaceAllStringFunc(text, func(reference string) string {
		name := envReference.FindStringSubmatch(reference)[1]
		value := os.Getenv(name)
		if value == "" && missing == nil {
			missing = fmt.Errorf("the environment variable %s is not set", name)
		}
		return value
	})
	return expanded, missing
}

// adminTokenFile is where a generated admin token is kept: beside the database
// file, or else in the folder data beside the configuration.
func adminTokenFile(c *config) string {
	return filepath.Join(c.dataDir, "admin.token")
}

// loadAdminToken returns the token kept in file, making it when there is none.
func loadAdminToken(file string) (string, error) {
	if token, err := readAdminToken(file); !errors.Is(err, fs.ErrNotExist) {
		return token, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return "", fmt.Errorf("make the folder of the admin token: %w", err)
	}
	token := rand.Text() + rand.Text()
	if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("keep the admin token: %w", err)
	}
	return token, nil
}

func readAdminToken(file string) (string, error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(content))
	if len(token) < 16 {
		return "", fmt.Errorf("%s holds no admin token; delete the file to have one made", file)
	}
	return token, nil
}
