// Package mentoring is the programme's rules: who may mentor whom, what a
// month asks of a pair, and which nudge is due when.
//
// Everything here is a pure function over plain types. The package knows no
// chat and no store, reads no clock and holds no holiday: times and a
// [Calendar] are passed in. Rules come from seeds/000 (the city's own
// documents) where a comment says so; the rest are defaults in data
// (presets/*.json), never constants in code.
//
// # Caveats
//
//   - Dates are civil dates in the programme's zone; times are instants.
//   - A Programme is data that HR edits. Call [Programme.Validate] after
//     reading one.
package mentoring
