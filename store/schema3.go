package store

// third is what the whole year brought. Each step is written so that running
// it again changes nothing.
func third(tx Tx) error {
	for _, step := range []func(Tx) error{
		thankYouCards,
		thirdSurvey,
		keeping,
		handovers,
		draftsByTime,
	} {
		if err := step(tx); err != nil {
			return err
		}
	}
	return nil
}
