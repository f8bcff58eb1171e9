package roster

import (
	"bytes"
	_ "embed" // sample.csv
)

//go:embed sample.csv
var sample []byte

// Sample is a small city hall that does not exist, as a CSV file in UTF-8
// with a byte order mark, so that a spreadsheet opens it: thirteen people,
// four sections, three of them new.
func Sample() []byte { return bytes.Clone(sample) }
