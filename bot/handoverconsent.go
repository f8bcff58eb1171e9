package bot

import (
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// What passes to the new mentor, by the mentee's prior consent alone: all,
// chosen things, or nothing; no answer means no. It can be withdrawn at any
// time and then holds no longer, at once.

const (
	kindConsented    = "consented"     // receipt; subject pair/<id of the new one>
	kindHandoverCame = "handover-came" // to the new mentor: there is something; the same subject

	actConsent  = "handover.consent" // arg: the new pair
	formConsent = "handover.consent" // arg: the new pair

	consentAll    = "all"
	consentChoose = "choose"
	consentNone   = "none"
)

func (t *turn) openConsent(pair string) error { return t.openForm(formConsent, pair) }

// consentFields is the most fields of items that the screen holds beside the
// first: what is older than fits can be passed on with "all".
const consentFields = chat.MaxFields - 1

func consentForm(s *scene, pair string) (chat.Form, bool, error) {
	p, ok, err := s.partIn(pair)
	if err != nil || !ok || p.side != menteeSide {
		return chat.Form{}, false, err
	}
	items, err := s.items(p.pair)
	if err != nil || len(items) == 0 {
		return chat.Form{}, false, err
	}
	given, err := store.ConsentsTo(s.tx, p.pair)
	if err != nil {
		return chat.Form{}, false, err
	}
	name := catalog.A("Name", p.mate.Name)
	f := chat.Form{
		Title:  s.w.T(catalog.ConsentTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.ConsentIntro, name)), chat.Remark(s.w.T(catalog.ConsentNote, name))},
		Submit: s.w.T(catalog.FormSave),
		Fields: []chat.Field{{ID: "how", Kind: chat.FieldChoice, Label: s.w.T(catalog.ConsentLabel, name), Required: true, Options: []chat.Option{
			{Value: consentAll, Label: s.w.T(catalog.ConsentAll)},
			{Value: consentChoose, Label: s.w.T(catalog.ConsentChoose)},
			{Value: consentNone, Label: s.w.T(catalog.ConsentNone)},
		}}},
	}
	ticked := chat.Values{}
	for _, kind := range itemKinds() {
		s.addItems(&f, p, kind, items, given, ticked)
	}
	if len(given) > 0 {
		ticked["how"] = []private.Text{private.New(s.me.ID, consentChoose)}
	}
	return f.Fill(ticked), true, nil
}

// addItems is the fields of one kind, the latest things first.
func (s *scene) addItems(f *chat.Form, p part, kind itemKind, items []passItem, given map[string]store.Consent, ticked chat.Values) {
	of := slices.DeleteFunc(slices.Clone(items), func(it passItem) bool { return it.kind != kind })
	slices.Reverse(of)
	for group := range slices.Chunk(of, chat.MaxShownOptions) {
		if len(f.Fields) > consentFields {
			return
		}
		fd := chat.Field{ID: string(kind) + strconv.Itoa(len(f.Fields)), Kind: chat.FieldSeveral, Label: s.w.T(itemKindWord(kind))}
		for _, it := range group {
			fd.Options = append(fd.Options, chat.Option{Value: it.id, Label: shorten(s.itemWord(p.rules, it), chat.MaxOptionLabel)})
			if _, holds := given[it.id]; holds {
				ticked[fd.ID] = append(ticked[fd.ID], private.New(s.me.ID, it.id))
			}
		}
		f.Fields = append(f.Fields, fd)
	}
}

// consent writes down what the mentee lets pass, for whom and when, and takes
// back what they do not.
func (t *turn) consent(pair string, v chat.Values) error {
	p, ok, err := t.partIn(pair)
	if err != nil || !ok {
		return err
	}
	items, err := t.items(p.pair)
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for field := range v {
		if field == "how" || v.Option("how") != consentChoose {
			continue
		}
		for _, id := range v.Options(field) {
			wanted[id] = true
		}
	}
	switch v.Option("how") {
	case consentAll:
		for _, it := range items {
			wanted[it.id] = true
		}
	case consentChoose:
		if len(wanted) == 0 {
			t.wrong("how", catalog.ConsentEmpty)
			return nil
		}
	}
	fresh, err := t.writeConsent(p, items, wanted)
	if err != nil {
		return err
	}
	subj := subject("pair", p.pair.ID)
	if fresh {
		if err := t.tell(p.mate.ID, kindHandoverCame, subj, "", "handover-came/"+p.pair.ID+"/"+t.once()); err != nil {
			return err
		}
	}
	return t.reply(kindConsented, subj, "")
}

// writeConsent gives what is wanted and was not given yet, and withdraws the
// rest; fresh says that something was given.
func (t *turn) writeConsent(p part, items []passItem, wanted map[string]bool) (fresh bool, err error) {
	given, err := store.ConsentsTo(t.tx, p.pair)
	if err != nil {
		return false, err
	}
	for id, c := range given {
		if wanted[id] {
			continue
		}
		c.WithdrawnAt = t.now
		if err := store.Consents.Put(t.tx, c); err != nil {
			return false, err
		}
	}
	for _, it := range items {
		if _, holds := given[it.id]; holds || !wanted[it.id] {
			continue
		}
		fresh = true
		if err := store.Consents.Put(t.tx, store.Consent{
			Pair: p.pair.ID, Item: it.id, Mentee: t.me.ID, For: p.pair.Mentor, GivenAt: t.now,
		}); err != nil {
			return false, err
		}
	}
	return fresh, nil
}

// passed is the items that the pair's mentor may read now.
func (s *scene) passed(p part) ([]passItem, error) {
	given, err := store.ConsentsTo(s.tx, p.pair)
	if err != nil || len(given) == 0 {
		return nil, err
	}
	items, err := s.items(p.pair)
	return slices.DeleteFunc(items, func(it passItem) bool {
		_, holds := given[it.id]
		return !holds
	}), err
}

func consentedCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok || p.side != menteeSide {
		return card{drop: "gone"}, err
	}
	passed, err := s.passed(p)
	if err != nil {
		return card{}, err
	}
	name, text := catalog.A("Name", p.mate.Name), catalog.ConsentedSome
	if len(passed) == 0 {
		text = catalog.ConsentedNone
	}
	return say("", []chat.Block{chat.Line(s.w.T(text, name, catalog.N(len(passed))))},
		s.button(actHandover, catalog.ActHandover, p.pair.ID, chat.StyleNormal))
}

func handoverCameCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.pairOf(in.Subject)
	if err != nil || !ok || p.side != mentorSide {
		return card{drop: "gone"}, err
	}
	passed, err := s.passed(p)
	if err != nil || len(passed) == 0 {
		return card{drop: "withdrawn"}, err
	}
	return say("", []chat.Block{chat.Line(s.w.T(catalog.HandoverCame, catalog.A("Name", p.mate.Name)))},
		s.button(actHandover, catalog.ActRead, p.pair.ID, chat.StylePrimary))
}
