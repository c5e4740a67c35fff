package store

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// notify is the statements that tell other nodes the news: on a channel that is
// called as the schema, the topic and the node it comes from.
func (p *postgres) notify(node string, n news) string {
	var out strings.Builder
	for i, changed := range n.elsewhere {
		if changed {
			out.WriteString("SELECT pg_notify(" + quoted(p.space) + ", '" + topicNames[i] + " " + node + "'); ")
		}
	}
	return out.String()
}

// A listener hears the news of other nodes.
type listener struct {
	config   *pgx.ConnConfig
	channel  string
	node     string
	announce func([topics]bool)
}

func (p *postgres) listen(ctx context.Context, node string, announce func([topics]bool)) (stop func(), err error) {
	l := &listener{config: p.config.Copy(), channel: p.space, node: node, announce: announce}
	l.config.DialFunc = dialer.DialContext
	l.config.RuntimeParams["application_name"] = "rocketscript listener"
	conn, err := l.connect(ctx)
	if err != nil {
		return nil, classified(err)
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		l.run(ctx, conn)
	}()
	return func() { cancel(); <-ended }, nil
}

func (l *listener) connect(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, l.config)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{l.channel}.Sanitize()); err != nil {
		return nil, errors.Join(err, conn.Close(ctx))
	}
	return conn, nil
}

// run listens until ctx ends. When the connection is lost it makes another one,
// and then assumes that everything has changed.
func (l *listener) run(ctx context.Context, conn *pgx.Conn) {
	const firstWait, longestWait = 50 * time.Millisecond, 5 * time.Second
	wait := firstWait
	for ctx.Err() == nil {
		if conn != nil {
			l.hear(ctx, conn)
			_ = conn.Close(context.WithoutCancel(ctx)) // nothing to lose
			wait = firstWait
		}
		pause(ctx, wait)
		wait = min(2*wait, longestWait)
		var err error
		if conn, err = l.connect(ctx); err == nil {
			l.announce(all())
		}
	}
}

// hear passes news on until the connection, or ctx, ends.
func (l *listener) hear(ctx context.Context, conn *pgx.Conn) {
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return
		}
		l.announce(l.topics(n.Payload))
	}
}

// topics reads a message. Our own are known here already.
func (l *listener) topics(payload string) (what [topics]bool) {
	word, node, _ := strings.Cut(payload, " ")
	for i, name := range topicNames {
		what[i] = name == word && node != l.node
	}
	return what
}
