package bot

import (
	"context"
	"slices"

	"tsukiichi/bot/catalog"
	"tsukiichi/bot/chat"
	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// InEveryLanguage has every card, form and page that is wanted from now on
// made in every language beside the reader's own, and reports what does not
// build.
func (b *Bot) InEveryLanguage(report func(what, lang string, err error)) {
	each := func(what string, s *scene, build func(s *scene) error) {
		for _, lang := range catalog.Languages() {
			other := *s
			other.w = b.words.In(lang)
			if err := build(&other); err != nil {
				report(what, lang, err)
			}
		}
	}
	for kind, compose := range b.cards {
		b.cards[kind] = func(s *scene, in store.Intent) (card, error) {
			each("card "+kind, s, func(s *scene) error { _, err := compose(s, in); return err })
			return compose(s, in)
		}
	}
	for id, f := range b.forms {
		build := f.build
		f.build = func(s *scene, arg string) (chat.Form, bool, error) {
			each("form "+id, s, func(s *scene) error {
				f, ok, err := build(s, arg)
				if err != nil || !ok {
					return err
				}
				f.ID, f.Arg, f.Version = id, arg, 1
				for i, fd := range f.Fields {
					f.Fields[i].Label = shorten(fd.Label, chat.MaxFieldLabel)
				}
				_, err = chat.NewForm(f)
				return err
			})
			return build(s, arg)
		}
		b.forms[id] = f
	}
	for id, r := range b.routes {
		if !r.opens {
			continue
		}
		do := r.do
		r.do = func(t *turn, arg string) error {
			each("page "+id, t.scene, func(s *scene) error {
				other := *t
				other.scene = s
				return do(&other, arg)
			})
			return do(t, arg)
		}
		b.routes[id] = r
	}
}

// What a typed line is read as.
var (
	TypedDay     = typedDay
	TypedTime    = typedTime
	TypedOptions = typedOptions
)

// Opening lists the buttons that only read.
func (b *Bot) Opening() (out []string) {
	for id, r := range b.routes {
		if r.opens {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// FormOf is the dialog as it opens for whose event it is; ok is false where it
// does not.
func (b *Bot) FormOf(ctx context.Context, e chat.Event, id, arg string) (f chat.Form, ok bool, err error) {
	err = b.Store.View(ctx, func(tx store.Tx) error {
		t, fresh, err := b.turnOf(tx, e)
		if err != nil || fresh {
			return err
		}
		f, ok, err = t.buildForm(id, arg)
		return err
	})
	return f, ok, err
}

// Published is scene.published for a reading, as Handle and Compose do one.
func (b *Bot) Published(ctx context.Context, programme, kind, period string, closed bool, leaves []mentoring.Leaf) (rows []mentoring.Published, err error) {
	for {
		s := &scene{b: b, now: b.Clock.Now()}
		err = b.Store.View(ctx, func(tx store.Tx) error {
			s.tx = tx
			rows, err = s.published(programme, kind, period, closed, func() ([]mentoring.Leaf, error) { return leaves, nil })
			return err
		})
		if err != nil || len(s.freezes) == 0 {
			return rows, err
		}
		if err = b.Store.Update(ctx, func(tx store.Tx) error { return freeze(tx, s.freezes) }); err != nil {
			return nil, err
		}
	}
}

// Matrix is who sees what, by item and relation.
func Matrix() map[string]map[string]string {
	out := map[string]map[string]string{}
	for i := range matrix() {
		out[string(i)] = map[string]string{}
		for _, as := range []relation{asAuthor, asPartner, asNewMentor, asHead, asHR, asOperator} {
			out[string(i)][string(as)] = string(sees(i, as))
		}
	}
	return out
}

// AuditWords lists the verbs of the audit log that have words of their own.
func AuditWords() map[string]catalog.Key { return auditWords() }
