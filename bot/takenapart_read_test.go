package bot_test

import (
	"fmt"
	"maps"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"tsukiichi/bot"
	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/sheet"
)

// reader understands figures: it knows of each over whom it is, and takes it in as
// an equation. What it does not understand, or what is not so, is its trouble.
type reader struct {
	town    *town
	words   catalog.Words
	months  map[string]*attack // a kind of score in a month: no two have to do with each other
	october *attack
	people  map[string]int // of the rows by place, which one table says for the next
	trouble []string
}

func newReader(w *town, words catalog.Words) *reader {
	return &reader{town: w, words: words, months: map[string]*attack{}, october: &attack{}, people: map[string]int{}}
}

func (r *reader) wrong(format string, args ...any) {
	r.trouble = append(r.trouble, fmt.Sprintf(format, args...))
}

// told takes in what somebody read. HR's pages of one part alone are for HR, who
// reads the answers by name; whole takes them in too.
func (r *reader) told(t bot.Told, whole bool) {
	for _, p := range t.Pages {
		if !whole && (p.Title == r.words.T(catalog.SurveyTitleMentee) || p.Title == r.words.T(catalog.SurveyTitleMentor)) {
			continue
		}
		for _, sec := range p.Sections {
			for _, b := range sec.Body {
				if table, ok := b.(chat.Table); ok {
					r.table(p.Title, table)
				}
			}
		}
	}
	for _, file := range t.Files {
		r.table("", textual(file))
	}
	for _, text := range t.Words {
		r.january(text)
	}
}

// textual is a sheet as a page would show it.
func textual(s sheet.Table) chat.Table {
	out := chat.Table{Caption: s.Name, Head: s.Head}
	for _, row := range s.Rows {
		var cells []string
		for _, c := range row {
			text := c.Text
			if c.Number != nil {
				text = strconv.FormatFloat(*c.Number, 'f', -1, 64)
			}
			cells = append(cells, text)
		}
		out.Rows = append(out.Rows, cells)
	}
	return out
}

// table takes in one; a table that is not in the inventory is trouble.
func (r *reader) table(page string, t chat.Table) {
	is := func(keys ...catalog.Key) bool {
		return slices.ContainsFunc(keys, func(k catalog.Key) bool { return r.words.T(k) == t.Caption })
	}
	part := func(text string) mentoring.Part {
		if strings.HasPrefix(text, r.words.T(catalog.SurveyTitleMentor)) {
			return mentoring.Mentor
		}
		return mentoring.Mentee
	}
	switch {
	case is(catalog.YearFacts, catalog.ExportCity, catalog.ExportDepartments, catalog.YearTrainings, catalog.YearVoices, catalog.SurveyRateTitle),
		t.Caption == r.words.T(catalog.FiguresReached, catalog.N(r.town.programme.Minimum)),
		is(catalog.SurveyTitle) && len(t.Rows) == 0:
		// facts, what its author approved, and the sentence that there is nothing
	case is(catalog.FiguresRelief, catalog.FiguresGrowth, catalog.FiguresWent):
		r.scores(t)
	case is(catalog.YearScores):
		r.cityScores(t)
	case is(catalog.FiguresTopics, catalog.FiguresResponses):
		r.picks(t)
	case is(catalog.SurveyEngagement), is(catalog.SurveyGroups) && t.Head[0] == r.words.T(catalog.SurveyWhere):
		r.engagement(t)
	case is(catalog.SurveyGroups): // of one part, from its items
	case is(catalog.SurveyScales, catalog.SurveyChoices):
		r.tendencies(part(page), t)
	case is(catalog.SurveyTitleMentee, catalog.SurveyTitleMentor):
		r.tendencies(part(t.Caption), t)
	default:
		r.wrong("%s: not in the inventory: %q", page, t.Caption)
	}
}

var number = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?`)

// figure reads a cell; what is withheld is none.
func figure(cell string) (n float64, ok bool) {
	found := number.FindString(cell)
	n, err := strconv.ParseFloat(found, 64)
	return n, err == nil
}

func (r *reader) kind(label string) string {
	for k, word := range map[string]catalog.Key{"relief": catalog.FiguresRelief, "growth": catalog.FiguresGrowth, "went": catalog.FiguresWent, "topics": catalog.FiguresTopics, "responses": catalog.FiguresResponses} {
		if r.words.T(word) == label {
			return k
		}
	}
	return ""
}

func (r *reader) period(label string) string {
	for _, p := range r.town.rules.Periods() {
		if r.words.Month(p.Month) == label {
			return p.String()
		}
	}
	return ""
}

// place is where a row is: the city, a department, or a section in it.
func (r *reader) place(name string) (department, section string) {
	if name == r.words.T(catalog.FiguresCity) {
		return "", ""
	}
	department, section, _ = strings.Cut(name, " ")
	return department, section
}

func (r *reader) scores(t chat.Table) {
	from := 1
	if t.Head[1] == r.words.T(catalog.FactSection) {
		from = 2
	}
	for _, row := range t.Rows {
		for i := from; i < len(row); i++ {
			r.score(r.kind(t.Caption), r.period(t.Head[i]), strings.TrimSpace(strings.Join(row[:from], " ")), row[i])
		}
	}
}

func (r *reader) cityScores(t chat.Table) {
	for _, row := range t.Rows {
		for i := 1; i < len(row); i++ {
			r.score(r.kind(t.Head[i]), r.period(row[0]), r.words.T(catalog.FiguresCity), row[i])
		}
	}
}

func (r *reader) score(kind, period, place, shown string) {
	mean, ok := figure(shown)
	if !ok {
		return
	}
	item := kind + "/" + period
	if r.months[item] == nil {
		r.months[item] = &attack{}
	}
	r.mean(r.months[item], item+" "+place, r.at(place, r.town.shares(item)), mean, 0.05)
}

// at is the shares of those who work there.
func (r *reader) at(place string, shares map[string]equation) map[string]equation {
	department, section := r.place(place)
	out := maps.Clone(shares)
	maps.DeleteFunc(out, func(who string, _ equation) bool {
		p := r.town.people[who]
		return department != "" && p.Department != department || section != "" && p.Section != section
	})
	return out
}

// mean learns that the shares have it, if that is so.
func (r *reader) mean(a *attack, says string, shares map[string]equation, mean, rounded float64) {
	says = fmt.Sprintf("%s, of %d: %v", says, len(shares), mean)
	if a.learnt[says] != nil {
		return
	}
	eq, sum := equation{}, 0.0
	for _, share := range shares {
		eq.plus(share, big.NewRat(1, 1))
	}
	for c, n := range eq {
		times, _ := n.Float64()
		sum += times * r.town.given[c]
	}
	if math.Abs(sum/float64(len(shares))-mean) > rounded+1e-6 {
		r.wrong("%s, and it is %v", says, sum/float64(len(shares)))
	}
	a.learn(says, eq)
}

// picks is how many chose what: each number is the size of a group.
func (r *reader) picks(t chat.Table) {
	for _, row := range t.Rows {
		if n, ok := figure(row[1]); ok && int(n) < r.town.programme.SmallGroup {
			r.wrong("%s: %s was chosen by %v", t.Caption, row[0], n)
		}
	}
}

// whose is the shares over which a figure of so many people is: of everybody, or
// without the partners of people of HR.
func (r *reader) whose(says string, shares map[string]equation, people int) map[string]equation {
	without := maps.Clone(shares)
	maps.DeleteFunc(without, func(who string, _ equation) bool { return r.town.partners[who] })
	switch people {
	case len(without):
		return without
	case len(shares):
		return shares
	}
	r.wrong("%s: of %d people, and there are %d", says, people, len(shares))
	return shares
}

// engagement is the rows by place; on a page the groups are a table of their own,
// which says no more how many people they are of.
func (r *reader) engagement(t chat.Table) {
	for _, row := range t.Rows {
		for i := 1; i < len(row); i++ {
			n, ok := figure(row[i])
			switch group, known := r.group(t.Head[i]); {
			case !ok:
			case t.Head[i] == r.words.T(catalog.SurveyAnswers):
				r.people[row[0]] = int(n)
			case known:
				says := "engagement " + group + " " + row[0]
				r.mean(r.october, says, r.whose(says, r.at(row[0], r.town.engaged(group)), r.people[row[0]]), n, 0.005)
			case t.Head[i] != r.words.T(catalog.SurveyBandHead):
				r.wrong("engagement: what is %q?", t.Head[i])
			}
		}
	}
}

// group is the group of items with the label, "" for all of them.
func (r *reader) group(label string) (id string, ok bool) {
	for _, g := range r.town.programme.Survey.Groups {
		if g.Label.In("ja") == label {
			return g.ID, true
		}
	}
	return "", label == r.words.T(catalog.SurveyAverage)
}

// tendencies is each question of one part in the whole city.
func (r *reader) tendencies(part mentoring.Part, t chat.Table) {
	column := func(k catalog.Key) int { return slices.Index(t.Head, r.words.T(k)) }
	for _, row := range t.Rows {
		n, ok := figure(row[column(catalog.SurveyAnswers)])
		if i := column(catalog.SurveyMean); ok && i >= 0 && i < len(row) {
			if mean, told := figure(row[i]); told {
				r.question(part, row[0], int(n), mean)
			}
		}
	}
}

func (r *reader) question(part mentoring.Part, label string, people int, mean float64) {
	set, _ := r.town.programme.Survey.Set(part)
	for _, q := range set.Questions {
		if q.Label.In("ja") == label {
			says := string(part) + "/" + q.ID
			r.mean(r.october, says, r.whose(says, r.town.shares(says), people), mean, 0.005)
			return
		}
	}
	r.wrong("%s: what is %q?", part, label)
}

var (
	partAnswered = regexp.MustCompile(`^(メンティ|メンター)([0-9]+)人が答えました。$`)
	scaleQuoted  = regexp.MustCompile(`^・(.*)：平均([0-9.]+)（5が最高）$`)
)

// january is the lines that quote the questionnaire. They do not say how many
// answered the question, but how many sent an answer.
func (r *reader) january(text string) {
	var part mentoring.Part
	var all bool
	for _, line := range strings.Split(text, "\n") {
		if m := partAnswered.FindStringSubmatch(line); m != nil {
			part = map[string]mentoring.Part{"メンティ": mentoring.Mentee, "メンター": mentoring.Mentor}[m[1]]
			required := string(part) + "/useful"
			n, _ := strconv.Atoi(m[2])
			all = len(r.whose("January", r.town.shares(required), n)) == len(r.town.shares(required))
		}
		if m := scaleQuoted.FindStringSubmatch(line); m != nil {
			r.quoted(part, m[1], m[2], all)
		}
	}
}

func (r *reader) quoted(part mentoring.Part, label, shown string, all bool) {
	set, _ := r.town.programme.Survey.Set(part)
	i := slices.IndexFunc(set.Questions, func(q mentoring.Question) bool { return q.Label.In("ja") == label })
	if i < 0 {
		r.wrong("January: what is %q?", label)
		return
	}
	shares := maps.Clone(r.town.shares(string(part) + "/" + set.Questions[i].ID))
	if !all {
		maps.DeleteFunc(shares, func(who string, _ equation) bool { return r.town.partners[who] })
	}
	mean, _ := figure(shown)
	r.question(part, label, len(shares), mean)
}

// byName is what HR reads by name.
func (r *reader) byName(tables []sheet.Table) map[cell]bool {
	out := map[cell]bool{}
	for _, t := range tables {
		part := mentoring.Mentee
		if t.Name == r.words.T(catalog.FactMentor) {
			part = mentoring.Mentor
		}
		set, _ := r.town.programme.Survey.Set(part)
		for _, row := range t.Rows {
			for i, q := range set.Questions {
				if row[i+6].Number != nil {
					out[cell{string(part) + "/" + q.ID, row[0].Text}] = true
				}
			}
		}
	}
	return out
}
