// The requirement sheet: cells that are written in place, paste from a spreadsheet, undo; and the page of one
// requirement. Each saves itself by keep.js, which keeps in the browser what could not be sent.
(function () {
  'use strict';
  var d = document, table = d.getElementById('bang'), form = d.getElementById('luu'), card = d.querySelector('form[data-card]');
  if ((!form && !card) || !window.coloaKeeper) return;
  var tell = form ? d.getElementById('da-luu') : card.querySelector('[data-status]'), words = form ? tell.dataset : card.dataset;
  var show, then = null, go = null;

  // What is kept: {control: {version, set, was}}
  function merge(old, now) {
    var all = Object.assign({}, old);
    Object.keys(now).forEach(function (c) {
      var o = all[c] || now[c], n = now[c];
      all[c] = { version: o.version, set: Object.assign({}, o.set, n.set), was: Object.assign({}, n.was, o.was) };
    });
    return all;
  }
  var kept = window.coloaKeeper('bang-yeu-cau-' + (form ? table.dataset.sheet : card.dataset.card), {
    url: form ? form.action : card.dataset.save,
    merge: merge,
    body: function (all) {
      return { rows: JSON.stringify(Object.keys(all).map(function (c) { return Object.assign({ control: c }, all[c]); })) };
    },
    took: function (answer, value) {
      var bar = d.querySelector('.progress progress'), done = then;
      then = null;
      tell.textContent = answer.said;
      if (bar) { bar.value = answer.progress; d.querySelector('.progress-number').textContent = answer.progress_words; }
      answer.rows.forEach(function (row) { show(row, value[row.control]); });
      if (done) done(answer);
      if (go && !kept.value()) { delete card.dataset.sent; card.requestSubmit(go); }
    },
    refused: function (answer) { go = null; tell.textContent = answer.message; },
    tell: function (text) { tell.textContent = text; },
  });
  function add(control, version, field, value, was) {
    var one = {};
    one[control] = { version: version, set: {}, was: {} };
    one[control].set[field] = value;
    one[control].was[field] = was;
    kept.add(one);
  }
  function send(after) {
    then = after || then;
    kept.send();
  }

  // ---- what came back: values, faults, what somebody else wrote
  function note(box, row, field, answer) {
    var fault = row.faults.filter(function (f) { return f.field === field; })[0], other = row.conflicts[field];
    var old = box.querySelector('.note');
    if (old) old.remove();
    if (!fault && !other) return;
    var p = d.createElement('div');
    p.className = 'note error';
    p.setAttribute('role', 'alert');
    p.textContent = fault ? fault.message : words.conflict.replace('{0}', other.person) + ' ' + (other.words || '–');
    if (other) [[words.theirs, false], [words.mine, true]].forEach(function (way) {
      var b = d.createElement('button');
      b.type = 'button';
      b.className = 'quiet small';
      b.textContent = way[0];
      b.addEventListener('click', function () { answer(way[1], other); p.remove(); });
      p.append(' ', b);
    });
    box.appendChild(p);
  }

  // ---- one requirement a page
  if (card) {
    var control = card.dataset.c, was = {}, inputs = Array.from(card.querySelectorAll('input[id^=f-],select[id^=f-],textarea[id^=f-]')).filter(function (i) { return i.type !== 'checkbox'; }), late;
    inputs.forEach(function (i) { was[i.name] = i.value; });
    function typed(i, v) { return i.tagName === 'SELECT' ? v.value : v.words; }
    show = function (row, sent) {
      if (row.control !== control) return;
      card.elements.version.value = row.version;
      inputs.forEach(function (i) {
        var v = row.values[i.name], now = v && typed(i, v);
        if (!v) return;
        var bad = row.faults.some(function (f) { return f.field === i.name; }) || row.conflicts[i.name];
        if (!bad) { // as it is stored, but for what has been typed since
          if (i.value !== now && (i.value === was[i.name] || i.value === sent.set[i.name])) i.value = now;
          was[i.name] = now;
        }
        note(i.closest('.field'), row, i.name, function (mine, other) {
          was[i.name] = typed(i, other);
          if (mine) change(i); else i.value = was[i.name];
        });
      });
    };
    var change = function (i) {
      if (i.value === was[i.name] || /^(work|done_on)$/.test(i.name)) return; // closed together with its files
      add(control, +card.elements.version.value, i.name, i.value, was[i.name]);
      send();
    };
    card.addEventListener('change', function (e) { if (e.target.name in was) change(e.target); });
    card.addEventListener('input', function (e) {
      if (e.isComposing || !(e.target.name in was)) return;
      clearTimeout(late);
      late = setTimeout(function () { change(e.target); }, 5000);
    });
    card.addEventListener('submit', function (e) { // what can save itself does so first, then the page goes on
      inputs.forEach(change);
      if (!kept.value()) return;
      e.preventDefault();
      go = e.submitter;
      send();
    });
    return send();
  }

  // ---- the grid
  var heads = Array.from(table.tHead.rows[0].cells), LINES = '3', CHOICE = '1';
  var rows = Array.from(table.querySelectorAll('tr[data-c]')), byName = {}, undoing = [], undo = d.getElementById('hoan-tac'), open = null;
  rows.forEach(function (r) { byName[r.dataset.c] = r; });
  table.setAttribute('role', 'grid');
  function head(cell) { return heads[cell.cellIndex]; }
  function writable(cell) { return cell && cell.tagName === 'TD' && head(cell) && head(cell).dataset.open; }
  function shown(cell) { return Array.from(cell.childNodes).filter(function (n) { return n.nodeType === 3; }).map(function (n) { return n.data; }).join('').trim(); }
  function value(cell) { return 'v' in cell.dataset ? cell.dataset.v : shown(cell); }
  function put(cell, v, text) { // v: what is stored, where the text does not say it
    if ('v' in cell.dataset || v !== text) cell.dataset.v = v;
    cell.textContent = text;
  }
  rows.forEach(function (r) {
    Array.from(r.cells).forEach(function (c) { if (writable(c)) c.tabIndex = -1; });
  });
  var first = rows.length && Array.from(rows[0].cells).filter(writable)[0];
  if (first) first.tabIndex = 0;
  show = function (row) {
    var tr = byName[row.control];
    if (!tr) return;
    tr.dataset.n = row.version;
    Array.from(tr.cells).forEach(function (cell) {
      var h = head(cell), v = h && h.dataset.field && row.values[h.dataset.field];
      if (!v || (open && open.cell === cell)) return;
      var bad = row.faults.some(function (f) { return f.field === h.dataset.field; });
      var typed = bad ? shown(cell) : v.words;
      put(cell, v.value, typed);
      cell.classList.toggle('wrong', bad || !!row.conflicts[h.dataset.field]);
      note(cell, row, h.dataset.field, function (mine, other) {
        cell.classList.remove('wrong');
        if (mine) { add(row.control, row.version, h.dataset.field, other.yours, other.value); send(); }
      });
    });
    var asked = tr.querySelector('.asked'), lack = asked.querySelector('.state-lack');
    if (lack) lack.remove();
    if (row.lack) {
      var s = d.createElement('span');
      s.className = 'state state-lack';
      s.textContent = row.lack;
      asked.appendChild(s);
    }
  };
  // Cells changed together: [[cell, text]]. They are saved, and undone, together.
  function set(list) {
    var before = [];
    list.forEach(function (one) {
      var cell = one[0], tr = cell.parentNode, was = value(cell);
      if (one[1] === was) return;
      before.push([cell, was]);
      add(tr.dataset.c, +tr.dataset.n, head(cell).dataset.field, one[1], was);
      put(cell, one[1], one[2] === undefined ? one[1] : one[2]);
    });
    return before;
  }
  function remember(before) {
    if (before.length) undoing.push(before);
    undo.hidden = !undoing.length;
  }
  function takeBack() {
    var last = undoing.pop();
    undo.hidden = !undoing.length;
    if (!last) return;
    set(last.map(function (one) { return [one[0], one[1], one[1]]; }));
    send(function () { tell.textContent = words.undone.replace('{0}', last.length); });
    last[0][0].focus();
  }
  undo.addEventListener('click', takeBack);
  function close(save) {
    if (!open) return;
    var o = open, text = o.input.value;
    open = null;
    if (save && text !== o.was) {
      put(o.cell, o.was, o.shown);
      remember(set([[o.cell, text, o.input.selectedOptions ? o.input.selectedOptions[0].text : text]]));
      send();
    } else put(o.cell, o.was, o.shown);
  }
  function edit(cell) {
    var h = head(cell), kind = h.dataset.open, input;
    if (open) close(true);
    open = { cell: cell, was: value(cell), shown: shown(cell) };
    if (kind === CHOICE) {
      input = d.getElementById('chon-' + h.dataset.field).cloneNode(true);
      input.removeAttribute('id');
    } else {
      input = d.createElement(kind === LINES ? 'textarea' : 'input');
      input.maxLength = h.dataset.max;
    }
    input.value = open.was;
    input.setAttribute('aria-label', h.textContent.trim() + ' ' + cell.parentNode.dataset.c);
    open.input = input;
    cell.textContent = '';
    cell.appendChild(input);
    input.focus();
    if (input.select) input.select();
  }
  function move(cell, down, right) {
    var tr = cell.parentNode, at = rows.indexOf(tr), column = cell.cellIndex, next;
    if (down) next = rows[at + down] && rows[at + down].cells[column];
    for (column += right; right && !next && column > 1 && column < heads.length; column += right)
      if (writable(tr.cells[column])) next = tr.cells[column];
    if (right && !next && rows[at + right])
      next = Array.from(rows[at + right].cells).filter(writable).slice(right > 0 ? 0 : -1)[0];
    if (!next) return false;
    next.tabIndex = 0;
    next.focus();
    return true;
  }
  table.addEventListener('click', function (e) {
    var cell = e.target.closest('td');
    if (writable(cell) && !e.target.closest('input,select,textarea,button')) edit(cell);
  });
  table.addEventListener('focusout', function (e) {
    if (open && e.target === open.input && d.hasFocus()) close(true);
  });
  table.addEventListener('keydown', function (e) {
    if (e.isComposing || e.keyCode === 229) return;
    var inside = open && e.target === open.input, cell = inside ? open.cell : e.target;
    if (!writable(cell)) return;
    var lines = inside && open.input.tagName === 'TEXTAREA', choice = inside && open.input.tagName === 'SELECT', go;
    if (e.key === 'Enter' && !e.altKey && !(lines && e.shiftKey)) {
      e.preventDefault();
      if (!inside) return edit(cell);
      close(true);
      if (!move(cell, e.shiftKey ? -1 : 1, 0)) cell.focus();
    } else if (e.key === 'F2' && !inside) { e.preventDefault(); edit(cell); }
    else if (e.key === 'Escape' && inside) { e.stopPropagation(); close(false); cell.focus(); }
    else if (e.key === 'Tab') {
      if (inside) close(true);
      if (move(cell, 0, e.shiftKey ? -1 : 1)) e.preventDefault();
    } else if ((e.key === 'z' || e.key === 'Z') && e.ctrlKey && !inside) { e.preventDefault(); takeBack(); }
    else if (!inside && (e.key === 'Delete' || e.key === 'Backspace')) { e.preventDefault(); remember(set([[cell, '', '']])); send(); }
    else if ((go = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[e.key])) {
      if (inside && (lines || choice || go[1])) return;
      if (inside) close(true);
      if (move(cell, go[0], go[1])) e.preventDefault();
    } else if (!inside && e.key.length === 1 && !e.ctrlKey && !e.metaKey && !e.altKey) {
      edit(cell); // the key itself goes on into the field
      if (open.input.select) open.input.select();
    }
  });
  table.addEventListener('compositionstart', function (e) { if (writable(e.target)) edit(e.target); });

  // ---- paste: tab-separated lines, as spreadsheets put them; cells with line ends stand in quotes
  function parse(text) {
    var out = [], line = [], at = 0;
    text = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
    for (;;) {
      var cell, m;
      if (text[at] === '"' && (m = /^"((?:[^"]|"")*)"(?=[\t\n]|$)/.exec(text.slice(at)))) {
        cell = m[1].replace(/""/g, '"');
        at += m[0].length;
      } else {
        m = /^[^\t\n]*/.exec(text.slice(at))[0];
        cell = m;
        at += m.length;
      }
      line.push(cell.trim());
      if (text[at] === '\t') { at++; continue; }
      out.push(line);
      line = [];
      if (at++ >= text.length) return out;
    }
  }
  table.addEventListener('paste', function (e) {
    var cell = open ? open.cell : e.target.closest('td'), data = e.clipboardData, text = data.getData('text/plain');
    var sheet = text.indexOf('\t') >= 0 || (/<table/i.test(data.getData('text/html')) && /\n./.test(text));
    if (!writable(cell) || (open && !sheet)) return;
    e.preventDefault();
    close(false);
    var block = sheet ? parse(text) : [[text.trim()]], list = [], lost = 0, from = rows.indexOf(cell.parentNode);
    block.forEach(function (line, y) {
      line.forEach(function (text, x) {
        var tr = rows[from + y], to = tr && tr.cells[cell.cellIndex + x];
        if (writable(to)) list.push([to, text]); else lost++;
      });
    });
    remember(set(list));
    send(function (answer) {
      tell.textContent = words.pasted.replace('{0}', block.length).replace('{1}', list.length) + (lost ? ' ' + words.outside.replace('{0}', lost) : '') + ' ' + answer.said;
    });
    cell.focus();
  });
  send(); // what an earlier visit could not
})();
