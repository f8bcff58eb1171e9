package teams

import (
	"archive/zip"
	"bytes"
	"fmt"
)

// The files of the package, which all stand at its top.
const (
	manifestFile = "manifest.json"
	colorFile    = "color.png"
	outlineFile  = "outline.png"
	englishFile  = "en.json"
)

// Package is the app as the zip that an administrator uploads: the manifest,
// the two icons, and the words in English. The same options give the same
// bytes. Its errors are [Manifest]'s.
func Package(o ManifestOptions) ([]byte, error) {
	english := englishApp()
	if o.Name != "" {
		english.Short = o.Name
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range []struct {
		name string
		make func() ([]byte, error)
	}{
		{manifestFile, func() ([]byte, error) { return Manifest(o) }},
		{colorFile, colorIcon}, {outlineFile, outlineIcon}, {englishFile, english.file},
	} {
		data, err := f.make()
		if err != nil {
			return nil, err
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: f.name, Method: zip.Deflate}) // no time: it would be new each time
		if err != nil {
			return nil, fmt.Errorf("teams: package: %w", err)
		}
		if _, err := w.Write(data); err != nil {
			return nil, fmt.Errorf("teams: package: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("teams: package: %w", err)
	}
	return out.Bytes(), nil
}
