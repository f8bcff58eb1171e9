package bot

import (
	"strconv"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/sheet"
	"tsukiichi/store"
)

// A sheet filled in. It is the city's paper, so it is in Japanese whoever reads
// it. Here the author's words come out: into a file for the author, or for HR
// what was handed in.

// forms of the sheet, by side.
const (
	menteeForm = "1"
	mentorForm = "2"
)

func formOf(side mentoring.Part) string {
	if side == mentorSide {
		return mentorForm
	}
	return menteeForm
}

// sheetPlaces is what may stand in the workbook of a form.
func sheetPlaces(form string) sheet.Places {
	p := sheet.Places{
		Once: []string{"年度", "制度名", "氏名", "ふりがな", "職員番号", "部", "課", "所属", "職位", "相手", "回数", "作成日"},
		Each: []string{"回", "日付", "感想"},
	}
	if form == mentorForm {
		p.Each = append(p.Each, "手ごたえ", "気づき", "次の一歩")
		return p
	}
	p.Once = append(p.Once, "ありたい姿")
	p.Each = append(p.Each, "テーマ", "スッキリ度", "成長")
	return p
}

// ownSheet is everything of the reader's own about the pair: talk by talk what
// they wrote, of a mentee the topic and the vision as well.
func (s *scene) ownSheet(p part) (h store.HandIn, err error) {
	h = store.HandIn{Pair: p.pair.ID, Programme: p.pair.Programme, Author: s.me.ID, Part: p.side}
	st, err := s.standing(p.pair)
	if err != nil {
		return h, err
	}
	for _, m := range st.Meetings {
		if !m.Counts() {
			continue
		}
		talk, err := s.ownTalk(p, m)
		if err != nil {
			return h, err
		}
		talk.Number = len(h.Talks) + 1
		h.Talks = append(h.Talks, talk)
	}
	if p.side == mentorSide {
		return h, nil
	}
	v, _, err := s.visionOf(p.pair.ID)
	h.Vision = v.Words
	return h, err
}

func (s *scene) ownTalk(p part, m mentoring.Meeting) (talk store.HandedTalk, err error) {
	talk = store.HandedTalk{Meeting: m.ID, Start: m.Start}
	r, _, err := store.Reflections.Get(s.tx, store.Join(m.ID, s.me.ID))
	if err != nil {
		return talk, err
	}
	talk.Relief, talk.Growth, talk.Went = r.Relief, r.Growth, r.Went
	talk.Line, talk.Noticed, talk.Next = r.Line.Words, r.Noticed.Words, r.Next.Words
	if p.side == mentorSide {
		return talk, nil
	}
	prep, _, err := store.PreparationFor(s.tx, m)
	talk.Topic, talk.Own = prep.Topic, prep.Own
	return talk, err
}

// sheetFile is the reader's own sheet; arg: pair.
func sheetFile(s *scene, arg string) (f chat.File, err error) {
	p, ok, err := s.sheetPart(arg)
	if err != nil || !ok {
		return f, err
	}
	h, err := s.ownSheet(p)
	if err != nil {
		return f, err
	}
	return s.filledSheet(h, s.me, p.mate, p.rules)
}

// filledSheet is the form with what was written.
func (s *scene) filledSheet(h store.HandIn, author, mate mentoring.Person, r mentoring.Rules) (f chat.File, err error) {
	form := formOf(h.Part)
	file, err := formInUse(s.tx, form)
	if err != nil {
		return f, err
	}
	ja := s.b.words.In(catalog.Japanese)
	prog := r.Programme()
	once := map[string]string{
		"年度": strconv.Itoa(prog.Year), "制度名": prog.Name.In(catalog.Japanese),
		"氏名": author.Name, "ふりがな": author.Kana, "職員番号": author.ID,
		"部": author.Department, "課": author.Section, "所属": strings.TrimSpace(author.Department + " " + workplace(author)), "職位": author.Post,
		"相手": mate.Name, "回数": strconv.Itoa(len(h.Talks)), "作成日": paperDay(ja, s.now.In(r.Zone())),
		"ありたい姿": h.Vision.Reveal(),
	}
	var each []map[string]string
	for _, talk := range h.Talks {
		each = append(each, s.talkValues(ja, prog, r, talk))
	}
	f = chat.File{Name: s.sheetName(form, author), Type: sheet.Type}
	f.Data, err = sheet.FillForm(file, sheetPlaces(form), once, each)
	return f, err
}

// sheetName is the file's name: 様式1_模木葵.xlsx.
func (s *scene) sheetName(form string, author mentoring.Person) string {
	name := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" 　/\\:*?\"<>|\x00", r) {
			return -1
		}
		return r
	}, author.Name)
	return shorten(s.b.words.In(catalog.Japanese).T(catalog.SheetFile, catalog.A("Form", form), catalog.A("Name", name)), chat.MaxFileName-5) + ".xlsx"
}

func (s *scene) talkValues(ja catalog.Words, prog mentoring.Programme, r mentoring.Rules, talk store.HandedTalk) map[string]string {
	topic := talk.Own.Reveal()
	for _, c := range prog.Topics {
		if c.ID == talk.Topic {
			topic = c.Label.In(catalog.Japanese)
		}
	}
	return map[string]string{
		"回": strconv.Itoa(talk.Number), "日付": paperDay(ja, talk.Start.In(r.Zone())), "テーマ": topic,
		"感想":    lines(talk.Line.Reveal(), talk.Noticed.Reveal(), talk.Next.Reveal()),
		"スッキリ度": step(talk.Relief), "成長": step(talk.Growth), "手ごたえ": step(talk.Went),
		"気づき": talk.Noticed.Reveal(), "次の一歩": talk.Next.Reveal(),
	}
}

// paperDay is a date with its year, for a paper that is kept: 2026年4月8日（水）.
func paperDay(w catalog.Words, t time.Time) string {
	return w.T(catalog.PaperDay, catalog.A("Year", strconv.Itoa(t.Year())), catalog.A("Day", w.Day(t)))
}

func step(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// lines are the texts that are there, one below the other.
func lines(texts ...string) string {
	var there []string
	for _, s := range texts {
		if s != "" {
			there = append(there, s)
		}
	}
	return strings.Join(there, "\n")
}
