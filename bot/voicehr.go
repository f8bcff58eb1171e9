package bot

import (
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// Voices for HR: those that wait for words, those that are shown. HR reads what
// was offered under its author's name, because it was offered to HR; a voice
// that is approved has no name any more. The voices of the reader and of those
// in a pair with them are for the others of HR.

const (
	actVoiceDesk = "voice.desk"
	actWordVoice = "voice.word" // arg: voice
	actPassVoice = "voice.pass" // arg: voice
	formVoice    = "voice.word" // arg: voice
)

// voicesFor is the voices in the state that HR's reader may see, the oldest
// first.
func (s *scene) voicesFor(st store.VoiceState) (out []store.Voice, err error) {
	if !s.hr {
		return nil, nil
	}
	mates, err := s.mates()
	if err != nil {
		return nil, err
	}
	for v, err := range store.Voices.Each(s.tx, store.Span{Index: "state", Prefix: store.Under(string(st))}) {
		if err != nil {
			return nil, err
		}
		if v.Author != s.me.ID && !mates[v.Author] {
			out = append(out, v)
		}
	}
	return out, nil
}

// waitingVoices is those that wait for HR.
func (s *scene) waitingVoices() ([]store.Voice, error) {
	offered, err := s.voicesFor(store.VoiceOffered)
	if err != nil {
		return nil, err
	}
	declined, err := s.voicesFor(store.VoiceDeclined)
	return append(offered, declined...), err
}

func (t *turn) openVoiceDesk(string) error {
	if !t.hr {
		return t.sorry(catalog.FormGone)
	}
	t.audit("read-voices", "voices")
	waiting, err := t.waitingVoices()
	if err != nil {
		return err
	}
	asked, err := t.voicesFor(store.VoiceProposed)
	if err != nil {
		return err
	}
	shown, err := t.voicesFor(store.VoiceApproved)
	if err != nil {
		return err
	}
	sections := []chat.Section{{Body: []chat.Block{
		chat.Facts{Rows: []chat.Fact{
			chat.Pair(t.w.T(catalog.VoicesWaiting), t.w.T(catalog.CountSheets, catalog.N(len(waiting)))),
			chat.Pair(t.w.T(catalog.VoicesAsked), t.w.T(catalog.CountSheets, catalog.N(len(asked)))),
			chat.Pair(t.w.T(catalog.VoicesShown), t.w.T(catalog.CountSheets, catalog.N(len(shown)))),
		}},
		chat.Remark(t.w.T(catalog.VoicesNote)),
	}}}
	for _, v := range append(waiting, shown...) {
		if len(sections) == chat.MaxSections {
			break
		}
		sec, err := t.voiceDeskSection(v)
		if err != nil {
			return err
		}
		sections = append(sections, sec)
	}
	return t.show(t.w.T(catalog.ActVoiceDesk), sections...)
}

// voiceDeskSection is one voice: with its author while it waits for words,
// without a name once it is approved.
func (t *turn) voiceDeskSection(v store.Voice) (sec chat.Section, err error) {
	if v.State == store.VoiceApproved {
		sec.Title = t.w.T(catalog.VoiceShownOf, catalog.A("Part", t.sideWord(v.Part)))
		sec.Body = []chat.Block{chat.Paragraph(chat.Words(v.Wording))}
		sec.Actions = []chat.Action{t.button(actPassVoice, catalog.ActEndVoice, v.ID, chat.StyleNormal)}
		return sec, nil
	}
	author, err := t.person(v.Author)
	if err != nil {
		return sec, err
	}
	sec.Title = t.w.T(catalog.VoiceOf, catalog.A("Part", t.sideWord(v.Part)), catalog.A("Name", author.Name))
	sec.Body = []chat.Block{chat.Paragraph(chat.Words(v.Offered))}
	if v.State == store.VoiceDeclined {
		sec.Body = append(sec.Body, chat.Remark(t.w.T(catalog.VoiceIsDeclined)))
	}
	sec.Actions = []chat.Action{
		t.button(actWordVoice, catalog.ActWordVoice, v.ID, chat.StyleNormal),
		t.button(actPassVoice, catalog.ActPassVoice, v.ID, chat.StyleNormal),
	}
	return sec, nil
}

func (t *turn) openWordVoice(id string) error { return t.openForm(formVoice, id) }

// waitingVoice is a voice that waits for HR's words.
func (s *scene) waitingVoice(id string) (v store.Voice, ok bool, err error) {
	all, err := s.waitingVoices()
	i := slices.IndexFunc(all, func(v store.Voice) bool { return v.ID == id })
	if err != nil || i < 0 {
		return v, false, err
	}
	return all[i], true, nil
}

func wordVoiceForm(s *scene, id string) (chat.Form, bool, error) {
	v, ok, err := s.waitingVoice(id)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title: s.w.T(catalog.VoiceWordTitle), Submit: s.w.T(catalog.VoiceWordSubmit),
		Intro: []chat.Block{chat.Line(s.w.T(catalog.VoiceWordIntro)), chat.Paragraph(chat.Words(v.Offered))},
		Fields: []chat.Field{{
			ID: "words", Kind: chat.FieldLong, Required: true, Max: voiceMax, Label: s.w.T(catalog.VoiceWordingLabel), Hint: s.w.T(catalog.VoiceWordHint),
		}},
	}
	held := v.Wording
	if held.Empty() {
		held = v.Offered
	}
	f.Fields[0].Initial = append(f.Fields[0].Initial, held)
	return f, true, nil
}

// wordVoice proposes the words to the author, to whom they belong.
func (t *turn) wordVoice(id string, v chat.Values) error {
	rec, ok, err := t.waitingVoice(id)
	if err != nil || !ok {
		return err
	}
	rec.Wording = v.Text("words").OwnedBy(rec.Author)
	rec.Version++
	rec.Step(store.VoiceProposed, t.me.ID, t.now)
	if err := store.Voices.Put(t.tx, rec); err != nil {
		return err
	}
	t.audit("voice-word", subject("voice", id))
	version := strconv.Itoa(rec.Version)
	if err := t.tell(rec.Author, kindVoiceAsk, subject("voice", id), version, "voice-ask/"+id+"/"+version); err != nil {
		return err
	}
	return t.notice(catalog.VoiceProposedNow)
}

// passVoice leaves a voice that waits, or ends the showing of one: its words are
// gone, and its author hears of it.
func (t *turn) passVoice(id string) error {
	v, ok, err := t.waitingVoice(id)
	if err != nil {
		return err
	}
	if !ok {
		shown, err := t.voicesFor(store.VoiceApproved)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(shown, func(v store.Voice) bool { return v.ID == id })
		if i < 0 {
			return t.notice(catalog.VoiceGone)
		}
		v = shown[i]
	}
	if err := t.endVoice(v, store.VoicePassed); err != nil {
		return err
	}
	t.audit("voice-pass", subject("voice", id))
	if err := t.tell(v.Author, kindVoicePassed, subject("voice", id), "", "voice-passed/"+id); err != nil {
		return err
	}
	return t.notice(catalog.VoiceLeft)
}
