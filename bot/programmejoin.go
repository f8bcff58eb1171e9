package bot

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// Which mentees a programme takes: everybody, some departments, or those whom
// HR names.

const (
	whoAll         = "all"
	whoDepartments = "departments"
	whoNamed       = "named"
)

func whoOf(j mentoring.Joining) string {
	switch {
	case j.Named:
		return whoNamed
	case len(j.Departments) > 0:
		return whoDepartments
	default:
		return whoAll
	}
}

// whoFields ask whom a programme takes; departments stand ten to a field.
func (s *scene) whoFields(j mentoring.Joining) ([]chat.Field, chat.Values, error) {
	fields := []chat.Field{{ID: "who", Kind: chat.FieldChoice, Label: s.w.T(catalog.ProgrammeFWho), Required: true, Options: []chat.Option{
		{Value: whoAll, Label: s.w.T(catalog.ProgrammeWhoAll)},
		{Value: whoDepartments, Label: shorten(s.w.T(catalog.ProgrammeFDepartments), chat.MaxOptionLabel)},
		{Value: whoNamed, Label: s.w.T(catalog.ProgrammeWhoNamed)},
	}}}
	held := chat.Set("who", whoOf(j))
	names, err := s.departments()
	if err != nil {
		return nil, nil, err
	}
	for _, d := range j.Departments { // nobody works there now
		if !slices.Contains(names, d) {
			names = append(names, d)
		}
	}
	which, ticked := departmentFields(chat.Field{Label: s.w.T(catalog.ProgrammeFDepartments)}, names, j.Departments)
	maps.Copy(held, ticked)
	return append(fields, which...), held, nil
}

// departmentFields offers the departments, ten to a field like the one given,
// a hundred at most; ticked is those that are chosen.
func departmentFields(like chat.Field, names, chosen []string) (fields []chat.Field, ticked chat.Values) {
	ticked = chat.Values{}
	for group := range slices.Chunk(names[:min(len(names), 10*chat.MaxShownOptions)], chat.MaxShownOptions) {
		fd := like
		fd.ID, fd.Kind = departmentField+strconv.Itoa(len(fields)), chat.FieldSeveral
		var of []string
		for _, d := range group {
			fd.Options = append(fd.Options, chat.Option{Value: shorten(d, chat.MaxOptionValue), Label: shorten(d, chat.MaxOptionLabel)})
			if slices.Contains(chosen, d) {
				of = append(of, fd.ID, shorten(d, chat.MaxOptionValue))
			}
		}
		maps.Copy(ticked, chat.Set(of...))
		fields = append(fields, fd)
	}
	return fields, ticked
}

// departmentField begins the ids of those fields.
const departmentField = "departments"

// chosenDepartments is what was ticked in them; a department is known by what
// its option says.
func chosenDepartments(v chat.Values, names []string) (out []string) {
	for _, id := range slices.Sorted(maps.Keys(v)) {
		if !strings.HasPrefix(id, departmentField) {
			continue
		}
		for _, chosen := range v.Options(id) {
			name := chosen
			for _, d := range names {
				if shorten(d, chat.MaxOptionValue) == chosen {
					name = d
				}
			}
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// departments lists the departments of the roster.
func (s *scene) departments() (out []string, err error) {
	seen := map[string]bool{}
	for p, err := range store.People.Each(s.tx, store.Span{}) {
		if err != nil {
			return nil, err
		}
		if p.Active && p.Department != "" && !seen[p.Department] {
			seen[p.Department] = true
			out = append(out, p.Department)
		}
	}
	slices.Sort(out)
	return out, nil
}

// whoValue is what was chosen.
func (t *turn) whoValue(v chat.Values, j mentoring.Joining) (mentoring.Joining, error) {
	who := v.Option("who")
	j.Named, j.Departments = who == whoNamed, nil
	if who != whoDepartments {
		return j, nil
	}
	names, err := t.departments()
	if err != nil {
		return j, err
	}
	if j.Departments = chosenDepartments(v, names); len(j.Departments) == 0 {
		t.wrong(departmentField+"0", catalog.ProgrammeNeedDepartments)
	}
	return j, nil
}

const (
	againYes = "yes"
	againNo  = "no"
)

func joiningFields(s *scene, r mentoring.Rules) ([]chat.Field, chat.Values, error) {
	j := r.Programme().Joining
	fields, held, err := s.whoFields(j)
	fields = append(fields, chat.Field{ID: "again", Kind: chat.FieldChoice, Label: s.w.T(catalog.ProgrammeFAgain), Required: true, Options: []chat.Option{
		{Value: againNo, Label: s.w.T(catalog.ProgrammeFAgainNo)}, {Value: againYes, Label: s.w.T(catalog.ProgrammeFAgainYes)},
	}})
	again := againNo
	if j.Again {
		again = againYes
	}
	if err == nil {
		maps.Copy(held, chat.Set("again", again))
	}
	return fields, held, err
}

func (t *turn) applyJoining(_ mentoring.Rules, p *mentoring.Programme, v chat.Values) (err error) {
	if p.Joining, err = t.whoValue(v, p.Joining); err != nil || t.refused {
		return err
	}
	p.Joining.Again = v.Option("again") == againYes
	return t.checkOverlap(*p, "who")
}

// checkElsewhere says for which other programme of the same months the person
// has been named.
func (t *turn) checkElsewhere(p mentoring.Programme, who mentoring.Person, field string) error {
	for j, err := range store.Joiners.Each(t.tx, store.Span{Index: "person", Prefix: store.Under(who.ID)}) {
		if err != nil {
			return err
		}
		other, ok, err := t.rulesOf(j.Programme)
		if err != nil {
			return err
		}
		if !ok || j.Programme == p.ID || other.Programme().ClosedBy(other.Date(t.now)) {
			continue
		}
		if _, shares := mentoring.Overlaps(p, other.Programme()); shares {
			t.wrong(field, catalog.ProgrammeClashPerson, catalog.A("Person", who.Name), catalog.A("Name", other.Programme().Name.In(t.w.Lang())))
			return nil
		}
	}
	return nil
}

func peopleFields(s *scene, r mentoring.Rules) ([]chat.Field, chat.Values, error) {
	named, err := s.joiners(r)
	if err != nil {
		return nil, nil, err
	}
	fields := []chat.Field{short("add", s.w.T(catalog.ProgrammeFAdd), 60)}
	remove := chat.Field{ID: "remove", Kind: chat.FieldPerson, Label: s.w.T(catalog.ProgrammeFRemove)}
	for _, p := range named[:min(len(named), chat.MaxOptions)] {
		remove.Options = append(remove.Options, chat.Option{Value: p.ID, Label: shorten(p.Name+"・"+workplace(p), chat.MaxOptionLabel)})
	}
	if len(remove.Options) > 0 {
		fields = append(fields, remove)
	}
	return fields, chat.Values{}, nil
}

// applyPeople names somebody for the programme, or takes a name away. A pair
// that is there stays.
func (t *turn) applyPeople(r mentoring.Rules, p *mentoring.Programme, v chat.Values) error {
	var changed []mentoring.Person
	if !v.Text("add").Empty() {
		who, field, err := t.picked(v, "", "add")
		if err != nil || t.refused {
			return err
		}
		if !who.Has(mentoring.RoleMentee) {
			t.wrong(field, catalog.ProgrammeNotMentee, catalog.A("Name", who.Name))
			return nil
		}
		j := store.Joiner{Programme: p.ID, Person: who.ID, By: t.me.ID, At: t.now}
		if err := t.checkElsewhere(*p, who, field); err != nil || t.refused {
			return err
		}
		if _, err := store.Joiners.Insert(t.tx, j); err != nil {
			return err
		}
		t.audit("programme-name", subject("person", who.ID))
		changed = append(changed, who)
	}
	if id := v.Option("remove"); id != "" {
		who, err := t.person(id)
		if err != nil {
			return err
		}
		if err := store.Joiners.Delete(t.tx, store.Join(p.ID, id)); err != nil {
			return err
		}
		t.audit("programme-unname", subject("person", id))
		changed = append(changed, who)
	}
	for _, who := range changed {
		if err := t.b.lookForMentor(t.tx, who, t.now); err != nil {
			return err
		}
	}
	return nil
}
