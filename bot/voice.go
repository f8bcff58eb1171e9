package bot

import (
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// Voices: somebody offers a line to those who come after them. HR writes the
// exact words without a name, the author agrees to those words or not, and takes
// them back at any time; from then on they are drawn nowhere any more. What was
// agreed to, and when, is kept (seeds/001 and 002).

const (
	kindVoiceOffered = "voice-offered" // receipt; subject voice/<id>
	kindVoiceAsk     = "voice-ask"     // to the author: are these words right? arg: the wording's version
	kindVoicePassed  = "voice-passed"  // to the author: HR leaves it

	actVoices       = "voice.page"     // the reader's own
	actOfferVoice   = "voice.offer"    // arg: pair
	actReadVoice    = "voice.read"     // arg: voice
	actApproveVoice = "voice.approve"  // arg: voice|version
	actDeclineVoice = "voice.decline"  // arg: voice|version
	actTakeVoice    = "voice.withdraw" // arg: voice
	formOfferVoice  = "voice.offer"    // arg: pair

	voiceMax   = 200
	voicesOpen = 9 // of one person that stand on their page
)

func (t *turn) openVoices(string) error {
	parts, err := t.parts()
	if err != nil {
		return err
	}
	first := chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.VoicesIntro))}}
	for _, p := range parts {
		if len(first.Actions) < chat.MaxActions {
			first.Actions = append(first.Actions, t.buttonFor(p, actOfferVoice, catalog.ActOfferVoice, len(parts)))
		}
	}
	own, err := t.ownVoices()
	if err != nil {
		return err
	}
	sections := []chat.Section{first}
	for _, v := range own[:min(len(own), voicesOpen)] {
		sections = append(sections, t.voiceSection(v))
	}
	return t.show(t.w.T(catalog.ActVoices), sections...)
}

// ownVoices is the reader's voices that are not withdrawn, the latest first.
func (s *scene) ownVoices() (out []store.Voice, err error) {
	span := store.Span{Index: "author", Prefix: store.Under(s.me.ID), Backwards: true}
	for v, err := range store.Voices.Each(s.tx, span) {
		if err != nil {
			return nil, err
		}
		if v.State != store.VoiceWithdrawn && v.State != store.VoicePassed {
			out = append(out, v)
		}
	}
	return out, nil
}

// voiceSection is a voice for its author.
func (s *scene) voiceSection(v store.Voice) chat.Section {
	sec := chat.Section{Title: s.w.T(voiceWord(v.State)), Body: []chat.Block{s.quoted(catalog.VoiceOfferedLabel, v.Offered)}}
	if !v.Wording.Empty() {
		sec.Body = append(sec.Body, s.quoted(catalog.VoiceWordingLabel, v.Wording))
	}
	if v.State == store.VoiceProposed {
		arg := v.ID + "|" + strconv.Itoa(v.Version)
		sec.Actions = append(sec.Actions,
			s.button(actApproveVoice, catalog.ActApproveVoice, arg, chat.StylePrimary),
			s.button(actDeclineVoice, catalog.ActDeclineVoice, arg, chat.StyleNormal))
	}
	take := s.button(actTakeVoice, catalog.ActTakeVoice, v.ID, chat.StyleNormal)
	take.Confirm = &chat.Confirm{Title: s.w.T(catalog.ActTakeVoice), Text: s.w.T(catalog.VoiceTakeAsk), Yes: s.w.T(catalog.AskYes), No: s.w.T(catalog.AskStop)}
	sec.Actions = append(sec.Actions, take)
	return sec
}

func voiceWord(st store.VoiceState) catalog.Key {
	return map[store.VoiceState]catalog.Key{
		store.VoiceOffered: catalog.VoiceIsOffered, store.VoiceProposed: catalog.VoiceIsProposed, store.VoiceApproved: catalog.VoiceIsApproved,
		store.VoiceDeclined: catalog.VoiceIsDeclined, store.VoiceWithdrawn: catalog.VoiceIsWithdrawn, store.VoicePassed: catalog.VoiceIsPassed,
	}[st]
}

func (t *turn) openOfferVoice(pair string) error { return t.openForm(formOfferVoice, pair) }

func offerVoiceForm(s *scene, pair string) (chat.Form, bool, error) {
	_, ok, err := s.sheetPart(pair)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	return chat.Form{
		Title: s.w.T(catalog.VoiceTitle), Submit: s.w.T(catalog.VoiceSubmit),
		Intro: []chat.Block{chat.Line(s.w.T(catalog.VoicesIntro))},
		Fields: []chat.Field{
			{ID: "words", Kind: chat.FieldLong, Required: true, Max: voiceMax, Label: s.w.T(catalog.VoiceLabel), Hint: s.w.T(catalog.VoiceHint)},
			{ID: "agree", Kind: chat.FieldConsent, Required: true, Label: s.w.T(catalog.VoiceAgree)},
		},
	}, true, nil
}

func (t *turn) offerVoice(pair string, v chat.Values) error {
	p, ok, err := t.sheetPart(pair)
	if err != nil || !ok {
		return err
	}
	rec := store.Voice{
		ID: t.b.NewID(), Programme: p.pair.Programme, Author: t.me.ID, Part: p.side, Offered: v.Text("words").OwnedBy(t.me.ID),
	}
	rec.Step(store.VoiceOffered, t.me.ID, t.now)
	if _, err := store.Voices.Insert(t.tx, rec); err != nil {
		return err
	}
	return t.reply(kindVoiceOffered, subject("voice", rec.ID), "")
}

// ownVoice is a voice of the reader's.
func (s *scene) ownVoice(id string) (v store.Voice, ok bool, err error) {
	v, ok, err = store.Voices.Get(s.tx, id)
	return v, ok && v.Author == s.me.ID, err
}

func (t *turn) readVoice(id string) error {
	v, ok, err := t.ownVoice(id)
	if err != nil {
		return err
	}
	if !ok || v.State == store.VoiceWithdrawn || v.State == store.VoicePassed {
		return t.sorry(catalog.VoiceGone)
	}
	return t.show(t.w.T(catalog.VoiceTitle), t.voiceSection(v), chat.Section{Body: []chat.Block{chat.Remark(t.w.T(catalog.VoiceNote))}})
}

// approveVoice agrees to the very words that the button was drawn for.
func (t *turn) approveVoice(arg string) error {
	return t.answerVoice(arg, store.VoiceApproved, catalog.VoiceApprovedNow)
}

func (t *turn) declineVoice(arg string) error {
	return t.answerVoice(arg, store.VoiceDeclined, catalog.VoiceDeclinedNow)
}

func (t *turn) answerVoice(arg string, to store.VoiceState, said catalog.Key) error {
	id, version, _ := strings.Cut(arg, "|")
	v, ok, err := t.ownVoice(id)
	switch {
	case err != nil:
		return err
	case !ok || v.State == store.VoiceWithdrawn || v.State == store.VoicePassed:
		return t.notice(catalog.VoiceGone)
	case v.State != store.VoiceProposed || version != strconv.Itoa(v.Version):
		return t.notice(catalog.VoiceOther)
	}
	v.Step(to, t.me.ID, t.now)
	if err := store.Voices.Put(t.tx, v); err != nil {
		return err
	}
	return t.notice(said)
}

// takeVoice takes a voice back, however far it has come. Its words are gone.
func (t *turn) takeVoice(id string) error {
	v, ok, err := t.ownVoice(id)
	if err != nil {
		return err
	}
	if !ok || v.State == store.VoiceWithdrawn || v.State == store.VoicePassed {
		return t.notice(catalog.VoiceGone)
	}
	if err := t.endVoice(v, store.VoiceWithdrawn); err != nil {
		return err
	}
	return t.notice(catalog.VoiceWithdrawnNow)
}

// endVoice takes the words away and notes why.
func (t *turn) endVoice(v store.Voice, to store.VoiceState) error {
	v.Step(to, t.me.ID, t.now)
	v.Offered, v.Wording = private.Text{}, private.Text{}
	return store.Voices.Put(t.tx, v)
}

func voiceOfferedCard(s *scene, in store.Intent) (card, error) {
	id := idOf("voice", in.Subject)
	v, ok, err := s.ownVoice(id)
	if err != nil || !ok || v.State == store.VoiceWithdrawn {
		return card{drop: "gone"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.VoiceKept))}, s.button(actReadVoice, catalog.ActReadVoice, id, chat.StyleNormal))
}

// voiceAskCard asks the author to look at the words: it never says them.
func voiceAskCard(s *scene, in store.Intent) (card, error) {
	id := idOf("voice", in.Subject)
	v, ok, err := s.ownVoice(id)
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	if v.State != store.VoiceProposed || in.Arg != strconv.Itoa(v.Version) {
		return unwanted("answered")
	}
	return say(s.w.T(catalog.VoiceTitle), []chat.Block{chat.Line(s.w.T(catalog.VoiceAsk))}, s.button(actReadVoice, catalog.ActReadVoice, id, chat.StylePrimary))
}

func voicePassedCard(s *scene, in store.Intent) (card, error) {
	v, ok, err := s.ownVoice(idOf("voice", in.Subject))
	if err != nil || !ok || v.State != store.VoicePassed {
		return card{drop: "gone"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.VoicePassedNow))}, s.consultButton())
}

// voicesButton leads to the reader's voices.
func (s *scene) voicesButton() chat.Action {
	return s.button(actVoices, catalog.ActVoices, "", chat.StyleNormal)
}

// sideWord is a part as people call it.
func (s *scene) sideWord(p mentoring.Part) string {
	if p == mentorSide {
		return s.w.T(catalog.FactMentor)
	}
	return s.w.T(catalog.FactMentee)
}
