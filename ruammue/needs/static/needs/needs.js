// Seasoning: recording a voice inside the page, where the phone allows it. Without this file a recording is chosen.
(function () {
  "use strict";
  var box = document.querySelector("[data-recorder]");
  var input = box && document.getElementById(box.dataset.for);
  if (!input || !window.MediaRecorder || !window.DataTransfer || !window.isSecureContext) return;
  if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return;
  var LONGEST = 3 * 60 * 1000;
  var label = document.querySelector('label[for="' + input.id + '"]');
  var button = document.createElement("button");
  var said = document.createElement("p");
  var recorder = null, timer = 0;
  button.type = "button";
  button.className = "record";
  button.textContent = box.dataset.start;
  button.hidden = true;
  said.className = "help";
  said.setAttribute("role", "status");
  box.appendChild(button);
  box.appendChild(said);
  function kind() {
    return ["audio/webm", "audio/mp4", "audio/ogg"].filter(function (type) { return MediaRecorder.isTypeSupported(type); })[0];
  }
  function stopped(pieces, type) {
    var ending = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" }[type] || "webm";
    var basket = new DataTransfer();
    basket.items.add(new File([new Blob(pieces, { type: type })], box.dataset.heard + "." + ending, { type: type }));
    input.files = basket.files;
    delete button.dataset.on;
    button.textContent = box.dataset.again;
  }
  function start() {
    var type = kind();
    if (!type) { said.textContent = box.dataset.failed; return; }
    navigator.mediaDevices.getUserMedia({ audio: true }).then(function (stream) {
      var pieces = [];
      recorder = new MediaRecorder(stream, { mimeType: type });
      recorder.ondataavailable = function (event) { pieces.push(event.data); };
      recorder.onstop = function () {
        clearTimeout(timer);
        stream.getTracks().forEach(function (track) { track.stop(); });
        stopped(pieces, type);
      };
      recorder.start();
      timer = setTimeout(function () { if (recorder.state === "recording") recorder.stop(); }, LONGEST);
      button.dataset.on = "yes";
      button.textContent = box.dataset.stop;
      said.textContent = "";
    }, function () {
      said.textContent = box.dataset.failed;
      label.removeEventListener("click", speak);
    });
  }
  function speak(event) {
    event.preventDefault();
    button.hidden = false;
    button.focus();
    if (recorder && recorder.state === "recording") recorder.stop();
    else start();
  }
  button.addEventListener("click", speak);
  label.addEventListener("click", speak);
})();
