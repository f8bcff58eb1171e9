package bot

import (
	"bytes"
	_ "embed"
	"html/template"
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/private"
	"tsukiichi/store"
)

// The file of somebody's own: everything they wrote, in words, for them alone.
// It is made when it is sent, and only ever for the person it is about.

//go:embed mydata.html
var myDataPage string

// myFile is what the page shows.
type myFile struct {
	Lang, Title, Made string
	About             []labelled
	Talks             []labelled
	TalksTitle        string
	Kinds             []myKind
	Nothing           string
}

type labelled struct{ Label, Text string }

type myKind struct {
	Title string
	Items []myItem
}

type myItem struct {
	When  string
	Lines []labelled
}

// mineFile is the file, for its owner: see [exports].
func mineFile(s *scene, _ string) (chat.File, error) {
	data, err := s.myData()
	return chat.File{
		Name: "mydata-" + s.now.UTC().Format("20060102") + ".html", Type: "text/html", Data: data, Note: s.w.T(catalog.MineFileNote),
	}, err
}

func (s *scene) myData() ([]byte, error) {
	rules, _, err := s.currentRules()
	if err != nil {
		return nil, err
	}
	f := myFile{
		Lang: s.w.Lang(), Title: s.w.T(catalog.MineTitle), TalksTitle: s.w.T(catalog.MineTalks), Nothing: s.w.T(catalog.MineNothing),
		Made: s.w.T(catalog.MineFileMade, catalog.A("When", s.dated(rules, s.now))),
	}
	about, err := s.aboutMe()
	if err != nil {
		return nil, err
	}
	for _, row := range about {
		f.About = append(f.About, labelled{row.Label, row.Value[0].Text})
	}
	if f.Talks, err = s.myTalks(); err != nil {
		return nil, err
	}
	all, err := s.mineOf()
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		kind := myKind{Title: s.w.T(holdingWord(m.Table))}
		for _, h := range m.own {
			item := myItem{When: s.dated(rules, h.At)}
			for _, n := range h.Notes {
				item.Lines = append(item.Lines, s.noteLine(rules, n))
			}
			for _, w := range h.WordsOf(s.me.ID) {
				item.Lines = append(item.Lines, labelled{s.wordsLabel(rules, m.Table, w), w.Text.Reveal()})
			}
			kind.Items = append(kind.Items, item)
		}
		f.Kinds = append(f.Kinds, kind)
	}
	page, err := template.New("mydata").Parse(myDataPage)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = page.Execute(&out, f)
	return out.Bytes(), err
}

// dated is a moment with its year: a file is read years later. Without any
// programme it is UTC.
func (s *scene) dated(r mentoring.Rules, at time.Time) string {
	if r.Zone() != nil {
		at = s.local(r, at)
	}
	return at.Format("2006-01-02 15:04")
}

// myTalks lists the reader's talks: when, with whom and whether they were held.
func (s *scene) myTalks() (out []labelled, err error) {
	pairs, err := store.PairsOf(s.tx, s.me.ID)
	if err != nil {
		return nil, err
	}
	for _, pair := range pairs {
		if pair.ToldAt.IsZero() {
			continue
		}
		p, _, err := s.noteSide(pair)
		if err != nil {
			return nil, err
		}
		st, err := s.standing(pair)
		if err != nil {
			return nil, err
		}
		for _, m := range st.Meetings {
			name := catalog.A("Name", p.mate.Name)
			out = append(out, labelled{s.dated(p.rules, m.Start), s.w.T(talkWord(m), name)})
		}
	}
	return out, nil
}

func talkWord(m mentoring.Meeting) catalog.Key {
	if m.State == mentoring.MeetingPlanned {
		return catalog.MineTalkPlanned
	}
	return outcome(m)
}

// noteLine is a code of a record in words.
func (s *scene) noteLine(r mentoring.Rules, n store.Note) labelled {
	p := r.Programme()
	pick := func(from []mentoring.Choice) string {
		for _, c := range from {
			if c.ID == n.Value {
				return c.Label.In(s.w.Lang())
			}
		}
		return n.Value
	}
	switch n.Name {
	case "relief":
		return labelled{s.w.T(catalog.ReliefLabel), n.Value}
	case "growth":
		return labelled{s.w.T(catalog.GrowthLabel), n.Value}
	case "went":
		return labelled{s.w.T(catalog.WentLabel), n.Value}
	case "topic":
		return labelled{s.w.T(catalog.FactTopic), pick(p.Topics)}
	case "response":
		return labelled{s.w.T(catalog.FactResponse), pick(p.Responses)}
	default:
		return labelled{n.Name, n.Value}
	}
}

// wordsLabel names a text of a record, with who else may read it.
func (s *scene) wordsLabel(r mentoring.Rules, table string, f private.Field) string {
	label := ""
	switch name, _, _ := strings.Cut(f.Name, "/"); table + " " + name {
	case store.Reflections.Name + " line", store.Preparations.Name + " line", store.LookBacks.Name + " line":
		label = s.w.T(catalog.LineLabel)
	case store.Reflections.Name + " noticed":
		label = s.w.T(catalog.NoticedLabel)
	case store.Reflections.Name + " next":
		label = s.w.T(catalog.NextLabel)
	case store.HandIns.Name + " vision":
		label = s.w.T(catalog.VisionFormTitle)
	case store.HandIns.Name + " talks":
		label = s.w.T(catalog.HandedTitle)
	case store.ThanksCards.Name + " words":
		label = s.w.T(catalog.CardTitle)
	case store.Voices.Name + " offered":
		label = s.w.T(catalog.VoiceOfferedLabel)
	case store.Voices.Name + " wording":
		label = s.w.T(catalog.VoiceWordingLabel)
	case store.Visions.Name + " words":
		label = s.w.T(catalog.VisionFormTitle)
	case store.Preparations.Name + " own":
		label = s.w.T(catalog.PrepareOwn)
	case store.SurveyAnswers.Name + " values", store.SurveyDrafts.Name + " values":
		label = s.surveyLabel(r.Programme(), f.Name)
	case store.Nominations.Name + " reason", store.Deferrals.Name + " reason":
		label = s.w.T(catalog.MineReason)
	}
	reader := catalog.MineOnlyMe
	switch f.Visibility {
	case private.Partner:
		reader = catalog.MinePartner
	case private.Head:
		reader = catalog.MineHead
	case private.HR:
		reader = catalog.MineHR
	}
	return strings.TrimSpace(label + " " + s.w.T(catalog.MineSeenBy, catalog.A("Who", s.w.T(reader))))
}
