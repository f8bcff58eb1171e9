package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"

	"tsukiichi/store"
	"tsukiichi/store/storetest"
)

// TestHolders fails where a record with private text was declared without a
// sample in storetest, which proves that its text is sealed.
func TestHolders(t *testing.T) {
	t.Parallel()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var declared []string
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Name.Name == "Private" && fn.Recv != nil {
				declared = append(declared, receiver(fn.Recv.List[0].Type))
			}
		}
	}
	known := storetest.Holders()
	slices.Sort(declared)
	slices.Sort(known)
	if !slices.Equal(declared, known) {
		t.Errorf("records with private text: %v, samples in storetest: %v", declared, known)
	}
}

func receiver(e ast.Expr) string {
	if star, ok := e.(*ast.StarExpr); ok {
		e = star.X
	}
	id, _ := e.(*ast.Ident)
	return id.Name
}

// TestHoldings fails where a record with private text can neither be shown to
// its owner nor be removed.
func TestHoldings(t *testing.T) {
	t.Parallel()
	var tables []string
	for _, h := range store.Holdings() {
		tables = append(tables, h.Table)
	}
	for _, table := range storetest.Tables() {
		if !slices.Contains(tables, table) {
			t.Errorf("%s holds private text: add it to Holdings", table)
		}
	}
}
