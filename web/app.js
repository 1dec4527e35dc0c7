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
    var f = e.target.form;
    if (f && f.method === 'post' && !f.dataset.keep && !f.dataset.card) dirty = true;
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
  // What keep.js keeps: told of, dropped once taken or signed out.
  var words = d.body.dataset;
  function kept(which) {
    var all = [];
    try {
      for (var k in localStorage) if (!k.indexOf('giu:')) all.push(Object.assign(JSON.parse(localStorage[k]), { key: k }));
    } catch (e) {}
    return all.filter(which);
  }
  function drop(all) { all.forEach(function (e) { localStorage.removeItem(e.key); }); }
  function mine(e) { return !e.key.indexOf('giu:' + words.who + ':'); }
  if (/[?&]xong=/.test(location.search)) drop(kept(function (e) { return e.sent; }));
  var here = Array.from(d.querySelectorAll('form[data-keep]'), function (f) { return 'giu:' + words.who + ':' + f.dataset.keep; });
  var away = kept(function (e) {
    return mine(e) && here.indexOf(e.key) < 0 && (here.length || e.page.split('?')[0] !== location.pathname);
  });
  if (away.length) {
    var note = d.createElement('p');
    note.className = 'notice notice-warn';
    note.innerHTML = '<a></a> <button type="button" class="quiet small"></button>';
    note.firstChild.href = away[0].page;
    note.firstChild.textContent = words.kept.replace('{0}', away.length);
    note.lastChild.textContent = words.forget;
    note.lastChild.onclick = function () { drop(away); note.remove(); };
    d.querySelector('main').prepend(note);
  }
  d.addEventListener('submit', function (e) {
    if (e.target.getAttribute('action') !== '/dang-xuat') return;
    var n = kept(mine).length;
    if (!n || confirm(words.leave.replace('{0}', n))) drop(kept(Boolean));
    else { e.preventDefault(); delete e.target.dataset.sent; }
  });
  // The summary of problems is where reading goes on.
  var wrong = d.getElementById('loi');
  if (wrong) wrong.focus();
})();
