package storetest

import (
	"errors"
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

func testEnqueue(t *testing.T, open Open) {
	t.Run("a key is unique", func(t *testing.T) {
		e := newEnv(t, open)
		for _, fresh := range []bool{true, false} {
			e.update(func(tx store.Tx) error {
				got, err := store.Enqueue(tx, intent("1", "p"), noon)
				want(t, "fresh", got, fresh)
				return err
			})
		}
	})
	t.Run("a key stays taken when it is done", func(t *testing.T) {
		e := newEnv(t, open)
		e.meet("north", "p")
		e.enqueue(intent("1", "p"))
		granted, _ := e.wantClaim(noon, "1")
		e.sent(granted[0], noon)
		e.enqueue(intent("1", "p"))
		e.wantClaim(noon.Add(time.Hour))
	})
	t.Run("what must be named", func(t *testing.T) {
		e := newEnv(t, open)
		for _, in := range []store.Intent{{}, {ID: "1", Kind: "k", To: "p"}, {Key: "k", Kind: "k", To: "p"}, {Key: "k", ID: "1", To: "p"}, {Key: "k", ID: "1", Kind: "k"}} {
			err := e.s.Update(t.Context(), func(tx store.Tx) error {
				_, err := store.Enqueue(tx, in, noon)
				return err
			})
			if err == nil {
				t.Errorf("%+v was taken", in)
			}
		}
	})
	t.Run("the lane is the account's", func(t *testing.T) {
		e := newEnv(t, open)
		e.meet("north", "p")
		e.enqueue(intent("1", "p"), intent("2", "@"+account("north", "p").String()), intent("3", "nobody"))
		want(t, "lane of a person", e.outbox("1").Lane, lane)
		want(t, "lane of an account", e.outbox("2").Lane, lane)
		want(t, "lane of nobody", e.outbox("3").Lane, "")
	})
	t.Run("the account last seen", func(t *testing.T) {
		e := newEnv(t, open)
		e.meet("north", "p")
		e.update(func(tx store.Tx) error {
			return store.Contacts.Put(tx, store.Contact{Account: account("south", "p"), Person: "p", SeenAt: noon.Add(time.Hour)})
		})
		e.enqueue(intent("1", "p"))
		want(t, "lane", e.outbox("1").Lane, "south/T1")
	})
	t.Run("a card on the web changes too", func(t *testing.T) {
		e := newEnv(t, open)
		e.meet("north", "p", "q")
		web := "@" + store.WebAccount("p").String()
		e.update(func(tx store.Tx) error {
			return errors.Join(
				store.Contacts.Put(tx, store.Contact{Account: store.WebAccount("p"), Person: "p", Visited: true, SeenAt: noon}),
				store.Refs.Put(tx, store.Sending{To: web, Kind: "nudge", Subject: "pair/1", Account: store.WebAccount("p"), Ref: "there"}))
		})
		change, other, again, theirs := intent("1", "p"), intent("2", "p"), intent("3", "p"), intent("4", "q")
		change.Edit, other.Edit, again.Subject, theirs.Edit, theirs.Subject = true, true, "pair/1", true, "pair/1"
		e.enqueue(change, other, again, theirs)
		all, _ := list(e, store.Outbox, store.Span{}, 9)
		want(t, "rows", len(all), 5)
		got := e.outbox("1/web")
		want(t, "recipient", got.To, web)
		want(t, "lane", got.Lane, store.WebAccount("p").Lane())
	})
	t.Run("wake", func(t *testing.T) { testWake(t, open) })
}

func testWake(t *testing.T, open Open) {
	e := newEnv(t, open)
	awake := func() bool {
		select {
		case <-e.s.Wake():
			return true
		default:
			return false
		}
	}
	e.put(item{ID: "a"})
	want(t, "after a record", awake(), false)
	e.enqueue(intent("1", "p"), intent("2", "p"))
	want(t, "after an intent", awake(), true)
	want(t, "once only", awake(), false)
	e.enqueue(intent("1", "p"))
	want(t, "after a repeat", awake(), false)
	_ = e.s.Update(t.Context(), func(tx store.Tx) error {
		_, err := store.Enqueue(tx, intent("3", "p"), noon)
		want(t, "enqueue", err, nil)
		return errWanted
	})
	want(t, "after a failure", awake(), false)
}

func testPrune(t *testing.T, open Open) {
	e := newEnv(t, open)
	e.meet("north", "a", "b", "c", "d")
	kept := intent("2", "b")
	kept.Keep = true
	e.enqueue(intent("1", "a"), kept, intent("3", "c"), intent("4", "d"))
	granted, _ := e.wantClaim(noon, "1", "2", "3", "4")
	for _, d := range granted[:3] {
		e.sent(d, noon)
	}
	prune := func(now time.Time, limit int) (n int) {
		e.update(func(tx store.Tx) (err error) {
			n, err = store.PruneOutbox(tx, now, limit)
			return err
		})
		return n
	}
	want(t, "too early", prune(noon.Add(store.DoneKeep), 10), 0)
	after := noon.Add(store.DoneKeep + time.Microsecond)
	want(t, "limited", prune(after, 1), 1)
	want(t, "the rest", prune(after, 10), 1)
	want(t, "nothing left", prune(after, 10), 0)
	var keys []string
	rows, _ := list(e, store.Outbox, store.Span{}, 10)
	for _, d := range rows {
		keys = append(keys, d.ID)
	}
	wantStrings(t, "left", keys, []string{"2", "4"})
}

func testAgenda(t *testing.T, open Open) {
	e := newEnv(t, open)
	due := func(now time.Time, limit int) (subjects []string) {
		e.view(func(tx store.Tx) error {
			all, err := store.DueBy(tx, now, limit)
			for _, d := range all {
				subjects = append(subjects, d.Kind+"/"+d.Subject)
			}
			return err
		})
		return subjects
	}
	next := func() (at time.Time, ok bool) {
		e.view(func(tx store.Tx) (err error) {
			at, ok, err = store.NextDue(tx)
			return err
		})
		return at, ok
	}
	_, ok := next()
	want(t, "next of an empty agenda", ok, false)
	e.update(func(tx store.Tx) error {
		tokyo := time.FixedZone("", 9*60*60)
		for subject, at := range map[string]time.Time{"b": noon, "a": noon.Add(time.Hour).In(tokyo), "c": noon.Add(-time.Minute)} {
			if err := store.Schedule(tx, "pair", subject, at); err != nil {
				return err
			}
		}
		return store.Schedule(tx, "check-in", "b", noon.Add(2*time.Hour))
	})
	wantStrings(t, "before all", due(noon.Add(-time.Hour), 9), nil)
	wantStrings(t, "just before", due(noon.Add(-time.Microsecond), 9), []string{"pair/c"})
	wantStrings(t, "at the minute", due(noon, 9), []string{"pair/c", "pair/b"})
	wantStrings(t, "all", due(noon.Add(3*time.Hour), 9), []string{"pair/c", "pair/b", "pair/a", "check-in/b"})
	wantStrings(t, "limited", due(noon.Add(3*time.Hour), 1), []string{"pair/c"})
	at, ok := next()
	want(t, "next", ok, true)
	wantTime(t, "next", at, noon.Add(-time.Minute))
	e.update(func(tx store.Tx) error {
		if err := store.Schedule(tx, "pair", "c", noon.Add(time.Hour)); err != nil {
			return err
		}
		return store.Unschedule(tx, "pair", "b")
	})
	wantStrings(t, "moved and forgotten", due(noon, 9), nil)
	at, _ = next()
	wantTime(t, "next", at, noon.Add(time.Hour))
}

func testAnswers(t *testing.T, open Open) {
	e := newEnv(t, open)
	e.update(func(tx store.Tx) error {
		for i, at := range []time.Time{noon, noon.Add(-store.AnsweredKeep), noon.Add(-store.AnsweredKeep - time.Second), noon.Add(-2 * store.AnsweredKeep)} {
			if _, err := store.Answers.Insert(tx, store.Answered{ID: string(rune('a' + i)), At: at}); err != nil {
				return err
			}
		}
		return nil
	})
	t.Run("a repeat finds its answer", func(t *testing.T) {
		e := env{t, e.s}
		e.update(func(tx store.Tx) error {
			fresh, err := store.Answers.Insert(tx, store.Answered{ID: "full", At: noon, Answer: fullAnswer("p")})
			want(t, "fresh", fresh, true)
			return err
		})
		got, ok := get(e, store.Answers, store.AnsweredKey("full", noon))
		want(t, "found", ok, true)
		wanted := fullAnswer("p")
		want(t, "page", got.Answer.Page.Text(), wanted.Page.Text())
		want(t, "face", got.Answer.Face.Text(), wanted.Face.Text())
		want(t, "form", got.Answer.Form.ID, "reflect")
		want(t, "initial value", got.Answer.Form.Fields[0].Initial[0], secret("p", 2))
		want(t, "error", got.Answer.Errors[0], chat.FieldError{Field: "line", Text: "長すぎます"})
	})
	t.Run("prune", func(t *testing.T) {
		e := env{t, e.s}
		prune := func(limit int) (n int) {
			e.update(func(tx store.Tx) (err error) {
				n, err = store.PruneAnswers(tx, noon, limit)
				return err
			})
			return n
		}
		want(t, "limited", prune(1), 1)
		want(t, "the rest", prune(9), 1)
		want(t, "nothing left", prune(9), 0)
		recs, _ := list(e, store.Answers, store.Span{}, 9)
		want(t, "left", len(recs), 3)
	})
}
