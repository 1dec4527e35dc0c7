// Nothing typed is lost. What is not yet saved stands in the browser under its person, is sent by itself, and again
// when the server can be reached. form[data-keep=NAME]: a draft that comes back; with data-self it saves itself and is
// answered as kit/web/saving.h tells. coloaKeeper serves other scripts (grid.js). Without it the forms work.
(function () {
  'use strict';
  var d = document, box = d.getElementById('giu'), w = box.dataset, who = d.body.dataset.who, SOON = 3000;
  var token = (d.querySelector('input[name=csrf]') || {}).value, troubled = {}, shown, told, touched = Date.now();

  // ---- one banner for all that cannot be saved now
  function banner(name, trouble) {
    var was = Object.keys(troubled).length;
    if (trouble) troubled[name] = trouble; else delete troubled[name];
    var left = Object.keys(troubled), about = troubled[left[0]];
    if ((!left.length && !was) || (about && about === shown)) return; // what is being read, or pressed, stays
    shown = about;
    box.hidden = false;
    box.className = 'notice notice-' + (left.length ? 'warn' : 'good');
    box.textContent = about ? w[about + 'About'] : w.again;
    clearTimeout(told);
    if (!left.length) told = setTimeout(function () { box.hidden = true; }, 8000);
    if (about === 'session') {
      var a = d.createElement('a');
      a.href = '/dang-nhap?ve=' + encodeURIComponent(location.pathname + location.search);
      a.textContent = w.signIn;
      box.append(' ', a);
    }
  }

  // A later sign-in gives the forms of this page a new token; one of another person does not.
  function renew() {
    return fetch(location.href, { redirect: 'manual' }).then(function (r) { return r.ok ? r.text() : ''; }).then(function (html) {
      var page = new DOMParser().parseFromString(html, 'text/html'), fresh = page.querySelector('input[name=csrf]');
      if (!fresh || page.body.dataset.who !== who) throw 'session';
      token = fresh.value;
      d.querySelectorAll('input[name=csrf]').forEach(function (i) { i.value = token; });
    });
  }
  function post(url, fields, again) {
    var stop = new AbortController(), late = setTimeout(function () { stop.abort(); }, 20000);
    var body = new URLSearchParams(Object.assign({ csrf: token }, fields)).toString();
    return fetch(url, { method: 'POST', body: body, redirect: 'manual', signal: stop.signal, keepalive: body.length < 30000,
      headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' } })
      .catch(function () { throw 'offline'; })
      .finally(function () { clearTimeout(late); })
      .then(function (r) {
        if (r.status === 0 || (r.status === 403 && !again)) return renew().then(function () { return post(url, fields, true); });
        if (r.status >= 500 || r.status === 429) throw 'busy';
        return r.json().catch(function () { return { message: w.refused }; }).then(function (answer) { return { ok: r.ok, answer: answer }; });
      });
  }

  // What is kept under a name. o: url, body(value) → fields, merge(old, new), took(answer, value), refused(answer, value),
  // tell(words). One request at a time; what was sent stays kept until it is answered.
  function keeper(name, o) {
    var key = 'giu:' + who + ':' + name, waiting = null, sent = null, tries = 0, timer = 0, mine = null;
    function merge(a, b) { return a && b ? (o.merge ? o.merge(a, b) : b) : a || b; }
    function store() {
      var value = merge(sent, waiting);
      try {
        if (value) localStorage.setItem(key, mine = JSON.stringify({ value: value, at: Date.now(), page: location.pathname + location.search }));
        else if (mine !== null && localStorage.getItem(key) === mine) localStorage.removeItem(key);
      } catch (e) { /* a browser that keeps nothing */ }
    }
    function later(ms) { if (!timer) timer = setTimeout(send, ms); }
    function send() {
      clearTimeout(timer);
      timer = 0;
      if (sent || !waiting) return;
      sent = waiting;
      waiting = null;
      o.tell(w.saving);
      post(o.url, o.body(sent)).then(function (r) {
        var value = sent;
        sent = null;
        tries = 0;
        if (!r.ok) waiting = merge(value, waiting);
        banner(name, '');
        store();
        (r.ok ? o.took : o.refused)(r.answer, value);
        if (r.ok && waiting) later(0);
      }, function (why) {
        if (typeof why !== 'string') why = 'offline';
        waiting = merge(sent, waiting);
        sent = null;
        store();
        o.tell(w[why]);
        banner(name, why);
        later(Math.min(2000 * ++tries, 30000));
      });
    }
    try { mine = localStorage.getItem(key); } catch (e) { /* as above */ }
    if (mine) try { waiting = JSON.parse(mine).value; } catch (e) { waiting = null; }
    window.addEventListener('online', function () { send(); });
    window.addEventListener('focus', function () { if (troubled[name]) send(); });
    return {
      at: mine && waiting ? JSON.parse(mine).at : 0,
      value: function () { return merge(sent, waiting); },
      add: function (value) { waiting = merge(waiting, value); store(); },
      drop: function () { waiting = null; store(); },
      mark: function () { // handed to the browser to send: forgotten once a page tells that it was done
        try { if (waiting) localStorage.setItem(key, mine = JSON.stringify(Object.assign(JSON.parse(mine), { sent: true }))); } catch (e) { /* as above */ }
      },
      send: send, later: later,
    };
  }
  window.coloaKeeper = keeper;

  // ---- forms
  function fieldsOf(form) {
    return Array.from(form.elements).filter(function (e) { return e.name && !/^(hidden|submit|button|file|password|fieldset)$/.test(e.type); });
  }
  function hiddenOf(form) {
    var out = {};
    Array.from(form.elements).forEach(function (e) { if (e.type === 'hidden' && e.name !== 'csrf') out[e.name] = e.value; });
    return out;
  }
  function typedIn(form) {
    var out = {};
    fieldsOf(form).forEach(function (e) {
      var tick = /^(radio|checkbox)$/.test(e.type);
      out[e.name] = (out[e.name] || []).concat(tick && !e.checked ? [] : e.value);
    });
    return out;
  }
  function fill(form, typed, hidden) {
    fieldsOf(form).forEach(function (e) {
      var v = typed[e.name];
      if (!v) return;
      if (/^(radio|checkbox)$/.test(e.type)) e.checked = v.indexOf(e.value) >= 0; else if (e.value !== v[0]) e.value = v[0];
    });
    Object.keys(hidden || {}).forEach(function (name) { if (form.elements[name]) form.elements[name].value = hidden[name]; });
  }
  function same(a, b) { return JSON.stringify(a) === JSON.stringify(b); }
  function clock(ms) { return new Date(ms).toLocaleTimeString(d.documentElement.lang, { hour: '2-digit', minute: '2-digit' }); }

  function keepForm(form) {
    var self = 'self' in form.dataset, says = form.querySelector('[data-kept]'), asked = 0, leaving = false, typing = 0;
    var was = typedIn(form);
    function tell(words, bad) {
      if (!says) return;
      says.textContent = words;
      says.classList.toggle('error', !!bad);
    }
    var k = keeper(form.dataset.keep, {
      url: form.action,
      body: function (v) {
        var out = hiddenOf(form);
        Object.keys(v.typed).forEach(function (name) { if (v.typed[name].length) out[name] = v.typed[name][0]; });
        return out;
      },
      took: function (answer, v) {
        // What only another changed came together with it: taken over, unless it has been typed over since.
        Object.keys(answer.now || {}).forEach(function (name) {
          if (form.elements[name].value !== v.typed[name][0]) return delete answer.set['was.' + name];
          form.elements[name].value = answer.now[name];
          v.typed[name] = [answer.now[name]];
        });
        was = v.typed;
        fill(form, {}, answer.set);
        if (k.value()) note();
        tell(answer.said);
        if (leaving && !k.value()) location.assign(answer.to);
      },
      refused: function (answer) {
        leaving = false;
        if (answer.others) return Object.keys(answer.others).forEach(function (name) { conflict(name, answer.others[name], answer); });
        tell(w.cannot.replace('{0}', answer.message || w.refused), true);
      },
      tell: tell,
    });
    function note() { k.add({ typed: typedIn(form), hidden: hiddenOf(form) }); }
    function changed() {
      clearTimeout(typing);
      typing = 0;
      if (same(typedIn(form), was) && !k.value()) return;
      note();
      if (self && !asked) k.later(SOON);
    }

    // Somebody else wrote the same field: both texts stand there until one is chosen.
    function conflict(name, other, answer) {
      var input = form.elements[name], note = d.createElement('div'), p = d.createElement('p'), text = d.createElement('blockquote');
      asked++;
      tell(w.conflict, true);
      note.className = 'note notice notice-warn';
      note.setAttribute('role', 'alert');
      p.textContent = w.theirs.replace('{0}', other.person).replace('{1}', other.when);
      text.className = 'lines';
      text.textContent = other.value || '–';
      note.append(p, text);
      [[w.takeMine, true], [w.takeTheirs, false]].forEach(function (way) {
        var b = d.createElement('button');
        b.type = 'button';
        b.className = 'quiet small';
        b.textContent = way[0];
        b.addEventListener('click', function () {
          note.remove();
          asked--;
          if (!way[1]) input.value = other.value;
          was[name] = [other.value];
          if (!asked) settle(answer);
        });
        note.append(b, ' ');
      });
      (input.closest('.field') || input.parentNode).append(note);
    }
    function settle(answer) {
      fill(form, {}, answer.set);
      k.drop();
      if (same(typedIn(form), was)) tell(w.took);
      else { changed(); k.send(); }
    }

    var old = k.value();
    if (old && same(old.typed, was) && !d.getElementById('loi')) k.drop();
    else if (old) {
      fill(form, old.typed, self ? old.hidden : null); // a draft goes with what the page knows now
      note();
      tell(w.restored.replace('{0}', clock(k.at)));
      if (self) k.later(0);
    }
    form.addEventListener('input', function () { // kept at once, but for a burst of keys
      if (!typing) typing = setTimeout(changed, 300);
      if (self && !asked && says) tell(w.unsaved);
    });
    form.addEventListener('change', function () { changed(); if (self && !asked) k.send(); });
    window.addEventListener('pagehide', function () { if (typing) changed(); });
    form.addEventListener('submit', function (e) {
      changed();
      if (!self) return k.mark();
      e.preventDefault();
      if (asked) return;
      leaving = true;
      note();
      k.send();
    });
    return { form: form, quiet: function () { return !k.value() && !typing; }, tell: tell, base: function () { was = typedIn(form); } };
  }
  var forms = Array.from(d.querySelectorAll('form[data-keep]')).map(keepForm);

  // ---- who else is here, and what they have written: asked while somebody sits here
  var watch = d.querySelector('[data-watch]'), since = watch && watch.dataset.since, TURN = 10000;
  ['input', 'pointerdown', 'keydown'].forEach(function (what) { d.addEventListener(what, function () { touched = Date.now(); }); });
  function look() {
    if (d.hidden || Date.now() - touched > 300000) return;
    var at = d.activeElement && d.activeElement.form && d.activeElement.form.dataset.keep ? d.activeElement.name : '';
    fetch(watch.dataset.watch + '?o=' + encodeURIComponent(at) + '&tu=' + since, { redirect: 'manual' }).then(function (r) { return r.ok ? r.json() : null; }).then(function (answer) {
      if (answer) show(answer);
    }, function () { /* told where something is to be saved */ });
  }
  function show(answer) {
    var here = answer.people.map(function (p) { return p.name; });
    watch.hidden = !here.length && !answer.moved;
    watch.textContent = here.length ? w.here.replace('{0}', here.join(', ')) : '';
    if (answer.moved) watch.append(' ' + w.moved.replace('{0}', answer.moved));
    d.querySelectorAll('[data-others]').forEach(function (mark) { mark.textContent = ''; });
    forms.forEach(function (f) {
      fieldsOf(f.form).forEach(function (input) {
        var by = answer.people.filter(function (p) { return p.field === input.name; }).map(function (p) { return p.name; });
        var mark = f.form.querySelector('[data-others]');
        if (mark && by.length) mark.textContent = w.writing.replace('{0}', by.join(', '));
        var now = answer.texts[input.name];
        if (!now || !f.quiet() || input === d.activeElement || f.form.elements.known.value === now.known) return;
        input.value = now.value;
        f.form.elements.known.value = now.known;
        f.base();
        f.tell(w.theirs.replace('{0}', now.person).replace('{1}', now.when));
      });
    });
  }
  if (watch) {
    look();
    setInterval(look, TURN);
    d.addEventListener('focusin', function (e) { if (e.target.form && e.target.form.dataset.keep) look(); });
  }
})();
