package mentoring

import "time"

// OpenRoom is a room that HR opens to all pairs of a programme about once a
// month (seeds/002: クロスメンターカフェ). Its days are records of their own.
type OpenRoom struct {
	Name   Words `json:"name"`
	Notice int   `json:"notice"` // business days before a day on which all hear of it
}

// OpenDayNoticeAt is when the pairs hear of a day on which the room is open: when it
// rings so many business days before it.
func (r Rules) OpenDayNoticeAt(on Date) time.Time {
	room := r.programme.OpenRoom
	if room == nil {
		return time.Time{}
	}
	return r.ring(r.businessBefore(on, room.Notice))
}

func (o OpenRoom) validate(v *problems) {
	v.words("open_room.name", o.Name)
	v.unless(o.Notice >= 1 && o.Notice <= 10, "open_room.notice", "is %d, which is not between 1 and 10 business days", o.Notice)
}
