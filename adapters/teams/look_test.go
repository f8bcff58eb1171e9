//go:build look

package teams

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"tsukiichi/adapters/adaptertest"
)

// shots is where TestLook leaves its pictures, for eyes to judge; modules is a
// node_modules folder with adaptivecards and markdown-it.
var (
	shots   = flag.String("shots", "", "folder for pictures of the cards")
	modules = flag.String("modules", "", "folder node_modules with adaptivecards and markdown-it")
)

// TestLook takes pictures of the cards as the platform's own renderer draws
// them, wide and narrow:
// npm install adaptivecards markdown-it
// go test -tags look ./adapters/teams -run TestLook -shots FOLDER -modules node_modules
func TestLook(t *testing.T) {
	if *shots == "" || *modules == "" {
		t.Fatal("start with -shots FOLDER -modules node_modules for pictures")
	}
	sheets := map[string][]card{}
	add := func(name string, c card) { sheets[name] = append(sheets[name], c) }
	for _, m := range adaptertest.Messages(t) {
		add("messages", drawFor("ja").message(m.Message))
	}
	for _, f := range adaptertest.Forms(t) {
		add("form-"+f.Name, drawFor("ja").dialog(f.Form, f.Errors).Card)
	}
	for _, p := range adaptertest.Pages(t) {
		add("pages", drawFor("ja").pageDialog(p.Page, source{}, 0).Card)
		add("pages", drawFor("ja").pageCard(p.Page, source{}))
	}
	var scripts string
	for _, name := range []string{"markdown-it/dist/browser/markdown-it.umd.min.js", "adaptivecards/dist/adaptivecards.min.js"} {
		script, err := os.ReadFile(filepath.Join(*modules, name))
		if err != nil {
			t.Fatal(err)
		}
		scripts += "<script>" + strings.ReplaceAll(string(script), "</script", "<\\/script") + "</script>"
	}
	ctx := adaptertest.Browser(t, func(string) bool { return true })
	for name, cards := range sheets {
		page := filepath.Join(t.TempDir(), name+".html")
		text := fmt.Sprintf(lookPage, scripts, strings.ReplaceAll(compact(cards), "</", "<\\/"))
		if err := os.WriteFile(page, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(1040, 200), chromedp.Navigate("file://"+page)); err != nil {
			t.Fatal(name, err)
		}
		png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		if err != nil {
			t.Fatal(name, err)
		}
		if err := os.WriteFile(filepath.Join(*shots, name+".png"), png, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// lookPage draws a card with settings near to those of Teams.
const lookPage = `<!doctype html><html lang="ja"><meta charset="utf-8">
<style>
body{margin:12px;background:#f5f5f5;font-family:"Noto Sans CJK JP",sans-serif}
#at{display:grid;grid-template-columns:640px 320px;gap:16px;align-items:start}
#at>*{background:#fff;border:1px solid #ddd;border-radius:6px}
.ac-pushButton{border:1px solid #c8c8c8;background:#fff;border-radius:4px;padding:5px 12px;font:inherit;font-weight:600;font-size:14px;margin:0 0 4px}
.ac-pushButton.style-positive{background:#5b5fc7;color:#fff}.ac-pushButton.style-destructive{background:#c4314b;color:#fff}
.ac-input{box-sizing:border-box;width:100%%;padding:6px;border:1px solid #ccc;font:inherit;font-size:14px}
input[type=radio],input[type=checkbox]{width:auto !important}
</style>
<div id="at"></div>
%s
<script>
AdaptiveCards.AdaptiveCard.onProcessMarkdown=(t,r)=>{r.outputHtml=markdownit().render(t);r.didProcess=true};
const host=new AdaptiveCards.HostConfig({
 fontFamily:'"Noto Sans CJK JP", sans-serif', supportsInteractivity:true,
 fontSizes:{small:12,default:14,medium:16,large:18,extraLarge:24}, lineHeights:{small:18,default:20,medium:22,large:26,extraLarge:32},
 spacing:{small:8,default:12,medium:16,large:20,extraLarge:24,padding:16}, separator:{lineThickness:1,lineColor:"#e0e0e0"},
 containerStyles:{default:{backgroundColor:"#ffffff",foregroundColors:{default:{default:"#242424",subtle:"#616161"},accent:{default:"#5b5fc7",subtle:"#5b5fc7"},attention:{default:"#b10e1c",subtle:"#b10e1c"}}},
  emphasis:{backgroundColor:"#f5f5f5",foregroundColors:{default:{default:"#242424",subtle:"#616161"}}},
  attention:{backgroundColor:"#fdf3f4",foregroundColors:{default:{default:"#242424",subtle:"#616161"},attention:{default:"#b10e1c",subtle:"#b10e1c"}}}},
 actions:{maxActions:6,spacing:"default",buttonSpacing:8,showCard:{actionMode:"inline",inlineTopMargin:16},actionsOrientation:"horizontal",actionAlignment:"left"},
 inputs:{label:{requiredInputs:{weight:"bolder",suffix:" *"},optionalInputs:{weight:"bolder"}},errorMessage:{color:"attention"}},
 textStyles:{heading:{weight:"bolder",size:"large"}}
});
for(const json of %s)for(const width of [640,320]){
 const c=new AdaptiveCards.AdaptiveCard();
 c.hostConfig=host;
 c.parse(json);
 const drawn=c.render();
 document.getElementById("at").appendChild(drawn);
 if(width==320)for(const b of [...drawn.querySelectorAll("button")].filter(b=>b.offsetParent))b.click(); // what asks first, asks
}
</script></html>`
