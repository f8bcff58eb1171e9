// The frame around the people: one event stream for all of them (browsers
// allow six connections to a host), the clock, and who sits in which column.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const channel = new BroadcastChannel("tsukiichi");
  const slider = $("day");
  let playing = false, told = $("now").value; // the time that people's pages know
  let wait = 0; // for the slider to set off; not 0 while it stands where somebody put it

  // --- people -------------------------------------------------------------

  const place = (column) => {
    const select = column.querySelector("select"), frame = column.querySelector("iframe");
    frame.title = select.selectedOptions[0].textContent;
    if (!column.offsetParent) return; // hidden: loads when there is room
    if (frame.dataset.shown === select.value) return;
    frame.dataset.shown = select.value;
    frame.src = "p/" + select.value + "/";
  };
  const columns = [...document.querySelectorAll(".column")];
  const restore = (column) => {
    const select = column.querySelector("select");
    const kept = sessionStorage.getItem("seat/" + column.dataset.column);
    if (kept !== null && select.querySelector(`option[value="${CSS.escape(kept)}"]`)) select.value = kept;
    select.addEventListener("change", () => {
      sessionStorage.setItem("seat/" + column.dataset.column, select.value);
      place(column);
    });
    place(column);
  };
  columns.forEach(restore);
  window.addEventListener("resize", () => columns.forEach(place));

  // --- time ---------------------------------------------------------------

  const dayText = (n) => {
    const date = new Date(document.body.dataset.first + "T00:00:00Z");
    date.setUTCDate(date.getUTCDate() + n);
    if (document.body.dataset.lang !== "ja") {
      return date.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "long", timeZone: "UTC" });
    }
    return `${date.getUTCMonth() + 1}月${date.getUTCDate()}日（${"日月火水木金土"[date.getUTCDay()]}）`;
  };

  const trouble = (text) => { $("trouble").textContent = text; };

  const show = (clock) => {
    playing = clock.playing;
    if ($("now").value !== clock.text) $("now").value = clock.text;
    $("now").setAttribute("aria-live", playing ? "off" : "polite");
    $("playing").hidden = $("stop").hidden = !playing;
    $("percent").value = clock.percent;
    for (const b of document.querySelectorAll("[data-post]")) b.setAttribute("aria-disabled", String(playing));
    slider.dataset.now = clock.day;
    if (playing || (!wait && (document.activeElement !== slider || Number(slider.value) <= clock.day))) {
      slider.value = clock.day;
      slider.setAttribute("aria-valuetext", clock.text);
      $("going").textContent = "";
    }
    if (clock.failed) trouble(document.body.dataset.busy);
    if (!playing && told !== clock.text) {
      told = clock.text;
      channel.postMessage({ all: true });
    }
  };

  const post = async (address, body) => {
    trouble("");
    try {
      const answer = await fetch(address, { method: "POST", body: new URLSearchParams(body) });
      if (answer.ok) return show(await answer.json());
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      trouble(page.querySelector("[data-failure]")?.textContent || document.body.dataset.busy);
    } catch {
      trouble(document.body.dataset.offline);
    }
    slider.value = slider.dataset.now;
  };

  for (const b of document.querySelectorAll("[data-post]")) {
    b.addEventListener("click", () => { if (!playing) post("clock", b.dataset.post); });
  }
  $("stop").addEventListener("click", () => post("stop", ""));
  $("time").addEventListener("submit", (e) => e.preventDefault());

  // The slider goes forward only. Arrow keys move it a day at a time, so it
  // waits a moment before it sets off.
  const rest = () => { clearTimeout(wait); wait = 0; };
  const setOff = () => { wait = 0; post("clock", "day=" + slider.value); };
  slider.addEventListener("input", () => {
    if (playing || Number(slider.value) < Number(slider.dataset.now)) slider.value = slider.dataset.now;
    const moved = slider.value !== slider.dataset.now;
    $("going").textContent = moved ? "→ " + dayText(Number(slider.value)) : "";
    slider.setAttribute("aria-valuetext", dayText(Number(slider.value)));
    rest();
  });
  slider.addEventListener("change", () => {
    rest();
    if (slider.value !== slider.dataset.now) wait = setTimeout(setOff, 600);
  });

  // --- news ---------------------------------------------------------------

  const news = new EventSource("events");
  news.addEventListener("state", (e) => {
    const state = JSON.parse(e.data);
    if (state.seats.length) channel.postMessage({ seats: state.seats });
    show(state.clock);
  });
  news.addEventListener("open", async () => { // after a gap, look at everything
    show(await (await fetch("clock")).json());
    channel.postMessage({ all: true });
  });
})();
