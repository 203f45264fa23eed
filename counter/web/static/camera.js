/* The page's camera: a photo cropped and saved as the city wants it, put into the same blank as a chosen file. */
(function () {
  "use strict";
  var BEST = 1, STEP = 0.05, WORST = 0.3;

  function make(tag, words, name) {
    var made = document.createElement(tag);
    if (words) { made.textContent = words; }
    if (name) { made.className = name; }
    return made;
  }
  function button(words, act) {
    var made = make("button", words, "btn sec sm");
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }
  function secure() { return window.isSecureContext && navigator.mediaDevices && navigator.mediaDevices.getUserMedia; }

  /* The density stands in the JFIF head, which every browser writes first: FFD8 FFE0 length "JFIF" 0 version unit x y. */
  function dense(buffer, dpi) {
    var bytes = new Uint8Array(buffer);
    if (dpi && bytes[2] === 0xff && bytes[3] === 0xe0) {
      bytes[13] = 1;
      bytes[14] = bytes[16] = dpi >> 8;
      bytes[15] = bytes[17] = dpi & 255;
    }
    return bytes;
  }
  /* A plain picture can be smaller than the city wants: a comment behind the head, which no program shows, fills it up. */
  function filled(bytes, least) {
    var lack = Math.max(4, least - bytes.length), head = 4 + bytes[4] * 256 + bytes[5] - 2, whole;
    if (bytes.length >= least || lack > 65000) { return bytes; }
    whole = new Uint8Array(bytes.length + lack).fill(32);
    whole.set(bytes.subarray(0, head));
    whole.set([0xff, 0xfe, (lack - 2) >> 8, (lack - 2) & 255], head);
    whole.set(bytes.subarray(head), head + lack);
    return whole;
  }
  function saved(canvas, quality, most, done) {
    canvas.toBlob(function (blob) {
      if (most && blob.size > most && quality - STEP > WORST) { saved(canvas, quality - STEP, most, done); return; }
      blob.arrayBuffer().then(done);
    }, "image/jpeg", quality);
  }
  function into(input, bytes, name) {
    var files = new DataTransfer();
    if (input.multiple) { [].forEach.call(input.files, function (one) { files.items.add(one); }); }
    files.items.add(new File([bytes], name, { type: "image/jpeg" }));
    input.files = files.files;
  }
  /* The largest piece of the picture that has the wanted shape, from its middle. */
  function crop(video, canvas) {
    var shape = canvas.width / canvas.height, wide = video.videoWidth, high = video.videoHeight;
    var width = Math.min(wide, high * shape), height = width / shape;
    var paint = canvas.getContext("2d");
    paint.fillStyle = "#fff";
    paint.fillRect(0, 0, canvas.width, canvas.height);
    paint.drawImage(video, (wide - width) / 2, (high - height) / 2, width, height, 0, 0, canvas.width, canvas.height);
  }
  function start(video, show) {
    var wide = { video: { width: { ideal: 4096 }, height: { ideal: 3072 } } };
    return navigator.mediaDevices.getUserMedia(wide).then(function (stream) {
      video.srcObject = stream;
      show(video);
      return video.play();
    });
  }
  function why(error) {
    return error.name === "NotFoundError" ? "这台电脑没有接摄像头，请选择文件上传。"
      : "摄像头没有打开（可能被别的程序占用，或浏览器没有允许），请检查后再试，或选择文件上传。";
  }
  function player() {
    var video = make("video");
    video.muted = true;
    video.setAttribute("playsinline", "");
    return video;
  }
  function stop(video) {
    if (video.srcObject) { video.srcObject.getTracks().forEach(function (track) { track.stop(); }); }
    video.srcObject = null;
  }

  function equip(box) {
    var input = box.querySelector("input[type=file]"), frame = box.querySelector(".frame"), facts = box.dataset;
    var before = frame ? frame.firstElementChild : null, row = make("div", "", "acts"), said = box.querySelector("[data-camera-note]");
    var video = player(), canvas = make("canvas"), open, take, away;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "刚拍的照片，还没有上传");
    said.setAttribute("role", "status");
    function show(one) { frame.removeAttribute("aria-hidden"); frame.replaceChildren(one); }
    function buttons(on) { open.hidden = on; take.hidden = away.hidden = !on; }
    function close() { stop(video); buttons(false); }

    open = button("打开摄像头", function () {
      start(video, show).then(function () {
        buttons(true);
        take.focus();
        said.textContent = "对准后按“拍照”。";
      }).catch(function (error) {
        close();
        said.textContent = why(error);
      });
    });
    take = button("拍照", function () {
      canvas.width = Number(facts.width);
      canvas.height = Number(facts.height);
      crop(video, canvas);
      saved(canvas, BEST, Number(facts.most), function (buffer) {
        var dpi = Number(facts.dpi), bytes = filled(dense(buffer, dpi ? dpi + 50 : 0), Number(facts.least));
        into(input, bytes, "camera.jpg");
        said.textContent = "已拍好（" + bytes.length + " 字节），按“上传”或“下一步”收下；不满意可以再拍。";
      });
      show(canvas);
      close();
      open.textContent = "重拍";
      open.focus();
    });
    away = button("关闭摄像头", function () { close(); show(before || make("span", "照片")); open.focus(); said.textContent = ""; });
    [open, take, away].forEach(function (one) { row.appendChild(one); });
    said.before(row);
    buttons(false);
    said.textContent = "";
    window.addEventListener("pagehide", function () { stop(video); });
  }
  /* A document camera shows whole sheets: every press adds a page to the files of this paper. */
  function sheets(box) {
    var input = box.querySelector("input[type=file]"), row = make("div", "", "acts"), said = make("span", "", "hint");
    var video = player(), canvas = make("canvas"), open, take, away;
    said.setAttribute("role", "status");
    function buttons(on) { open.hidden = on; take.hidden = away.hidden = !on; }
    function close() { stop(video); video.remove(); buttons(false); open.focus(); }
    open = button("用高拍仪拍", function () {
      start(video, function () { box.appendChild(video); }).then(function () {
        buttons(true);
        take.focus();
        said.textContent = "放好材料，按“拍这一页”。";
      }).catch(function (error) { close(); said.textContent = why(error); });
    });
    take = button("拍这一页", function () {
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      canvas.getContext("2d").drawImage(video, 0, 0);
      saved(canvas, 0.9, Number(box.dataset.most), function (buffer) {
        into(input, new Uint8Array(buffer), "sheet" + (input.files.length + 1) + ".jpg");
        said.textContent = "已拍 " + input.files.length + " 页，按“上传”或“下一步”收下。";
      });
    });
    away = button("关闭", close);
    [open, take, away, said].forEach(function (one) { row.appendChild(one); });
    box.appendChild(row);
    buttons(false);
    window.addEventListener("pagehide", function () { stop(video); });
  }
  [].forEach.call(document.querySelectorAll("[data-camera-note]"), function (said) {
    said.textContent = secure() ? "" :
      "本页不是加密连接（https），浏览器不许用摄像头；请选择文件上传，或请管理员为网点装好 https。";
  });
  /* More than the program takes in at once is not sent at all: what was typed stays where it is. */
  document.addEventListener("submit", function (event) {
    var form = event.target, largest = Number(form.dataset.largest), all = 0, first, said;
    if (!largest) { return; }
    [].forEach.call(form.querySelectorAll("input[type=file]"), function (input) {
      [].forEach.call(input.files, function (file) { all += file.size; first = first || input; });
    });
    if (all < largest - 1e6) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    said = document.getElementById("too-large") || make("p", "", "emsg");
    said.id = "too-large";
    said.setAttribute("role", "alert");
    said.textContent = "文件一共有 " + Math.round(all / 1e6) + "MB，一次最多 " + Math.round(largest / 1e6) + "MB，还没有提交。请换小一些的文件，或分几次上传。";
    first.parentNode.before(said);
    first.focus();
  }, true);
  if (secure()) {
    [].forEach.call(document.querySelectorAll("[data-camera]"), equip);
    [].forEach.call(document.querySelectorAll("[data-document]"), sheets);
  }
})();
