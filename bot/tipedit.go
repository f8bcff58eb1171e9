package bot

import (
	"cmp"
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// A tip in the hands of HR: for whom it is, after how many talks, and its words.

// tipsInOrder is the tips as people get them: each side's by the count of talks.
func tipsInOrder(p mentoring.Programme) []mentoring.Tip {
	tips := slices.Clone(p.Tips)
	slices.SortStableFunc(tips, func(a, b mentoring.Tip) int {
		return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.After, b.After))
	})
	return tips
}

// tipWhen is for whom a tip is and from which talk on.
func (s *scene) tipWhen(tip mentoring.Tip) string {
	return s.w.T(catalog.TipWhen, catalog.A("Part", s.sideWord(tip.To)), catalog.N(tip.After))
}

// tipOf is one of the programme's tips; the index is -1 for a new one.
func (s *scene) tipOf(arg string) (p mentoring.Programme, i int, ok bool, err error) {
	p, ref, ok, err := s.editingList(arg)
	if err != nil || !ok || ref.list != listTips {
		return p, 0, false, err
	}
	i = slices.IndexFunc(p.Tips, func(t mentoring.Tip) bool { return t.ID == ref.item })
	return p, i, i >= 0 || ref.item == "" && len(p.Tips) < listMost, nil
}

func tipForm(s *scene, arg string) (chat.Form, bool, error) {
	p, i, ok, err := s.tipOf(arg)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	most := tipsAfter
	if i >= 0 {
		most = max(most, p.Tips[i].After)
	}
	var after []chat.Option
	for n := 0; n <= most; n++ {
		after = append(after, chat.Option{Value: strconv.Itoa(n), Label: s.w.T(catalog.TipAfter, catalog.N(n))})
	}
	f := chat.Form{
		Title: s.w.T(catalog.ListTipTitle), Submit: s.w.T(catalog.FormSave),
		Intro: []chat.Block{chat.Remark(s.w.T(catalog.ListTipIntro))},
		Fields: []chat.Field{
			{ID: fieldTo, Kind: chat.FieldChoice, Required: true, Label: s.w.T(catalog.TipTo), Options: []chat.Option{
				{Value: string(menteeSide), Label: s.sideWord(menteeSide)}, {Value: string(mentorSide), Label: s.sideWord(mentorSide)},
			}},
			{ID: fieldAfter, Kind: chat.FieldChoice, Required: true, Label: s.w.T(catalog.TipAfterLabel), Options: after},
			{ID: "title" + fieldJa, Kind: chat.FieldShort, Required: true, Max: tipTitle, Label: s.w.T(catalog.ListTitleJa)},
			{ID: "text" + fieldJa, Kind: chat.FieldLong, Required: true, Max: tipText, Label: s.w.T(catalog.ListTextJa)},
			{ID: "title" + fieldEn, Kind: chat.FieldShort, Max: tipTitle, Label: s.w.T(catalog.ListTitleEn)},
			{ID: "text" + fieldEn, Kind: chat.FieldLong, Max: tipText, Label: s.w.T(catalog.ListTextEn)},
		},
	}
	if i >= 0 {
		tip := p.Tips[i]
		f = f.Fill(filledIn([]string{
			fieldTo, string(tip.To), fieldAfter, strconv.Itoa(tip.After),
			"title" + fieldJa, tip.Title[fieldJa], "text" + fieldJa, tip.Text[fieldJa],
			"title" + fieldEn, tip.Title[fieldEn], "text" + fieldEn, tip.Text[fieldEn],
		}))
	}
	return f, true, nil
}

// keepTip writes a tip. Two for one side after as many talks would hide each
// other; a title and a text in English come together.
func (t *turn) keepTip(arg string, v chat.Values) error {
	p, i, ok, err := t.tipOf(arg)
	if err != nil || !ok {
		return err
	}
	after, err := strconv.Atoi(v.Option(fieldAfter))
	if err != nil {
		return err
	}
	tip := mentoring.Tip{
		ID: t.b.NewID(), To: mentoring.Part(v.Option(fieldTo)), After: after,
		Title: inBoth(v, "title"+fieldJa, "title"+fieldEn), Text: inBoth(v, "text"+fieldJa, "text"+fieldEn),
	}
	if i >= 0 {
		tip.ID = p.Tips[i].ID
	}
	same := func(o mentoring.Tip) bool { return o.ID != tip.ID && o.To == tip.To && o.After == tip.After }
	if slices.ContainsFunc(p.Tips, same) {
		t.wrong(fieldAfter, catalog.TipTwice)
	}
	if (tip.Title[fieldEn] == "") != (tip.Text[fieldEn] == "") {
		t.wrong("text"+fieldEn, catalog.TipBothEn)
	}
	if t.refused {
		return nil
	}
	p.Tips = slices.Clone(p.Tips)
	if i >= 0 {
		p.Tips[i] = tip
	} else {
		p.Tips = append(p.Tips, tip)
	}
	if err := t.keepLists(p, listTips); err != nil {
		return err
	}
	return t.showList(p, listRef{list: listTips, programme: p.ID})
}
