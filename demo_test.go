package main

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// playDemo opens a demo; it is closed at the end, or before by hand.
func playDemo(t *testing.T, c demoCmd) *demo {
	t.Helper()
	if c.Lang == "" {
		c.Lang = "ja"
	}
	d, err := openDemo(t.Context(), c, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.close)
	return d
}

// chatOf is how many lines stand in somebody's chat.
func chatOf(t *testing.T, d *demo, id string) int {
	t.Helper()
	inbox := &storeInbox{store: d.house.Store}
	lines, err := inbox.Lines(t.Context(), demoAccount(mentoring.Person{ID: id})[0], 1000)
	if err != nil {
		t.Fatal(err)
	}
	return len(lines)
}

func peopleOf(t *testing.T, d *demo) map[string]mentoring.Person {
	t.Helper()
	people, err := d.everybody(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]mentoring.Person{}
	for _, p := range people {
		out[p.ID] = p
	}
	return out
}

const ownHead = "職員番号,氏名,部,課,チーム,職位,級,採用日,役割\n"

func rosterFile(t *testing.T, rows ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "own.csv")
	if err := os.WriteFile(path, []byte(ownHead+strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const (
	ownMentee = "301,自前 葵,市民部,市民課,窓口,主事,1,2024-04-01,メンティ"
	ownHeadOf = "302,自前 健,市民部,市民課,窓口,課長,6,2001-04-01,所属長"
)

// TestDemoIsForgotten checks that nothing stays where nobody asked for it.
func TestDemoIsForgotten(t *testing.T) {
	t.Parallel()
	d := playDemo(t, demoCmd{})
	if got, want := d.Now(), time.Date(2026, time.April, 1, 9, 0, 0, 0, d.from.Location()); !got.Equal(want) {
		t.Errorf("it begins at %v, want %v", got, want)
	}
	if chatOf(t, d, "20101") == 0 {
		t.Error("the head was asked for nothing on the first morning")
	}
	d.close()
	if _, err := os.Stat(d.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("its directory is still there: %v", err)
	}
}

// TestDemoKeeps plays on in the second run where the first one ended.
func TestDemoKeeps(t *testing.T) {
	t.Parallel()
	c := demoCmd{Data: filepath.Join(t.TempDir(), "new", "try")}
	first := playDemo(t, c)
	may := time.Date(2026, time.May, 7, 12, 0, 0, 0, first.from.Location())
	if err := first.To(t.Context(), may); err != nil {
		t.Fatal(err)
	}
	lines := chatOf(t, first, "20101")
	if _, err := openDemo(t.Context(), c, zerolog.Nop()); !errors.Is(err, store.ErrInUse) {
		t.Errorf("a second demo on the same directory: %v, want ErrInUse", err)
	}
	first.close()

	second := playDemo(t, c)
	if !second.Now().Equal(may) {
		t.Errorf("the second run begins at %v, want %v", second.Now(), may)
	}
	if got := chatOf(t, second, "20101"); got != lines || lines < 2 {
		t.Errorf("the head's chat holds %d lines, %d before", got, lines)
	}
	at, err := second.Next(t.Context())
	if err != nil || !at.After(may) {
		t.Errorf("the next event is at %v (%v), want one after %v", at, err, may)
	}
}

// TestDemoOwnRoster plays the year of the people on the file, in the second
// run as well, which is not told of it.
func TestDemoOwnRoster(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	own := rosterFile(t, ownMentee, ownHeadOf)
	check := func(d *demo, people int) {
		t.Helper()
		if from, to := d.Bounds(); from.Year() != 2024 || to.Year() != 2025 {
			t.Errorf("it plays %v to %v, want the fiscal year 2024", from, to)
		}
		if got := peopleOf(t, d); len(got) != people || got["301"].Name != "自前 葵" {
			t.Errorf("%d people, want %d: %v", len(got), people, got)
		}
	}
	d := playDemo(t, demoCmd{Data: dir, Roster: own})
	check(d, 2)
	if chatOf(t, d, "302") == 0 {
		t.Error("the head was asked for nothing")
	}
	if err := d.To(t.Context(), d.from.AddDate(0, 0, 20)); err != nil {
		t.Fatal(err)
	}
	at := d.Now()
	d.close()

	d = playDemo(t, demoCmd{Data: dir})
	check(d, 2)
	d.close()

	more := rosterFile(t, ownMentee, ownHeadOf, "303,後任 学,市民部,市民課,窓口,主査,4,2010-04-01,")
	d = playDemo(t, demoCmd{Data: dir, Roster: more})
	check(d, 3)
	if !d.Now().Equal(at) {
		t.Errorf("the time is %v, want %v", d.Now(), at)
	}
	if _, err := d.Handle(t.Context(), chat.Event{
		ID: "home", At: d.Now(), From: demoAccount(mentoring.Person{ID: "303"})[0], What: chat.Opened{},
	}); err != nil {
		t.Errorf("somebody who came later opens their home: %v", err)
	}
}

// TestDemoBrokenRoster explains the file in the language asked for, and leaves
// nothing that would be in the way of a mended one.
func TestDemoBrokenRoster(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		lang string
		rows []string
		want []string
	}{
		"a name is missing": {"ja", []string{"301,,市民部,市民課,,主事,1,,"}, []string{"✗ 2行目「氏名」：空いています", "何も取り込んでいません"}},
		"in English":        {"en", []string{"301,a,b,c,,d,99,,"}, []string{"✗ Row 2, “級”: The grade is a number", "Nothing was imported"}},
		"no rows":           {"en", nil, []string{"Nothing was imported"}},
		"a cell too many":   {"ja", []string{ownMentee + ",はみ出し"}, []string{"✗ 2行目：見出しのない列に文字があります"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			_, err := openDemo(t.Context(), demoCmd{Data: dir, Roster: rosterFile(t, tt.rows...), Lang: tt.lang}, zerolog.Nop())
			if err == nil {
				t.Fatal("it was taken")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want %q in it", err, want)
				}
			}
			d := playDemo(t, demoCmd{Data: dir, Roster: rosterFile(t, ownMentee, ownHeadOf), Lang: tt.lang})
			if got := len(peopleOf(t, d)); got != 2 || !d.Now().Equal(d.from) {
				t.Errorf("after the mended file there are %d people at %v, want 2 at %v", got, d.Now(), d.from)
			}
		})
	}
}

// TestDemoBadDirectory refuses what it must not touch or cannot read.
func TestDemoBadDirectory(t *testing.T) {
	t.Parallel()
	t.Run("a time that is none", func(t *testing.T) {
		t.Parallel()
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "demo-time"), []byte("noon"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := openDemo(t.Context(), demoCmd{Data: dir, Lang: "ja"}, zerolog.Nop())
		if err == nil || !strings.Contains(err.Error(), "remove the directory to begin anew") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a programme's data", func(t *testing.T) {
		t.Parallel()
		dir := prepared(t)
		for range 2 { // the refusal itself leaves no mark that would let the next one in
			_, err := openDemo(t.Context(), demoCmd{Data: dir, Lang: "ja"}, zerolog.Nop())
			if err == nil || !strings.Contains(err.Error(), "holds data that is no demo's: give another --data") {
				t.Errorf("got %v", err)
			}
		}
		inData(t, dir, func(h *house) error {
			return h.Store.View(t.Context(), func(tx store.Tx) error {
				people, err := store.People.All(tx, store.Span{})
				if len(people) != 13 {
					t.Errorf("the data holds %d people, want 13", len(people))
				}
				return err
			})
		})
	})
	t.Run("a file in its place", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := openDemo(t.Context(), demoCmd{Data: path, Lang: "ja"}, zerolog.Nop()); err == nil {
			t.Error("it was taken")
		}
	})
}

// TestDemoPort listens on this machine only, and beside a port that is taken.
func TestDemoPort(t *testing.T) {
	t.Parallel()
	taken, err := listenLoopback(0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	port := taken.Addr().(*net.TCPAddr).Port
	l, err := listenLoopback(port)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	addr := l.Addr().(*net.TCPAddr)
	if addr.Port == port || !addr.IP.IsLoopback() {
		t.Errorf("it listens on %v beside %d", addr, port)
	}
}
