package bot_test

// sign is something that [playYear] puts into the house: words that show that
// somebody sees the item, or a part of it.
type sign struct {
	item  string
	words string
	by    string // who wrote it, or whom it is about; "" is the mentee
	// own says that the words are somebody's own: they stand in no message.
	own bool
	// on is the path on which it must be seen by who may; "" is any.
	on path
	// fact and sum show that there is something, and the figure over several.
	fact, sum string
	// unshown are the relations that may see it and to whom nothing shows it;
	// aside are those that stand on another side of what is planted. Both with the
	// reason.
	unshown, aside map[string]string
}

// part is the sign of as much of the item as the sight says, "" for none.
func (s sign) part(sight string) string {
	switch sight {
	case "fact":
		return s.fact
	case "aggregate":
		return s.sum
	default:
		return ""
	}
}

// signs is what is planted. A row may have several.
func signs() []sign {
	because := func(why string, as ...string) map[string]string {
		out := map[string]string{}
		for _, a := range as {
			out[a] = why
		}
		return out
	}
	return []sign{
		{item: "meeting", words: "7月28日", fact: "模木 葵 | 済"},
		{item: "place", words: "場所: しるし場所\n"},
		{item: "place", words: "7月30日", by: colleague}, // a slot
		{item: "topic", words: "話すこと: しるし話題", sum: "しるし話題 | 4"},
		{item: "preparation", words: "しるし準備", own: true},
		{item: "preparation", words: "しるし自作", own: true},
		{item: "line-alone", words: "しるし自分だけ", own: true},
		{item: "line-alone", words: "しるし気づき", by: mentor, own: true},
		{item: "line-shared", words: "しるし相手にも", own: true},
		{item: "line-shared", words: "しるし次回", by: mentor, own: true}, // it stays the mentor's own: only what the mentee wrote passes
		{item: "scores", words: "●●●●● 5 / 5", sum: "| 4.3"},
		{item: "scores", words: "●●○○○ 2 / 5", by: mentor},
		{item: "scores-shared", words: "●●●○○ 3 / 5"},
		{item: "vision", words: "しるし姿", own: true},
		{item: "vision", words: "しるし見返し", own: true},
		// The form holds what its author wrote for nobody else, too.
		{item: "form", words: "しるし自分だけ", own: true, on: inFile},
		{item: "form-handed", words: "しるし提出", own: true, on: inFile},
		// The mentor writes the note, the mentee owns it.
		{item: "handover", words: "しるし引継ぎ", own: true, aside: because("wrote it", "partner")},
		{item: "reason", words: "しるし延期", by: head, own: true},
		{item: "reason", words: "しるし例外", by: head, own: true},
		{item: "change", words: "しるし交代", own: true},
		{item: "quiet", words: "しるし内々", own: true},
		{item: "quiet", words: "しるし返事", own: true},
		{item: "leave", words: "2026-06-29", by: colleague, fact: "今月: 対象外"},
		{item: "leave", words: "2026-08-31", fact: "今月: 対象外", aside: because("is the mentor no more by then", "partner")},
		{item: "training", words: "しるし研修"},
		{item: "october", words: "しるし十月", own: true, sum: "市民部: 4人のうち2人（50.0%）"},
		{item: "october", words: "しるし紙", by: mentor, own: true},
		{item: "thanks", words: "しるし感謝", own: true},
		// HR words it, to have it approved.
		{item: "voice", words: "しるし声", own: true, aside: because("puts it into words for its author to approve", "hr")},
		// Shown at kick-off and in January's notice, to whoever is written to.
		{item: "voice-approved", words: "しるしみんな", unshown: because("in January's notice", "partner", "new-mentor", "head")},
		// What has no row, nobody but its author sees.
		{item: "what has no row", words: "しるし途中", own: true},
		{item: "what has no row", words: "しるし下書き", by: colleague, own: true},
	}
}
