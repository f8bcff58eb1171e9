package store

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"tsukiichi/bot/chat"
	"tsukiichi/bot/private"
)

// TestDecodesAsWritten holds the library that reads documents to the standard
// library that writes them, for every kind of record there is.
func TestDecodesAsWritten(t *testing.T) {
	t.Parallel()
	kinds := []func(*testing.T) string{
		reads(Agenda), reads(Answers), reads(Vacancies), reads(ChatLines), reads(flights), reads(Deferrals),
		reads(Pleas), reads(Pauses), reads(Snoozes), reads(Goings), reads(Inquiries), reads(Lanes),
		reads(LookBacks), reads(Outbox), reads(Refs), reads(Preparations), reads(Reckonings), reads(People),
		reads(Programmes), reads(Pairs), reads(Nominations), reads(Meetings), reads(Offers), reads(Series),
		reads(Reflections), reads(Visions), reads(Contacts), reads(Preferences), reads(Bookmarks), reads(Drafts),
		reads(Attentions), reads(Audits), reads(metaTable), reads(Sessions), reads(Attendances),
		reads(Doors), reads(Slips), reads(Visits),
		reads(Changes), reads(Quiets), reads(HandoverNotes), reads(Consents), reads(FormSheets), reads(HandIns), reads(ThanksCards), reads(Voices), reads(Behalves), reads(Figures), reads(Retentions), reads(Erasings),
		reads(Broadcasts), reads(AudienceLists), reads(BroadcastRuns), reads(Acknowledgements),
		reads(Joiners), reads(Invitations), reads(OpenDays),
		reads(Surveys), reads(SurveySets), reads(SurveyDrafts), reads(SurveyAnswers), reads(SurveyAsks), reads(SurveyResults),
	}
	known := map[string]bool{}
	for _, kind := range kinds {
		known[kind(t)] = true
	}
	for name := range declared(t) {
		if !known[name] {
			t.Errorf("table %q is not compared", name)
		}
	}
}

// reads compares the two for one kind, and names its table.
func reads[T any](table Table[T]) func(*testing.T) string {
	return func(t *testing.T) string {
		for _, n := range []int{0, 1, 2, 3} {
			var rec, want T
			fill(reflect.ValueOf(&rec).Elem(), n, new(int))
			doc, err := json.Marshal(rec)
			if err != nil {
				t.Fatalf("%s: %v", table.Name, err)
			}
			if err := json.Unmarshal(doc, &want); err != nil {
				t.Fatalf("%s: %v", table.Name, err)
			}
			got, err := decode[T](Unsealed{}, table.Name, "key", doc)
			for i := range doc {
				doc[i] = '#' // the engine's to use again
			}
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%s: got %+v, %v, want %+v", table.Name, got, err, want)
			}
		}
		return table.Name
	}
}

// fill sets everything to something, lists and maps to n of it, none two alike.
func fill(v reflect.Value, n int, seed *int) {
	*seed++
	switch at := v.Addr().Interface().(type) {
	case *time.Time:
		*at = time.Date(2026, time.April, 1+*seed%28, 9, 0, *seed%60, *seed*1000, time.UTC)
		return
	case *private.Text:
		return // its words are sealed, and never in the document
	case *json.RawMessage:
		*at = json.RawMessage(fmt.Sprintf(`{"n":%d}`, *seed))
		return
	case *chat.Blocks:
		*at = chat.Blocks{chat.Line("一行"), chat.Remark("注")}[:min(n, 2)]
		return
	case interface{ UnmarshalText([]byte) error }:
		for _, text := range []string{"2026-07-15", "2026-07", "12-29", "10:30"} {
			if at.UnmarshalText([]byte(text)) == nil {
				return
			}
		}
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), n, seed)
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(v.Index(i), n, seed)
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(v.Index(i), n, seed)
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range n {
			key, val := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			fill(key, n, seed)
			fill(val, n, seed)
			v.SetMapIndex(key, val)
		}
	case reflect.Pointer:
		if n > 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), n, seed)
		}
	case reflect.String:
		v.SetString([]string{"", "ascii", "川口 結衣\n\"\\<>&\u2028", "\x00\x7f😀é"}[n] + fmt.Sprint(*seed))
	case reflect.Bool:
		v.SetBool(n%2 == 1)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(*seed%100 - 20))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		v.SetUint(uint64(*seed % 200))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(*seed) / 7)
	}
}

// declared is the names of the tables in this package's files.
func declared(t *testing.T) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		tables(file, names)
	}
	return names
}

func tables(file *ast.File, names map[string]bool) {
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		of, ok := lit.Type.(*ast.IndexExpr)
		if !ok {
			return true
		}
		if id, ok := of.X.(*ast.Ident); !ok || id.Name != "Table" {
			return true
		}
		for _, e := range lit.Elts {
			kv, _ := e.(*ast.KeyValueExpr)
			if key, ok := kv.Key.(*ast.Ident); ok && key.Name == "Name" {
				if name, err := strconv.Unquote(kv.Value.(*ast.BasicLit).Value); err == nil {
					names[name] = true
				}
			}
		}
		return true
	})
}

// BenchmarkDecode reads one delivery with the library and, beside it, with the
// standard one.
func BenchmarkDecode(b *testing.B) {
	var d Delivery
	fill(reflect.ValueOf(&d).Elem(), 1, new(int))
	doc, err := json.Marshal(d)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("library", func(b *testing.B) {
		for b.Loop() {
			if _, err := decode[Delivery](Unsealed{}, "outbox", "key", doc); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("standard", func(b *testing.B) {
		for b.Loop() {
			var d Delivery
			if err := json.Unmarshal(doc, &d); err != nil {
				b.Fatal(err)
			}
		}
	})
}
