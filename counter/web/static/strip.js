/* A page that stays open keeps its strip of devices and links true, and its province marks; it says aloud only a line that breaks or comes back. */
(function () {
  "use strict";
  var EVERY = 10000, PATIENT = 8000, root = document.documentElement;

  function each(list, act) { [].forEach.call(list, act); }
  function down(strip) { return strip.querySelector("[data-link=down]"); }

  /* Only what changed is written, so that nobody who reads the strip loses the place. */
  function renew(text) {
    var old = document.querySelector(".strip"), fresh = new DOMParser().parseFromString(text, "text/html").querySelector(".strip");
    var were = old.querySelectorAll("li"), are = fresh.querySelectorAll("li"), said = document.getElementById("told");
    if (!down(old) !== !down(fresh)) { said.textContent = (down(fresh) || fresh.querySelector("[data-link]")).textContent; }
    if (were.length !== are.length) { old.replaceWith(fresh); return; }
    each(were, function (one, n) { if (one.outerHTML !== are[n].outerHTML) { one.replaceWith(are[n]); } });
  }
  function tell(name, detail) { document.dispatchEvent(new CustomEvent(name, { detail: detail })); }
  function ask() {
    var began = Date.now(), stop = window.AbortController ? new AbortController() : null, typed = root.dataset.awake;
    delete root.dataset.awake;
    setTimeout(function () { if (stop) { stop.abort(); } }, PATIENT);
    return fetch("/strip" + (typed ? "?awake=1" : ""), { credentials: "same-origin", signal: stop ? stop.signal : undefined })
      .then(function (answer) {
        if (answer.status === 401 || answer.redirected) { tell("counter:locked"); return; }
        if (!answer.ok) { return; }
        tell("counter:open", began);
        return answer.text().then(renew);
      }).catch(function () { if (typed) { root.dataset.awake = "1"; } });
  }
  function round() {
    setTimeout(function () {
      if (document.hidden) { round(); } else { ask().then(round); }
    }, EVERY);
  }
  if (document.querySelector(".strip")) {
    round();
    document.addEventListener("visibilitychange", function () { if (!document.hidden) { ask(); } });
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
