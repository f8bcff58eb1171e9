package bottest

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/japanese"

	"tsukiichi/bot/catalog"
)

// PreviewStage says what a roster would change.
type PreviewStage interface {
	Stage
	Preview(file []byte) (page string, err error)
}

// Preview is the page that HR sees before a roster comes in, as text.
func (w *World) Preview(file []byte) (string, error) {
	pv, err := w.Bot.PreviewRoster(context.Background(), file, []string{Platform})
	if err != nil {
		return "", err
	}
	page, err := w.Bot.RosterPage(catalog.Japanese, pv)
	return page.Text(), err
}

// preview wants the page about a file of the script to say the words.
func (p *performance) preview(ts *testscript.TestScript, args []string) error {
	stage, ok := p.stage.(PreviewStage)
	if !ok {
		return errors.New("no roster is looked at here")
	}
	page, err := stage.Preview([]byte(ts.ReadFile(args[0])))
	if err != nil {
		return err
	}
	if want := strings.Join(args[1:], " "); !strings.Contains(page, want) {
		return fmt.Errorf("it says:\n%s", page)
	}
	return nil
}

// take imports a file of the script, written as the second word says.
func (p *performance) take(ts *testscript.TestScript, args []string) error {
	text := ts.ReadFile(args[0])
	p.learn([]byte(text))
	file := []byte(text)
	if len(args) > 1 {
		var err error
		if file, err = written(text, args[1]); err != nil {
			return err
		}
	}
	return p.stage.Import(file)
}

// written is a CSV file as Excel saves it in Japan, or as a workbook.
func written(text, as string) ([]byte, error) {
	switch as {
	case "sjis":
		return japanese.ShiftJIS.NewEncoder().Bytes([]byte(text))
	case "xlsx":
		return drawn(strings.ReplaceAll(text, ",", "|"), false)
	}
	return nil, fmt.Errorf("import: no way to write %s", as)
}
