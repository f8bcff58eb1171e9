package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"tsukiichi/store"
)

// explain says what went wrong and what to do next, in the words of somebody
// who runs the program.
func explain(err error) string {
	switch {
	case errors.Is(err, store.ErrInUse):
		return fmt.Sprintf("%v.\nStop the process that holds the file (“tsukiichi serve” or another “demo”), or give another --data.", err)
	case errors.Is(err, store.ErrNewer):
		return fmt.Sprintf("%v.\nInstall the version that wrote it, or a newer one. Nothing was changed.", err)
	case errors.Is(err, store.ErrDamaged):
		return fmt.Sprintf("%v.\nThe file was left as it is. Put the last backup in its place, or look at it with “tsukiichi check”.", err)
	case errors.Is(err, os.ErrPermission):
		return fmt.Sprintf("%v.\nRun it as the user to whom the data belongs, or give another --data.", err)
	default:
		return err.Error()
	}
}

// misunderstood says what is wrong with the arguments, and where the right
// ones are described.
func misunderstood(err error) string {
	var wrong *kong.ParseError
	if !errors.As(err, &wrong) || wrong.Context == nil {
		return err.Error()
	}
	node := wrong.Context.Model.Node
	for _, p := range wrong.Context.Path {
		if p.Command != nil {
			node = p.Command
		}
	}
	sentence, missing := strings.CutPrefix(err.Error(), "expected ")
	unknown, extra := strings.CutPrefix(err.Error(), "unexpected argument ")
	switch {
	case len(node.Children) > 0 && extra:
		sentence = fmt.Sprintf("there is no command “%s %s”: there is %s", node.FullPath(), unknown, commands(node))
	case len(node.Children) > 0 && missing:
		sentence = fmt.Sprintf("“%s” needs a command: %s", node.FullPath(), commands(node))
	case missing:
		sentence = fmt.Sprintf("“%s” needs %s", node.FullPath(), strings.ReplaceAll(sentence, `"`, ""))
	default:
		sentence = err.Error()
	}
	return fmt.Sprintf("%s.\nRun “%s --help” for what there is.", sentence, node.FullPath())
}

func commands(n *kong.Node) string {
	var names []string
	for _, c := range n.Children {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}
