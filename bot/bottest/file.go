package bottest

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/sheet"
)

// FileStage is a stage that opens the files that a person is offered. Elsewhere
// a script sees that a file of the name is there.
type FileStage interface {
	Stage
	File(who, name string) (chat.File, error)
}

var _ FileStage = (*Core)(nil)

// File is the file on the open page, or in the newest message that has one,
// whose name begins so.
func (c *Core) File(who, name string) (chat.File, error) {
	var body chat.Blocks
	for _, l := range c.Chats.Of(c.Account(who)) {
		body = append(l.Message.Body, body...)
	}
	if page := c.desk(who).page; page != nil {
		for _, s := range page.Sections {
			body = append(s.Body, body...)
		}
	}
	for _, b := range body {
		if f, ok := b.(chat.File); ok && strings.HasPrefix(f.Name, name) {
			return f, nil
		}
	}
	return chat.File{}, fmt.Errorf("no file %q", name)
}

// file wants a file whose name begins with the first word to say the others.
func (p *performance) file(args []string) error {
	stage, ok := p.stage.(FileStage)
	if !ok {
		s := p.stage.Screen(p.who)
		if !strings.Contains(strings.Join(s.Chat, "\n")+s.Dialog, args[0]) {
			return errors.New("no file of the name")
		}
		return nil
	}
	f, err := stage.File(p.who, args[0])
	if err != nil {
		return err
	}
	text, err := FileText(f.Data)
	if err != nil {
		return err
	}
	if want := strings.Join(args[1:], " "); !strings.Contains(text, want) {
		return fmt.Errorf("the file does not say it:\n%s", text)
	}
	return nil
}

// noFile is file for words that are not to be there: the file itself is.
func (p *performance) noFile(args []string) error {
	if err := p.file(args[:1]); err != nil {
		return err
	}
	if _, opens := p.stage.(FileStage); opens && p.file(args) == nil {
		return errors.New("the file says it")
	}
	return nil
}

// FileText is what stands in a file: the cells of a workbook with | between
// them, line by line, sheet by sheet; the files of an archive; else the text.
func FileText(data []byte) (string, error) {
	if !sheet.IsWorkbook(data) {
		return string(data), nil
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", err
	}
	if _, err := z.Open("[Content_Types].xml"); err == nil {
		return workbookText(data)
	}
	var sb strings.Builder
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			return "", err
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			return "", err
		}
		text, err := FileText(raw)
		if err != nil {
			return "", err
		}
		sb.WriteString(part.Name + "\n" + text)
	}
	return sb.String(), nil
}

func workbookText(data []byte) (text string, err error) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	var sb strings.Builder
	for _, name := range f.GetSheetList() {
		sb.WriteString("# " + name + "\n")
		rows, err := f.GetRows(name)
		if err != nil {
			return "", err
		}
		for _, row := range rows {
			sb.WriteString(strings.Join(row, " | ") + "\n")
		}
	}
	return sb.String(), nil
}
