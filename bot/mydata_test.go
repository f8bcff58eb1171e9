package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/bottest"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// TestErasedEverywhere plants a word of the mentee's into every private field of
// every table, has the mentee erase everything, and looks for it in every table.
// What others wrote stays.
func TestErasedEverywhere(t *testing.T) {
	t.Parallel()
	w := house(t)
	meeting := met(t, w)
	owners, tables := map[string]string{}, map[string]string{}
	write(t, w, func(tx store.Tx) error {
		for _, p := range planters(meeting) {
			err := p.plant(tx, func(f private.Field, table string) string {
				word := fmt.Sprintf("うえた%03dことば", len(owners))
				owners[word], tables[word] = f.Text.Owner(), table
				return word
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	everything := []string{"sure", "yes"}
	for _, fd := range press(t, w, mentee, "mydata.erase", "").Form.Fields {
		for _, o := range fd.Options {
			if fd.Kind == chat.FieldSeveral {
				everything = append(everything, fd.ID, o.Value)
			}
		}
	}
	submit(t, w, mentee, "mydata.erase", "", everything...)
	advance(t, w, time.Minute) // copies in answers are looked for by the next ring
	left := allWords(t, w)
	for word, owner := range owners {
		if there := strings.Contains(left, word); there != (owner != mentee) {
			t.Errorf("a word of %s in %s: there is %t", owner, tables[word], there)
		}
	}
}

// allWords is every private word in the store.
func allWords(t *testing.T, w *bottest.World) string {
	t.Helper()
	var sb strings.Builder
	view(t, w, func(tx store.Tx) error {
		for _, h := range store.Holdings() {
			for after := ""; ; {
				page, next, err := h.Page(tx, after, 7)
				if err != nil {
					return err
				}
				for _, held := range page {
					sb.WriteString(revealed(held.Words))
				}
				if after = next; next == "" {
					break
				}
			}
		}
		return nil
	})
	return sb.String()
}

// TestOwnFile: the file holds what its owner wrote and nothing of anybody else,
// with markup of theirs as text; nobody else is ever sent it.
func TestOwnFile(t *testing.T) {
	t.Parallel()
	w := house(t)
	meeting := met(t, w)
	submit(t, w, mentee, "reflect", meeting, "relief", "4", "line", "<script>うた</script>")
	submit(t, w, mentor, "reflect", meeting, "noticed", "相手のことば", "noticed_share", "partner")
	file := func(who string) string {
		page := press(t, w, who, "mydata.export", "").Page
		for _, sec := range page.Sections {
			for _, b := range sec.Body {
				if f, ok := b.(chat.File); ok {
					return string(f.Data)
				}
			}
		}
		return ""
	}
	own := file(mentee)
	for _, want := range []string{"&lt;script&gt;うた&lt;/script&gt;", "模木 葵", "雛形 誠さんとの面談を「話した」と記録しました"} {
		if !strings.Contains(own, want) {
			t.Errorf("the file lacks %s:\n%s", want, own)
		}
	}
	if strings.Contains(own, "相手のことば") || strings.Contains(own, "<script") {
		t.Error("the file holds what it must not")
	}
	for _, who := range []string{mentor, hr, head} {
		if strings.Contains(file(who), "うた") {
			t.Errorf("%s gets the mentee's words", who)
		}
	}
	do(t, w, mentee, chat.Pressed{Action: "mydata.export"}) // a client without pages
	if strings.Contains(said(w, mentee), "mydata") {
		t.Error("the file came into the chat")
	}
}

// TestSendAgain: what was given up goes out once more, by HR's word alone.
func TestSendAgain(t *testing.T) {
	t.Parallel()
	w := house(t)
	write(t, w, func(tx store.Tx) error {
		if _, err := store.Enqueue(tx, store.Intent{Key: "k", ID: "i", Kind: "help", To: mentee, Urgent: true}, w.Clock.Now()); err != nil {
			return err
		}
		d, err := store.Outbox.Must(tx, "k")
		d.State, d.Attempts, d.At = store.Dead, 9, w.Clock.Now()
		if err != nil {
			return err
		}
		return store.Outbox.Put(tx, d)
	})
	before := len(w.Chats.Of(w.Account(mentee)))
	press(t, w, head, "hr.send-again", mentee)
	if got := len(w.Chats.Of(w.Account(mentee))); got != before {
		t.Fatal("a head sent it")
	}
	page := submit(t, w, hr, "hr.find", "", "who", mentee).Page
	if !strings.Contains(page.Text(), "届かなかったお知らせが1通") {
		t.Errorf("HR does not see it:\n%s", page.Text())
	}
	press(t, w, hr, "hr.send-again", mentee)
	if got := len(w.Chats.Of(w.Account(mentee))); got != before+1 {
		t.Errorf("%d lines, want %d", got, before+1)
	}
	press(t, w, hr, "hr.send-again", mentee)
	if got := len(w.Chats.Of(w.Account(mentee))); got != before+1 {
		t.Error("it was sent twice")
	}
}

// TestFiguresHoldNobody takes every figure of a house in which each answer is a
// different number, and finds no mean over fewer people than the threshold.
func TestFiguresHoldNobody(t *testing.T) {
	t.Parallel()
	w := house(t)
	meeting := met(t, w)
	submit(t, w, mentee, "reflect", meeting, "relief", "4", "growth", "3")
	if err := w.Advance(jst("2026-11-02T10:00")); err != nil {
		t.Fatal(err)
	}
	press(t, w, hr, "hr.figures", "")
	n := 0
	view(t, w, func(tx store.Tx) error {
		all, err := store.Figures.All(tx, store.Span{})
		for _, f := range all {
			for _, row := range f.Rows {
				if n++; !row.Withheld || row.People > 0 || len(row.Means) > 0 {
					t.Errorf("%s of %s: %+v", f.Kind, f.Period, row)
				}
			}
		}
		return err
	})
	if n == 0 {
		t.Error("nothing was published")
	}
}
