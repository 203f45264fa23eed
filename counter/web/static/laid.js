/* A card that is laid down while a page is open: on the desk it finds its holder, a form fills its blanks from it, other pages say whose it is.
   The keys F2, F3 and the buttons do the same by hand; whoever has switched this off, or has no scripts, uses those. */
(function () {
  "use strict";
  var main = document.getElementById("main"), lock = document.getElementById("lock"), lays = main.dataset.lays;
  var OPENS = { card_reader: "F3", id_reader: "F2" }, TITLES = { card_reader: "社保卡", id_reader: "身份证" };
  var form = document.querySelector("form[data-draft]"), said = document.createElement("p"), first = true, timer = 0, SHOWN = 10000;

  function each(list, act) { [].forEach.call(list, act); }
  function laid() {
    var found = {};
    each(document.querySelectorAll(".strip [data-laid]"), function (one) { found[one.dataset.device] = one.dataset; });
    return found;
  }
  function kept() { return JSON.parse(sessionStorage.getItem("laid") || "null"); }
  function keep(found) {
    var out = {};
    Object.keys(found).forEach(function (device) { out[device] = found[device].laid; });
    sessionStorage.setItem("laid", JSON.stringify(out));
  }
  function typed(one) { return one.value !== one.defaultValue || one.checked !== one.defaultChecked; }
  function say(sentence, passes) {
    said.textContent = sentence ? sentence + "。" : "";
    clearTimeout(timer);
    if (passes) { timer = setTimeout(say, SHOWN, ""); }
  }

  /* What was typed meanwhile stays; the focus stays where it is. */
  function put(name, blank, sent) {
    var field = form.elements[name], beside = document.getElementById("f-" + name), words;
    if (!field || !beside || field.value !== (sent.get(name) || "")) { return; }
    field.value = blank.text;
    words = beside.querySelector("[data-source]");
    if (!words) {
      words = document.createElement("span");
      words.dataset.source = name;
      (beside.querySelector(".beside") || beside).appendChild(words);
    }
    words.className = "src";
    words.textContent = blank.source;
    (field.length && !field.options ? beside.querySelector(":checked") : field).dispatchEvent(new Event("change", { bubbles: true }));
  }
  function body() {
    var out = new URLSearchParams();
    if (form) { new FormData(form).forEach(function (value, name) { if (typeof value === "string") { out.append(name, value); } }); }
    out.set("csrf_token", lock.elements.csrf_token.value);
    return out;
  }
  function tell(kind) {
    var sent = body();
    fetch(lays + kind, { method: "POST", body: sent, credentials: "same-origin" }).then(function (answer) {
      return answer.ok && !answer.redirected ? answer.json() : { said: "", blanks: {} };
    }).then(function (told) {
      Object.keys(told.blanks).forEach(function (name) { put(name, told.blanks[name], sent); });
      say(told.said, told.passes);
    }).catch(function () { /* the strip says that the counter does not answer */ });
  }
  function open(kind) {
    var button = document.querySelector('[data-key="' + OPENS[kind] + '"]');
    if (!button || document.querySelector("form[data-sent]")) { return; }
    if ([].some.call(main.querySelectorAll("input, textarea"), typed) || document.querySelector("dialog[open]")) {
      say("已放上" + TITLES[kind] + "，这一页没有改变；要找持卡人按 " + OPENS[kind]);
    } else { button.click(); }
  }
  /* A form that opens reads the card that lies there into its empty blank. */
  function empty(button) { return !form.elements[button.value].value; }
  function opening() { return first && form && [].some.call(form.querySelectorAll("[name=read]"), empty); }
  function look() {
    var before = kept(), now = laid(), opens = opening();
    first = false;
    keep(now);
    Object.keys(now).forEach(function (device) {
      var kind = now[device].kind;
      if (opens && now[device].laid && kind === "card_reader") { tell(kind); return; }
      if (!before || !(device in before) || before[device] === now[device].laid) { return; }
      say("");
      if (!now[device].laid || !OPENS[kind]) { return; }
      if (lays) { tell(kind); } else { open(kind); }
    });
  }
  if (lays === undefined || !lock || !window.fetch) { return; }
  said.className = "said";
  said.setAttribute("role", "status");
  document.body.appendChild(said);
  document.addEventListener("counter:strip", look);
  look();
})();
