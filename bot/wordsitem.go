package bot

import (
	"slices"
	"strconv"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
)

// One item of a list: its dialog, and what HR wrote in it becoming words that
// everybody reads.

const (
	itemMax    = 60
	exampleMax = 40
	tipTitle   = 40
	tipText    = 300
	tipsAfter  = 11 // the latest count of talks that is offered for a tip
	fieldTo    = "to"
	fieldAfter = "after"
)

// written in one language by HR for everybody.
func forAll(v chat.Values, field string) string { return v.Text(field).Reveal() }

// inBoth is a text in the languages in which it was given.
func inBoth(v chat.Values, ja, en string) mentoring.Words {
	w := mentoring.Words{}
	for lang, field := range map[string]string{fieldJa: ja, fieldEn: en} {
		if s := forAll(v, field); s != "" {
			w[lang] = s
		}
	}
	return w
}

// itemOf is the programme with a list that people choose from, and the place of
// one of its items, -1 for a new one.
func (s *scene) itemOf(arg string) (p mentoring.Programme, i int, ok bool, err error) {
	p, ref, ok, err := s.editingList(arg)
	of := choicesOf(&p, ref.list)
	if err != nil || !ok || of == nil {
		return p, 0, false, err
	}
	i = slices.IndexFunc(*of, func(c mentoring.Choice) bool { return c.ID == ref.item })
	return p, i, i >= 0 || ref.item == "" && len(*of) < listMost, nil
}

func choiceForm(s *scene, arg string) (chat.Form, bool, error) {
	list := parseListRef(arg).list
	p, i, ok, err := s.itemOf(arg)
	if err != nil || !ok {
		return chat.Form{}, false, err
	}
	f := chat.Form{
		Title: s.w.T(catalog.ListItemTitle), Submit: s.w.T(catalog.FormSave),
		Intro: []chat.Block{chat.Remark(s.w.T(catalog.ListItemIntro))},
		Fields: []chat.Field{
			{ID: fieldJa, Kind: chat.FieldShort, Required: true, Max: itemMax, Label: s.w.T(catalog.ListJa)},
			{ID: fieldEn, Kind: chat.FieldShort, Max: itemMax, Label: s.w.T(catalog.ListEn)},
		},
	}
	if list != listPlaces {
		for n := 1; n <= listNotes; n++ {
			number := catalog.A("Number", strconv.Itoa(n))
			f.Fields = append(f.Fields,
				chat.Field{ID: noteField(n, fieldJa), Kind: chat.FieldShort, Max: exampleMax, Label: s.w.T(catalog.ListNoteJa, number)},
				chat.Field{ID: noteField(n, fieldEn), Kind: chat.FieldShort, Max: exampleMax, Label: s.w.T(catalog.ListNoteEn, number)})
		}
	}
	if i >= 0 {
		f = f.Fill(itemValues((*choicesOf(&p, list))[i]))
	}
	return f, true, nil
}

func itemValues(c mentoring.Choice) chat.Values {
	given := []string{fieldJa, c.Label[fieldJa], fieldEn, c.Label[fieldEn]}
	for n, note := range c.Notes {
		given = append(given, noteField(n+1, fieldJa), note[fieldJa], noteField(n+1, fieldEn), note[fieldEn])
	}
	return filledIn(given)
}

// filledIn is values of field and text pairs, without the empty ones.
func filledIn(given []string) chat.Values {
	v := chat.Values{}
	for i := 0; i+1 < len(given); i += 2 {
		if given[i+1] != "" {
			v[given[i]] = chat.Set(given[i], given[i+1])[given[i]]
		}
	}
	return v
}

// keepChoice writes an item, at its place or at the end of the list.
func (t *turn) keepChoice(arg string, v chat.Values) error {
	list := parseListRef(arg).list
	p, i, ok, err := t.itemOf(arg)
	if err != nil || !ok {
		return err
	}
	of := choicesOf(&p, list)
	c := mentoring.Choice{ID: t.b.NewID(), Label: inBoth(v, fieldJa, fieldEn)}
	if i >= 0 {
		c.ID = (*of)[i].ID
	}
	if slices.ContainsFunc(*of, func(o mentoring.Choice) bool { return o.ID != c.ID && o.Label[fieldJa] == c.Label[fieldJa] }) {
		t.wrong(fieldJa, catalog.ListTwice)
		return nil
	}
	for n := 1; n <= listNotes; n++ {
		note := inBoth(v, noteField(n, fieldJa), noteField(n, fieldEn))
		switch {
		case note[fieldJa] != "":
			c.Notes = append(c.Notes, note)
		case note[fieldEn] != "":
			t.wrong(noteField(n, fieldJa), catalog.ListNeedsJa)
			return nil
		}
	}
	items := slices.Clone(*of)
	if i >= 0 {
		items[i] = c
	} else {
		items = append(items, c)
	}
	*of = items
	if err := t.keepLists(p, list); err != nil {
		return err
	}
	return t.showList(p, listRef{list: list, programme: p.ID})
}

// itemFacts is an item whole; none where it is gone.
func (s *scene) itemFacts(p mentoring.Programme, list, id string) (rows []chat.Fact) {
	row := func(k catalog.Key, text string, args ...catalog.Arg) {
		if text != "" {
			rows = append(rows, chat.Pair(s.w.T(k, args...), text))
		}
	}
	if list == listTips {
		for _, tip := range p.Tips {
			if tip.ID == id {
				row(catalog.ListWhen, s.tipWhen(tip))
				row(catalog.ListTitleJa, tip.Title[fieldJa])
				row(catalog.ListTextJa, tip.Text[fieldJa])
				row(catalog.ListTitleEn, tip.Title[fieldEn])
				row(catalog.ListTextEn, tip.Text[fieldEn])
			}
		}
		return rows
	}
	of := choicesOf(&p, list)
	if of == nil {
		return nil
	}
	for _, c := range *of {
		if c.ID != id {
			continue
		}
		row(catalog.ListJa, c.Label[fieldJa])
		row(catalog.ListEn, c.Label[fieldEn])
		for n, note := range c.Notes[:min(len(c.Notes), listNotes)] {
			number := catalog.A("Number", strconv.Itoa(n+1))
			row(catalog.ListNoteJa, note[fieldJa], number)
			row(catalog.ListNoteEn, note[fieldEn], number)
		}
	}
	return rows
}
