package roster

import (
	"strconv"
	"strings"

	"tsukiichi/bot/mentoring"
)

// Heading is the Japanese heading of a column, or its name where it has none.
func Heading(column string) string {
	for _, c := range Columns() {
		if c.Name == column {
			return c.Heading
		}
	}
	return column
}

// Value is what a person has in a column, as a file would say it; "" for
// nothing.
func Value(p mentoring.Person, column string) string {
	switch column {
	case colNumber:
		return p.ID
	case colName:
		return p.Name
	case colKana:
		return p.Kana
	case colEmail:
		return p.Email
	case colDepartment:
		return p.Department
	case colSection:
		return p.Section
	case colTeam:
		return p.Team
	case colPost:
		return p.Post
	case colGrade:
		if p.Grade == 0 {
			return ""
		}
		return strconv.Itoa(p.Grade)
	case colEntry:
		return entryWord(p.Entry)
	case colHired:
		return day(p.HiredOn)
	case colTrainings:
		return strings.Join(p.Trainings, ";")
	case colRoles:
		return roleWords(p.Roles)
	case colHeads:
		return strings.Join(p.HeadsSections, ";")
	case colDeputy:
		return p.Deputy
	case colAppraiser:
		return p.Appraiser
	case colLeave:
		return leaves(p.Leave)
	case colLocale:
		return p.Locale
	case colActive:
		if p.Active {
			return "在籍"
		}
		return "退職"
	default:
		return p.Accounts[strings.TrimSuffix(column, accountSuffix)]
	}
}

func day(d mentoring.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func entryWord(e mentoring.Entry) string {
	switch e {
	case mentoring.EntryHighSchool:
		return "高卒程度"
	case mentoring.EntryUniversity:
		return "大卒程度"
	case mentoring.EntryExperienced:
		return "社会人等"
	default:
		return ""
	}
}

func roleWords(roles []mentoring.Role) string {
	var out []string
	for _, r := range roles {
		out = append(out, map[mentoring.Role]string{
			mentoring.RoleMentee: "メンティ", mentoring.RoleMentor: "メンター", mentoring.RoleHead: "所属長", mentoring.RoleHR: "人事",
		}[r])
	}
	return strings.Join(out, ";")
}

func leaves(all []mentoring.Leave) string {
	var out []string
	for _, l := range all {
		out = append(out, day(l.From)+"/"+day(l.To))
	}
	return strings.Join(out, ";")
}
