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
	actLists    = "list.page"
	actList     = "list.open"         // arg: list
	actAddItem  = "list.add"          // arg: list
	actPickItem = "list.pick"         // arg: list
	actEditItem = "list.edit"         // arg: list|item
	actDropItem = "list.drop"         // arg: list|item
	formPick    = "list.pick"         // arg: list
	formItem    = "list.item"         // arg: list|item, the item "" for a new one
	formTip     = "list.tip"          // arg: tips|item, the item "" for a new one
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

// editing is the programme whose lists HR edits.
func (s *scene) editing() (p mentoring.Programme, ok bool, err error) {
	rules, ok, err := s.currentRules()
	if err != nil || !ok || !s.hr {
		return p, false, err
	}
	return rules.Programme(), true, nil
}

func (t *turn) openLists(string) error {
	prog, ok, err := t.editing()
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.FormGone)
	}
	sec := chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.ListsIntro))}}
	for _, list := range lists() {
		n := len(prog.Tips)
		if of := choicesOf(&prog, list); of != nil {
			n = len(*of)
		}
		sec.Body = append(sec.Body, chat.Facts{Rows: []chat.Fact{chat.Pair(t.w.T(listWord(list)), t.w.T(catalog.CountSheets, catalog.N(n)))}})
		sec.Actions = append(sec.Actions, t.button(actList, listWord(list), list, chat.StyleNormal))
	}
	return t.show(t.w.T(catalog.ActLists), sec)
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

func (t *turn) openList(list string) error {
	prog, ok, err := t.editing()
	if err != nil {
		return err
	}
	if !ok || listWord(list) == "" {
		return t.sorry(catalog.FormGone)
	}
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
		sec.Actions = append(sec.Actions, t.button(actAddItem, catalog.ActAddItem, list, chat.StyleNormal))
	}
	if len(items) > 0 {
		sec.Actions = append(sec.Actions, t.button(actPickItem, catalog.ActPickItem, list, chat.StyleNormal))
	}
	sec.Actions = append(sec.Actions, t.button(actLists, catalog.ActBackToLists, "", chat.StyleNormal))
	return t.show(title, sec)
}

func (t *turn) openAddItem(list string) error { return t.openForm(dialogFor(list), list+"|") }

// dialogFor is the dialog for an item of the list.
func dialogFor(list string) string {
	if list == listTips {
		return formTip
	}
	return formItem
}

func (t *turn) openPickItem(list string) error { return t.openForm(formPick, list) }

// pickItemForm asks which item, and what to do with it.
func pickItemForm(s *scene, list string) (chat.Form, bool, error) {
	prog, ok, err := s.editing()
	items := s.listItems(prog, list)
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
func (t *turn) pickItem(list string, v chat.Values) error {
	prog, ok, err := t.editing()
	if err != nil || !ok {
		return err
	}
	id := v.Option("item")
	rows := t.itemFacts(prog, list, id)
	if len(rows) == 0 {
		return t.sorry(catalog.ListItemGone)
	}
	return t.show(t.w.T(listWord(list)), chat.Section{
		Body:    []chat.Block{chat.Facts{Rows: rows}},
		Actions: []chat.Action{t.button(actEditItem, catalog.ActEditItem, list+"|"+id, chat.StylePrimary), t.dropButton(list, id)},
	})
}

func (t *turn) openEditItem(arg string) error {
	list, _, _ := strings.Cut(arg, "|")
	return t.openForm(dialogFor(list), arg)
}

// dropItem takes an item off its list.
func (t *turn) dropItem(arg string) error {
	list, id, _ := strings.Cut(arg, "|")
	prog, ok, err := t.editing()
	if err != nil {
		return err
	}
	if !ok || listWord(list) == "" {
		return t.notice(catalog.NoticeOldButton)
	}
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
func (s *scene) dropButton(list, id string) chat.Action {
	a := s.button(actDropItem, catalog.ActDropItem, list+"|"+id, chat.StyleDanger)
	a.Confirm = &chat.Confirm{Title: s.w.T(catalog.ActDropItem), Text: s.w.T(catalog.ListDropAsk), Yes: s.w.T(catalog.AskYes), No: s.w.T(catalog.AskStop)}
	return a
}

// noteField is the field of an example, counted from 1.
func noteField(i int, lang string) string { return fieldNote + strconv.Itoa(i) + lang }
