/* The count of the drawer: what each denomination comes to, and all of them, while it is typed. What should be there is not known here. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-cash]");
  if (!form) { return; }
  var total = form.querySelector("[data-total]");

  function yuan(fen) {
    var whole = String(Math.floor(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
    return whole + "." + ("0" + fen % 100).slice(-2);
  }
  function add() {
    var sum = 0, any = false;
    form.querySelectorAll("[data-worth]").forEach(function (cell) {
      var typed = form.elements["note-" + cell.getAttribute("data-worth")].value.trim();
      var many = /^\d{1,4}$/.test(typed) ? Number(typed) : 0;
      var fen = many * Number(cell.getAttribute("data-worth"));
      cell.textContent = typed ? yuan(fen) : "";
      any = any || typed !== "";
      sum += fen;
    });
    total.hidden = !any;
    total.querySelector("td.num").textContent = yuan(sum);
  }
  form.addEventListener("input", add);
  add();
}());
