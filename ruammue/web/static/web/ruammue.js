// Seasoning only: every page works without this file. Sentences come from the page (data-*), never from here.
(function () {
  "use strict";
  var doc = document;
  function eachIn(box, selector, act) { Array.prototype.forEach.call(box.querySelectorAll(selector), act); }
  var each = function (selector, act) { eachIn(doc, selector, act); };
  var say = function (box, sentence) {
    var said = box.querySelector("[data-said]");
    if (said) said.textContent = sentence || "";
  };

  // Copy: the modern clipboard needs https; the old way also works inside LINE's browser and on an office LAN.
  function copyOldWay(text) {
    var area = doc.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    area.className = "heard";
    doc.body.appendChild(area);
    area.select();
    var done = false;
    try { done = doc.execCommand("copy"); } catch (refused) { done = false; }
    area.remove();
    return done;
  }
  function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      return navigator.clipboard.writeText(text).then(function () { return true; }, function () { return copyOldWay(text); });
    }
    return Promise.resolve(copyOldWay(text));
  }
  each("[data-share-box]", function (box) {
    var source = box.querySelector("[data-share-text]");
    if (!source) return;
    var text = source.textContent.trim();
    eachIn(box, "[data-copy]", function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        copy(text).then(function (done) {
          if (!done) { window.getSelection().selectAllChildren(source); }
          say(box, done ? button.dataset.done : button.dataset.failed);
        });
      });
    });
    eachIn(box, "[data-share]", function (button) {
      if (!navigator.share) return;
      button.hidden = false;
      button.addEventListener("click", function () { navigator.share({ text: text }).catch(function () { /* closed by the person */ }); });
    });
  });
  each("[data-print]", function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  // The answer to a sent form that had a mistake: going back to it later asks for the page, not for the sending again,
  // which browsers can only answer with an error of theirs. On a page that was asked for this changes nothing.
  if (history.replaceState) history.replaceState(history.state, "", location.href);

  // One press, one act. The button stays readable and comes back when the page is shown again from memory.
  var pressed = [];
  each("form", function (form) {
    if ((form.getAttribute("method") || "get").toLowerCase() !== "post") return;
    form.addEventListener("submit", function (event) {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
      var button = event.submitter || form.querySelector("button:not([type=button])");
      if (!button) return;
      button.setAttribute("aria-disabled", "true");
      var words = doc.body.dataset.sending;
      if (!words || button.tagName !== "BUTTON") return;
      pressed.push([button, Array.prototype.slice.call(button.childNodes)]);
      button.textContent = words;
    });
  });
  window.addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    each("form[data-sent]", function (form) { delete form.dataset.sent; });
    pressed.splice(0).forEach(function (pair) {
      pair[0].textContent = "";
      pair[1].forEach(function (node) { pair[0].appendChild(node); });
    });
    each("[aria-disabled=true]", function (button) { button.removeAttribute("aria-disabled"); });
  });

  // The first wrong field is where the eye should go.
  var summary = doc.querySelector("[data-errors]");
  if (summary) summary.focus();

  // Read aloud: a recorded voice stands in the page as audio; this machine voice is the labelled fallback.
  if ("speechSynthesis" in window) {
    each("[data-read]", function (button) {
      var source = doc.getElementById(button.dataset.read);
      if (!source) return;
      var word = button.querySelector("[data-word]");
      button.hidden = false;
      button.addEventListener("click", function () {
        if (speechSynthesis.speaking) { speechSynthesis.cancel(); return; }
        var speech = new SpeechSynthesisUtterance(source.textContent.replace(/\s+/g, " ").trim());
        var lang = doc.documentElement.lang || "th";
        var voice = speechSynthesis.getVoices().filter(function (v) { return v.lang.toLowerCase().indexOf(lang) === 0; })[0];
        speech.lang = lang === "th" ? "th-TH" : lang;
        if (voice) speech.voice = voice;
        speech.rate = 0.9;
        speech.onend = speech.onerror = function () { word.textContent = button.dataset.start; };
        word.textContent = button.dataset.stop;
        speechSynthesis.speak(speech);
      });
      window.addEventListener("pagehide", function () { speechSynthesis.cancel(); });
    });
  }

  // Photos: shown at once, and made small before a slow line carries them. Redrawing also drops the place stored
  // in the picture; the server does the same again, because a phone without script sends the original.
  // Bitmaps and canvases, not blob: addresses, because the page allows pictures from its own house only.
  var LONGEST = 1600, SMALL = 224, ENOUGH = 400000;
  function decode(file) {
    if (!window.createImageBitmap) return Promise.reject(new Error("old browser"));
    return createImageBitmap(file, { imageOrientation: "from-image" }).catch(function () { return createImageBitmap(file); });
  }
  function drawn(bitmap, longest) {
    var scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    var canvas = doc.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas;
  }
  function shrink(file) {
    return decode(file).then(function (bitmap) {
      var picture = drawn(bitmap, SMALL);
      picture.setAttribute("role", "img");
      picture.setAttribute("aria-label", file.name);
      if (Math.max(bitmap.width, bitmap.height) <= LONGEST && file.size < ENOUGH && file.type === "image/jpeg") {
        return { file: file, picture: picture };
      }
      return new Promise(function (resolve) {
        drawn(bitmap, LONGEST).toBlob(function (blob) {
          var smaller = blob && blob.size < file.size;
          var name = file.name.replace(/\.\w+$/, "") + ".jpg";
          resolve({ file: smaller ? new File([blob], name, { type: "image/jpeg" }) : file, picture: picture });
        }, "image/jpeg", 0.82);
      });
    }, function () { return { file: file, picture: null }; });   // a kind this phone cannot draw: the server decides
  }
  // The browser's own file button speaks the language of the telephone, often English: our own word stands for it.
  each("input[type=file]", function (input) {
    var label = input.nextElementSibling;
    if (!label || label.htmlFor !== input.id) return;
    var shown = doc.createElement("div");
    shown.className = "preview";
    shown.setAttribute("role", "status");
    label.insertAdjacentElement("afterend", shown);
    input.classList.add("heard");
    label.hidden = false;
    var show = function (name, picture) {
      var line = doc.createElement("span");
      line.textContent = name;
      if (picture) shown.appendChild(picture);
      shown.appendChild(line);
    };
    input.addEventListener("change", function () {
      var chosen = Array.prototype.slice.call(input.files);
      shown.textContent = "";
      if (!input.hasAttribute("data-photo")) { chosen.forEach(function (file) { show(file.name); }); return; }
      Promise.all(chosen.map(shrink)).then(function (results) {
        // Chosen again meanwhile: the later choice speaks.
        if (chosen.length !== input.files.length || chosen[0] !== input.files[0]) return;
        if (window.DataTransfer) {
          var basket = new DataTransfer();
          results.forEach(function (result) { basket.items.add(result.file); });
          input.files = basket.files;    // setting files by script raises no change event
        }
        results.forEach(function (result) { show(result.file.name, result.picture); });
      });
    });
  });

  // A menu that closes when one looks elsewhere.
  doc.addEventListener("click", function (event) {
    each("details.menu[open]", function (menu) { if (!menu.contains(event.target)) menu.open = false; });
  });
  doc.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    each("details.menu[open]", function (menu) { menu.open = false; menu.querySelector("summary").focus(); });
  });
})();
