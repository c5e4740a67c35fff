//go:build race

package worker_test

// raceDetector tells that the tests run with it. Its own memory is resident, and
// several times that of the scripts: a worker is killed for it before a script
// is stopped for what it keeps.
const raceDetector = true
