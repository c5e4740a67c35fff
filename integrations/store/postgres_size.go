package store

import (
	"context"
	"fmt"
)

// heavy are the tables that grow with the history, and what is large in them.
var heavy = map[string]string{
	"execution_contents": "coalesce(pg_column_size(headers), 0) + coalesce(pg_column_size(console), 0) + coalesce(pg_column_size(http), 0) + coalesce(pg_column_size(returned), 0) + coalesce(pg_column_size(body), 0)",
	"executions":         "coalesce(pg_column_size(reply_body), 0)",
	"deliveries":         "coalesce(pg_column_size(message), 0) + coalesce(pg_column_size(stored), 0)",
}

const (
	// rowBytes is about what a row takes besides, with its indexes.
	rowBytes = 300
	// samplePages is how many pages of a table are looked at.
	samplePages = 1000
)

// size is an estimate: the tables do not shrink when rows are removed from
// them, so their files say nothing. Some of their pages are looked at, empty ones
// as well as full ones, and stand for all.
func (p *postgres) size(ctx context.Context, r *reader) (total int64, err error) {
	for table, bytes := range heavy {
		pages, err := one(ctx, r, value[int64], `SELECT pg_relation_size(?) / current_setting('block_size')::bigint`, table)
		if err != nil {
			return 0, err
		}
		share := min(100, 100*float64(samplePages)/float64(max(1, pages)))
		n, err := one(ctx, r, value[float64], fmt.Sprintf(`SELECT coalesce(sum(%d + %s), 0)::float8 FROM %s TABLESAMPLE SYSTEM (?)`, rowBytes, bytes, table), share)
		if err != nil {
			return 0, err
		}
		total += int64(n * 100 / share)
	}
	return total, nil
}
