package mentoring

import "slices"

// EditRefusal is why a question set may not be changed while it is open; the
// empty refusal is none.
type EditRefusal string

// The refusals. What stays allowed once people answer is to reword, to put the
// questions into another order and to add one that may be left out: answers
// already given still answer what was asked, and nobody who has answered lacks
// something.
const (
	EditRemoves  EditRefusal = "removes"  // a question or an option: answers to it would hang in the air
	EditKind     EditRefusal = "kind"     // another kind: the answers would not fit
	EditOptions  EditRefusal = "options"  // an option that was not offered to who has answered
	EditGroup    EditRefusal = "group"    // another group: a mean would mix two things
	EditRequired EditRefusal = "required" // who has answered would lack it
)

// EditWhileOpen says why the set may not become the other while people answer,
// and which question it is about; "" for a harmless change.
func (q QuestionSet) EditWhileOpen(to QuestionSet) (why EditRefusal, question string) {
	for _, before := range q.Questions {
		after, ok := to.Question(before.ID)
		switch {
		case !ok:
			return EditRemoves, before.ID
		case after.Kind != before.Kind:
			return EditKind, before.ID
		case after.Group != before.Group:
			return EditGroup, before.ID
		case after.Required && !before.Required:
			return EditRequired, before.ID
		}
		if why := optionsWhileOpen(before.Options, after.Options); why != "" {
			return why, before.ID
		}
	}
	for _, added := range to.Questions {
		if q.at(added.ID) < 0 && added.Required {
			return EditRequired, added.ID
		}
	}
	return "", ""
}

func optionsWhileOpen(before, after []Choice) EditRefusal {
	has := func(list []Choice, id string) bool {
		return slices.ContainsFunc(list, func(c Choice) bool { return c.ID == id })
	}
	for _, o := range before {
		if !has(after, o.ID) {
			return EditRemoves
		}
	}
	for _, o := range after {
		if !has(before, o.ID) {
			return EditOptions
		}
	}
	return ""
}

// Add is the set with the question at its end, before the first written one if
// it is not written itself: boxes of text come last.
func (q QuestionSet) Add(n Question) QuestionSet {
	at := len(q.Questions)
	if !n.Kind.Written() {
		for at > 0 && q.Questions[at-1].Kind.Written() {
			at--
		}
	}
	q.Questions = slices.Insert(slices.Clone(q.Questions), at, n)
	return q
}

// Replace is the set with the question in place of the one with its id.
func (q QuestionSet) Replace(n Question) QuestionSet {
	q.Questions = slices.Clone(q.Questions)
	if i := q.at(n.ID); i >= 0 {
		q.Questions[i] = n
	}
	return q
}

// Without is the set without the question.
func (q QuestionSet) Without(id string) QuestionSet {
	q.Questions = slices.DeleteFunc(slices.Clone(q.Questions), func(o Question) bool { return o.ID == id })
	return q
}

// MoveBehind is the set with the question behind the other, or first where
// behind is "". An id that is not there changes nothing.
func (q QuestionSet) MoveBehind(id, behind string) QuestionSet {
	moved, ok := q.Question(id)
	if !ok || id == behind || (behind != "" && q.at(behind) < 0) {
		return q
	}
	q = q.Without(id)
	q.Questions = slices.Insert(q.Questions, q.at(behind)+1, moved)
	return q
}
