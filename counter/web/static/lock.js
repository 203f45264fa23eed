/* The window locks itself when nobody types: it is covered, and the server answers nothing until the password is typed again. What was typed on the page stays. */
(function () {
  "use strict";
  var CHECK = 2000, body = document.body, root = document.documentElement;
  var form = document.getElementById("lock"), idle = form ? Number(form.dataset.idle) * 1000 : 0;
  var last = Date.now(), sure = 0, title = "", over = null;

  function make(tag, words, name) {
    var made = document.createElement(tag);
    if (words) { made.textContent = words; }
    if (name) { made.className = name; }
    return made;
  }
  function blank(words, name, type, complete) {
    var line = make("div", "", "f"), label = make("label", words), input = make("input", "", type === "text" ? "w-tel num" : "");
    label.htmlFor = input.id = "lock-" + name;
    input.name = name;
    input.type = type;
    input.autocomplete = complete;
    line.appendChild(label);
    line.appendChild(input);
    return line;
  }
  function send(path, fields) {
    var sent = new URLSearchParams(fields);
    sent.set("csrf_token", form.elements.csrf_token.value);
    sent.set("quietly", "1");
    return fetch(path, { method: "POST", body: sent, credentials: "same-origin" });
  }
  function opened(number) {
    var box = over;
    over = null;
    last = Date.now();
    body.classList.remove("locked");
    document.title = title;
    box.close();
    box.remove();
    if (number && number !== form.dataset.who) { location.replace(location.href); }
  }
  function unlock(event) {
    var ask = event.target, said = ask.querySelector(".emsg"), number = ask.elements.number.value.trim();
    event.preventDefault();
    said.textContent = "";
    send("/unlock", { number: number, password: ask.elements.password.value, window: form.dataset.at, back: "/" })
      .then(function (answer) {
        if (answer.status === 204) { opened(number || form.dataset.who); return; }
        return answer.text().then(function (text) { throw new Error(answer.status === 422 ? text : ""); });
      }).catch(function (error) {
        said.textContent = /[\u4e00-\u9fff]/.test(error.message) ? error.message : "服务器没有答复，请稍后再试；页面上填写的还在";
        ask.elements.password.value = "";
        ask.elements.password.focus();
      });
  }
  function cover() {
    var ask = make("form", "", "stack panel"), words = make("p", form.dataset.name + "（" + form.dataset.who + "）离开了这个窗口。输入密码接着办，页面上填写的还在。");
    var head = make("h1", "已锁屏"), said = make("p", "", "emsg"), button = make("button", "解锁", "btn");
    if (over) { return; }
    over = make("dialog", "", "over lock");
    head.id = "lock-head";
    over.setAttribute("aria-labelledby", head.id);
    said.setAttribute("role", "alert");
    [head, words, said, blank("工号（换人办，改成自己的）", "number", "text", "username"),
      blank("密码", "password", "password", "current-password"), button].forEach(function (one) { ask.appendChild(one); });
    ask.elements.number.value = form.dataset.who;
    ask.addEventListener("submit", unlock);
    over.appendChild(ask);
    over.addEventListener("cancel", function (event) { event.preventDefault(); });
    over.addEventListener("close", function () { if (over) { over.showModal(); } });
    body.appendChild(over);
    body.classList.add("locked");
    title = document.title;
    document.title = "已锁屏";
    over.showModal();
    ask.elements.password.focus();
  }
  function lock() {
    cover();
    sure = Infinity;
    send(form.action, { back: "/" }).then(function () { sure = Date.now(); }).catch(function () { /* covered all the same */ });
  }
  if (!form || !window.HTMLDialogElement) { return; }
  ["keydown", "pointerdown", "wheel", "input"].forEach(function (name) {
    document.addEventListener(name, function () { last = Date.now(); root.dataset.awake = "1"; }, { capture: true, passive: true });
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); lock(); });
  setInterval(function () { if (!over && Date.now() - last > idle) { lock(); } }, CHECK);
  document.addEventListener("counter:locked", function () { if (!over) { cover(); sure = Date.now(); } });
  document.addEventListener("counter:open", function (event) { if (over && event.detail > sure) { opened(); } });
})();
