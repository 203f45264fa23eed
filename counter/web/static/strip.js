/* A page that stays open keeps its strip of devices and links true, and its province marks; it says aloud only a line that breaks or comes back.
   The server answers as soon as anything in the strip has changed, or after ten seconds: a card laid down is heard of at once. */
(function () {
  "use strict";
  var EVERY = 10000, PATIENT = 18000, SOON = 1000, root = document.documentElement;
  var waits = null, timer = 0, turn = 0;

  function each(list, act) { [].forEach.call(list, act); }
  function down(strip) { return strip.querySelector("[data-link=down]"); }
  function tell(name, detail) { document.dispatchEvent(new CustomEvent(name, { detail: detail })); }

  /* Only what changed is written, so that nobody who reads the strip loses the place. */
  function renew(text) {
    var old = document.querySelector(".strip"), fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".strip");
    var were = old.querySelectorAll("li"), are = fresh.querySelectorAll("li"), said = document.getElementById("told");
    var changed = old.dataset.live !== fresh.dataset.live;
    if (!down(old) !== !down(fresh)) { said.textContent = (down(fresh) || fresh.querySelector("[data-link]")).textContent; }
    if (were.length !== are.length) { old.replaceWith(fresh); } else {
      old.dataset.live = fresh.dataset.live;
      each(were, function (one, n) { if (one.outerHTML !== are[n].outerHTML) { one.replaceWith(are[n]); } });
    }
    tell("counter:strip");
    return changed;
  }
  /* Ask what is new; gives how long to wait before asking again. */
  function ask(now) {
    var began = Date.now(), stop = new AbortController(), typed = root.dataset.awake, strip = document.querySelector(".strip");
    var since = now ? "" : "since=" + strip.dataset.live + "&window=" + encodeURIComponent(strip.dataset.stands);
    waits = stop;
    delete root.dataset.awake;
    setTimeout(function () { stop.abort(); }, PATIENT);
    return fetch("/strip?" + since + (typed ? "&awake=1" : ""), { credentials: "same-origin", signal: stop.signal })
      .then(function (answer) {
        if (answer.status === 401 || answer.redirected) { tell("counter:locked"); return EVERY; }
        if (!answer.ok) { return EVERY; }
        tell("counter:open", began);
        return answer.text().then(renew).then(function (changed) { return changed || Date.now() - began > SOON ? 0 : SOON; });
      }).catch(function () { if (typed) { root.dataset.awake = "1"; } return EVERY; });
  }
  function round(now) {
    var mine = turn = turn + 1;
    clearTimeout(timer);
    ask(now === true).then(function (pause) {
      if (mine === turn && !document.hidden) { timer = setTimeout(round, pause); }
    });
  }
  if (document.querySelector(".strip") && window.AbortController) {
    round();
    document.addEventListener("visibilitychange", function () {
      if (waits) { waits.abort(); }
      if (!document.hidden) { round(true); }
    });
  }

  /* The province answers a moment after the entry: look again a few times while it is awaited. */
  function look(left) {
    if (!left.length || !document.querySelector("[data-province].warn")) { return; }
    setTimeout(function () {
      fetch(location.href, { credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok || answer.redirected) { throw new Error(answer.status); }
        return answer.text();
      }).then(function (text) {
        var now = new DOMParser().parseFromString(text, "text/html").querySelectorAll("[data-province]");
        each(document.querySelectorAll("[data-province]"), function (tag, n) {
          if (now[n]) { tag.parentNode.replaceWith(now[n].parentNode); }
        });
        renew(text);
        look(left.slice(1));
      }).catch(function () { /* the page stands as it is */ });
    }, left[0]);
  }
  look([1000, 2000, 4000, 8000]);
})();
