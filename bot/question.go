package bot

import (
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// One question of a form, as a message.

const kindQuestion = "question" // subject asking/<id>; arg: field|what is wrong|limit

// questionCard is the question that waits, or a word that it is done.
func questionCard(s *scene, in store.Intent) (card, error) {
	fieldID, wrong, _ := strings.Cut(in.Arg, "|")
	mark, f, ok, err := s.current()
	if err != nil {
		return card{}, err
	}
	if in.Edit {
		return s.answeredCard(f, fieldID)
	}
	if !ok || mark.Asked != idOf("asking", in.Subject) || mark.Field != fieldID {
		return unwanted("answered")
	}
	i, fd := at(f, fieldID)
	if i == len(f.Fields) {
		return unwanted("gone")
	}
	return say(fd.Label, s.questionBody(fd, wrong), s.questionActions(mark, fd)...)
}

// answeredCard is what stays of a question. Its label is known as long as the
// form is being asked.
func (s *scene) answeredCard(f chat.Form, field string) (card, error) {
	if _, fd := at(f, field); fd.ID != "" {
		return say("", []chat.Block{chat.Remark(s.w.T(catalog.AskTaken, catalog.A("Question", fd.Label)))})
	}
	return say("", []chat.Block{chat.Remark(s.w.T(catalog.AskTakenAll))})
}

func (s *scene) questionBody(fd chat.Field, wrong string) []chat.Block {
	var body []chat.Block
	key, most, _ := strings.Cut(wrong, "|")
	if k := catalog.Key(key); key != "" && s.w.Has(k) {
		n, _ := strconv.Atoi(most)
		body = append(body, chat.Paragraph(chat.Bold(s.w.T(k, limit(n)))))
	}
	if fd.Hint != "" {
		body = append(body, chat.Line(fd.Hint))
	}
	how := catalog.AskHowChoice
	switch fd.Kind {
	case chat.FieldScale:
		how = catalog.AskHowScale
	case chat.FieldShort, chat.FieldLong:
		how = catalog.AskHowText
	case chat.FieldChoice:
		body = append(body, choices(fd))
	}
	return append(body, chat.Remark(s.w.T(how)))
}

// choices numbers the options, for whoever types a number.
func choices(fd chat.Field) chat.Block {
	lines := make([]string, len(fd.Options))
	for i, o := range fd.Options {
		lines[i] = strconv.Itoa(i+1) + ". " + o.Label
	}
	return chat.Line(strings.Join(lines, "\n"))
}

func (s *scene) questionActions(mark store.Bookmark, fd chat.Field) []chat.Action {
	var out []chat.Action
	add := func(label, value string) {
		label = shorten(label, chat.MaxActionLabel)
		out = append(out, chat.Action{ID: actAnswer, Label: label, Arg: mark.Asked + "|" + value})
	}
	switch fd.Kind {
	case chat.FieldScale:
		for n := 1; n <= chat.ScaleTop; n++ {
			label := strconv.Itoa(n)
			for _, o := range fd.Options {
				if o.Value == label {
					label += " " + o.Label
					break
				}
			}
			add(label, strconv.Itoa(n))
		}
		return out
	case chat.FieldChoice:
		for _, o := range fd.Options {
			switch {
			case len(out) == chat.MaxActions-1:
			case o.Value == string(private.OnlyMe) && isShare(fd.ID):
				out = append(out, s.button(actOpenLine, catalog.AskInDialog, mark.Form+"|"+mark.Arg, chat.StyleNormal))
			default:
				add(o.Label, o.Value)
			}
		}
	}
	if !fd.Required && len(out) < chat.MaxActions {
		add(s.w.T(catalog.AskSkip), skipValue)
	}
	if len(out) < chat.MaxActions {
		out = append(out, s.button(actStopAsk, catalog.AskStop, mark.Asked, chat.StyleNormal))
	}
	return out
}
