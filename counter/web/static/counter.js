/* Everything works without this. It adds keys, lets a scan land in the search box, and keeps a second click quiet. */
(function () {
  "use strict";
  var box = document.getElementById("q"), burst = "", timer = 0, QUIET = 120;
  function typing(target) { return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(radio|checkbox|hidden)$/.test(target.type); }
  function keyed(key) {
    var named = document.querySelector('[data-key="' + key + '"]');
    if (named) { return named; }
    return [].filter.call(document.querySelectorAll(".btn"), function (button) {
      var shown = button.querySelector("kbd");
      return shown && shown.textContent === key;
    })[0];
  }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) { return; }
    if (/^F\d+$/.test(event.key)) {
      var target = keyed(event.key);
      if (target) { event.preventDefault(); target.click(); }
      return;
    }
    if (event.key === "Escape") {
      if (box) { box.value = ""; box.focus(); } else { location.href = "/"; }
      return;
    }
    if (typing(event.target) || !/^[0-9A-Za-z]$/.test(event.key)) { return; }
    event.preventDefault();
    burst += event.key;
    clearTimeout(timer);
    if (burst.length > 1) {
      if (box) { box.value = burst; box.focus(); }
      burst = "";
      return;
    }
    timer = setTimeout(function () {
      var one = burst, button = /^[1-9]$/.test(one) && keyed(one);
      burst = "";
      if (button) { button.click(); } else if (box) { box.value = one; box.focus(); }
    }, QUIET);
  });
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.target === "_blank") { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (event.submitter) { event.submitter.setAttribute("aria-busy", "true"); }
  });
  window.addEventListener("pageshow", function () {
    [].forEach.call(document.forms, function (form) { delete form.dataset.sent; });
  });
})();
