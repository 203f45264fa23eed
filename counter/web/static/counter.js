/* Everything works without this. It adds keys, lets a scan land in the search box, and keeps a second click quiet. */
(function () {
  "use strict";
  var QUIET = 120, PAUSE = 800, EACH = 80, SCAN = 6, STUCK = 10000, SLOW = 700;
  var LATE = "10 秒还没有答复。同一笔不会办两次：可以再按一次，也可以先办别的，回头在持卡人页看结果。";
  var box = document.getElementById("q"), burst = "", typed = 0, first = 0, last = 0, gap = 0, stray = 0, timer = 0;

  function each(list, act) { [].forEach.call(list, act); }
  function named(key) { return document.querySelector('[data-key="' + key + '"]'); }
  function typing(target) {
    return /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName) && !/^(radio|checkbox|hidden)$/.test(target.type);
  }
  function single() { return document.body.dataset.single !== "off"; }
  function search(text) { if (box) { box.value = text; box.focus(); } }

  /* A scanner types faster than anybody: many signs, then Enter. One slow sign among them changes nothing. */
  function scanned(now) {
    return typed >= SCAN && now - last < PAUSE && (last - first) / (typed - 1) < EACH;
  }
  function count(event, now) {
    var plain = /^[0-9A-Za-z]$/.test(event.key);
    if (!plain || now - last > PAUSE) { typed = 0; first = now; }
    typed += plain ? 1 : 0;
    last = now;
    stray = plain && !typing(event.target) ? stray + 1 : 0;
  }
  function next(field) {
    var fields = [].filter.call(field.form.elements, function (one) { return typing(one) && one.type !== "submit"; });
    var after = fields[fields.indexOf(field) + 1];
    if (after) { after.focus(); }
  }
  function entered(event, scan) {
    var secrets = event.target.type === "password" ? event.target.form.querySelectorAll("[type=password]") : [];
    var empty = [].filter.call(secrets, function (one) { return !one.value; })[0];
    if (event.target.value && empty) { event.preventDefault(); empty.focus(); return; }
    if (event.target.tagName === "TEXTAREA") { return; }
    if (!typing(event.target)) {
      if (stray > 1) { event.preventDefault(); stray = 0; }
    } else if (scan && event.target !== box && event.target.form.method === "post") {
      event.preventDefault();
      next(event.target);
    }
  }
  /* A scan that began before the page put the cursor anywhere: its first sign stands before the others. */
  function before(field) {
    if (!burst || field.tagName === "SELECT") { return; }
    clearTimeout(timer);
    field.value = burst + field.value;
    burst = "";
  }
  function sign(event) {
    if (typing(event.target)) { before(event.target); return; }
    if (/^[?？]$/.test(event.key) && single() && gap > EACH && named("?")) {
      event.preventDefault();
      named("?").click();
    }
    if (!/^[0-9A-Za-z]$/.test(event.key)) { return; }
    event.preventDefault();
    burst += event.key;
    clearTimeout(timer);
    if (burst.length > 1) {
      search(burst);
      burst = "";
      return;
    }
    timer = setTimeout(function () {
      var one = burst, target = single() && /^[1-9]$/.test(one) && named(one);
      burst = "";
      if (target) { target.click(); } else { search(one); }
    }, QUIET);
  }
  function escaped() {
    var back = named("Escape");
    if (back) { location.href = back.href; } else if (box) { search(""); window.scrollTo(0, 0); } else { location.href = "/"; }
  }
  document.addEventListener("keydown", function (event) {
    var now = event.timeStamp, target;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) { return; }
    if (document.querySelector("dialog[open]")) { return; }
    gap = now - last;
    if (event.key !== "Enter") { count(event, now); }
    if (/^F\d+$/.test(event.key)) {
      target = named(event.key);
      if (target) { event.preventDefault(); target.click(); }
    } else if (event.key === "Escape") {
      event.preventDefault();
      escaped();
    } else if (event.key === "Enter") {
      entered(event, scanned(now));
    } else {
      sign(event);
    }
  });

  /* Going back finds the form with what was typed: the history keeps its address, not what was sent. */
  function remember(form) {
    if (form && form.dataset.address) { history.replaceState(null, "", form.dataset.address); }
  }
  remember(document.querySelector("[data-kept]"));

  /* One click sends once; a page that comes back, or an answer that never comes, can be sent again. */
  function release(form) {
    delete form.dataset.sent;
    each(form.querySelectorAll("[aria-busy]"), function (button) { button.removeAttribute("aria-busy"); });
    each(document.querySelectorAll(".wait"), function (wait) { wait.remove(); });
  }
  function words(button) {
    var copy = button && button.cloneNode(true);
    if (!copy) { return ""; }
    each(copy.querySelectorAll("kbd"), function (key) { key.remove(); });
    return copy.textContent.trim();
  }
  function waiting(form, what, late) {
    var wait = document.createElement("p");
    wait.className = "wait";
    wait.setAttribute("role", "status");
    wait.textContent = late || (form.dataset.awaits || (what ? "正在办“" + what + "”" : "正在提交")) + "，请稍候…";
    document.body.appendChild(wait);
  }
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.target === "_blank" || event.defaultPrevented) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    remember(form);
    if (event.submitter) { event.submitter.setAttribute("aria-busy", "true"); }
    setTimeout(function () { if (form.dataset.sent) { waiting(form, words(event.submitter)); } }, SLOW);
    setTimeout(function () {
      if (!form.dataset.sent) { return; }
      release(form);
      waiting(form, "", LATE);
    }, STUCK);
  });
  window.addEventListener("pageshow", function () { each(document.forms, release); });

  /* A chosen radio looks chosen at once. */
  document.addEventListener("change", function (event) {
    if (event.target.type !== "radio") { return; }
    each(document.getElementsByName(event.target.name), function (one) {
      if (one.parentNode.tagName === "LABEL") { one.parentNode.classList.toggle("on", one.checked); }
    });
  });
})();
