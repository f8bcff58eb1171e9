package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// One question of a form, as a message.

const kindQuestion = "question" // subject asking/<id>; arg: field|what is wrong|what fills it

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
	body := s.questionBody(fd, wrong)
	if i == 0 {
		body = append(sayable(f.Intro), body...)
		if hasDialogOnly(f) {
			body = append(body, chat.Remark(s.w.T(catalog.AskWordsElsewhere)))
		}
	}
	return say(fd.Label, body, s.questionActions(mark, fd)...)
}

// sayable leaves out what a chat must not keep.
func sayable(intro chat.Blocks) []chat.Block {
	var out []chat.Block
	for _, b := range intro {
		if _, err := chat.NewMessage("", []chat.Block{b}); err == nil {
			out = append(out, b)
		}
	}
	return out
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
	key, args, _ := strings.Cut(wrong, "|")
	if k := catalog.Key(key); key != "" && s.w.Has(k) {
		body = append(body, chat.Paragraph(chat.Bold(s.w.T(k, catalog.Unpack(args)...))))
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
	case chat.FieldDate:
		how = catalog.AskHowDate
	case chat.FieldTime:
		how = catalog.AskHowTime
	case chat.FieldConsent:
		how = catalog.AskHowConsent
	case chat.FieldSeveral:
		how = catalog.AskHowSeveral
	case chat.FieldPerson:
		how = catalog.AskHowPerson
	}
	return append(append(body, choices(fd)...), chat.Remark(s.w.T(how)))
}

// choicesInBlock is how many options stand in one paragraph.
const choicesInBlock = 15

// choices numbers the options, for whoever types a number.
func choices(fd chat.Field) []chat.Block {
	if fd.Kind == chat.FieldScale {
		return nil
	}
	var out []chat.Block
	n := 0
	for part := range slices.Chunk(fd.Options, choicesInBlock) {
		lines := make([]string, len(part))
		for i, o := range part {
			n++
			lines[i] = strconv.Itoa(n) + ". " + o.Label
			if o.Hint != "" {
				lines[i] += "\n" + o.Hint
			}
		}
		out = append(out, chat.Line(strings.Join(lines, "\n")))
	}
	return out
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
	case chat.FieldDate:
		if y, m, d, ok := (chat.Values{fd.ID: fd.Initial}).Date(fd.ID); ok {
			day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
			add(s.w.Day(day), day.Format(time.DateOnly))
		}
	case chat.FieldConsent:
		add(s.w.T(catalog.AskYes), consentGiven)
	case chat.FieldChoice, chat.FieldPerson, chat.FieldSeveral:
		for _, o := range fd.Options {
			switch {
			case len(out) == chat.MaxActions-2 && fd.Kind != chat.FieldChoice, len(out) == chat.MaxActions-1:
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
