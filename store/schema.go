package store

import (
	"context"
	"fmt"
	"strconv"
)

// Migration brings data from the version before To up to To. It runs inside
// the transaction that opens the store and must be written so that running it
// again changes nothing.
type Migration struct {
	To int
	Do func(Tx) error
}

// migrations is every change of shape since the first release, oldest first.
func migrations() []Migration {
	return []Migration{
		{To: 1, Do: func(Tx) error { return nil }},
	}
}

// Version is the newest shape that this program knows.
func Version() int {
	ms := migrations()
	return ms[len(ms)-1].To
}

type meta struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

var metaTable = Table[meta]{Name: "meta", Key: func(m meta) string { return m.Name }}

func migrate(tx Tx) error { return migrateWith(tx, migrations()) }

func versionIn(tx Tx) (int, error) {
	m, ok, err := metaTable.Get(tx, "version")
	if err != nil || !ok {
		return 0, err
	}
	at, err := strconv.Atoi(m.Value)
	if err != nil {
		return 0, fmt.Errorf("store: version: %w", ErrDamaged)
	}
	return at, nil
}

func migrateWith(tx Tx, ms []Migration) error {
	at, err := versionIn(tx)
	if err != nil {
		return err
	}
	newest := ms[len(ms)-1].To
	if at > newest {
		return fmt.Errorf("%w: version %d, this program knows %d", ErrNewer, at, newest)
	}
	if at == newest {
		return nil
	}
	for _, m := range ms {
		if m.To <= at {
			continue
		}
		if err := m.Do(tx); err != nil {
			return fmt.Errorf("store: migrate to version %d: %w", m.To, err)
		}
	}
	return metaTable.Put(tx, meta{Name: "version", Value: strconv.Itoa(newest)})
}

// VersionOf is the version of the data in an engine, 0 for an empty one. It
// changes nothing.
func VersionOf(ctx context.Context, e Engine) (at int, err error) {
	err = e.View(ctx, func(r Reader) error {
		at, err = versionIn(Tx{r: r, seal: Unsealed{}})
		return err
	})
	return at, err
}
