package roster

import "slices"

// Severity says what a problem means for the import.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // nothing can be imported
	Warning Severity = "warning" // look at it; it can be imported
	Notice  Severity = "notice"  // for your information
)

// Problem is one thing about a file that somebody should know.
type Problem struct {
	// Row is the row as a spreadsheet shows it: the heading is row 1. Zero is
	// the file as a whole.
	Row int
	// Column is the heading as written in the file, or the Japanese one of a
	// column that is missing, or "" for the whole row.
	Column   string
	Code     Code
	Severity Severity
	// Value is the cell as written, shortened, where seeing it helps. It is
	// about a person: never log it.
	Value string
	// col is the place of the column in the file, for the order.
	col int
}

// Code says what a problem is. Its words are in the catalogue.
type Code string

// What can be wrong with a file as a whole (row 0).
const (
	// Unreadable: the file could not be read to its end.
	Unreadable Code = "unreadable"
	// FileTooBig: it has more than MaxBytes.
	FileTooBig Code = "file-too-big"
	// IsWorkbook: it is a workbook that cannot be read: of the old format (XLS),
	// with a password, or broken.
	IsWorkbook Code = "is-workbook"
	// UnpacksTooBig: a workbook that is too big once unpacked.
	UnpacksTooBig Code = "unpacks-too-big"
	// IsUTF16: it is written in UTF-16 ("Unicode text"); UTF-8 and Shift_JIS
	// are taken.
	IsUTF16 Code = "is-utf16"
	// UnknownEncoding: it is neither UTF-8 nor Shift_JIS.
	UnknownEncoding Code = "unknown-encoding"
	// Empty: it has no heading, or nothing below it (then the row is the
	// heading's).
	Empty Code = "empty"
)

// What can be wrong with rows and columns.
const (
	// BadQuote: a quotation mark is not closed, or stands inside a cell. What
	// is below that row was not read.
	BadQuote Code = "bad-quote"
	// TooManyRows: from this row on there are more than MaxRows.
	TooManyRows Code = "too-many-rows"
	// MissingColumn: a column that must be there is not.
	MissingColumn Code = "missing-column"
	// DuplicateColumn: two headings mean the same column.
	DuplicateColumn Code = "duplicate-column"
	// UnknownColumn (notice): the heading is not known, its cells are ignored.
	UnknownColumn Code = "unknown-column"
	// ExtraCell: a cell stands below no heading; often a comma too many.
	ExtraCell Code = "extra-cell"
)

// What can be wrong with a cell.
const (
	// Required: the cell must not be empty.
	Required Code = "required"
	// TooLong: the text has more than 60 characters (an address 254, an
	// account 128).
	TooLong Code = "too-long"
	// BadNumber: an employee number holds letters, digits, "-", "_" and "."
	// only, 32 at most. Also what a spreadsheet makes of a long one (1.2E+09).
	BadNumber Code = "bad-number"
	// DuplicateNumber: an earlier row has the same employee number.
	DuplicateNumber Code = "duplicate-number"
	// ShortNumber (warning): shorter than the others, some of which begin with
	// 0: a spreadsheet may have dropped leading zeros.
	ShortNumber Code = "short-number"
	// BadEmail: not the shape of an e-mail address.
	BadEmail Code = "bad-email"
	// DuplicateEmail (warning): an earlier row has the same address.
	DuplicateEmail Code = "duplicate-email"
	// BadGrade: not a number from 1 to 20.
	BadGrade Code = "bad-grade"
	// UnknownEntry (warning): a kind of entry that the rules do not know; the
	// cell counts as empty and the rules say that they cannot tell.
	UnknownEntry Code = "unknown-entry"
	// BadDate: not a date that exists, in one of the ways taken.
	BadDate Code = "bad-date"
	// BadLeave: not spans like 2026-06-01/2026-07-31, several with ";".
	BadLeave Code = "bad-leave"
	// UnknownRole: not one of the roles.
	UnknownRole Code = "unknown-role"
	// UnknownLocale: neither ja nor en.
	UnknownLocale Code = "unknown-locale"
	// BadActive: neither yes nor no.
	BadActive Code = "bad-active"
	// BadAccount: an account's id with a space or a control character in it.
	BadAccount Code = "bad-account"
	// AlienAccount (warning): no account of the column's platform has such an
	// id; the cell counts as empty.
	AlienAccount Code = "alien-account"
	// DuplicateAccount: an earlier row has the same account.
	DuplicateAccount Code = "duplicate-account"
	// UnknownPerson (warning): nobody has the number given as deputy or
	// appraiser.
	UnknownPerson Code = "unknown-person"
	// NamesSelf (warning): somebody is their own deputy or appraiser.
	NamesSelf Code = "names-self"
	// UnknownSection (warning): nobody works in the section given as one that
	// a head looks after.
	UnknownSection Code = "unknown-section"
	// HeadsWithoutRole (warning): sections are given to somebody who is not a
	// section head.
	HeadsWithoutRole Code = "heads-without-role"
	// NumberCell (warning, at the column's first one): an employee number that
	// the sheet keeps as a number: leading zeros would be lost.
	NumberCell Code = "number-cell"
	// MergedCell (warning, at the column's first one): the cell was filled in
	// from a merged one.
	MergedCell Code = "merged-cell"
	// BrokenCell: a formula that came to nothing, such as #N/A.
	BrokenCell Code = "broken-cell"
	// NoHead (warning, at the section's first mentee): the section has a
	// mentee and no head who could choose a mentor.
	NoHead Code = "no-head"
)

// Codes are all codes, for the catalogue's own test.
func Codes() []Code {
	return []Code{
		Unreadable, FileTooBig, IsWorkbook, UnpacksTooBig, IsUTF16, UnknownEncoding, Empty,
		BadQuote, TooManyRows, MissingColumn, DuplicateColumn, UnknownColumn, ExtraCell,
		Required, TooLong, BadNumber, DuplicateNumber, ShortNumber, BadEmail, DuplicateEmail,
		BadGrade, UnknownEntry, BadDate, BadLeave, UnknownRole, UnknownLocale, BadActive,
		BadAccount, AlienAccount, DuplicateAccount, UnknownPerson, NamesSelf, UnknownSection,
		HeadsWithoutRole, NumberCell, MergedCell, BrokenCell, NoHead,
	}
}

// Blocked reports whether one of the problems forbids the import.
func Blocked(ps []Problem) bool {
	return slices.ContainsFunc(ps, func(p Problem) bool { return p.Severity == Error })
}

// maxValue is how much of a cell a problem shows, in characters.
const maxValue = 40

func shorten(s string) string {
	s = clean(s)
	if r := []rune(s); len(r) > maxValue {
		return string(r[:maxValue]) + "…"
	}
	return s
}
