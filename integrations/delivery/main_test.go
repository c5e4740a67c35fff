package delivery_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDirVariable); dir != "" {
		postUntilKilled(dir) // this process is the child of TestCrash
		return
	}
	goleak.VerifyTestMain(m)
}
