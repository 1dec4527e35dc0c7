// Improves pages that work without it. Keys are left alone while an input method composes a syllable.
(function () {
  'use strict';
  var d = document;
  d.addEventListener('click', e => {
    var own = e.target.closest('details.drop');
    d.querySelectorAll('details.drop[open]').forEach(m => { m.open = m === own; });
  });
  d.addEventListener('keydown', e => {
    if (e.isComposing || e.keyCode === 229) return;
    if (e.key === 'Escape') {
      var open = d.querySelector('details.drop[open]');
      if (open) { open.open = false; open.firstElementChild.focus(); }
    } else if (e.ctrlKey && e.key === 'Enter' && e.target.form) {
      e.preventDefault();
      e.target.form.requestSubmit();
    }
  });
  // A form is sent once, and leaving with unsent typing is asked about.
  var dirty = false;
  d.addEventListener('input', e => {
    var f = e.target.form;
    if (f && f.matches('[method=post]:not([data-keep],[data-card])')) dirty = true;
  });
  d.addEventListener('submit', e => {
    if (e.target.dataset.sent) { e.preventDefault(); return; }
    if (e.target.method === 'post') e.target.dataset.sent = '1';
    dirty = false;
  });
  addEventListener('pageshow', () => {
    d.querySelectorAll('form[data-sent]').forEach(f => { delete f.dataset.sent; });
  });
  addEventListener('beforeunload', e => {
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
  function drop(all) { all.forEach(e => { localStorage.removeItem(e.key); }); }
  var me = 'giu:' + words.who + ':';
  function mine(e) { return !e.key.indexOf(me); }
  if (/[?&]xong=/.test(location.search)) drop(kept(e => e.sent));
  var here = Array.from(d.querySelectorAll('form[data-keep]'), f => me + f.dataset.keep);
  var away = kept(e => mine(e) && !here.includes(e.key) && (here[0] || e.page.split('?')[0] !== location.pathname));
  if (away.length) {
    var note = d.createElement('p');
    note.className = 'notice notice-warn';
    note.innerHTML = '<a></a> <button type="button" class="quiet small"></button>';
    note.firstChild.href = away[0].page;
    note.firstChild.textContent = words.kept.replace('{0}', away.length);
    note.lastChild.textContent = words.forget;
    note.lastChild.onclick = () => { drop(away); note.remove(); };
    d.querySelector('main').prepend(note);
  }
  d.addEventListener('submit', e => {
    if (e.target.getAttribute('action') !== '/dang-xuat') return;
    var n = kept(mine).length;
    if (!n || confirm(words.leave.replace('{0}', n))) drop(kept(Boolean));
    else { e.preventDefault(); delete e.target.dataset.sent; }
  });
  // The summary of problems is where reading goes on.
  var wrong = d.getElementById('loi');
  if (wrong) wrong.focus();
})();
