/* All keys, shown over the page so that nothing typed is left; without this the same link opens them beside it. */
(function () {
  "use strict";
  var link = document.querySelector('[data-key="?"]');
  if (!link || !window.HTMLDialogElement) { return; }
  link.addEventListener("click", function (event) {
    event.preventDefault();
    if (document.querySelector("dialog[open]")) { return; }
    fetch(link.href, { credentials: "same-origin" }).then(function (answer) {
      if (!answer.ok || answer.redirected) { throw new Error(answer.status); }
      return answer.text();
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html").getElementById("allkeys");
      var box = document.createElement("dialog"), close = document.createElement("button");
      box.className = "over";
      box.setAttribute("aria-labelledby", "kh");
      close.className = "btn";
      close.textContent = "关闭";
      close.addEventListener("click", function () { box.close(); });
      page.querySelector("form").addEventListener("submit", function (sent) {
        var form = sent.target, choice = sent.submitter.value, fields = new URLSearchParams(new FormData(form));
        sent.preventDefault();
        fields.set("single", choice);
        fetch(form.action, { method: "POST", body: fields, credentials: "same-origin" }).then(function (answer) {
          if (answer.ok) { document.body.dataset.single = choice; box.close(); }
        });
      });
      page.appendChild(close);
      box.appendChild(page);
      box.addEventListener("close", function () { box.remove(); });
      document.body.appendChild(box);
      box.showModal();
      close.focus({ preventScroll: true });
    }).catch(function () { window.open(link.href, link.target); });
  });
})();
