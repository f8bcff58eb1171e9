package bot

import (
	"strings"
	"time"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/store"
)

// The page 「引き継ぎ」: the new mentor reads what the mentee lets pass, and
// nothing else; the mentee sees what passes to whom since when, and changes it.

// actHandover shows the page; arg: pair, or pair|time before which it stands.
const actHandover = "handover.open"

func (t *turn) openHandover(arg string) error {
	pair, before, _ := strings.Cut(arg, "|")
	p, ok, err := t.partIn(pair)
	if err != nil {
		return err
	}
	if !ok {
		return t.sorry(catalog.GonePair)
	}
	if p.side == menteeSide {
		return t.consentPage(p)
	}
	passed, err := t.passed(p)
	if err != nil {
		return err
	}
	if len(passed) == 0 {
		return t.sorry(catalog.HandoverNothing)
	}
	return t.show(t.w.T(catalog.HandoverTitle), t.passedSections(p, passed, before)...)
}

// passedSections is the items, the latest first; older ones are a button away.
func (t *turn) passedSections(p part, passed []passItem, before string) []chat.Section {
	until, bounded := fromUnix(before)
	sections := []chat.Section{{Body: []chat.Block{chat.Remark(t.w.T(catalog.HandoverPrivate, catalog.A("Name", p.mate.Name)))}}}
	blocks := 2
	for i := len(passed) - 1; i >= 0; i-- {
		it := passed[i]
		if bounded && !it.at.Truncate(time.Second).Before(until) {
			continue
		}
		blocks += len(it.body) + 2
		if len(sections) == chat.MaxSections-1 || blocks > chat.MaxPageBlocks-4 {
			older := t.button(actHandover, catalog.ActOlder, p.pair.ID+"|"+unix(passed[i+1].at), chat.StyleNormal)
			return append(sections, chat.Section{Actions: []chat.Action{older}})
		}
		sections = append(sections, chat.Section{Title: t.itemWord(p.rules, it), Body: it.body})
	}
	return sections
}

// consentPage is the mentee's: the record of what was let pass, to whom, when.
func (t *turn) consentPage(p part) error {
	items, err := t.items(p.pair)
	if err != nil {
		return err
	}
	given, err := store.ConsentsTo(t.tx, p.pair)
	if err != nil {
		return err
	}
	name := catalog.A("Name", p.mate.Name)
	sec := chat.Section{Body: []chat.Block{chat.Line(t.w.T(catalog.HandoverMine, name))}}
	table := chat.Table{Caption: t.w.T(catalog.HandoverTitle), Head: []string{t.w.T(catalog.HandoverWhat), t.w.T(catalog.HandoverTo), t.w.T(catalog.HandoverSince)}}
	for _, it := range items {
		to, since := t.w.T(catalog.HandoverNobody), ""
		if c, holds := given[it.id]; holds {
			to, since = p.mate.Name, t.w.Day(t.local(p.rules, c.GivenAt))
		}
		if len(table.Rows) < chat.MaxTableRows {
			table.Rows = append(table.Rows, []string{t.itemWord(p.rules, it), to, since})
		}
	}
	if len(table.Rows) == 0 {
		return t.sorry(catalog.HandoverNothing)
	}
	sec.Body = append(sec.Body, table)
	sec.Actions = []chat.Action{t.button(actConsent, catalog.ActConsent, p.pair.ID, chat.StylePrimary)}
	for _, it := range items {
		if pair, is := strings.CutPrefix(it.id, string(passNote)+"/"); is && len(sec.Actions) < chat.MaxActions {
			sec.Actions = append(sec.Actions, t.button(actReadNote, catalog.ActReadNote, pair, chat.StyleNormal))
		}
	}
	return t.show(t.w.T(catalog.HandoverTitle), sec)
}

// handoverButtons leads there: the mentee as long as there is something to
// decide about, the mentor while something passes.
func (s *scene) handoverButtons(p part) ([]chat.Action, error) {
	if p.pair.Follows == "" {
		return nil, nil
	}
	of := s.passed
	if p.side == menteeSide {
		of = func(p part) ([]passItem, error) { return s.items(p.pair) }
	}
	items, err := of(p)
	if err != nil || len(items) == 0 {
		return nil, err
	}
	return []chat.Action{s.button(actHandover, catalog.ActHandover, p.pair.ID, chat.StyleNormal)}, nil
}
