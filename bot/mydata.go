package bot

import (
	"cmp"
	"slices"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// 私のデータ: everybody sees what is held about them, takes it away as a file, and
// removes what they wrote. What goes and what stays is said before.

const (
	actMyData   = "mydata.open"
	actMyExport = "mydata.export"
	actMyErase  = "mydata.erase"
	formMyErase = "mydata.erase" // arg: ""
	exportMine  = "mydata"

	kindMyErased = "mydata-erased" // receipt; subject person/<id>
)

// mine is what of one kind is the reader's.
type mine struct {
	store.Holding
	own []store.Held
}

// mineOf lists what is the reader's by kind, without kinds of which they have
// nothing and without copies.
func (s *scene) mineOf() (out []mine, err error) {
	for _, h := range store.Holdings() {
		if h.Copies {
			continue
		}
		own, err := h.Of(s.tx, s.me.ID)
		if err != nil {
			return nil, err
		}
		if len(own) > 0 {
			slices.SortStableFunc(own, func(a, b store.Held) int { return a.At.Compare(b.At) })
			out = append(out, mine{h, own})
		}
	}
	return out, nil
}

// holdingWord names a kind of records.
func holdingWord(table string) catalog.Key {
	return cmp.Or(map[string]catalog.Key{
		store.Reflections.Name:   catalog.MineReflections,
		store.Visions.Name:       catalog.MineVisions,
		store.LookBacks.Name:     catalog.MineLookBacks,
		store.Preparations.Name:  catalog.MinePreparations,
		store.Nominations.Name:   catalog.MineNominations,
		store.Deferrals.Name:     catalog.MineDeferrals,
		store.Changes.Name:       catalog.MineChanges,
		store.Quiets.Name:        catalog.MineQuiets,
		store.HandoverNotes.Name: catalog.MineHandoverNotes,
		store.Drafts.Name:        catalog.MineDrafts,
		store.Bookmarks.Name:     catalog.MineDrafts,
		store.HandIns.Name:       catalog.MineHandIns,
		store.ThanksCards.Name:   catalog.MineThanks,
		store.Voices.Name:        catalog.MineVoices,
		store.ChatLines.Name:     catalog.MineChatLines,
		store.SurveyAnswers.Name: catalog.SurveyTitle,
		store.SurveyDrafts.Name:  catalog.SurveyTitle,
	}[table], catalog.MineOther)
}

// openMyData shows what there is, and what can be done with it.
func (t *turn) openMyData(string) error {
	all, err := t.mineOf()
	if err != nil {
		return err
	}
	about, err := t.aboutMe()
	if err != nil {
		return err
	}
	table := chat.Table{Caption: t.w.T(catalog.MineWritten), Head: []string{t.w.T(catalog.MineKind), t.w.T(catalog.MineCount), t.w.T(catalog.MineReaders)}}
	for _, m := range all {
		table.Rows = append(table.Rows, []string{t.w.T(holdingWord(m.Table)), t.w.T(catalog.MineCountOf, catalog.N(len(m.own))), t.readersOf(m)})
	}
	written := t.tableOr(table, catalog.MineNothing)
	if len(all) > 0 {
		written.Actions = []chat.Action{
			t.button(actMyNotes, catalog.ActMyNotes, "", chat.StyleNormal), t.takeMineButton(),
			t.button(actMyErase, catalog.ActMyErase, "", chat.StyleNormal),
		}
	} else {
		written.Actions = []chat.Action{t.takeMineButton()}
	}
	keep := chat.Section{Title: t.w.T(catalog.MineKeepTitle), Body: []chat.Block{chat.Line(t.w.T(catalog.MineKeep)), chat.Remark(t.w.T(catalog.MineOperator))}}
	days, err := t.eraseFacts()
	if len(days) > 0 {
		keep.Body = append(keep.Body, chat.Facts{Rows: days})
	}
	if err != nil {
		return err
	}
	return t.show(t.w.T(catalog.MineTitle), chat.Section{Title: t.w.T(catalog.MineAbout), Body: []chat.Block{chat.Facts{Rows: about}}}, written, keep)
}

// takeMineButton leads to the file of what is the reader's own.
func (s *scene) takeMineButton() chat.Action {
	return s.button(actMyExport, catalog.ActMyExport, "", chat.StyleNormal)
}

// aboutMe is what the roster and the bot know of the reader.
func (s *scene) aboutMe() ([]chat.Fact, error) {
	p := s.me
	rows := []chat.Fact{
		chat.Pair(s.w.T(catalog.FactName), p.Name),
		chat.Pair(s.w.T(catalog.FactNumber), p.ID),
		chat.Pair(s.w.T(catalog.FactWorkplace), strings.TrimSpace(p.Department+" "+workplace(p)+"・"+p.Post)),
	}
	if p.Email != "" {
		rows = append(rows, chat.Pair(s.w.T(catalog.MineMail), p.Email))
	}
	contacts, err := store.Contacts.All(s.tx, store.Span{Index: "person", Prefix: store.Under(p.ID)})
	if err != nil {
		return nil, err
	}
	var platforms []string
	for _, c := range contacts {
		platforms = append(platforms, c.Account.Platform)
	}
	slices.Sort(platforms)
	rows = append(rows, chat.Pair(s.w.T(catalog.FindAccounts), cmp.Or(strings.Join(slices.Compact(platforms), ", "), s.w.T(catalog.FindNoAccount))))
	held, err := s.heldFacts()
	return append(rows, held...), err
}

// heldFacts counts the reader's talks as facts: days, not words.
func (s *scene) heldFacts() (rows []chat.Fact, err error) {
	pairs, err := store.PairsOf(s.tx, s.me.ID)
	if err != nil {
		return nil, err
	}
	talks, told := 0, 0
	for _, pair := range pairs {
		if pair.ToldAt.IsZero() {
			continue
		}
		st, err := s.standing(pair)
		if err != nil {
			return nil, err
		}
		told, talks = told+1, talks+st.Met()
	}
	if told > 0 {
		rows = append(rows, chat.Pair(s.w.T(catalog.MineTalks), s.w.T(catalog.MineTalksOf, catalog.N(talks))))
	}
	return rows, nil
}

// readersOf is who may read the words of a kind besides the reader.
func (s *scene) readersOf(m mine) string {
	var out []string
	for _, k := range []struct {
		v    private.Visibility
		word catalog.Key
	}{{private.OnlyMe, catalog.MineOnlyMe}, {private.Partner, catalog.MinePartner}, {private.Head, catalog.MineHead}, {private.HR, catalog.MineHR}} {
		if slices.ContainsFunc(m.own, func(h store.Held) bool {
			return slices.ContainsFunc(h.WordsOf(s.me.ID), func(f private.Field) bool { return f.Visibility == k.v })
		}) {
			out = append(out, s.w.T(k.word))
		}
	}
	return cmp.Or(strings.Join(out, s.w.T(catalog.Comma)), s.w.T(catalog.MineOnlyMe))
}

func (t *turn) openMyErase(string) error { return t.openForm(formMyErase, "") }

func myEraseForm(s *scene, _ string) (chat.Form, bool, error) {
	all, err := s.mineOf()
	if err != nil || len(all) == 0 {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title:  s.w.T(catalog.MineEraseTitle),
		Intro:  []chat.Block{chat.Line(s.w.T(catalog.MineEraseGoes)), chat.Line(s.w.T(catalog.MineEraseStays))},
		Submit: s.w.T(catalog.MineEraseSubmit),
	}
	for kinds := range slices.Chunk(all, chat.MaxShownOptions) {
		what := chat.Field{ID: eraseField(len(f.Fields)), Kind: chat.FieldSeveral, Label: s.w.T(catalog.MineEraseWhat), Required: len(all) <= chat.MaxShownOptions}
		for _, m := range kinds {
			label := s.w.T(catalog.MineEraseOption, catalog.A("What", s.w.T(holdingWord(m.Table))), catalog.N(len(m.own)))
			what.Options = append(what.Options, chat.Option{Value: m.Table, Label: shorten(label, chat.MaxOptionLabel)})
			what.Initial = append(what.Initial, private.New(s.me.ID, m.Table))
		}
		f.Fields = append(f.Fields, what)
	}
	f.Fields = append(f.Fields, chat.Field{ID: "sure", Kind: chat.FieldConsent, Label: s.w.T(catalog.MineEraseSure), Required: true})
	return f, true, nil
}

// eraseField is the n-th field of kinds: one shows only so many.
func eraseField(n int) string { return "what" + strings.Repeat("-more", n) }

func (t *turn) myErase(_ string, v chat.Values) error {
	var chosen []string
	for field := range v {
		if strings.HasPrefix(field, eraseField(0)) {
			chosen = append(chosen, v.Options(field)...)
		}
	}
	if len(chosen) == 0 {
		t.wrong(eraseField(0), catalog.FormMissing)
		return nil
	}
	kinds := slices.DeleteFunc(store.Holdings(), func(h store.Holding) bool { return !slices.Contains(chosen, h.Table) })
	if err := store.EraseOwn(t.tx, t.me.ID, kinds, t.now); err != nil {
		return err
	}
	return t.reply(kindMyErased, subject("person", t.me.ID), "")
}

func myErasedCard(s *scene, _ store.Intent) (card, error) {
	return say("", []chat.Block{chat.Line(s.w.T(catalog.MineErased))},
		s.button(actMyData, catalog.ActMyData, "", chat.StyleNormal))
}

// openMyExport shows the file on a page of its own: it does not come into the
// chat unless its owner fetches it there.
func (t *turn) openMyExport(string) error { return t.openExport(exportMine + "|") }
