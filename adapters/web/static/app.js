// A person's page. htmx carries presses and fragments; this file opens
// dialogs, keeps drafts and focus, and listens for changes.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const words = document.body.dataset;
  const sheet = $("sheet"), ask = $("ask"), chat = $("chat"), home = $("home"), say = $("say");
  const inside = (e) => sheet.contains(e);

  // --- saying how it went -------------------------------------------------

  let quiet = 0;
  const announce = (text) => {
    $("status").textContent = text;
    clearTimeout(quiet);
    quiet = setTimeout(() => { $("status").textContent = ""; }, 6000);
  };
  const fail = (text) => {
    const place = sheet.open && $("sheet-failure") || $("failure");
    place.textContent = text;
    if (text && sheet.open) place.scrollIntoView({ block: "nearest" });
  };

  // --- chat and home ------------------------------------------------------

  let inFlight = 0, waiting = false, everything = false;
  const atEnd = () => chat.scrollHeight - chat.scrollTop - chat.clientHeight < 80;
  const toEnd = () => { chat.scrollTop = chat.scrollHeight; };
  const refresh = () => {
    if (inFlight > 0) { waiting = true; return; } // never between a press and its answer
    waiting = false;
    htmx.trigger(chat, "refresh");
    if (!$("home-panel").hidden) htmx.trigger(home, "refresh");
    renew();
  };

  // Tokens outside the refreshed parts get the present time, unless they were
  // sent and their fate is unknown: a second try must be the same event.
  const renew = async () => {
    const tokens = [...document.querySelectorAll("#say [name=token], #sheet-body [name=token]")]
      .filter((t) => !t.closest("[data-sent]"));
    if (!tokens.length) return;
    const before = tokens.map((t) => t.value);
    try {
      const answer = await fetch("renew", { method: "POST", body: new URLSearchParams(before.map((v) => ["token", v])) });
      if (!answer.ok) return;
      (await answer.json()).forEach((fresh, i) => {
        if (tokens[i].value === before[i] && !tokens[i].closest("[data-sent]")) tokens[i].value = fresh;
      });
    } catch { /* the next change tries again */ }
  };

  document.body.addEventListener("htmx:configRequest", (e) => {
    if (e.detail.elt === chat && everything) e.detail.parameters.set("all", "1");
  });
  let end = true; // whether the newest line is in view, and should stay there
  chat.addEventListener("scroll", () => { end = atEnd(); }, { passive: true });
  window.addEventListener("resize", () => { if (end) toEnd(); });
  let lines = new Set([...chat.querySelectorAll(".line")].map((l) => l.id));
  document.body.addEventListener("htmx:afterSwap", (e) => {
    if (e.detail.target !== chat) return;
    const now = [...chat.querySelectorAll(".line")].map((l) => l.id);
    const fresh = now.some((id) => !lines.has(id));
    lines = new Set(now);
    if (fresh && $("chat-panel").hidden) $("new").hidden = false;
    if (end) toEnd();
  });
  chat.addEventListener("click", (e) => {
    if (e.target.id === "earlier") { everything = true; refresh(); }
  });
  Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, element) => {
    if (name === "open" && element.tagName === "DETAILS") return false; // keep what was unfolded
    return !("sent" in element.dataset && ["value", "data-sent"].includes(name)); // and what may have been sent
  };

  const tabs = [$("chat-tab"), $("home-tab")];
  const select = (tab) => {
    for (const t of tabs) {
      const on = t === tab;
      t.setAttribute("aria-selected", String(on));
      t.tabIndex = on ? 0 : -1;
      $(t.getAttribute("aria-controls")).hidden = !on;
    }
    if (tab === tabs[0]) { $("new").hidden = true; toEnd(); } else htmx.trigger(home, "refresh");
  };
  for (const t of tabs) {
    t.addEventListener("click", () => select(t));
    t.addEventListener("keydown", (e) => {
      if (e.key !== "ArrowLeft" && e.key !== "ArrowRight") return;
      const other = tabs[1 - tabs.indexOf(t)];
      other.focus();
      select(other);
    });
  }

  // --- requests -----------------------------------------------------------

  let opener = "", draft = "", line = "";
  document.body.addEventListener("htmx:confirm", (e) => {
    const d = e.detail.elt.dataset;
    if (!d.askTitle) return;
    e.preventDefault();
    $("ask-title").textContent = d.askTitle;
    $("ask-text").textContent = d.askText;
    $("ask-yes").textContent = d.askYes;
    $("ask-no").textContent = d.askNo;
    $("ask-yes").className = e.detail.elt.classList.contains("danger") ? "danger" : "primary";
    $("ask-no").onclick = () => ask.close();
    $("ask-yes").onclick = () => { ask.close(); e.detail.issueRequest(true); };
    ask.showModal();
    $("ask-no").focus();
  });
  const acting = (e) => e.detail.requestConfig?.verb === "post" || e.detail.elt.matches("form, button");
  document.body.addEventListener("htmx:beforeRequest", (e) => {
    if (!acting(e)) return;
    const elt = e.detail.elt;
    inFlight++;
    fail("");
    elt.dataset.sent = "";
    elt.setAttribute("aria-busy", "true");
    if (!sheet.open) tidy(); // closed by the browser, which has not said so yet
    if (!inside(elt)) opener = elt.id;
    draft = elt.dataset.draft ? draftKey(elt) : "";
    if (onServer && draft) noDraft();
    if (elt === say) line = text.value;
  });
  document.body.addEventListener("htmx:afterRequest", (e) => {
    if (!acting(e)) return;
    const elt = e.detail.elt;
    inFlight--;
    elt.removeAttribute("aria-busy");
    // Answered, or refused before anything was done: the next try is new.
    if (e.detail.successful || [400, 409, 413].includes(e.detail.xhr.status)) delete elt.dataset.sent;
    if (e.detail.successful || e.detail.xhr.status === 409 || waiting) refresh();
  });
  document.body.addEventListener("htmx:responseError", (e) => {
    if (e.detail.xhr.status === 401 && !acting(e) && !sheet.open) return location.reload(); // leads to the way in
    const page = new DOMParser().parseFromString(e.detail.xhr.responseText, "text/html");
    const sentence = page.querySelector("[data-failure]")?.textContent || words.busy;
    if (acting(e)) fail(sentence);
    else if (e.detail.elt === home) home.querySelector(".empty")?.replaceChildren(sentence);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(name, (e) => { if (acting(e)) fail(words.offline); });
  }
  // The second click of a double click must not press what has just appeared.
  document.addEventListener("click", (e) => {
    if (e.detail > 1 && e.target.closest("button[name=token]")) { e.preventDefault(); e.stopImmediatePropagation(); }
  }, true);

  // --- dialogs ------------------------------------------------------------

  // On the desk the server keeps drafts: a shared machine keeps nothing. A draft
  // follows the last stroke of a key, and none overtakes what is sent.
  const onServer = words.drafts === "server";
  let later = 0, saving = null;
  const keepOnServer = (form) => {
    clearTimeout(later);
    later = setTimeout(() => {
      saving?.abort();
      saving = new AbortController();
      form.dataset.kept = "";
      fetch("draft", { method: "POST", body: new URLSearchParams(new FormData(form)), signal: saving.signal }).catch(() => {});
    }, 700);
  };
  const noDraft = () => { clearTimeout(later); saving?.abort(); saving = null; };
  const emptyDraft = (form) => {
    noDraft();
    const token = new URLSearchParams([["token", form.elements.token.value]]);
    fetch("draft", { method: "POST", body: token }).catch(() => {});
  };

  const draftKey = (form) => "draft/" + location.pathname + "/" + form.dataset.draft;
  const saveDraft = (form) => {
    if (onServer) return keepOnServer(form);
    const kept = [...new FormData(form)].filter(([name]) => name !== "token");
    sessionStorage.setItem(draftKey(form), JSON.stringify(kept));
  };
  const loadDraft = (form) => {
    if (onServer) return; // it came with the form
    const kept = sessionStorage.getItem(draftKey(form));
    if (kept === null) return;
    for (const input of form.elements) {
      if (!input.name || input.name === "token") continue;
      const values = JSON.parse(kept).filter(([name]) => name === input.name).map(([, value]) => value);
      if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
      else input.value = values[0] ?? "";
    }
    form.querySelector(".restored").hidden = false;
  };

  // What the server filled in is the draft itself: to discard it, empty it.
  const clear = (form) => {
    for (const input of form.elements) {
      if (input.type === "radio" || input.type === "checkbox") input.checked = input.value === "";
      else if (input.name && input.name !== "token") input.value = "";
    }
    delete form.dataset.kept;
    emptyDraft(form);
  };

  const count = (input) => {
    const out = $(input.id + "-count"), left = Number(input.dataset.limit) - [...input.value].length;
    out.textContent = left < 0 ? words.over.replace("{n}", -left) : words.left.replace("{n}", left);
    out.classList.toggle("over", left < 0);
    out.setAttribute("aria-live", left <= 20 ? "polite" : "off");
  };
  const filter = (search) => {
    const list = $(search.dataset.filters), needle = search.value.trim().toLowerCase();
    list.all ??= [...list.options];
    const chosen = list.value, fits = (o) => o.value !== "" && o.textContent.toLowerCase().includes(needle);
    list.replaceChildren(...list.all.filter((o) => o.value === "" || o.value === chosen || fits(o)));
    list.value = chosen;
    const n = list.all.filter(fits).length;
    $(list.id + "-found").textContent = words.found.replace("{n}", n);
  };

  const openSheet = () => {
    const form = sheet.querySelector("form");
    if (form) {
      loadDraft(form);
      form.querySelectorAll("[data-limit]").forEach(count);
    }
    if (!sheet.open) sheet.showModal();
    untidy = true;
    sheet.querySelector(".sheet-main").scrollTop = 0;
    $("sheet-title").focus();
  };
  // A dialog that is closed is put away at once. The browser says later that it
  // has closed; by then the next answer may be in it.
  let untidy = false;
  const closeSheet = () => { if (sheet.open) { sheet.close(); tidy(); } };
  sheet.addEventListener("cancel", (e) => { e.preventDefault(); closeSheet(); });
  sheet.addEventListener("close", () => { if (!sheet.open) tidy(); });
  const tidy = () => {
    if (!untidy) return;
    untidy = false;
    const form = sheet.querySelector("form");
    const kept = form && (onServer ? "kept" in form.dataset : sessionStorage.getItem(draftKey(form)) !== null);
    if (kept) announce(words.kept);
    $("sheet-body").replaceChildren();
    const back = $(opener) || (opener && $(opener.replace(/-\d+$/, ""))) || (home.offsetParent ? home : chat);
    back.focus();
  };
  sheet.addEventListener("click", (e) => {
    if (e.target.closest(".close")) closeSheet();
    if (e.target.closest(".print")) window.print();
    const discard = e.target.closest(".discard");
    if (discard) {
      const form = discard.closest("form");
      sessionStorage.removeItem(draftKey(form));
      if (onServer) clear(form);
      form.querySelectorAll("[data-filters]").forEach((search) => { search.value = ""; filter(search); });
      if (!onServer) form.reset();
      discard.closest(".restored").hidden = true;
      form.querySelectorAll("[data-limit]").forEach(count);
      $("sheet-title").focus();
    }
  });
  sheet.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && e.target.dataset.filters) e.preventDefault(); // it narrows, it does not send
  });
  sheet.addEventListener("input", (e) => {
    if (e.target.dataset.filters) return filter(e.target);
    if (e.target.dataset.limit) count(e.target);
    if (e.target.form) saveDraft(e.target.form);
  });

  const showErrors = () => {
    if (!sheet.open) return announce(words.kept); // closed before the answer came
    let first = null;
    for (const field of sheet.querySelectorAll("[data-field]")) {
      const bad = $(field.dataset.field + "-error").textContent !== "";
      for (const input of field.querySelectorAll("[name]")) {
        if (bad) input.setAttribute("aria-invalid", "true");
        else input.removeAttribute("aria-invalid");
      }
      field.classList.toggle("bad", bad);
      if (bad) first ??= field.querySelector("input:checked, [name]");
    }
    (first || $("sheet-mistakes")).focus();
  };

  document.body.addEventListener("tsuki-sheet", (e) => {
    if (e.detail.kind === "submit") sessionStorage.removeItem(draft);
    openSheet();
  });
  document.body.addEventListener("tsuki-errors", showErrors);
  document.body.addEventListener("tsuki-done", (e) => {
    const kind = e.detail.kind;
    if (kind === "submit") sessionStorage.removeItem(draft);
    if (kind === "say") { // but keep what was typed meanwhile
      if (text.value.startsWith(line)) text.value = text.value.slice(line.length).trimStart();
      grow();
      toEnd();
      return;
    }
    const closing = sheet.open;
    closeSheet();
    if (kind === "submit") announce(words.sent);
    else if (closing || !$("home-panel").hidden) announce(words.accepted);
  });

  // --- the line being typed -----------------------------------------------

  const text = $("say-text");
  const grow = () => { text.rows = Math.min(5, text.value.split("\n").length); };
  text.addEventListener("input", grow);
  text.addEventListener("keydown", (e) => { // Enter sends, except while a word is being converted
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing && e.keyCode !== 229) { e.preventDefault(); say.requestSubmit(); }
  });
  say.addEventListener("submit", (e) => {
    if (!text.value.trim()) { e.preventDefault(); e.stopImmediatePropagation(); text.focus(); }
  }, true);

  // --- news ---------------------------------------------------------------

  if (window.parent !== window) { // in the playground: one stream for all
    document.documentElement.classList.add("framed");
    const seat = Number(location.pathname.match(/\/p\/(\d+)\/$/)?.[1]);
    new BroadcastChannel("tsukiichi").addEventListener("message", (e) => {
      if (e.data.all || e.data.seats?.includes(seat)) refresh();
    });
  } else {
    const news = new EventSource("events");
    news.addEventListener("changed", refresh);
    news.addEventListener("open", refresh);
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
  setInterval(refresh, 5 * 60 * 1000);
  toEnd();
  if (words.first === "home") select(tabs[1]);
})();
