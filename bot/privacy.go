package bot

import "tsukiichi/bot/private"

// Who sees what, as one table. A flow that shows something of somebody's asks it
// where it decides; where a flow's own shape decides, privacy_test.go holds it to
// the table, cell by cell.

// shown is something that there is about a pair or a person.
type shown string

// The items. What has two rows in one is split: by what was shared, or handed in.
const (
	shownMeeting      shown = "meeting"       // planned, met, deferred, its date
	shownPlace        shown = "place"         // and the slots
	shownTopic        shown = "topic"         // and the response wanted
	shownPreparation  shown = "preparation"   // the line, a topic in own words
	shownLineAlone    shown = "line-alone"    // reflection text, only me
	shownLineShared   shown = "line-shared"   // reflection text, my partner too
	shownScores       shown = "scores"        // スッキリ度, growth, the mentor's rating
	shownScoresShared shown = "scores-shared" // the same, if shared
	shownVision       shown = "vision"        // and its look-backs
	shownForm         shown = "form"          // 様式1/2 as a file
	shownFormHanded   shown = "form-handed"   // the same, handed in
	shownHandover     shown = "handover"      // the note
	shownReason       shown = "reason"        // of a deferral or an exception
	shownChange       shown = "change"        // reason of a change of mentor
	shownQuiet        shown = "quiet"         // quiet request to HR, its reason too
	shownLeave        shown = "leave"
	shownTraining     shown = "training" // attended
	shownOctober      shown = "october"  // answers
	shownThanks       shown = "thanks"   // the card
	shownVoice        shown = "voice"
	shownVoiceOK      shown = "voice-approved" // the wording its author approved
)

// relation is what the reader is to the item's author and their pair. A part in
// the pair outranks every other.
type relation string

// The relations.
const (
	asAuthor    relation = "author"
	asPartner   relation = "partner"
	asNewMentor relation = "new-mentor" // after a change
	asHead      relation = "head"
	asHR        relation = "hr"
	asOperator  relation = "operator" // logs, metrics, the audit log
)

// sight is how much of it they see.
type sight string

// The sights.
const (
	seesNothing   sight = ""
	seesAll       sight = "all"
	seesFact      sight = "fact"      // that there is something, or how it stands
	seesAggregate sight = "aggregate" // over as many people as the threshold says
	seesByConsent sight = "consent"   // all of it, if the author said so before
)

// seen is the table. What has no row, nobody but its author sees; no operator
// sees any.
var seen = matrix()

func matrix() map[shown]map[relation]sight {
	row := func(author, partner, next, head, hr sight) map[relation]sight {
		return map[relation]sight{asAuthor: author, asPartner: partner, asNewMentor: next, asHead: head, asHR: hr}
	}
	const (
		no, all, fact, few, consent = seesNothing, seesAll, seesFact, seesAggregate, seesByConsent
	)
	return map[shown]map[relation]sight{
		//                    author partner next    head  hr
		shownMeeting:      row(all, all, all, fact, all),
		shownPlace:        row(all, all, all, no, no), // a new mentor: of what is still ahead
		shownTopic:        row(all, all, consent, no, few),
		shownPreparation:  row(all, all, consent, no, no),
		shownLineAlone:    row(all, no, no, no, no),
		shownLineShared:   row(all, all, consent, no, no),
		shownScores:       row(all, no, no, no, few),
		shownScoresShared: row(all, all, no, no, few),
		shownVision:       row(all, all, consent, no, no),
		shownForm:         row(all, no, no, no, no),
		shownFormHanded:   row(all, no, no, no, all),
		shownHandover:     row(all, no, consent, no, no),
		shownReason:       row(all, no, no, all, all),
		shownChange:       row(all, no, no, all, all),
		shownQuiet:        row(all, no, no, no, all),
		shownLeave:        row(no, fact, fact, all, all),
		shownTraining:     row(all, no, no, all, all),
		shownOctober:      row(all, no, no, few, all),
		shownThanks:       row(all, all, no, no, no),
		shownVoice:        row(all, no, no, no, no),
		shownVoiceOK:      row(all, all, all, all, all),
	}
}

// sees is how much a reader sees of the item.
func sees(i shown, as relation) sight {
	if row, known := seen[i]; known {
		return row[as]
	}
	if as == asAuthor {
		return seesAll
	}
	return seesNothing
}

// lineShown and scoresShown are what a reflection's parts are by their author's
// choice.
func lineShown(v private.Visibility) shown {
	if v == private.Partner {
		return shownLineShared
	}
	return shownLineAlone
}

func scoresShown(v private.Visibility) shown {
	if v == private.Partner {
		return shownScoresShared
	}
	return shownScores
}

// reader is who reads a reflection: its author or their partner.
func reader(toPartner bool) relation {
	if toPartner {
		return asPartner
	}
	return asAuthor
}
