package bot

import (
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// 活動記録シート: 様式1 of a mentee, 様式2 of a mentor (seeds/000), with what the
// author wrote and nothing of anybody else. It is the author's own file; HR gets
// what the author hands in, as it stood then, and nothing once it is taken back.

const (
	kindHandedIn = "handed-in" // receipt; subject pair/<id>

	actSheets     = "form1.page"
	actHandIn     = "form1.hand" // arg: pair
	actHandBack   = "form1.back" // arg: pair
	formHandIn    = "form1.hand" // arg: pair
	exportSheet   = "form1"      // arg: pair
	handTalks     = "talks"      // and a number: ten talks a field
	handVision    = "vision"
	handAgree     = "agree"
	handTalksLast = 8 // such fields that a form has room for
)

// sheetPart is the reader's side of a pair whose sheet is theirs, of one that
// has ended too.
func (s *scene) sheetPart(id string) (p part, ok bool, err error) {
	pair, ok, err := store.Pairs.Get(s.tx, id)
	if err != nil || !ok || pair.ToldAt.IsZero() || pair.PartOf(s.me.ID) == "" {
		return p, false, err
	}
	p, _, err = s.noteSide(pair)
	return p, err == nil, err
}

// addSheets puts the way to the reader's sheets there, once there was a talk.
func (s *scene) addSheets(sec *chat.Section) error {
	pairs, err := store.PairsOf(s.tx, s.me.ID)
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		st, err := s.standing(pair)
		if err != nil {
			return err
		}
		if _, met := st.LastMet(); met {
			sec.Actions = append(sec.Actions, s.button(actSheets, catalog.ActSheets, "", chat.StyleNormal))
			return nil
		}
	}
	return nil
}

// openSheets shows the reader's sheets, a section for each pair.
func (t *turn) openSheets(string) error {
	pairs, err := store.PairsOf(t.tx, t.me.ID)
	if err != nil {
		return err
	}
	sections := []chat.Section{{Body: []chat.Block{chat.Line(t.w.T(catalog.SheetsIntro))}}}
	for _, pair := range slices.Backward(pairs) {
		p, ok, err := t.sheetPart(pair.ID)
		if err != nil {
			return err
		}
		if !ok || len(sections) == chat.MaxSections {
			continue
		}
		sec, err := t.sheetSection(p)
		if err != nil {
			return err
		}
		sections = append(sections, sec)
	}
	sections[0].Actions = []chat.Action{t.voicesButton()}
	if len(sections) == 1 {
		sections[0].Body = []chat.Block{chat.Line(t.w.T(catalog.SheetsNone))}
	}
	return t.show(t.w.T(catalog.ActSheets), sections...)
}

func (t *turn) sheetSection(p part) (chat.Section, error) {
	name := catalog.A("Name", p.mate.Name)
	sec := chat.Section{Title: t.w.T(sheetTitle(p.side), name)}
	all, err := t.ownSheet(p)
	if err != nil {
		return sec, err
	}
	h, held, err := store.HandIns.Get(t.tx, store.Join(p.pair.ID, t.me.ID))
	if err != nil {
		return sec, err
	}
	state := t.w.T(catalog.SheetNotHanded)
	switch {
	case held && h.Live():
		state = t.w.T(catalog.SheetHanded, catalog.A("Day", t.w.Day(t.local(p.rules, h.At))), catalog.N(len(h.Talks)))
	case held:
		state = t.w.T(catalog.SheetTakenBack, catalog.A("Day", t.w.Day(t.local(p.rules, h.Withdrawn))))
	}
	sec.Body = []chat.Block{chat.Facts{Rows: []chat.Fact{
		chat.Pair(t.w.T(catalog.SheetTalks), t.w.T(catalog.CountTalks, catalog.N(len(all.Talks)))),
		chat.Pair(t.w.T(catalog.SheetState), state),
	}}}
	sec.Actions = []chat.Action{t.exportButton(catalog.ActTakeFile, exportSheet, p.pair.ID)}
	if give, ok, err := t.cardButton(p); err != nil {
		return sec, err
	} else if ok {
		sec.Actions = append(sec.Actions, give)
	}
	if p.rules.YearOver(t.now) {
		return sec, nil
	}
	if len(all.Talks) > 0 {
		sec.Actions = append(sec.Actions, t.button(actHandIn, catalog.ActHandIn, p.pair.ID, chat.StyleNormal))
	}
	if held && h.Live() {
		sec.Actions = append(sec.Actions, t.handBackButton(p.pair.ID))
	}
	return sec, nil
}

func sheetTitle(side mentoring.Part) catalog.Key {
	if side == mentorSide {
		return catalog.SheetMentorTitle
	}
	return catalog.SheetMenteeTitle
}

// handBackButton takes back what was handed in, after asking.
func (s *scene) handBackButton(pair string) chat.Action {
	a := s.button(actHandBack, catalog.ActHandBack, pair, chat.StyleNormal)
	a.Confirm = &chat.Confirm{
		Title: s.w.T(catalog.ActHandBack), Text: s.w.T(catalog.HandBackAsk),
		Yes: s.w.T(catalog.AskYes), No: s.w.T(catalog.AskStop),
	}
	return a
}

// handing is a pair whose sheet the reader can hand in.
func (s *scene) handing(pair string) (p part, all store.HandIn, ok bool, err error) {
	if p, ok, err = s.sheetPart(pair); err != nil || !ok || p.rules.YearOver(s.now) {
		return p, all, false, err
	}
	all, err = s.ownSheet(p)
	return p, all, len(all.Talks) > 0, err
}

func (t *turn) openHandIn(pair string) error { return t.openForm(formHandIn, pair) }

// handInForm asks which talks; all that the author wrote about are ticked.
func handInForm(s *scene, pair string) (chat.Form, bool, error) {
	p, all, ok, err := s.handing(pair)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title: s.w.T(catalog.HandInTitle), Submit: s.w.T(catalog.HandInSubmit),
		Intro: []chat.Block{chat.Line(s.w.T(catalog.HandInIntro)), chat.Remark(s.w.T(catalog.HandInNote))},
	}
	ticked := chat.Values{}
	for i, talk := range all.Talks {
		id := handTalks + strconv.Itoa(i/chat.MaxShownOptions)
		if i%chat.MaxShownOptions == 0 {
			if i/chat.MaxShownOptions == handTalksLast {
				break
			}
			f.Fields = append(f.Fields, chat.Field{ID: id, Kind: chat.FieldSeveral, Label: s.w.T(catalog.HandInTalks)})
		}
		fd := &f.Fields[len(f.Fields)-1]
		label := s.w.T(catalog.SheetTalk, catalog.A("Number", strconv.Itoa(talk.Number)), catalog.A("Day", s.w.Day(s.local(p.rules, talk.Start))))
		option := chat.Option{Value: strconv.Itoa(talk.Number), Label: label}
		if written(talk) {
			ticked[id] = append(ticked[id], private.New(s.me.ID, option.Value))
		} else {
			option.Hint = s.w.T(catalog.SheetUnwritten)
		}
		fd.Options = append(fd.Options, option)
	}
	if !all.Vision.Empty() {
		f.Fields = append(f.Fields, chat.Field{ID: handVision, Kind: chat.FieldConsent, Label: s.w.T(catalog.HandInVision)})
	}
	f.Fields = append(f.Fields, chat.Field{ID: handAgree, Kind: chat.FieldConsent, Required: true, Label: s.w.T(catalog.HandInAgree)})
	return f.Fill(ticked), true, nil
}

// written reports whether the author wrote anything about the talk.
func written(t store.HandedTalk) bool {
	return !t.Line.Empty() || !t.Noticed.Empty() || !t.Next.Empty()
}

// handIn keeps the chosen talks as they stand now, in place of what was handed
// in before.
func (t *turn) handIn(pair string, v chat.Values) error {
	_, all, ok, err := t.handing(pair)
	if err != nil || !ok {
		return err
	}
	var chosen []string
	for i := range handTalksLast {
		chosen = append(chosen, v.Options(handTalks+strconv.Itoa(i))...)
	}
	if len(chosen) == 0 {
		t.wrong(handTalks+"0", catalog.HandInNone)
		return nil
	}
	all.Talks = slices.DeleteFunc(all.Talks, func(talk store.HandedTalk) bool {
		return !slices.Contains(chosen, strconv.Itoa(talk.Number))
	})
	if !v.Consent(handVision) {
		all.Vision = private.Text{}
	}
	all.At = t.now
	if err := store.HandIns.Put(t.tx, all); err != nil {
		return err
	}
	return t.reply(kindHandedIn, subject("pair", pair), "")
}

// handBack takes the words from HR; what stays is that and when.
func (t *turn) handBack(pair string) error {
	p, ok, err := t.sheetPart(pair)
	if err != nil {
		return err
	}
	h, held, err := store.HandIns.Get(t.tx, store.Join(pair, t.me.ID))
	switch {
	case err != nil:
		return err
	case !ok || !held || !h.Live():
		return t.notice(catalog.HandBackNone)
	case p.rules.YearOver(t.now):
		return t.notice(catalog.HandBackLate)
	}
	h.TakeBack(t.now)
	if err := store.HandIns.Put(t.tx, h); err != nil {
		return err
	}
	return t.notice(catalog.HandedBack)
}

// handedInCard is the receipt. It says how many talks, never what.
func handedInCard(s *scene, in store.Intent) (card, error) {
	p, ok, err := s.sheetPart(idOf("pair", in.Subject))
	if err != nil || !ok {
		return card{drop: "gone"}, err
	}
	h, ok, err := store.HandIns.Get(s.tx, store.Join(p.pair.ID, s.me.ID))
	if err != nil || !ok || !h.Live() {
		return card{drop: "taken-back"}, err
	}
	end := p.rules.YearEnd().AddDate(0, 0, -1)
	return say("", []chat.Block{chat.Line(s.w.T(catalog.HandedIn, catalog.N(len(h.Talks)), catalog.A("Day", s.w.Day(s.local(p.rules, end)))))},
		s.handBackButton(p.pair.ID), s.button(actSheets, catalog.ActSheets, "", chat.StyleNormal))
}
