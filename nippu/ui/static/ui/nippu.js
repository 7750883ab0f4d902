/* What the pages gain from script. Everything works without it.
   Events are listened to at the document, so that parts swapped in by htmx need nothing. Nothing is kept in the
   browser's storage: texts tell of people and live only in the form. */
(() => {
  "use strict";

  const every = 4000;
  const retryMost = 60000;
  const sentOnce = 10000;
  const mostKept = 60000; // browsers let no more outlive the page
  const $ = (selector, root = document) => root.querySelector(selector);
  const announce = (text) => { const place = $("#ilmoitukset"); if (place) place.textContent = text; };
  const isWriting = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

  /* While a button of the mouse is down nothing moves on the page: the click would miss what it was meant for. */
  let still = Promise.resolve();
  let release = null;
  document.addEventListener("pointerdown", () => {
    if (!release) still = new Promise((resolve) => { release = resolve; });
  }, true);
  ["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, () => {
    setTimeout(() => { if (release) release(); release = null; });
  }, true));

  /* The draft: saved while it is written. */
  const draft = { form: null, dirty: false, change: 0, timer: null, busy: false, saving: null, sending: false, wait: every, stopped: false, loggedOut: false };

  const show = (state, text, link) => {
    const place = $("[data-saved]");
    if (!place) return;
    place.dataset.state = state;
    place.textContent = text;
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link.href;
      anchor.target = "_blank";
      anchor.rel = "noopener";
      anchor.textContent = link.text;
      place.append(" ", anchor);
    }
  };

  const later = (milliseconds) => {
    clearTimeout(draft.timer);
    draft.timer = setTimeout(save, milliseconds);
  };

  const dirty = (form) => {
    if (!form.dataset.autosaveUrl) return;
    draft.form = form;
    draft.change += 1;
    if (!draft.dirty) show("unsaved", form.dataset.textUnsaved);
    draft.dirty = true;
    if (!draft.timer && !draft.stopped) later(draft.wait);
  };

  const request = (form, url, extra = {}, keepalive = false) => {
    const body = new URLSearchParams(new FormData(form));
    Object.entries(extra).forEach(([name, value]) => body.set(name, value));
    const version = $("[data-version]", form);
    return fetch(url, {
      method: "POST",
      body,
      credentials: "same-origin",
      redirect: "manual",
      keepalive: keepalive && body.toString().length < mostKept,
      headers: {
        "X-CSRFToken": body.get("csrfmiddlewaretoken") || "",
        "X-Draft-Version": version ? version.value : "",
        "X-Requested-With": "fetch",
      },
    });
  };

  const save = (keepalive = false) => {
    if (!draft.busy) draft.saving = store(keepalive);
    return draft.saving;
  };

  const store = async (keepalive) => {
    clearTimeout(draft.timer);
    draft.timer = null;
    const form = draft.form;
    if (!form || !form.isConnected || !draft.dirty || draft.stopped) return;
    draft.busy = true;
    const change = draft.change;
    // The way to log in stays as it is until saving succeeds: it is being pressed just now, perhaps.
    if (!draft.loggedOut) show("saving", form.dataset.textSaving);
    try {
      if (draft.loggedOut) await renewToken();
      const answer = await request(form, form.dataset.autosaveUrl, {}, keepalive === true);
      await saved(form, answer, change);
    } catch {
      show("offline", form.dataset.textOffline);
      draft.wait = Math.min(draft.wait * 2, retryMost);
      later(draft.wait);
    } finally {
      draft.busy = false;
      if (draft.dirty && !draft.timer && !draft.stopped) later(draft.wait);
    }
  };

  /* After logging in anew in another tab the old token is not valid: take one from the page. */
  const renewToken = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = $("input[name=csrfmiddlewaretoken]", page);
    if (!token) return;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((input) => { input.value = token.value; });
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token.value }));
  };

  const saved = async (form, answer, change) => {
    if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") {
      if (!draft.loggedOut) show("login", form.dataset.textLogin, { href: form.dataset.loginUrl || "/", text: form.dataset.textLoginLink });
      draft.loggedOut = true;
      draft.wait = every;
      later(every * 2);
      return;
    }
    draft.loggedOut = false;
    if (answer.status === 409) {
      draft.stopped = true;
      show("conflict", form.dataset.textConflict);
      const panel = $("[data-conflict]");
      const data = await answer.json();
      if (panel && data.html) {
        panel.innerHTML = data.html;
        if (window.htmx) window.htmx.process(panel);
        panel.scrollIntoView({ block: "center" });
      }
      announce(form.dataset.textConflict);
      return;
    }
    if (!answer.ok) throw new Error(String(answer.status));
    const data = await answer.json();
    await still;
    const version = $("[data-version]", form);
    if (version && data.version !== undefined) version.value = data.version;
    Object.entries(data.parts || {}).forEach(([id, html]) => {
      const place = document.getElementById(id);
      if (place) place.outerHTML = html;
    });
    draft.wait = every;
    if (draft.change === change) draft.dirty = false;
    show(draft.dirty ? "unsaved" : "saved", draft.dirty ? form.dataset.textUnsaved : `${form.dataset.textSaved} ${data.saved}`);
  };

  /* A field is checked when it is left. */
  const checked = new WeakMap();

  const check = async (field, form) => {
    const name = field.dataset.field;
    const place = $(`[data-flaws="${CSS.escape(name)}"]`, form);
    if (!place) return;
    const turn = (checked.get(field) || 0) + 1;
    checked.set(field, turn);
    try {
      const answer = await request(form, form.dataset.checkUrl, { _field: name });
      if (!answer.ok || answer.redirected) return;
      const html = await answer.text();
      await still;
      if (checked.get(field) !== turn || !place.isConnected) return;
      const told = document.createElement("template");
      told.innerHTML = html;
      const flaws = told.content.querySelectorAll(".flaw");
      place.replaceChildren(...flaws);
      mark(field, flaws.length > 0);
    } catch { /* the connection is told of when saving fails */ }
  };

  const mark = (field, wrong) => {
    if (field.classList.contains("hds-text-input")) field.classList.toggle("hds-text-input--invalid", wrong);
    field.querySelectorAll(".hds-text-input__input").forEach((input) => {
      if (wrong) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    });
  };

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form || !event.target.name) return;
    dirty(form);
    if (form.matches("[data-steady]")) steady(form);
    const field = event.target.closest("[data-field]");
    if (!field) return;
    field.dataset.touched = "1";
    field.classList.remove("prefill");
  });

  document.addEventListener("focusout", (event) => {
    const field = event.target.closest("[data-field]");
    const form = event.target.form;
    if (!field || !form) return;
    if (event.relatedTarget && field.contains(event.relatedTarget)) return;
    if (draft.dirty) save();
    if (form.dataset.checkUrl && field.dataset.touched) check(field, form);
  });

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
    else if (draft.dirty) save();
  });
  window.addEventListener("online", () => { draft.wait = every; save(); });
  window.addEventListener("beforeunload", (event) => { if (draft.dirty) event.preventDefault(); });
  /* A form is sent once, however often its button is pressed. A draft is saved first: else its own saving could
     come between, or there is no server and the text would go with the page. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.matches("[data-steady].htmx-request")) { // its own saving first: it gives the new version
      event.preventDefault();
      form.addEventListener("htmx:afterRequest", () => form.requestSubmit(event.submitter), { once: true });
      return;
    }
    if (form === draft.form && draft.stopped) draft.dirty = false; // the server shows both texts
    if (form === draft.form && (draft.dirty || draft.busy)) {
      event.preventDefault();
      sendSaved(form, event.submitter);
    } else if (form.dataset.sent) {
      event.preventDefault();
    } else {
      form.dataset.sent = "1";
      setTimeout(() => { delete form.dataset.sent; }, sentOnce);
    }
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });

  const sendSaved = async (form, submitter) => {
    if (draft.sending) return;
    draft.sending = true;
    if (draft.busy) await draft.saving;
    if (draft.dirty) await save();
    draft.sending = false;
    if (draft.stopped || (draft.dirty && !draft.loggedOut)) return;
    draft.dirty = false;
    clearTimeout(draft.timer);
    form.requestSubmit(submitter);
  };

  /* What htmx saves when writing pauses is saved also when it does not pause, and again when it could not be. */
  const steady = (form) => {
    if (form.dataset.steady) return;
    form.dataset.steady = "1";
    setTimeout(() => {
      form.dataset.steady = "";
      if (form.isConnected && window.htmx) window.htmx.trigger(form, "steady");
    }, every);
  };
  const unsaved = (event) => {
    const form = event.target;
    const place = $("#saved");
    if (!place || !form.matches("[data-steady]")) return;
    const told = { 401: form.dataset.textLogin, 409: form.dataset.textConflict }[event.detail.xhr.status];
    place.textContent = told || form.dataset.textOffline;
    if (!told) steady(form);
  };
  document.addEventListener("htmx:responseError", unsaved);
  document.addEventListener("htmx:sendError", unsaved);

  /* One more, one fewer: htmx sends the form and puts the answer's part in place, without leaving the page. */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=_add], button[name=_remove]");
    if (!button || !button.form || !window.htmx) return;
    const place = button.closest("[data-repeat]");
    if (!place) return;
    event.preventDefault();
    const question = button.dataset.confirm;
    if (question && !window.confirm(question)) return;
    const form = button.form;
    dirty(form);
    window.htmx.ajax("POST", form.getAttribute("action") || location.href, {
      source: button,
      target: `#${CSS.escape(place.id)}`,
      select: `#${CSS.escape(place.id)}`,
      swap: "outerHTML",
      values: { [button.name]: button.value },
    }).then(() => {
      const now = document.getElementById(place.id);
      if (!now || document.activeElement !== document.body) return;
      const newest = button.name === "_add" && [...now.querySelectorAll(":scope > .item, :scope > .field")].pop();
      ((newest && $("input:not([type=hidden]), textarea, select", newest)) || now).focus();
    });
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const first = $("[autofocus]", event.target) || null;
    if (first) first.focus();
  });

  /* A link to a field opens the folds around it. */
  const reveal = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    target.scrollIntoView({ block: "center" });
    if (target.matches("input, textarea, select, [tabindex]")) target.focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) reveal();
  });

  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });

  /* Keys. Escape only leaves a menu; it never clears a text. */
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      const form = event.target.form;
      const primary = $(`[data-primary][form="${form.id}"]`) || $("[data-primary], .hds-button--primary", form);
      event.preventDefault();
      form.requestSubmit(primary || undefined);
    } else if (event.key === "Escape" && event.target.type === "search") {
      event.preventDefault();
      event.target.blur();
    } else if (isWriting(event.target) || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    } else if (event.key === "/") {
      const search = $("#haku");
      if (search) { event.preventDefault(); search.focus(); }
    } else if (event.key === "?") {
      const keys = $("#pikanappaimet");
      if (keys) { keys.open = !keys.open; keys.scrollIntoView({ block: "nearest" }); $("summary", keys).focus(); }
    }
  });

  /* A printed page shows everything that stands in folds. */
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("main details:not([open])").forEach((fold) => { fold.open = true; fold.dataset.printed = "1"; });
  });
  window.addEventListener("afterprint", () => {
    document.querySelectorAll("details[data-printed]").forEach((fold) => { fold.open = false; delete fold.dataset.printed; });
  });

  /* The bar of the editor sticks right under the client strip, whatever its height. */
  const strip = $(".strip");
  if (strip) {
    new ResizeObserver(() => {
      document.documentElement.style.setProperty("--strip", `${Math.floor(strip.offsetHeight)}px`);
    }).observe(strip);
  }

  document.documentElement.classList.add("js");
  if (location.hash) reveal();
})();
