package bot_test

import (
	"errors"
	"strconv"
	"testing"

	"tsukiichi/bot/mentoring"
	"tsukiichi/store"
)

// TestFullList: a list that a dialog can just show takes no more, however old the
// button is; the people who choose from it go on choosing.
func TestFullList(t *testing.T) {
	t.Parallel()
	w := house(t)
	fill := func(n int) {
		t.Helper()
		err := w.Store.Update(t.Context(), func(tx store.Tx) error {
			p, err := store.Programmes.Must(tx, "aomori-2026")
			for i := len(p.Topics); i < n; i++ {
				id := strconv.Itoa(i)
				p.Topics = append(p.Topics, mentoring.Choice{ID: id, Label: mentoring.Words{"ja": "テーマ" + id}})
			}
			return errors.Join(err, store.Programmes.Put(tx, p))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	fill(98)
	if press(t, w, hr, "list.add", "topics").Form == nil {
		t.Fatal("there is room for one more, and no dialog")
	}
	submit(t, w, hr, "list.item", "topics|", "ja", "さいごのテーマ")
	if f := press(t, w, hr, "list.add", "topics").Form; f != nil {
		t.Error("the full list can be added to")
	}
	do(t, w, hr, filled("list.item", "topics|", "ja", "あふれるテーマ"))
	view(t, w, func(tx store.Tx) error {
		p, err := store.Programmes.Must(tx, "aomori-2026")
		if len(p.Topics) != 99 {
			t.Errorf("%d topics, want 99", len(p.Topics))
		}
		return err
	})
}
