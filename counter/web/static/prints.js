/* Papers on their way to a printer: each is asked again while it is on its way, and a framed paper is printed once. */
(function () {
  "use strict";
  var OFTEN = 1000, SELDOM = 5000, timer = 0, frame = document.querySelector("iframe[data-print-now]");

  /* A paper that has ended may be printed again; one that nobody knows of is asked about first. */
  function allow(row) {
    var put = row.closest("section").querySelector('[data-put="' + row.dataset.job + '"]');
    if (put && !row.dataset.going && !row.querySelector("[data-ask]")) { put.disabled = false; }
  }
  function again(row) {
    return fetch(row.dataset.going, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok || answer.redirected) { throw new Error(answer.status); }
      return answer.text();
    }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-job]");
      if (fresh.outerHTML !== row.outerHTML && !row.contains(document.activeElement)) {
        row.replaceWith(fresh);
        allow(fresh);
      }
      return OFTEN;
    }).catch(function () { return SELDOM; });
  }
  function round() {
    var going = document.querySelectorAll("[data-going]");
    clearTimeout(timer);
    if (!going.length || document.hidden) { return; }
    Promise.all([].map.call(going, again)).then(function (pauses) {
      timer = setTimeout(round, Math.max.apply(null, pauses));
    });
  }
  timer = setTimeout(round, OFTEN);
  document.addEventListener("visibilitychange", round);
  if (frame) {
    frame.addEventListener("load", function () { frame.contentWindow.focus(); frame.contentWindow.print(); }, { once: true });
  }
})();
