package bot

import (
	"slices"
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// The lists that people choose from and the tips they read are data of the
// programme, and HR edits them: add, change, take off, in Japanese and English.
// Where an item was chosen before it was taken off, what was chosen shows no
// more; where it was changed, it shows as it is now.

const (
	actLists    = "list.page"         // arg: programme
	actList     = "list.open"         // arg: listRef
	actAddItem  = "list.add"          // arg: listRef
	actPickItem = "list.pick"         // arg: listRef
	actEditItem = "list.edit"         // arg: listRef
	actDropItem = "list.drop"         // arg: listRef
	formPick    = "list.pick"         // arg: listRef
	formItem    = "list.item"         // arg: listRef, its item "" for a new one
	formTip     = "list.tip"          // arg: the same
	listTips    = "tips"              // the others are the fields of the programme
	listTopics  = "topics"            //
	listReplies = "responses"         //
	listPlaces  = "places"            //
	fieldJa     = "ja"                // and fieldEn: what is written in one language
	fieldEn     = "en"                //
	fieldNote   = "note"              // and a number and a language: an example
	listNotes   = 2                   // examples of an item
	listMost    = chat.MaxOptions - 1 // items; one more choice is to choose none
)

// lists is every list in the order in which HR sees them.
func lists() []string { return []string{listTips, listTopics, listReplies, listPlaces} }

func listWord(list string) catalog.Key {
	return map[string]catalog.Key{
		listTips: catalog.ListTips, listTopics: catalog.ListTopics, listReplies: catalog.ListResponses, listPlaces: catalog.ListPlaces,
	}[list]
}

// choicesOf is a list of the programme that people choose from; nil for tips and
// for what is no list.
func choicesOf(p *mentoring.Programme, list string) *[]mentoring.Choice {
	switch list {
	case listTopics:
		return &p.Topics
	case listReplies:
		return &p.Responses
	case listPlaces:
		return &p.Places
	default:
		return nil
	}
}

// listRef names a list of a programme, and an item of it, in a button or a form.
// One without a programme is of before there were several: it means the one to
// speak of.
type listRef struct{ list, item, programme string }

func (l listRef) String() string { return l.list + "|" + l.item + "|" + l.programme }

func parseListRef(arg string) listRef {
	parts := append(strings.Split(arg, "|"), "", "")
	return listRef{parts[0], parts[1], parts[2]}
}

// of is another item of the same list.
func (l listRef) of(item string) string { return listRef{l.list, item, l.programme}.String() }

// editing is the programme whose lists HR edits; ok is false where it is closed.
func (s *scene) editing(programme string) (r mentoring.Rules, ok bool, err error) {
	r, ok, err = s.deskRules(programme)
	return r, ok && s.hr && !r.Programme().ClosedBy(r.Date(s.now)), err
}

// editingList is the programme as it is stored, with the list that the arg names.
func (s *scene) editingList(arg string) (p mentoring.Programme, ref listRef, ok bool, err error) {
	ref = parseListRef(arg)
	r, ok, err := s.editing(ref.programme)
	if err != nil || !ok || listWord(ref.list) == "" {
		return p, ref, false, err
	}
	p = r.Programme()
	ref.programme = p.ID
	return p, ref, true, nil
}

func (t *turn) openLists(programme string) error {
	r, ok, err := t.editing(programme)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.FormGone)
	}
	prog := r.Programme()
	others, err := t.switcher(r, actLists, same)
	if err != nil {
		return err
	}
	sec := chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.ListsIntro))}}
	for _, list := range lists() {
		n := len(prog.Tips)
		if of := choicesOf(&prog, list); of != nil {
			n = len(*of)
		}
		sec.Body = append(sec.Body, chat.Facts{Rows: []chat.Fact{chat.Pair(t.w.T(listWord(list)), t.w.T(catalog.CountSheets, catalog.N(n)))}})
		sec.Actions = append(sec.Actions, t.button(actList, listWord(list), listRef{list: list, programme: prog.ID}.String(), chat.StyleNormal))
	}
	return t.show(t.w.T(catalog.ActLists), append(others, sec)...)
}

// listItem is an item of any list, for HR to see.
type listItem struct {
	id, when string // when: for whom and after how many talks a tip is
	ja, en   string
}

func (s *scene) listItems(p mentoring.Programme, list string) (out []listItem) {
	if list == listTips {
		for _, tip := range tipsInOrder(p) {
			out = append(out, listItem{tip.ID, s.tipWhen(tip), tip.Title[fieldJa], tip.Title[fieldEn]})
		}
		return out
	}
	if of := choicesOf(&p, list); of != nil {
		for _, c := range *of {
			out = append(out, listItem{id: c.ID, ja: c.Label[fieldJa], en: c.Label[fieldEn]})
		}
	}
	return out
}

func (t *turn) openList(arg string) error {
	prog, ref, ok, err := t.editingList(arg)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.FormGone)
	}
	return t.showList(prog, ref)
}

// showList shows a list as it now stands, with what can be done about it.
func (t *turn) showList(prog mentoring.Programme, ref listRef) error {
	list := ref.list
	title := t.w.T(listWord(list))
	table := chat.Table{Caption: title, Head: []string{t.w.T(catalog.ListJa), t.w.T(catalog.ListEn)}}
	if list == listTips {
		table.Head = append([]string{t.w.T(catalog.ListWhen)}, table.Head...)
	}
	items := t.listItems(prog, list)
	for _, it := range items[:min(len(items), chat.MaxTableRows)] {
		row := []string{shorten(it.ja, chat.MaxCell), shorten(it.en, chat.MaxCell)}
		if list == listTips {
			row = append([]string{it.when}, row...)
		}
		table.Rows = append(table.Rows, row)
	}
	sec := t.tableOr(table, catalog.ListEmpty)
	sec.Title = "" // the page has it
	if len(items) < listMost {
		sec.Actions = append(sec.Actions, t.button(actAddItem, catalog.ActAddItem, ref.of(""), chat.StyleNormal))
	}
	if len(items) > 0 {
		sec.Actions = append(sec.Actions, t.button(actPickItem, catalog.ActPickItem, ref.of(""), chat.StyleNormal))
	}
	sec.Actions = append(sec.Actions, t.button(actLists, catalog.ActBackToLists, prog.ID, chat.StyleNormal))
	others, err := t.switcherOf(prog.ID, actList, func(programme string) string { return listRef{list: list, programme: programme}.String() })
	if err != nil {
		return err
	}
	return t.show(title, append(others, sec)...)
}

func (t *turn) openAddItem(arg string) error {
	ref := parseListRef(arg)
	return t.openForm(dialogFor(ref.list), ref.of(""))
}

// dialogFor is the dialog for an item of the list.
func dialogFor(list string) string {
	if list == listTips {
		return formTip
	}
	return formItem
}

func (t *turn) openPickItem(arg string) error { return t.openForm(formPick, arg) }

// pickItemForm asks which item, and what to do with it.
func pickItemForm(s *scene, arg string) (chat.Form, bool, error) {
	prog, ref, ok, err := s.editingList(arg)
	list, items := ref.list, s.listItems(prog, ref.list)
	if err != nil || !ok || len(items) == 0 {
		return chat.Form{}, false, err
	}
	field := chat.Field{ID: "item", Kind: chat.FieldChoice, Required: true, Label: s.w.T(listWord(list))}
	for _, it := range items[:min(len(items), chat.MaxOptions)] {
		label := it.ja
		if s.w.Lang() != catalog.Japanese && it.en != "" {
			label = it.en
		}
		field.Options = append(field.Options, chat.Option{Value: it.id, Label: shorten(strings.TrimSpace(label), chat.MaxOptionLabel), Hint: it.when})
	}
	return chat.Form{Title: s.w.T(catalog.ListPickTitle), Submit: s.w.T(catalog.FormNext), Fields: []chat.Field{field}}, true, nil
}

// pickItem shows the item whole, with what can be done about it.
func (t *turn) pickItem(arg string, v chat.Values) error {
	prog, ref, ok, err := t.editingList(arg)
	if err != nil || !ok {
		return err
	}
	list, id := ref.list, v.Option("item")
	rows := t.itemFacts(prog, list, id)
	if len(rows) == 0 {
		return t.sorry(catalog.ListItemGone)
	}
	return t.show(t.w.T(listWord(list)), chat.Section{
		Body:    []chat.Block{chat.Facts{Rows: rows}},
		Actions: []chat.Action{t.button(actEditItem, catalog.ActEditItem, ref.of(id), chat.StylePrimary), t.dropButton(ref.of(id))},
	})
}

func (t *turn) openEditItem(arg string) error {
	return t.openForm(dialogFor(parseListRef(arg).list), arg)
}

// dropItem takes an item off its list.
func (t *turn) dropItem(arg string) error {
	prog, ref, ok, err := t.editingList(arg)
	if err != nil {
		return err
	}
	if !ok {
		return t.notice(catalog.NoticeOldButton)
	}
	list, id := ref.list, ref.item
	there := false
	if of := choicesOf(&prog, list); of != nil {
		left := slices.DeleteFunc(slices.Clone(*of), func(c mentoring.Choice) bool { there = there || c.ID == id; return c.ID == id })
		if len(left) == 0 {
			return t.notice(catalog.ListLast)
		}
		*of = left
	} else {
		prog.Tips = slices.DeleteFunc(slices.Clone(prog.Tips), func(tip mentoring.Tip) bool { there = there || tip.ID == id; return tip.ID == id })
	}
	if !there {
		return t.notice(catalog.ListItemGone)
	}
	if err := t.keepLists(prog, list); err != nil {
		return err
	}
	return t.notice(catalog.ListDropped)
}

// keepLists writes the programme with a list that was changed.
func (t *turn) keepLists(p mentoring.Programme, list string) error {
	if err := p.Validate(); err != nil {
		return err
	}
	t.audit("list-edit", subject("list", list))
	return store.Programmes.Put(t.tx, p)
}

// dropButton takes the item off, after asking.
func (s *scene) dropButton(ref string) chat.Action {
	a := s.button(actDropItem, catalog.ActDropItem, ref, chat.StyleDanger)
	a.Confirm = &chat.Confirm{Title: s.w.T(catalog.ActDropItem), Text: s.w.T(catalog.ListDropAsk), Yes: s.w.T(catalog.AskYes), No: s.w.T(catalog.AskStop)}
	return a
}

// noteField is the field of an example, counted from 1.
func noteField(i int, lang string) string { return fieldNote + strconv.Itoa(i) + lang }
