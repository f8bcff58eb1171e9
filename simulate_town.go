package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
)

// The made-up town: sections with a head, mentors and new hires. No name, no
// number and no section is anybody's.

// resident is one line of the made-up roster.
type resident struct {
	id, name, kana string
	dept, section  string
	team, post     string
	grade          int
	entry, hired   string
	trainings      string
	roles          []string
	heads          []string // sections besides their own
	leave          absence  // none for most
}

// town is who works there.
type town struct {
	residents []resident
	mentees   int
	index     map[string]int      // place in residents, by person
	sections  map[string]string   // by person
	heads     map[string][]string // by section
}

var (
	familyNames = []string{"青葉 あおば", "石動 いしどう", "浦野 うらの", "榎並 えなみ", "大槻 おおつき", "霞 かすみ", "桐生 きりゅう",
		"楠木 くすのき", "小平 こだいら", "榊 さかき", "白鳥 しらとり", "諏訪 すわ", "千石 せんごく", "高遠 たかとお", "椿 つばき",
		"戸倉 とくら", "七瀬 ななせ", "野辺 のべ", "長谷 はせ", "日向 ひゅうが", "深町 ふかまち", "星野 ほしの", "真壁 まかべ", "水無 みな"}
	givenNames = []string{"明里 あかり", "一樹 かずき", "小夏 こなつ", "咲良 さくら", "蒼太 そうた", "千尋 ちひろ", "直人 なおと", "春香 はるか",
		"真央 まお", "悠斗 ゆうと", "凛 りん", "和 わか", "圭吾 けいご", "詩織 しおり", "拓海 たくみ", "奈々 なな", "文香 ふみか"}
	sectionNames = []string{"人事課", "総務課", "財政課", "市民課", "税務課", "納税課", "福祉課", "介護課", "子育て課", "健康課", "環境課",
		"農政課", "商工課", "観光課", "道路課", "河川課", "建築課", "都市計画課", "水道課", "下水道課", "学務課", "文化課", "スポーツ課", "会計課"}
	deptNames  = []string{"総務部", "市民部", "福祉部", "産業部", "建設部", "教育部"}
	entryKinds = []string{"高卒程度", "大卒程度", "大卒程度", "社会人等"}
)

// newTown makes up a town in which so many mentees start in April of the year.
func newTown(pairs, year int, rng *rand.Rand) *town {
	t := &town{index: map[string]int{}}
	for i := 0; t.mentees < pairs; i++ {
		t.section(i, min(1+rng.IntN(3), pairs-t.mentees), year, rng)
	}
	return t
}

// section adds a section with so many mentees, one or two of whom may share a
// mentor. The first is HR's own: its people mentor too.
func (t *town) section(i, mentees, year int, rng *rand.Rand) {
	name := sectionNames[i%len(sectionNames)]
	if n := i / len(sectionNames); n > 0 {
		name += fmt.Sprintf("第%d", n+1)
	}
	from := len(t.residents)
	t.add(resident{post: "課長", grade: 6, roles: []string{"所属長"}, hired: hiredOn(year-22, rng)})
	for range max(1, mentees-rng.IntN(2)) {
		t.add(resident{post: pick(rng, "主査", "主幹"), grade: 3 + rng.IntN(3), roles: []string{"メンター"}, hired: hiredOn(year-12, rng)})
	}
	t.add(resident{post: "主事", grade: 2, entry: "大卒程度", hired: hiredOn(year-7, rng), trainings: "中堅職員研修"})
	for range mentees {
		t.add(resident{post: "主事", grade: 1, entry: pick(rng, entryKinds...), roles: []string{"メンティ"}, hired: fmt.Sprintf("%d-04-01", year)})
		t.mentees++
	}
	if i == 0 {
		t.residents[from+1].roles = []string{"メンター", "人事"}
		t.add(resident{post: "主査", grade: 4, roles: []string{"人事"}, hired: hiredOn(year-9, rng)})
	}
	for j := from; j < len(t.residents); j++ {
		r := &t.residents[j]
		r.section, r.dept = name, deptNames[i/4%len(deptNames)]
		r.team = []string{"企画チーム", "窓口チーム"}[j%2]
	}
	if i == 0 { // the clerk at the desk has an office of their own and mentors nobody
		t.residents[len(t.residents)-1].section = "職員研修室"
	}
	if i%7 == 6 { // this head also looks after the section before
		t.residents[from].heads = []string{t.residents[from-1].section}
	}
}

func (t *town) add(r resident) {
	n := len(t.residents)
	family, familyKana, _ := strings.Cut(familyNames[n%len(familyNames)], " ")
	given, givenKana, _ := strings.Cut(givenNames[n/len(familyNames)%len(givenNames)], " ")
	r.id = fmt.Sprintf("%06d", 100001+n)
	r.name, r.kana = family+"　"+given, familyKana+"　"+givenKana
	t.index[r.id] = n
	t.residents = append(t.residents, r)
}

func hiredOn(year int, rng *rand.Rand) string { return fmt.Sprintf("%d-04-01", year-rng.IntN(4)) }

func pick[T any](rng *rand.Rand, from ...T) T { return from[rng.IntN(len(from))] }

// rosterOf is the residents as a file that HR would hand in.
func rosterOf(residents []resident) ([]byte, error) {
	var file bytes.Buffer
	w := csv.NewWriter(&file)
	_ = w.Write([]string{"職員番号", "氏名", "ふりがな", "部", "課", "チーム", "職位", "級", "採用区分", "採用日", "修了研修", "役割", "所管課", "休職"})
	for _, r := range residents {
		leave := ""
		if !r.leave.from.IsZero() {
			leave = r.leave.cell()
		}
		_ = w.Write([]string{r.id, r.name, r.kana, r.dept, r.section, r.team, r.post, fmt.Sprint(r.grade), r.entry, r.hired,
			r.trainings, strings.Join(r.roles, ";"), strings.Join(r.heads, ";"), leave})
	}
	w.Flush()
	return file.Bytes(), w.Error()
}

// having lists the numbers of the residents with the role.
func (t *town) having(role string) []string {
	var out []string
	for _, r := range t.residents {
		if slices.Contains(r.roles, role) {
			out = append(out, r.id)
		}
	}
	return out
}

// headsOf lists the heads of the section in which the person works.
func (t *town) headsOf(person string) []string {
	if t.sections == nil {
		t.sections, t.heads = map[string]string{}, map[string][]string{}
		for _, r := range t.residents {
			t.sections[r.id] = r.section
			if !slices.Contains(r.roles, "所属長") {
				continue
			}
			for _, section := range append([]string{r.section}, r.heads...) {
				t.heads[section] = append(t.heads[section], r.id)
			}
		}
	}
	return t.heads[t.sections[person]]
}

// circles joins the people of each section and its heads.
func (t *town) circles() circles {
	out := circles{}
	first := map[string]string{} // by section
	for _, r := range t.residents {
		for _, section := range append([]string{r.section}, r.heads...) {
			if first[section] == "" {
				first[section] = r.id
			}
			out.join(r.id, first[section])
		}
	}
	return out
}
