package bot

import (
	"sync"
	"time"
)

// zones remembers the zones that people's platforms name: reading one costs
// more than the rest of a short answer.
type zones struct{ known sync.Map } // string → *time.Location, nil for none

// of is the zone of the name, or nil where there is none of it.
func (z *zones) of(name string) *time.Location {
	if name == "" {
		return nil
	}
	if held, ok := z.known.Load(name); ok {
		return held.(*time.Location)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		loc = nil
	}
	z.known.Store(name, loc)
	return loc
}
