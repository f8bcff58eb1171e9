package store_test

import (
	"errors"
	"testing"
	"time"

	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// removed is the store after the person has removed all of theirs, or, for
// nobody, after the year was let go.
func removed(t *testing.T, person string, before func(tx store.Tx) error) *store.Store {
	t.Helper()
	s := open(t)
	now := time.Date(2027, 5, 1, 0, 0, 0, 0, time.UTC)
	err := s.Update(t.Context(), func(tx store.Tx) error {
		if err := before(tx); err != nil {
			return err
		}
		if person != "" {
			return store.EraseOwn(tx, person, store.Holdings(), now)
		}
		for _, h := range store.Holdings() {
			page, _, err := h.Page(tx, "", 100)
			if err != nil {
				return err
			}
			for _, held := range page {
				if err := held.LetGo(tx); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func look(t *testing.T, s *store.Store, fn func(tx store.Tx) error) {
	t.Helper()
	if err := s.View(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// TestEraseHandIn takes back what was handed in whole, figures too: that and
// when stays, and it is nobody's own any more.
func TestEraseHandIn(t *testing.T) {
	t.Parallel()
	handed := store.HandIn{
		Pair: "p", Programme: "y", Author: "a", At: time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC), Vision: private.New("a", "ありたい姿"),
		Talks: []store.HandedTalk{{Meeting: "m", Relief: 2, Topic: "health", Line: private.New("a", "ひとこと")}},
	}
	s := removed(t, "a", func(tx store.Tx) error { return store.HandIns.Put(tx, handed) })
	look(t, s, func(tx store.Tx) error {
		h, err := store.HandIns.Must(tx, store.Join("p", "a"))
		if h.Live() || len(h.Talks) > 0 || !h.Vision.Empty() {
			t.Errorf("HR still has %+v", h)
		}
		if h.At != handed.At || h.Withdrawn.IsZero() {
			t.Errorf("handed in %v, taken back %v", h.At, h.Withdrawn)
		}
		for _, kind := range store.Holdings() {
			own, ownErr := kind.Of(tx, "a")
			if err = errors.Join(err, ownErr); len(own) > 0 {
				t.Errorf("%s is still listed as theirs", kind.Table)
			}
		}
		return err
	})
}

// TestEraseBroadcast removes a draft whole, so that nobody sends what is left
// of it, and nothing of what everybody has.
func TestEraseBroadcast(t *testing.T) {
	t.Parallel()
	words := store.Wording{Title: private.New("a", "題"), Body: private.New("a", "本文")}
	s := removed(t, "a", func(tx store.Tx) error {
		return errors.Join(
			store.Broadcasts.Put(tx, store.Broadcast{ID: "draft", State: store.BroadcastDraft, Draft: words}),
			store.Broadcasts.Put(tx, store.Broadcast{ID: "sent", State: store.BroadcastSending, Draft: words, Public: store.Notice{Title: "題", Body: "本文"}}))
	})
	look(t, s, func(tx store.Tx) error {
		if _, there, err := store.Broadcasts.Get(tx, "draft"); err != nil || there {
			t.Errorf("the draft is there: %v", err)
		}
		b, err := store.Broadcasts.Must(tx, "sent")
		if b.Public.Body != "本文" || b.Draft.Body.Reveal() == "本文" {
			t.Errorf("what was sent became %+v", b)
		}
		return err
	})
}

// TestLetGoVoice keeps the words that were approved for everybody, and not what
// their author had first written to HR.
func TestLetGoVoice(t *testing.T) {
	t.Parallel()
	voice := func(id string, state store.VoiceState) store.Voice {
		return store.Voice{ID: id, Author: "a", State: state, Offered: private.New("a", "課長が怖かった"), Wording: private.New("a", "聞いてもらえた")}
	}
	s := removed(t, "", func(tx store.Tx) error {
		return errors.Join(store.Voices.Put(tx, voice("yes", store.VoiceApproved)), store.Voices.Put(tx, voice("no", store.VoiceProposed)))
	})
	look(t, s, func(tx store.Tx) error {
		v, err := store.Voices.Must(tx, "yes")
		if v.Wording.Reveal() != "聞いてもらえた" || !v.Offered.Empty() {
			t.Errorf("left: %q and %q", v.Wording.Reveal(), v.Offered.Reveal())
		}
		_, there, noErr := store.Voices.Get(tx, "no")
		if there {
			t.Error("a voice that nobody approved is there")
		}
		return errors.Join(err, noErr)
	})
}
