/* An article opens over the page and closes without a trace; without this, its link opens the same text in a tab. */
(function () {
  "use strict";
  var dialog, from, asked = 0;
  if (!window.HTMLDialogElement || !window.fetch) { return; }

  function made() {
    var close = document.createElement("button"), acts = document.createElement("p");
    dialog = document.createElement("dialog");
    dialog.className = "article";
    dialog.tabIndex = -1;
    acts.className = "acts";
    close.className = "btn";
    close.textContent = "关闭 ";
    close.appendChild(document.createElement("kbd")).textContent = "Esc";
    close.addEventListener("click", function () { dialog.close(); });
    acts.appendChild(close);
    dialog.appendChild(acts);
    dialog.addEventListener("click", function (event) { if (event.target === dialog) { dialog.close(); } });
    dialog.addEventListener("close", function () { if (from) { from.focus(); } });
    document.body.appendChild(dialog);
  }
  function show(text, link) {
    var law = new DOMParser().parseFromString(text, "text/html").querySelector(".law"), old, last, here;
    if (!law) { throw new Error("no text"); }
    if (!dialog) { made(); }
    law.classList.remove("panel");
    old = dialog.querySelector(".law");
    if (old) { old.remove(); }
    law.querySelector("h1").id = "article-title";
    dialog.setAttribute("aria-labelledby", "article-title");
    last = law.querySelector(".acts");
    if (last) { last.remove(); }
    dialog.insertBefore(law, dialog.firstChild);
    from = link;
    dialog.showModal();
    dialog.focus();
    here = law.querySelector("mark");
    if (here) { here.scrollIntoView({ block: "center" }); }
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a.cite") : null, mine;
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    event.preventDefault();
    asked += 1;
    mine = asked;
    fetch(link.href, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok || answer.redirected) { throw new Error(answer.status); }
      return answer.text();
    }).then(function (text) {
      if (mine === asked) { show(text, link); }
    }).catch(function () { window.open(link.href, "article"); });
  });
})();
