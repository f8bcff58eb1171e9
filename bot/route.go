package bot

import (
	"maps"
	"slices"

	"tsukiichi/bot/catalog"
)

// route is what a button does. Its id stands in messages that were sent long
// ago, so an id is never taken away or given another meaning
// (testdata/actions.golden).
type route struct {
	// opens says that the press is answered by a form or a page. Such a
	// handler only reads.
	opens bool
	do    func(t *turn, arg string) error
	// chat answers the press in the chat where there are no dialogs, and where
	// asking the form question by question is not the answer.
	chat func(t *turn, arg string) error
}

// routes is every button there is, by the id it carries.
func routes() map[string]route {
	return map[string]route{
		actHome:     {do: (*turn).homeHint},
		actOpenHome: {opens: true, do: (*turn).openHome, chat: (*turn).homeHint},
		actHelp:     {do: (*turn).help},
		actLanguage: {do: (*turn).setLanguage},

		actNominate:     {opens: true, do: (*turn).openNominate},
		actUndoNominate: {do: (*turn).undoNominate},

		actVoluntary:    {opens: true, do: (*turn).openVoluntary},
		actEndVoluntary: {do: (*turn).endVoluntary},

		actFind:      {opens: true, do: (*turn).openFind},
		actReach:     {opens: true, do: (*turn).openReach, chat: (*turn).homeHint},
		actMonths:    {opens: true, do: (*turn).openMonths, chat: (*turn).homeHint},
		actAskHead:   {do: (*turn).askHead},
		actHeadReply: {do: (*turn).headReply},

		actTraining:     {opens: true, do: (*turn).openTrainings, chat: (*turn).homeHint},
		actTrainingDay:  {opens: true, do: (*turn).openTrainingDay},
		actTrainingTick: {opens: true, do: (*turn).openTick},

		actOffer:      {opens: true, do: (*turn).openOffer},
		actQuickOffer: {do: (*turn).quickOffer},
		actTakeSlot:   {do: (*turn).takeSlot},
		actMoreSlots:  {opens: true, do: (*turn).openSlots},
		actNoneFit:    {do: (*turn).noneFit},
		actAskDate:    {do: (*turn).askDate},
		actAlreadyMet: {opens: true, do: (*turn).openAlreadyMet},

		actCheckInMet:  {do: (*turn).checkInMet},
		actCheckInMove: {do: (*turn).checkInMove},
		actCheckInNo:   {do: (*turn).checkInNo},

		actReflect:     {opens: true, do: (*turn).openReflect},
		actReflectChat: {do: (*turn).reflectInChat},
		actReadShared:  {opens: true, do: (*turn).openShared},
		actMyNotes:     {opens: true, do: (*turn).openNotes},
		actOpenLine:    {opens: true, do: (*turn).openLine, chat: (*turn).noDialogs},

		actVision:     {opens: true, do: (*turn).openVision},
		actReadVision: {opens: true, do: (*turn).openReadVision},

		actAnswer:    {do: (*turn).answerQuestion},
		actStopAsk:   {do: (*turn).stopAsking},
		actAskResume: {do: (*turn).resumeAsking},
	}
}

// forms is every dialog there is, by the id it carries.
func forms() map[string]form {
	return map[string]form{
		formNominate:    {build: nominateForm, submit: (*turn).nominate, gone: catalog.GoneNominee},
		formConfirm:     {build: confirmForm, submit: (*turn).confirmNomination, gone: catalog.GoneNominee},
		formVoluntary:   {build: voluntaryForm, submit: (*turn).voluntary, gone: catalog.GoneNominee},
		formFind:        {build: findForm, submit: (*turn).find, gone: catalog.FormGone},
		formTrainingDay: {build: trainingDayForm, submit: (*turn).trainingDay, gone: catalog.FormGone},
		formTick:        {build: tickForm, submit: (*turn).tick, gone: catalog.FormGone},
		formOffer:       {build: offerForm, submit: (*turn).offer, gone: catalog.GonePair},
		formSlot:        {build: slotForm, submit: (*turn).chooseSlot, gone: catalog.OfferOver},
		formAlreadyMet:  {build: alreadyMetForm, submit: (*turn).alreadyMet, gone: catalog.GonePair},
		formReflect:     {build: reflectForm, submit: (*turn).reflect, gone: catalog.GoneMeeting, keep: true},
		formVision:      {build: visionForm, submit: (*turn).vision, gone: catalog.GonePair, keep: true},
		formLine:        {build: lineForm, submit: (*turn).keepLine, gone: catalog.AskOver, keep: true},
	}
}

// Actions lists the ids of every button, in order.
func Actions() []string { return slices.Sorted(maps.Keys(routes())) }

// Forms gives the version of every dialog by its id.
func Forms() map[string]int {
	out := map[string]int{}
	for id, f := range forms() {
		out[id] = f.version + 1
	}
	return out
}

// Kinds lists the kinds of intents that can be composed, in order.
func Kinds() []string { return slices.Sorted(maps.Keys(cards())) }
