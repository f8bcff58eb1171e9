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
		actWeb:      {do: (*turn).openWeb},

		actNominate:     {opens: true, do: (*turn).openNominate},
		actUndoNominate: {do: (*turn).undoNominate},

		actProgrammes:       {opens: true, do: (*turn).openProgrammes, chat: (*turn).homeHint},
		actProgrammeNew:     {opens: true, do: (*turn).openProgrammeNew},
		actProgrammeOne:     {opens: true, do: (*turn).openProgramme, chat: (*turn).homeHint},
		actProgrammeFigures: {opens: true, do: (*turn).openProgrammeFigures, chat: (*turn).homeHint},
		actProgrammeEdit:    {opens: true, do: (*turn).openProgrammeEdit},
		actProgrammeClose:   {opens: true, do: (*turn).openProgrammeClose},
		actProgrammeCopy:    {opens: true, do: (*turn).openProgrammeCopy},
		actFormer:           {opens: true, do: (*turn).openFormer, chat: (*turn).homeHint},
		actOpenDay:          {opens: true, do: (*turn).openOpenDay},
		actOpenDayOff:       {do: (*turn).callOffOpenDay},

		actChoose:   {opens: true, do: (*turn).openChoose},
		actAccept:   {do: (*turn).accept},
		actDecline:  {do: (*turn).decline},
		actWithdraw: {do: (*turn).withdraw},

		actVoluntary:    {opens: true, do: (*turn).openVoluntary},
		actEndVoluntary: {do: (*turn).endVoluntary},

		actHomePart:   {opens: true, do: (*turn).openHomePart, chat: (*turn).homeHint},
		actPeoplePage: {opens: true, do: (*turn).openPeoplePage, chat: (*turn).homeHint},
		actPapersPage: {opens: true, do: (*turn).openPapersPage, chat: (*turn).homeHint},
		actKeepPage:   {opens: true, do: (*turn).openKeepPage, chat: (*turn).homeHint},

		actFind:      {opens: true, do: (*turn).openFind},
		actReach:     {opens: true, do: (*turn).openReach, chat: (*turn).homeHint},
		actMonths:    {opens: true, do: (*turn).openMonths, chat: (*turn).homeHint},
		actPerson:    {opens: true, do: (*turn).openPerson, chat: (*turn).homeHint},
		actSendAgain: {do: (*turn).sendAgain},
		actFigures:   {opens: true, do: (*turn).openFigures, chat: (*turn).homeHint},
		actAskHead:   {do: (*turn).askHead},
		actHeadReply: {do: (*turn).headReply},

		actBroadcasts:        {opens: true, do: (*turn).openBroadcasts, chat: (*turn).homeHint},
		actBroadcast:         {opens: true, do: (*turn).openBroadcast},
		actBroadcastWrite:    {opens: true, do: (*turn).openBroadcastWrite},
		actBroadcastAudience: {opens: true, do: (*turn).openBroadcastAudience},
		actBroadcastPreview:  {do: (*turn).previewBroadcast},
		actBroadcastSend:     {opens: true, do: (*turn).openBroadcastSend},
		actBroadcastDiscard:  {do: (*turn).discardBroadcast},
		actBroadcastCancel:   {do: (*turn).cancelBroadcast},
		actBroadcastCorrect:  {opens: true, do: (*turn).openBroadcastCorrect},
		actBroadcastFailed:   {opens: true, do: (*turn).openBroadcastFailed},
		actBroadcastResend:   {do: (*turn).resendBroadcast},
		actBroadcastAck:      {do: (*turn).acknowledge},
		actBroadcastAckAgain: {do: (*turn).acknowledgeAgain},
		actBroadcastUnread:   {opens: true, do: (*turn).openBroadcastUnread},
		actBroadcastRemind:   {do: (*turn).remindUnread},
		actJanuary:           {opens: true, do: (*turn).openJanuary, chat: (*turn).homeHint},

		actExport:     {opens: true, do: (*turn).openExport, chat: (*turn).exportInChat},
		actSheets:     {opens: true, do: (*turn).openSheets, chat: (*turn).noDialogs},
		actHandIn:     {opens: true, do: (*turn).openHandIn},
		actHandBack:   {do: (*turn).handBack},
		actHanded:     {opens: true, do: (*turn).openHanded, chat: (*turn).homeHint},
		actPickHanded: {opens: true, do: (*turn).openPickHanded},
		actGiveCard:   {opens: true, do: (*turn).openGiveCard},
		actReadCard:   {opens: true, do: (*turn).readCard, chat: (*turn).noDialogs},

		actLists:    {opens: true, do: (*turn).openLists, chat: (*turn).noDialogs},
		actList:     {opens: true, do: (*turn).openList, chat: (*turn).noDialogs},
		actAddItem:  {opens: true, do: (*turn).openAddItem, chat: (*turn).noDialogs},
		actPickItem: {opens: true, do: (*turn).openPickItem, chat: (*turn).noDialogs},
		actEditItem: {opens: true, do: (*turn).openEditItem, chat: (*turn).noDialogs},
		actDropItem: {do: (*turn).dropItem},

		actVoices:       {opens: true, do: (*turn).openVoices, chat: (*turn).noDialogs},
		actOfferVoice:   {opens: true, do: (*turn).openOfferVoice},
		actReadVoice:    {opens: true, do: (*turn).readVoice, chat: (*turn).noDialogs},
		actApproveVoice: {do: (*turn).approveVoice},
		actDeclineVoice: {do: (*turn).declineVoice},
		actTakeVoice:    {do: (*turn).takeVoice},
		actVoiceDesk:    {opens: true, do: (*turn).openVoiceDesk, chat: (*turn).noDialogs},
		actWordVoice:    {opens: true, do: (*turn).openWordVoice, chat: (*turn).noDialogs},
		actPassVoice:    {do: (*turn).passVoice},

		actForms:    {opens: true, do: (*turn).openForms, chat: (*turn).homeHint},
		actDropForm: {do: (*turn).dropForm},

		actTraining:     {opens: true, do: (*turn).openTrainings, chat: (*turn).homeHint},
		actTrainingDay:  {opens: true, do: (*turn).openTrainingDay},
		actTrainingTick: {opens: true, do: (*turn).openTick},

		actBehalf:     {opens: true, do: (*turn).openBehalf},
		actBehalfFix:  {opens: true, do: (*turn).openBehalfFix},
		actBehalfUndo: {do: (*turn).undoBehalf},

		actAudit:       {opens: true, do: (*turn).openAudit, chat: (*turn).homeHint},
		actAuditFilter: {opens: true, do: (*turn).openAuditFilter},
		actRetention:   {opens: true, do: (*turn).openRetention},

		actMyData:   {opens: true, do: (*turn).openMyData, chat: (*turn).homeHint},
		actMyExport: {opens: true, do: (*turn).openMyExport, chat: (*turn).noDialogs},
		actMyErase:  {opens: true, do: (*turn).openMyErase},

		actOffer:      {opens: true, do: (*turn).openOffer},
		actQuickOffer: {do: (*turn).quickOffer},
		actTakeSlot:   {do: (*turn).takeSlot},
		actMoreSlots:  {opens: true, do: (*turn).openSlots},
		actNoneFit:    {do: (*turn).noneFit},
		actAskDate:    {do: (*turn).askDate},
		actAlreadyMet: {opens: true, do: (*turn).openAlreadyMet},
		actPropose:    {opens: true, do: (*turn).openPropose},
		actSchedule:   {do: (*turn).showSchedule},
		actMove:       {opens: true, do: (*turn).openMove},
		actRefuse:     {do: (*turn).refuse},
		actCancel:     {do: (*turn).cancel},
		actRepeat:     {opens: true, do: (*turn).openRepeat},
		actStopSeries: {do: (*turn).stopSeries},
		actCalendar:   {do: (*turn).setCalendar},

		actCheckInMet:  {do: (*turn).checkInMet},
		actCheckInMove: {do: (*turn).checkInMove},
		actCheckInNo:   {do: (*turn).checkInNo},
		actCheckInUndo: {do: (*turn).undo},
		actCorrect:     {opens: true, do: (*turn).openCorrect},

		actReflect:     {opens: true, do: (*turn).openReflect},
		actReflectChat: {do: (*turn).reflectInChat},
		actReadShared:  {opens: true, do: (*turn).openShared},
		actMyNotes:     {opens: true, do: (*turn).openNotes},
		actOpenLine:    {opens: true, do: (*turn).openLine, chat: (*turn).noDialogs},

		actPrepare:     {opens: true, do: (*turn).openPrepare},
		actPrepareChat: {do: (*turn).prepareInChat},
		actPrepareFree: {do: (*turn).prepareFree},
		actTalk:        {opens: true, do: (*turn).openTalk},
		actGuide:       {opens: true, do: (*turn).openGuide, chat: (*turn).guideInChat},
		actConsult:     {opens: true, do: (*turn).openConsult, chat: (*turn).help},
		actChatText:    {do: (*turn).setChatText},

		actLookBack:     {opens: true, do: (*turn).openLookBack},
		actLookBackChat: {do: (*turn).lookBackInChat},

		actVision:     {opens: true, do: (*turn).openVision},
		actReadVision: {opens: true, do: (*turn).openReadVision},

		actDefer:     {opens: true, do: (*turn).openDefer},
		actDeferThis: {opens: true, do: (*turn).openDeferThis},
		actUndefer:   {do: (*turn).undefer},
		actDeferrals: {opens: true, do: (*turn).openDeferrals},
		actPlea:      {do: (*turn).plead},
		actMeet:      {do: (*turn).meetAllTheSame},
		actSnooze:    {opens: true, do: (*turn).openSnooze},
		actPause:     {opens: true, do: (*turn).openPause},
		actResume:    {do: (*turn).resume},
		actGoOn:      {do: (*turn).goOn},

		actSurvey:            {opens: true, do: (*turn).openSurvey},
		actSurveyChat:        {do: (*turn).surveyInChat},
		actSurveyMine:        {opens: true, do: (*turn).openMySurvey},
		actSurveyDesk:        {opens: true, do: (*turn).openSurveyDesk},
		actSurveyMissing:     {opens: true, do: (*turn).openSurveyMissing},
		actSurveyWindow:      {opens: true, do: (*turn).openSurveyWindow},
		actSurveyBegin:       {opens: true, do: (*turn).openSurveyBegin},
		actSurveyClose:       {opens: true, do: (*turn).openSurveyClose},
		actSurveyResult:      {opens: true, do: (*turn).openSurveyResult},
		actSurveyDepartments: {opens: true, do: (*turn).openSurveyDepartments},
		actSurveyWords:       {opens: true, do: (*turn).openSurveyWords},
		actSurveyWho:         {opens: true, do: (*turn).openSurveyWho},
		actSurveyPaper:       {opens: true, do: (*turn).openSurveyPaper},
		actSurveyAsk:         {do: (*turn).askSurvey},
		actSurveySet:         {opens: true, do: (*turn).openSurveySet},
		actSurveyAdd:         {opens: true, do: (*turn).openSurveyAdd},
		actSurveyPick:        {opens: true, do: (*turn).openSurveyPick},
		actSurveyPreview:     {opens: true, do: (*turn).openSurveyPreview},
		actChange:            {opens: true, do: (*turn).openChange},
		actChangeKeep:        {do: (*turn).keepMentor},
		actChangeRead:        {opens: true, do: (*turn).changeRead},
		actReasons:           {opens: true, do: (*turn).openReasons, chat: (*turn).homeHint},
		actSuits:             {do: (*turn).suits},
		actConsent:           {opens: true, do: (*turn).openConsent},
		actHandover:          {opens: true, do: (*turn).openHandover},
		actNote:              {opens: true, do: (*turn).openNote},
		actReadNote:          {opens: true, do: (*turn).readNote},
		actQuiet:             {opens: true, do: (*turn).openQuiet, chat: (*turn).quietInChat},
		actQuietRead:         {opens: true, do: (*turn).readQuiet},
		actQuietAgree:        {do: (*turn).agreeQuiet},
		actQuietClose:        {do: (*turn).closeQuiet},
		actQuietAnswer:       {opens: true, do: (*turn).openQuietAnswer},
		actQuietGo:           {do: (*turn).goOnQuietly},

		actAnswer:    {do: (*turn).answerQuestion},
		actStopAsk:   {do: (*turn).stopAsking},
		actAskResume: {do: (*turn).resumeAsking},
	}
}

// forms is every dialog there is, by the id it carries.
func forms() map[string]form {
	return map[string]form{
		formNominate:       {build: nominateForm, submit: (*turn).nominate, gone: catalog.GoneNominee},
		formConfirm:        {build: confirmForm, submit: (*turn).confirmNomination, gone: catalog.GoneNominee},
		formProgrammeNew:   {build: programmeNewForm, submit: (*turn).newProgramme, gone: catalog.FormGone},
		formProgrammeEdit:  {build: programmeEditForm, submit: (*turn).editProgramme, gone: catalog.ProgrammeGone, why: whyShut},
		formProgrammeCopy:  {build: programmeCopyForm, submit: (*turn).copyProgramme, gone: catalog.ProgrammeGone},
		formProgrammeClose: {build: programmeCloseForm, submit: (*turn).closeProgramme, gone: catalog.ProgrammeGone, why: whyShut},
		formOpenDay:        {build: openDayForm, submit: (*turn).openDay, gone: catalog.ProgrammeGone, why: whyShut},
		formChoose:         {build: chooseForm, submit: (*turn).chooseMentor, gone: catalog.ChooseOver},
		formChooseSection:  {build: chooseSectionForm, submit: (*turn).chooseMentor, gone: catalog.ChooseOver},

		formOffer:      {build: offerForm, submit: (*turn).offer, gone: catalog.GonePair, why: whyClosed},
		formSlot:       {build: slotForm, submit: (*turn).chooseSlot, gone: catalog.OfferOver},
		formPropose:    {build: proposeForm, submit: (*turn).propose, gone: catalog.GonePair, why: whyClosed},
		formMove:       {build: moveForm, submit: (*turn).move, gone: catalog.GoneMeeting, why: whyYearOver},
		formSeries:     {build: seriesForm, submit: (*turn).begin, gone: catalog.GoneMeeting, why: whyYearOver},
		formCorrect:    {build: correctForm, submit: (*turn).correct, gone: catalog.GoneMeeting, why: whyYearOver},
		formAlreadyMet: {build: alreadyMetForm, submit: (*turn).alreadyMet, gone: catalog.GonePair, why: whyYearOver},
		formReflect:    {build: reflectForm, submit: (*turn).reflect, gone: catalog.GoneMeeting, keep: true, words: true, why: whyYearOver},
		formPrepare:    {build: prepareForm, submit: (*turn).prepare, gone: catalog.GonePrepare, words: true},
		formLookBack:   {build: lookBackForm, submit: (*turn).lookBack, gone: catalog.GonePair, keep: true, words: true, why: whyYearOver},
		formVision:     {build: visionForm, submit: (*turn).vision, gone: catalog.GonePair, keep: true, words: true, why: whyYearOver},
		formLine:       {build: lineForm, submit: (*turn).keepLine, gone: catalog.AskOver, keep: true},

		formBroadcast:         {build: broadcastForm, submit: (*turn).writeBroadcast, gone: catalog.BroadcastGone, keep: true, why: whyNoBroadcast},
		formBroadcastAudience: {build: audienceForm, submit: (*turn).chooseAudience, gone: catalog.BroadcastGone, why: whyNoBroadcast},
		formBroadcastSend:     {build: broadcastSendForm, submit: (*turn).sendBroadcast, gone: catalog.BroadcastGone, why: whyNotSend},
		formBroadcastCorrect:  {build: correctBroadcastForm, submit: (*turn).correctBroadcast, gone: catalog.BroadcastGone, keep: true, why: whyNoBroadcast},
		formSurvey:            {build: surveyForm, submit: (*turn).answerSurvey, gone: catalog.SurveyLate, keep: true, words: true, why: whySurvey},
		formSurveyWindow:      {build: surveyWindowForm, submit: (*turn).setSurveyWindow, gone: catalog.FormGone},
		formSurveyBegin:       {build: surveyBeginForm, submit: (*turn).beginSurvey, gone: catalog.FormGone},
		formSurveyClose:       {build: surveyCloseForm, submit: (*turn).closeSurvey, gone: catalog.FormGone},
		formSurveyWho:         {build: surveyWhoForm, submit: (*turn).readSurvey, gone: catalog.FormGone},
		formSurveyPaperWho:    {build: surveyPaperWhoForm, submit: (*turn).choosePaper, gone: catalog.FormGone},
		formSurveyPaper:       {build: surveyPaperForm, submit: (*turn).answerPaper, gone: catalog.FormGone, keep: true},
		formSurveyAdd:         {build: surveyAddForm, submit: (*turn).addQuestion, gone: catalog.SurveySetClosed},
		formSurveyPick:        {build: surveyPickForm, submit: (*turn).pickQuestion, gone: catalog.SurveySetClosed},
		formSurveyReword:      {build: surveyRewordForm, submit: (*turn).rewordQuestion, gone: catalog.SurveySetClosed},
		formSurveyPlace:       {build: surveyPlaceForm, submit: (*turn).placeQuestion, gone: catalog.SurveySetClosed},
		formSurveyPreview:     {build: surveyPreviewForm, submit: (*turn).turnPreview, gone: catalog.SurveySetClosed},

		formDefer:   {build: deferForm, submit: (*turn).chooseDeferral, gone: catalog.DeferEmpty},
		formPutOff:  {build: putOffForm, submit: (*turn).putOff, gone: catalog.GonePair, why: whyNotPutOff},
		formSnooze:  {build: snoozeForm, submit: (*turn).snooze, gone: catalog.FormGone},
		formPause:   {build: pauseForm, submit: (*turn).choosePause, gone: catalog.PauseNone},
		formPauseOK: {build: pauseConfirmForm, submit: (*turn).pause, gone: catalog.PauseNone},

		formChange:      {build: changeForm, submit: (*turn).change, gone: catalog.GonePair, words: true, why: whyNoChange},
		formConsent:     {build: consentForm, submit: (*turn).consent, gone: catalog.HandoverNothing},
		formNote:        {build: noteForm, submit: (*turn).leaveNote, gone: catalog.NoteGone, keep: true, words: true},
		formQuiet:       {build: quietForm, submit: (*turn).quiet, gone: catalog.GonePair, keep: true, why: whyNoQuiet},
		formQuietAnswer: {build: quietAnswerForm, submit: (*turn).answerQuiet, gone: catalog.QuietOver, keep: true},
		formHandIn:      {build: handInForm, submit: (*turn).handIn, gone: catalog.SheetsNone, why: whyYearOver},
		formCard:        {build: cardForm, submit: (*turn).giveCard, gone: catalog.CardGone, keep: true, words: true},
		formOfferVoice:  {build: offerVoiceForm, submit: (*turn).offerVoice, gone: catalog.GonePair, keep: true, words: true},
		formVoice:       {build: wordVoiceForm, submit: (*turn).wordVoice, gone: catalog.VoiceGone},
		formPick:        {build: pickItemForm, submit: (*turn).pickItem, gone: catalog.ListItemGone},
		formItem:        {build: choiceForm, submit: (*turn).keepChoice, gone: catalog.ListItemGone},
		formTip:         {build: tipForm, submit: (*turn).keepTip, gone: catalog.ListItemGone},
		formPickHanded:  {build: pickHandedForm, submit: (*turn).pickHanded, gone: catalog.HandedNone},

		formVoluntary:   {build: voluntaryForm, submit: (*turn).voluntary, gone: catalog.GoneNominee},
		formBehalf:      {build: behalfForm, submit: (*turn).enterBehalf, gone: catalog.BehalfNot},
		formBehalfFix:   {build: behalfFixForm, submit: (*turn).fixBehalf, gone: catalog.BehalfGone},
		formAudit:       {build: auditForm, submit: (*turn).filterAudit, gone: catalog.FormGone},
		formRetention:   {build: retentionForm, submit: (*turn).setRetention, gone: catalog.RetentionGone},
		formMyErase:     {build: myEraseForm, submit: (*turn).myErase, gone: catalog.MineNothing},
		formFind:        {build: findForm, submit: (*turn).find, gone: catalog.FormGone},
		formTrainingDay: {build: trainingDayForm, submit: (*turn).trainingDay, gone: catalog.FormGone},
		formTick:        {build: tickForm, submit: (*turn).tick, gone: catalog.FormGone},
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

// Exports lists the files that can be taken, by what a button's arg begins with.
func Exports() []string { return slices.Sorted(maps.Keys(exports())) }

// Kinds lists the kinds of intents that can be composed, in order.
func Kinds() []string { return slices.Sorted(maps.Keys(cards())) }
