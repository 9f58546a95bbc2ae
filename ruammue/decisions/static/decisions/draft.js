// Keeps the draft while somebody types, so that a dead browser loses nothing. The page works without it:
// the button "keep the draft" does the same.
(function () {
  "use strict";
  var form = document.querySelector("form[data-draft]");
  if (!form || !window.fetch || !window.FormData) return;
  var said = form.querySelector("[data-draft-said]");
  var waiting = null;
  function keep() {
    waiting = null;
    if (form.dataset.sent) return;
    var data = new FormData(form);
    data.set("act", "draft");
    fetch(form.action || location.href, {
      method: "POST", body: data, credentials: "same-origin", redirect: "manual",
      headers: { "X-Requested-With": "draft" }
    }).then(function (answer) {
      if (said) said.textContent = answer.status === 204 ? said.dataset.kept : said.dataset.lost;
    }, function () { if (said) said.textContent = said.dataset.lost; });
  }
  form.addEventListener("input", function () {
    if (waiting) clearTimeout(waiting);
    waiting = setTimeout(keep, 2500);
  });
  form.addEventListener("submit", function () { if (waiting) clearTimeout(waiting); });
})();
