package mentoring

// StandsInFor reports whether p acts in place of the head on the day: p is the
// deputy whom the roster names, and the head is away, has left, or is one of
// those who have a part in the matter, which outranks the head's say.
func (p Person) StandsInFor(head Person, on Date, parts ...string) bool {
	return p.DeputyOf(head) && !p.Away(on) && (!head.Active || head.Away(on) || oneOf(head.ID, parts)) && !oneOf(p.ID, parts)
}

// DeputyOf reports whether the roster names p as the head's deputy.
func (p Person) DeputyOf(head Person) bool {
	return p.Active && head.Has(RoleHead) && head.Deputy == p.ID && p.ID != "" && p.ID != head.ID
}

func oneOf(id string, ids []string) bool {
	for _, other := range ids {
		if id == other {
			return true
		}
	}
	return false
}
