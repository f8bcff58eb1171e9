package bot

import "tsukiichi/bot/private"

// Who sees what, as one table. A flow that shows something of somebody's asks it
// where it decides; where a flow's own shape decides, privacy_test.go holds it to
// the table, cell by cell.

// item is something that there is about a pair or a person.
type item string

// The items. What has two rows in one is split: by what was shared, or handed in.
const (
	itemMeeting      item = "meeting"       // planned, met, deferred, its date
	itemPlace        item = "place"         // and the slots
	itemTopic        item = "topic"         // and the response wanted
	itemPreparation  item = "preparation"   // the line, a topic in own words
	itemLineAlone    item = "line-alone"    // reflection text, only me
	itemLineShared   item = "line-shared"   // reflection text, my partner too
	itemScores       item = "scores"        // スッキリ度, growth, the mentor's rating
	itemScoresShared item = "scores-shared" // the same, if shared
	itemVision       item = "vision"        // and its look-backs
	itemSheet        item = "form"          // 様式1/2 as a file
	itemSheetHanded  item = "form-handed"   // the same, handed in
	itemHandover     item = "handover"      // the note
	itemReason       item = "reason"        // of a deferral or an exception
	itemChange       item = "change"        // reason of a change of mentor
	itemQuiet        item = "quiet"         // quiet request to HR, its reason too
	itemLeave        item = "leave"
	itemTraining     item = "training" // attended
	itemOctober      item = "october"  // answers
	itemThanks       item = "thanks"   // the card
	itemVoice        item = "voice"
	itemVoiceOK      item = "voice-approved" // the wording its author approved
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

// matrix is the table. What has no row, nobody but its author sees; no operator
// sees any.
func matrix() map[item]map[relation]sight {
	row := func(author, partner, next, head, hr sight) map[relation]sight {
		return map[relation]sight{asAuthor: author, asPartner: partner, asNewMentor: next, asHead: head, asHR: hr}
	}
	const (
		no, all, fact, few, consent = seesNothing, seesAll, seesFact, seesAggregate, seesByConsent
	)
	return map[item]map[relation]sight{
		//                    author partner next    head  hr
		itemMeeting:      row(all, all, all, fact, all),
		itemPlace:        row(all, all, all, no, no), // a new mentor: of what is still ahead
		itemTopic:        row(all, all, consent, no, few),
		itemPreparation:  row(all, all, consent, no, no),
		itemLineAlone:    row(all, no, no, no, no),
		itemLineShared:   row(all, all, consent, no, no),
		itemScores:       row(all, no, no, no, few),
		itemScoresShared: row(all, all, no, no, few),
		itemVision:       row(all, all, consent, no, no),
		itemSheet:        row(all, no, no, no, no),
		itemSheetHanded:  row(all, no, no, no, all),
		itemHandover:     row(all, no, consent, no, no),
		itemReason:       row(all, no, no, all, all),
		itemChange:       row(all, no, no, all, all),
		itemQuiet:        row(all, no, no, no, all),
		itemLeave:        row(no, fact, fact, all, all),
		itemTraining:     row(all, no, no, all, all),
		itemOctober:      row(all, no, no, few, all),
		itemThanks:       row(all, all, no, no, no),
		itemVoice:        row(all, no, no, no, no),
		itemVoiceOK:      row(all, all, all, all, all),
	}
}

// sees is how much a reader sees of the item.
func sees(i item, as relation) sight {
	if row, known := matrix()[i]; known {
		return row[as]
	}
	if as == asAuthor {
		return seesAll
	}
	return seesNothing
}

// lineItem and scoresItem are what a reflection's parts are by their author's
// choice.
func lineItem(v private.Visibility) item {
	if v == private.Partner {
		return itemLineShared
	}
	return itemLineAlone
}

func scoresItem(v private.Visibility) item {
	if v == private.Partner {
		return itemScoresShared
	}
	return itemScores
}

// reader is who reads a reflection: its author or their partner.
func reader(toPartner bool) relation {
	if toPartner {
		return asPartner
	}
	return asAuthor
}
