//go:build unix

package main

import (
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"rocketscript/integrations/store/storetest"
)

// The same proof with three nodes on one PostgreSQL: nodes are killed, their
// connections to the database are cut, and one is stopped until the others have
// taken its lanes over.

func TestNothingIsLostByNodes(t *testing.T) {
	t.Parallel()
	c := newCluster(t)
	c.kills(1, 40)
	c.cuts(2, 40)
	c.settle()
}

func TestProofNothingIsLostByNodes(t *testing.T) {
	if !*proof {
		t.Skip("for .ci/proof, or -proof")
	}
	c := newCluster(t)
	for range 10 {
		c.kills(20, 120)
		c.cuts(20, 120)
		c.pause(14 * time.Second)
	}
	for range 6 {
		c.measure(16 * time.Second)
	}
	v := c.settle()
	slices.Sort(v.takeovers)
	t.Logf("%d lanes of killed nodes were taken over: the first after %v, half of them after %v, the last after %v", len(v.takeovers),
		quantile(v.takeovers, 0).Round(time.Millisecond), quantile(v.takeovers, .5).Round(time.Millisecond), quantile(v.takeovers, 1).Round(time.Millisecond))
}

type cluster struct {
	*storm
	database *pgx.Conn
	cut      int
}

func newCluster(t *testing.T) *cluster {
	storage := storetest.Database(t)
	database, err := pgx.Connect(t.Context(), storage)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = database.Close(t.Context()) })
	return &cluster{storm: newStorm(t, 3, storage), database: database}
}

// cuts cuts connections of the nodes to the database so many times: now one,
// now many.
func (c *cluster) cuts(times, answers int) {
	for range times {
		c.turnWeather()
		c.senders.until(rand.IntN(answers))
		<-time.After(rand.N(5 * time.Millisecond))
		result, err := c.database.Exec(c.t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE application_name = 'rocketscript' AND pid <> pg_backend_pid() AND random() < $1`, []float64{.1, .5, 1}[rand.IntN(3)])
		if err != nil {
			c.t.Fatal(err)
		}
		c.cut += int(result.RowsAffected())
	}
	c.t.Logf("%d connections to the database were cut so far", c.cut)
}

// pause stops a node for a while, in which it looks alive to nobody.
func (c *cluster) pause(d time.Duration) {
	victim := rand.IntN(len(c.nodes))
	n := c.nodes[victim]
	c.awaitServing(n)
	c.senders.until(rand.IntN(50))
	from := time.Now()
	if err := n.cmd.Process.Signal(syscall.SIGSTOP); err != nil {
		c.t.Fatal(err)
	}
	base := n.hide()
	<-time.After(d)
	c.blows = append(c.blows, blow{node: victim, from: from, to: time.Now(), stopped: true})
	if err := n.cmd.Process.Signal(syscall.SIGCONT); err != nil {
		c.t.Fatal(err)
	}
	n.show(base)
}

// measure kills a node while it waits for answers, and leaves it dead for a
// while, in which the others take its lanes over.
func (c *cluster) measure(d time.Duration) {
	c.setWeather(silent)
	victim := rand.IntN(len(c.nodes))
	c.awaitServing(c.nodes[victim])
	c.senders.until(30)
	c.strike(victim, blow{measured: true})
	c.setWeather(clear)
	<-time.After(d)
	c.nodes[victim].start()
}
