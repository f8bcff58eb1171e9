package bottest

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/mentoring"
)

// PaperStage takes the city's own forms in.
type PaperStage interface {
	Stage
	// Template hands a workbook over as a form, and gives the sentences for what
	// is wrong with it.
	Template(by, form string, file []byte) (problems []string, err error)
}

// Template hands a workbook over as a form.
func (w *World) Template(by, form string, file []byte) (problems []string, err error) {
	found, err := w.Bot.SetTemplate(context.Background(), by, form, file)
	for _, p := range found {
		problems = append(problems, w.Bot.TemplateProblem(catalog.Japanese, p))
	}
	return problems, err
}

// template puts a form in place: args are the form and a file of the script.
func (p *performance) template(ts *testscript.TestScript, args []string) error {
	problems, err := p.handForm(ts, args)
	if err == nil && len(problems) > 0 {
		err = errors.New(strings.Join(problems, "\n"))
	}
	return err
}

// refused hands a form over that is not taken, in the words that follow.
func (p *performance) refused(ts *testscript.TestScript, args []string) error {
	problems, err := p.handForm(ts, args)
	if err != nil {
		return err
	}
	if want := strings.Join(args[2:], " "); !strings.Contains(strings.Join(problems, "\n"), want) {
		return fmt.Errorf("it says %q", problems)
	}
	return nil
}

func (p *performance) handForm(ts *testscript.TestScript, args []string) ([]string, error) {
	stage, ok := p.stage.(PaperStage)
	if !ok {
		return nil, errors.New("no forms are taken in here")
	}
	file, err := drawn(ts.ReadFile(args[1]), strings.HasSuffix(args[1], ".xlsm"))
	if err != nil {
		return nil, err
	}
	return stage.Template(p.who, args[0], file)
}

// drawn is a workbook with the lines of a text, cells with | between them; with
// a program in it if wanted.
func drawn(text string, program bool) (file []byte, err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		for j, cell := range strings.Split(line, "|") {
			at, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				return nil, err
			}
			if err := f.SetCellStr("Sheet1", at, strings.TrimSpace(cell)); err != nil {
				return nil, err
			}
		}
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil || !program {
		return out.Bytes(), err
	}
	return withProgram(out.Bytes())
}

func withProgram(file []byte) ([]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range z.File {
		if err := w.Copy(part); err != nil {
			return nil, err
		}
	}
	p, err := w.Create("xl/vbaProject.bin")
	if err != nil {
		return nil, err
	}
	if _, err := io.WriteString(p, "Sub Auto_Open()"); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}

// YearStage starts the programme of another fiscal year.
type YearStage interface {
	Stage
	Year(year int) error
}

// Year starts the usual programme for the fiscal year.
func (w *World) Year(year int) error {
	p, err := mentoring.LoadPreset("aomori", year)
	if err != nil {
		return err
	}
	if _, err := w.Bot.StartProgramme(context.Background(), p); err != nil {
		return err
	}
	return w.Settle()
}

func (p *performance) year(args []string) error {
	stage, ok := p.stage.(YearStage)
	if !ok {
		return errors.New("no other year starts here")
	}
	year, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	return stage.Year(year)
}
