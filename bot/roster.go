package bot

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/bot/roster"
	"tsukiichi/bot/sheet"
	"tsukiichi/store"
)

// Roster: who is there. A file is shown as a preview first and imported whole
// or not at all; importing it again changes nothing.

// ErrRoster says that a file has errors and that nothing was imported.
var ErrRoster = errors.New("bot: roster has errors")

// RosterPreview is what a file would change.
type RosterPreview struct {
	roster.Preview
	Problems []roster.Problem // in the order of the file
}

// PreviewRoster reads a file and says what importing it would change. What is
// wrong with it is in Problems, never an error.
func (b *Bot) PreviewRoster(ctx context.Context, file []byte, platforms []string) (RosterPreview, error) {
	var current []mentoring.Person
	err := b.Store.View(ctx, func(tx store.Tx) (err error) {
		current, err = store.People.All(tx, store.Span{})
		return err
	})
	if err != nil {
		return RosterPreview{}, fmt.Errorf("bot: preview roster: %w", err)
	}
	return b.previewRoster(file, platforms, current), nil
}

func (b *Bot) previewRoster(file []byte, platforms []string, current []mentoring.Person) RosterPreview {
	parsed, problems := parseRoster(file, roster.Options{Platforms: platforms, Account: b.AccountID, Known: current})
	out := RosterPreview{Problems: problems}
	if !roster.Blocked(problems) {
		out.Preview = roster.Compare(parsed, current)
	}
	return out
}

// rosterSheet is the sheet of a workbook that is read before the first one.
const rosterSheet = "名簿"

// parseRoster reads a CSV file or a workbook.
func parseRoster(file []byte, opt roster.Options) (roster.File, []roster.Problem) {
	if !sheet.IsWorkbook(file) {
		return roster.Parse(bytes.NewReader(file), opt)
	}
	stop := func(code roster.Code) (roster.File, []roster.Problem) {
		return roster.File{}, []roster.Problem{{Code: code, Severity: roster.Error}}
	}
	if len(file) > roster.MaxBytes {
		return stop(roster.FileTooBig)
	}
	rows, err := sheet.Read(file, rosterSheet, roster.MaxRows+roster.MaxTitle+2)
	switch {
	case errors.Is(err, sheet.ErrTooBig):
		return stop(roster.UnpacksTooBig)
	case err != nil:
		return stop(roster.IsWorkbook)
	}
	lines := make([]roster.Line, len(rows))
	for i, r := range rows {
		lines[i].Number = r.Number
		for _, c := range r.Cells {
			lines[i].Cells = append(lines[i].Cells, roster.Cell(c))
		}
	}
	return roster.ParseSheet(lines, opt)
}

// ReadRoster is the rows of a file as far as they can be read, before anything
// is imported.
func ReadRoster(file []byte) roster.File {
	out, _ := parseRoster(file, roster.Options{})
	return out
}

// ImportRoster imports a file in one transaction for the actor (a person's id
// or "operator") and returns what it changed. A file with errors imports
// nothing and is [ErrRoster].
func (b *Bot) ImportRoster(ctx context.Context, actor string, file []byte, platforms []string) (RosterPreview, error) {
	var out RosterPreview
	err := b.Store.Update(ctx, func(tx store.Tx) error {
		current, err := store.People.All(tx, store.Span{})
		if err != nil {
			return err
		}
		out = b.previewRoster(file, platforms, current)
		if roster.Blocked(out.Problems) {
			return ErrRoster
		}
		return b.apply(tx, actor, out.Preview)
	})
	if err != nil && !errors.Is(err, ErrRoster) {
		err = fmt.Errorf("bot: import roster: %w", err)
	}
	return out, err
}

func (b *Bot) apply(tx store.Tx, actor string, pv roster.Preview) error {
	now := b.Clock.Now()
	for _, p := range pv.People() {
		if err := store.People.Put(tx, p); err != nil {
			return err
		}
		if err := b.linkAccounts(tx, p, now); err != nil {
			return err
		}
	}
	for _, c := range pv.Leaving {
		if err := store.Vacancies.Delete(tx, c.After.ID); err != nil {
			return err
		}
		if err := b.lapse(tx, c.After.ID, now); err != nil {
			return err
		}
		if err := b.endPairs(tx, c.After, now); err != nil {
			return err
		}
	}
	if err := b.followPairs(tx, pv.Changed, now); err != nil {
		return err
	}
	for _, p := range pv.People() {
		if err := b.lookForMentor(tx, p, now); err != nil {
			return err
		}
		if err := b.headsAnew(tx, p, now); err != nil {
			return err
		}
	}
	if pv.Empty() {
		return nil
	}
	return store.Audits.Put(tx, store.Audit{
		ID: b.NewID(), At: now, Actor: actor, Verb: "roster-import",
		What: fmt.Sprintf("new=%d changed=%d leaving=%d returning=%d", len(pv.New), len(pv.Changed), len(pv.Leaving), len(pv.Returning)),
	})
}

// RosterProblem is a problem as a sentence in the language.
func (b *Bot) RosterProblem(lang string, p roster.Problem) string {
	w := b.words.In(lang)
	text := w.T(catalog.Key("roster."+string(p.Code)), catalog.A("Column", p.Column), catalog.A("Value", p.Value))
	switch {
	case p.Row == 0:
		return text
	case p.Column == "":
		return w.T(catalog.RosterAtRow, catalog.A("Row", fmt.Sprint(p.Row)), catalog.A("Text", text))
	default:
		return w.T(catalog.RosterAtCell, catalog.A("Row", fmt.Sprint(p.Row)), catalog.A("Column", p.Column), catalog.A("Text", text))
	}
}

// Words gives the catalogue's words in the language, for what stands outside
// the conversation: commands and the web adapter's own pages.
func (b *Bot) Words(lang string) catalog.Words { return b.words.In(lang) }

// LanguageOf is the language that the account reads.
func (b *Bot) LanguageOf(ctx context.Context, a chat.Account) (lang string, err error) {
	err = b.Store.View(ctx, func(tx store.Tx) error {
		c, _, err := store.Contacts.Get(tx, a.String())
		if err != nil {
			return err
		}
		var me mentoring.Person
		if c.Person != "" {
			if me, _, err = store.People.Get(tx, c.Person); err != nil {
				return err
			}
		}
		s, err := b.scene(tx, me, c, b.Clock.Now())
		if err == nil {
			lang = s.w.Lang()
		}
		return err
	})
	return lang, err
}
