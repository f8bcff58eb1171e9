package teams

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
)

// The icons are drawn, not kept: a page of a calendar that is a speech bubble,
// with a crescent moon (月) on it. Teams takes a colour icon of 192 × 192 and a
// white one on nothing of 32 × 32.
const (
	colorSize   = 192
	outlineSize = 32
	samples     = 8 // a side, for each pixel
)

// shape says whether a place is in it; the picture goes from 0 to 1 both ways.
type shape func(x, y float64) bool

// paint is a shape with its colour; later ones cover earlier ones.
type paint struct {
	in    shape
	color color.NRGBA
}

func everywhere(float64, float64) bool { return true }

func circle(cx, cy, r float64) shape {
	return func(x, y float64) bool { return (x-cx)*(x-cx)+(y-cy)*(y-cy) <= r*r }
}

// rounded is a rectangle with round corners.
func rounded(x0, y0, x1, y1, r float64) shape {
	return func(x, y float64) bool {
		if x < x0 || x > x1 || y < y0 || y > y1 {
			return false
		}
		dx, dy := max(x0+r-x, x-(x1-r), 0), max(y0+r-y, y-(y1-r), 0)
		return dx*dx+dy*dy <= r*r
	}
}

// tail is the corner that makes a page a speech bubble: right-angled, at x0.
func tail(x0, y0, wide, high float64) shape {
	return func(x, y float64) bool {
		return x >= x0 && y >= y0 && (x-x0)/wide+(y-y0)/high <= 1
	}
}

func either(a, b shape) shape { return func(x, y float64) bool { return a(x, y) || b(x, y) } }
func both(a, b shape) shape   { return func(x, y float64) bool { return a(x, y) && b(x, y) } }
func without(a, b shape) shape {
	return func(x, y float64) bool { return a(x, y) && !b(x, y) }
}

// colorIcon is the icon that people see in the list of apps and in the chat.
func colorIcon() ([]byte, error) {
	page := either(rounded(0.21, 0.25, 0.79, 0.78, 0.075), tail(0.31, 0.77, 0.15, 0.13))
	head := func(_, y float64) bool { return y <= 0.39 }
	moon := without(circle(0.495, 0.585, 0.145), circle(0.565, 0.545, 0.125))
	rings := either(rounded(0.355, 0.18, 0.4, 0.315, 0.022), rounded(0.6, 0.18, 0.645, 0.315, 0.022))
	return drawIcon(colorSize, []paint{
		{everywhere, color.NRGBA{0x2c, 0x4a, 0x6e, 0xff}},
		{page, color.NRGBA{0xfb, 0xfa, 0xf5, 0xff}},
		{both(page, head), color.NRGBA{0x8f, 0xb0, 0xd0, 0xff}},
		{rings, color.NRGBA{0xfb, 0xfa, 0xf5, 0xff}},
		{moon, color.NRGBA{0xe0, 0xa8, 0x3e, 0xff}},
	})
}

// outlineIcon is the icon at the side of the window.
func outlineIcon() ([]byte, error) {
	white := color.NRGBA{0xff, 0xff, 0xff, 0xff}
	outer := either(rounded(0.09375, 0.15625, 0.90625, 0.8125, 0.125), tail(0.25, 0.8, 0.2, 0.17))
	inner := rounded(0.15625, 0.21875, 0.84375, 0.75, 0.0625)
	rings := either(rounded(0.28125, 0.0625, 0.34375, 0.28125, 0.03), rounded(0.65625, 0.0625, 0.71875, 0.28125, 0.03))
	moon := without(circle(0.49, 0.5, 0.17), circle(0.575, 0.445, 0.15))
	return drawIcon(outlineSize, []paint{{without(outer, inner), white}, {rings, white}, {moon, white}})
}

// drawIcon is the picture as PNG, smooth at the edges.
func drawIcon(size int, paints []paint) ([]byte, error) {
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	for py := range size {
		for px := range size {
			img.SetNRGBA(px, py, pixel(px, py, size, paints))
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, fmt.Errorf("teams: draw icon: %w", err)
	}
	return out.Bytes(), nil
}

// pixel is the mean of the colours in it; where nothing is painted it is clear.
func pixel(px, py, size int, paints []paint) color.NRGBA {
	var r, g, b, seen int
	for i := range samples * samples {
		x := (float64(px) + (float64(i%samples)+0.5)/samples) / float64(size)
		y := (float64(py) + (float64(i/samples)+0.5)/samples) / float64(size)
		for n := len(paints) - 1; n >= 0; n-- {
			if paints[n].in(x, y) {
				c := paints[n].color
				r, g, b, seen = r+int(c.R), g+int(c.G), b+int(c.B), seen+1
				break
			}
		}
	}
	if seen == 0 {
		return color.NRGBA{}
	}
	return color.NRGBA{uint8(r / seen), uint8(g / seen), uint8(b / seen), uint8(seen * 0xff / (samples * samples))}
}
