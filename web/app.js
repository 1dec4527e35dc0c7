// Improves pages that work without it. Keys are left alone while an input method composes a syllable.
(function () {
  'use strict';
  var d = document;
  function closeMenus(except) {
    d.querySelectorAll('details.drop[open]').forEach(function (m) {
      if (m !== except) m.open = false;
    });
  }
  d.addEventListener('click', function (e) {
    closeMenus(e.target.closest('details.drop'));
  });
  d.addEventListener('keydown', function (e) {
    if (e.isComposing || e.keyCode === 229) return;
    if (e.key === 'Escape') {
      var open = d.querySelector('details.drop[open]');
      if (open) { open.open = false; open.querySelector('summary').focus(); }
    } else if (e.ctrlKey && e.key === 'Enter' && e.target.form) {
      e.preventDefault();
      e.target.form.requestSubmit();
    }
  });
  // A form is sent once, and leaving with unsent typing is asked about.
  var dirty = false;
  d.addEventListener('input', function (e) {
    if (e.target.form && e.target.form.method === 'post') dirty = true;
  });
  d.addEventListener('submit', function (e) {
    if (e.target.dataset.sent) { e.preventDefault(); return; }
    if (e.target.method === 'post') e.target.dataset.sent = '1';
    dirty = false;
  });
  window.addEventListener('pageshow', function () {
    d.querySelectorAll('form[data-sent]').forEach(function (f) { delete f.dataset.sent; });
  });
  window.addEventListener('beforeunload', function (e) {
    if (dirty) e.preventDefault();
  });
  // The summary of problems is where reading goes on.
  var wrong = d.getElementById('loi');
  if (wrong) wrong.focus();
})();
