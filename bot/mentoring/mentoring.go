// Package mentoring is the programme's rules: who may mentor whom, what a
// month asks of a pair, and which nudge is due when.
//
// Everything here is a pure function over plain types. The package knows no
// chat and no store, reads no clock and holds no holiday: times and a
// [Calendar] are passed in. Rules come from seeds/000 (the city's own
// documents) where a comment says so; the rest are defaults in data
// (presets/*.json), never constants in code.
//
// # Basics
//
// A [Programme] is data, read from the store or made by [LoadPreset].
// [NewRules] joins it to a calendar. [Rules.Due] then says which step of the
// month a pair is to hear now, or the [Reason] why none; [Rules.MonthOver]
// asks the same of a month that has ended; [Rules.NextLook] says when to ask
// again. [Rules.Judge] says what the rules think of a nomination, in codes and
// figures: the words are a catalogue's.
//
// # Caveats
//
//   - Dates are civil dates in the programme's zone; times are instants.
//   - A Programme is data that HR edits. Call [Programme.Validate] after
//     reading one, and make new Rules when it changes.
//   - A verdict that is [Due] still has a span: ask [Verdict.Wanted].
//   - The rules know no snooze and no delivery: what was sent already is the
//     store's to remember, by pair, month and step.
//   - Zones come from the machine or from the binary (time/tzdata); without
//     either, NewRules fails.
package mentoring
