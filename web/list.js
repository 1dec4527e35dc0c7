// The list of systems: rows that are ticked, columns that are given places. Both work without it.
(function () {
  'use strict';
  var d = document;
  // ---- picking rows: one mark for all of the page, and how many are picked
  d.querySelectorAll('form[data-pick]').forEach(function (form) {
    var rows = Array.from(form.querySelectorAll('input[name=s]')), all = form.querySelector('input[data-all]');
    var count = form.querySelector('[data-count]'), go = form.querySelectorAll('[data-needs-pick]');
    function tell() {
      var n = rows.filter(function (r) { return r.checked; }).length;
      if (count) count.textContent = n ? form.dataset.pick.replace('{0}', n) : '';
      if (all) { all.checked = n > 0 && n === rows.length; all.indeterminate = n > 0 && n < rows.length; }
      go.forEach(function (b) { b.disabled = !n; });
    }
    if (all) {
      all.hidden = false;
      all.addEventListener('change', function () { rows.forEach(function (r) { r.checked = all.checked; }); tell(); });
    }
    form.addEventListener('change', tell);
    window.addEventListener('pageshow', tell);
    tell();
  });
  // ---- places of columns: buttons beside the numbers
  d.querySelectorAll('form[data-places]').forEach(function (form) {
    var words = form.dataset.places.split('|');
    var inputs = Array.from(form.querySelectorAll('input[id^=f-n-]'));
    function chosen() {
      return inputs.filter(function (i) { return +i.value > 0; }).sort(function (a, b) { return a.value - b.value; });
    }
    function move(input, by) {
      var list = chosen(), at = list.indexOf(input), to = at + by;
      if (at < 0) list.push(input);
      else if (to >= 0 && to < list.length) { list.splice(at, 1); list.splice(to, 0, input); }
      list.forEach(function (i, n) { i.value = n + 1; });
    }
    inputs.forEach(function (input) {
      [-1, 1].forEach(function (by, n) {
        var b = d.createElement('button');
        b.type = 'button';
        b.className = 'quiet small';
        b.textContent = by < 0 ? '↑' : '↓';
        b.setAttribute('aria-label', words[n] + ': ' + d.querySelector('label[for="' + input.id + '"]').textContent.trim());
        b.addEventListener('click', function () { move(input, by); });
        input.parentNode.appendChild(b);
      });
    });
  });
})();
