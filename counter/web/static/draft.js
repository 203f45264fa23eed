/* What stands on a form is kept at the counter a moment after it was typed: no error, no lock, no reload loses it. */
(function () {
  "use strict";
  var REST = 700, AGAIN = 5000, form = document.querySelector("form[data-draft]"), KEPT = "填写的已存下";
  if (!form || !window.fetch || !window.AbortController) { return; }
  var bar = form.querySelector(".bar"), said = document.createElement("span"), alarm = null;
  var timer = 0, ended = false, asked = null, last = body();

  said.className = "kept";
  bar.insertBefore(said, bar.querySelector(".end"));

  function body() {
    var out = new URLSearchParams();
    new FormData(form).forEach(function (value, name) { if (typeof value === "string") { out.append(name, value); } });
    return out.toString();
  }
  function field() {
    var one = document.activeElement;
    return one && form.contains(one) && one.id && one.type !== "password" ? one.id : "";
  }
  function tell(sentence, way) {
    if (!sentence) { if (alarm) { alarm.remove(); alarm = null; } return; }
    if (!alarm) {
      alarm = document.createElement("p");
      alarm.className = "note";
      alarm.setAttribute("role", "alert");
      form.insertBefore(alarm, form.firstChild);
    }
    if (alarm.dataset.said === sentence) { return; }
    alarm.dataset.said = sentence;
    alarm.textContent = sentence + "。";
    said.textContent = "";
    if (way) {
      var link = document.createElement("a");
      link.href = way;
      link.textContent = "重新登录";
      alarm.appendChild(link);
    }
  }
  function later(wait) { clearTimeout(timer); timer = setTimeout(keep, wait); }

  /* What the counter answered to what was sent. */
  function answered(answer, sent) {
    asked = null;
    if (answer.status === 204) {
      last = sent;
      said.textContent = KEPT;
      var other = answer.headers.get("Counter-Program") !== form.dataset.program;
      return tell(other ? "柜台程序已经升级，这一页是旧的；填写的已存下，请按 F5 刷新后再办" : "");
    }
    if (answer.redirected) {
      later(AGAIN);
      return tell("登录已经过期，填写的还在这一页，登录后回到这里", answer.url);
    }
    if (answer.status === 401) {
      later(AGAIN);
      document.dispatchEvent(new CustomEvent("counter:locked"));
      return tell("窗口已锁，填写的还在这一页，解锁后自动存下");
    }
    if (answer.status === 409) { ended = true; return answer.text().then(tell); }
    later(AGAIN);
    return tell("填写的暂时存不下，还在这一页，过一会儿自动再存；没有存下以前请不要关这一页");
  }
  function unheard(error) {
    asked = null;
    if (error && error.name === "AbortError") { return; }
    tell("连不上柜台服务，填写的还在这一页，接通后自动存下；没有存下以前请不要关这一页");
    later(AGAIN);
  }
  function keep() {
    var now = body();
    if (ended || form.dataset.sent || now === last) { return; }
    if (asked) { later(REST); return; }
    asked = new AbortController();
    send(now, { signal: asked.signal }).then(function (answer) { return answered(answer, now); }).catch(unheard);
  }
  function send(now, more) {
    var wanted = { method: "POST", body: new URLSearchParams(now + "&at=" + encodeURIComponent(field())), credentials: "same-origin" };
    Object.keys(more).forEach(function (name) { wanted[name] = more[name]; });
    return fetch(form.dataset.draft, wanted);
  }
  /* The page goes: what is not kept yet goes with it, for the answer nobody waits. */
  function leaving() {
    var now = body();
    if (ended || form.dataset.sent || now === last) { return; }
    last = now;
    send(now, { keepalive: true }).catch(function () { last = ""; });
  }
  form.addEventListener("input", function () { said.textContent = ""; later(REST); });
  form.addEventListener("change", function () { later(REST); });
  form.addEventListener("submit", function () { clearTimeout(timer); if (asked) { asked.abort(); } });
  window.addEventListener("pagehide", leaving);
  document.addEventListener("visibilitychange", function () { if (document.visibilityState === "hidden") { leaving(); } });

  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "s") {
      event.preventDefault();
      form.querySelector("[name=keep]").click();
    }
  });
})();
