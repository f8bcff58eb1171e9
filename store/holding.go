package store

import (
	"slices"
	"time"

	"tsukiichi/bot/private"
)

// What people wrote, over all kinds of records: to show somebody what is
// theirs, to remove it when they want that, and to let go of a year.

// Trace says whose a record is and what it belongs to.
type Trace struct {
	Owner     string // whose all of it is; "" where its words alone have owners
	Pair      string // "" for none
	Programme string // of what belongs to no pair; "" for none
	At        time.Time
	// Stays says that the record is a fact for others as well: only its words
	// are ever removed.
	Stays bool
	// Figures says that it holds figures, which stay when the words of a year
	// are let go. Who removes what is theirs removes them too.
	Figures bool
	// Given names the words that its author agreed to others having: they stay
	// when a year is let go, until the author takes them back.
	Given string
	// Notes is what else of it is worth showing to its owner.
	Notes []Note
}

// Note is a code of the record's own, such as relief 4 or topic work.
type Note struct{ Name, Value string }

// Holding is one kind of records with private text.
type Holding struct {
	Table string
	// Copies says that what it holds stands elsewhere too, such as an answer
	// that shows a draft.
	Copies bool
	spans  func(tx Tx, person string) ([]Span, error)
	page   func(tx Tx, s Span, limit int) ([]Held, string, error)
}

// Held is one record with private text.
type Held struct {
	Trace
	Words  []private.Field
	bare   func(now time.Time) // takes away what else is the owner's, nil for nothing
	put    func(Tx) error
	delete func(Tx) error
}

// Holdings is every kind of records with private text.
func Holdings() []Holding {
	return []Holding{
		hold(Reflections, traceReflection, byAuthor),
		hold(Visions, func(v Vision) Trace { return Trace{Owner: v.Mentee, Pair: v.Pair, At: v.WrittenAt} }, ofPairs),
		hold(LookBacks, func(l LookBack) Trace { return Trace{Owner: l.Mentee, Pair: l.Pair, At: l.WrittenAt} }, ofPairs),
		hold(Preparations, tracePreparation, ofPairs),
		hold(Nominations, func(n Nomination) Trace { return Trace{Pair: n.Pair, At: n.At, Stays: true} }, everywhere),
		hold(Deferrals, func(d Deferral) Trace { return Trace{Pair: d.Pair, At: d.At, Stays: true} }, everywhere),
		hold(Changes, func(c Change) Trace { return Trace{Pair: c.Pair, At: c.At, Stays: true} }, everywhere),
		hold(Quiets, func(q Quiet) Trace { return Trace{Owner: q.Mentee, Pair: q.Pair, At: q.At} }, ofMentee),
		hold(HandoverNotes, func(n HandoverNote) Trace { return Trace{Owner: n.Mentee, Pair: n.Pair, At: n.At} }, ofMentee),
		hold(HandIns, traceHandIn, byAuthor, (*HandIn).TakeBack),
		hold(ThanksCards, func(c ThanksCard) Trace { return Trace{Owner: c.Mentee, Pair: c.Pair, At: c.At} },
			byPerson),
		hold(Voices, traceVoice, byAuthor),
		hold(Broadcasts, func(b Broadcast) Trace {
			return Trace{Programme: b.Programme, At: b.Draft.WrittenAt, Stays: b.State != BroadcastDraft}
		}, everywhere),
		hold(SurveyAnswers, func(a SurveyAnswer) Trace { return Trace{Owner: a.Person, Programme: a.Programme, At: a.SentAt} }, byPerson),
		hold(SurveyDrafts, func(d SurveyDraft) Trace { return Trace{Owner: d.Person, Programme: d.Programme, At: d.At} }, byPerson),
		hold(Drafts, func(d Draft) Trace { return Trace{Owner: d.Person, At: d.At} }, keyed),
		hold(Bookmarks, func(b Bookmark) Trace { return Trace{Owner: b.Person, At: b.At} }, func(_ Tx, p string) ([]Span, error) { return spans(Span{Prefix: p}), nil }),
		hold(ChatLines, func(l ChatLine) Trace { return Trace{At: l.At} }, ofAccounts),
		copies(hold(Answers, func(a Answered) Trace { return Trace{At: a.At, Stays: true} }, nil)),
	}
}

func traceReflection(r Reflection) Trace {
	return Trace{
		Owner: r.Author, Pair: r.Pair, At: r.WrittenAt, Figures: r.Relief+r.Growth+r.Went > 0,
		Notes: scales(map[string]int{"relief": r.Relief, "growth": r.Growth, "went": r.Went}),
	}
}

func tracePreparation(p Preparation) Trace {
	t := Trace{Owner: p.Mentee, Pair: p.Pair, At: p.WrittenAt, Figures: p.Topic != "" || p.Response != "" || p.Free}
	for _, n := range []Note{{"topic", p.Topic}, {"response", p.Response}} {
		if n.Value != "" {
			t.Notes = append(t.Notes, n)
		}
	}
	return t
}

// scales is what was given on scales of 1–5, 0 for none, in a fixed order.
func scales(given map[string]int) (out []Note) {
	for _, name := range []string{"relief", "growth", "went"} {
		if n := given[name]; n > 0 {
			out = append(out, Note{name, string(rune('0' + n))})
		}
	}
	return out
}

// traceHandIn is nobody's any more once it was taken back: what is left is that
// and when.
func traceHandIn(h HandIn) Trace {
	t := Trace{Pair: h.Pair, At: h.At, Stays: true}
	if h.Live() {
		t.Owner = h.Author
	}
	return t
}

func hold[T any](t Table[T], trace func(T) Trace, spans func(Tx, string) ([]Span, error), bare ...func(*T, time.Time)) Holding {
	return Holding{Table: t.Name, spans: spans, page: func(tx Tx, s Span, limit int) ([]Held, string, error) {
		recs, next, err := t.List(tx, s, limit)
		if err != nil {
			return nil, "", err
		}
		var out []Held
		for _, rec := range recs {
			h := Held{Trace: trace(rec)}
			if holder, ok := any(&rec).(private.Holder); ok {
				h.Words = holder.Private()
			}
			for _, take := range bare {
				h.bare = func(now time.Time) { take(&rec, now) }
			}
			h.put = func(tx Tx) error { return t.Put(tx, rec) }
			h.delete = func(tx Tx) error { return t.Delete(tx, t.Key(rec)) }
			out = append(out, h)
		}
		return out, next, nil
	}}
}

func copies(h Holding) Holding {
	h.Copies = true
	return h
}

func traceVoice(v Voice) Trace {
	t := Trace{Owner: v.Author, Programme: v.Programme}
	if v.State == VoiceApproved {
		t.Given = voiceWording
	}
	if len(v.Steps) > 0 {
		t.At = v.Steps[0].At
	}
	return t
}

func byAuthor(_ Tx, person string) ([]Span, error) {
	return spans(Span{Index: "author", Prefix: Under(person)}), nil
}

func byPerson(_ Tx, person string) ([]Span, error) {
	return spans(Span{Index: "person", Prefix: Under(person)}), nil
}

func spans(s ...Span) []Span { return s }

// everywhere is for kinds of which there are few.
func everywhere(Tx, string) ([]Span, error) { return spans(Span{}), nil }

func keyed(_ Tx, person string) ([]Span, error) { return spans(Span{Prefix: Under(person)}), nil }

func ofMentee(_ Tx, person string) ([]Span, error) {
	return spans(Span{Index: "mentee", Prefix: Under(person)}), nil
}

func ofPairs(tx Tx, person string) (out []Span, err error) {
	pairs, err := PairsOf(tx, person)
	for _, p := range pairs {
		out = append(out, Span{Index: "pair", Prefix: Under(p.ID)})
	}
	return out, err
}

func ofAccounts(tx Tx, person string) (out []Span, err error) {
	accounts, err := Contacts.All(tx, Span{Index: "person", Prefix: Under(person)})
	for _, c := range accounts {
		out = append(out, Span{Prefix: Under(c.Account.String())})
	}
	return out, err
}

// ByPerson reports whether a person's own are found without going through all.
func (h Holding) ByPerson() bool { return h.spans != nil }

// Page lists at most limit records of the kind behind the position, whosever
// they are, and the position to go on after, or "" at the end.
func (h Holding) Page(tx Tx, after string, limit int) ([]Held, string, error) {
	return h.page(tx, Span{After: after}, limit)
}

// Of lists the person's own; nothing of a kind that is not kept by person.
func (h Holding) Of(tx Tx, person string) (out []Held, err error) {
	if h.spans == nil {
		return nil, nil
	}
	where, err := h.spans(tx, person)
	if err != nil {
		return nil, err
	}
	for _, s := range where {
		for {
			some, next, err := h.page(tx, s, scanPage)
			if err != nil {
				return nil, err
			}
			for _, held := range some {
				if held.Of(person) {
					out = append(out, held)
				}
			}
			if s.After = next; next == "" {
				break
			}
		}
	}
	return out, nil
}

// Of reports whether the record, or any word in it, is the person's.
func (h Held) Of(person string) bool { return h.Owner == person || len(h.WordsOf(person)) > 0 }

// WordsOf lists the person's words in the record.
func (h Held) WordsOf(person string) (out []private.Field) {
	for _, f := range h.Words {
		if f.Text.Owner() == person && !f.Text.Empty() {
			out = append(out, f)
		}
	}
	return out
}

// Erase removes what is the person's, as they want it.
func (h Held) Erase(tx Tx, person string, now time.Time) error {
	if !h.Stays {
		return h.delete(tx)
	}
	for _, f := range h.WordsOf(person) {
		*f.Text = gone()
	}
	if h.bare != nil {
		h.bare(now)
	}
	return h.put(tx)
}

// LetGo removes what people wrote, when its year is let go, but for words that
// their author gave to others. Nothing happens to a record without any.
func (h Held) LetGo(tx Tx) error {
	words := slices.DeleteFunc(slices.Clone(h.Words), func(f private.Field) bool {
		return f.Text.Empty() || *f.Text == gone() || f.Name == h.Given
	})
	if len(words) == 0 {
		return nil
	}
	if !h.Stays && !h.Figures && h.Given == "" {
		return h.delete(tx)
	}
	for _, f := range words {
		if *f.Text = (private.Text{}); h.Stays {
			*f.Text = gone()
		}
	}
	return h.put(tx)
}

// gone stands where words were that a page or an answer shows.
func gone() private.Text { return private.New("", "–") }
