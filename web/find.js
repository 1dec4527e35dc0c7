// Keys, and boxes: a link with data-open also shows in a dialog what that address answers; without
// scripts it is a link. Keys are left alone while an input method composes a syllable.
(function () {
  'use strict';
  var d = document;
  function one(what) { return d.querySelector(what); }
  function text(answer) {
    if (!answer.ok || answer.redirected) throw answer; // the session has ended
    return answer.text();
  }
  function openBox(link) {
    if (one('dialog[open]')) return;
    fetch(link.dataset.open).then(text).then(function (html) {
      if (one('dialog[open]')) return;
      var box = d.createElement('dialog');
      box.className = 'box';
      box.setAttribute('aria-labelledby', 'hop-ten');
      box.innerHTML = html;
      d.body.appendChild(box);
      box.onclose = function () { box.remove(); }; // the focus is back where it was
      box.onclick = function (e) { if (e.target === box) box.close(); };
      box.showModal();
      var input = box.querySelector('input[type=search]');
      if (input) finding(box, input);
    }).catch(function () { location.href = link.href; });
  }
  function finding(box, input) {
    var list = box.querySelector('[data-found]'), asked = '', shown = '', timer;
    function ask() {
      var q = input.value.trim();
      if (q === asked) return;
      asked = q;
      fetch('/tim?phan=kq&q=' + encodeURIComponent(q)).then(text).then(function (html) {
        if (q === asked) { list.innerHTML = html; shown = q; }
      }).catch(function () { asked = shown; });
    }
    function soon(e) {
      clearTimeout(timer);
      if (!e.isComposing || e.type === 'compositionend') timer = setTimeout(ask, 120);
    }
    input.oninput = soon;
    input.addEventListener('compositionend', soon);
    input.form.onsubmit = function () {
      var first = list.querySelector('a');
      if (!first || !shown || shown !== input.value.trim()) return true; // the page of finding answers
      location.href = first.href;
      return false;
    };
    box.onkeydown = function (e) {
      if (e.isComposing || !/^Arrow(Down|Up)$/.test(e.key)) return;
      var stops = [input].concat(Array.from(list.querySelectorAll('a')));
      var next = stops[stops.indexOf(d.activeElement) + (e.key === 'ArrowDown' ? 1 : -1)];
      if (next) { e.preventDefault(); next.focus(); }
    };
    input.focus();
  }
  d.addEventListener('click', function (e) {
    var link = e.target.closest('a[data-open]');
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    e.preventDefault();
    openBox(link);
  });
  d.addEventListener('keydown', function (e) {
    if (e.isComposing || e.keyCode === 229 || e.shiftKey || one('dialog[open]')) return;
    var t = e.target, held = e.ctrlKey || e.metaKey, do_ = null;
    var search = one('main input[type=search]'), all = one('a[data-open^="/tim"]');
    var typing = /^(input|textarea|select)$/i.test(t.nodeName) || t.isContentEditable;
    function box() { openBox(all); }
    function field() { search.focus(); search.select(); }
    if (held && !e.altKey && e.key.toLowerCase() === 'k') do_ = all ? box : search && field;
    else if (e.key === '/' && !typing && !held && !e.altKey) do_ = search ? field : all && box;
    else if (e.altKey && !held && /^Digit[1-9]$/.test(e.code)) {
      var entry = d.querySelectorAll('.menu a')[e.code.slice(5) - 1];
      do_ = entry && function () { entry.click(); };
    }
    if (do_) { e.preventDefault(); do_(); }
  });
})();
