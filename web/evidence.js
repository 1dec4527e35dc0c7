// Sends files in pieces: dropped, pasted, chosen or photographed; each with its progress; gone on with after a
// lost link or a closed page. What is unfinished is what the server says it is. Without it the form works.
(function () {
  'use strict';
  var d = document, form = d.querySelector('form[data-uploads]');
  if (!form || !window.fetch || !window.Blob) return;
  var base = form.dataset.uploads, parts = form.dataset.parts || '/api/v1/uploads/', shown = form.dataset.shown || '/minh-chung/';
  var fields = (form.dataset.fields || 'valid_until note').split(' '), must = (form.dataset.must || '').split(' ').filter(Boolean);
  var token = form.querySelector('[name=csrf]').value;
  var w = form.dataset.words.split('|'), box = d.getElementById('dang-gui'), list = box.querySelector('ul');
  var PIECE = 4 * 1024 * 1024, AT_ONCE = 2, waiting = [], running = 0, done = 0, unfinished = [];
  function size(n) {
    var u = ['B', 'KB', 'MB', 'GB'], i = 0;
    while (n >= 1024 && i < 3) { n /= 1024; i++; }
    return n.toLocaleString(d.documentElement.lang, { maximumFractionDigits: i && n < 10 ? 1 : 0 }) + ' ' + u[i];
  }
  function el(parent, name, cls, text) {
    var e = d.createElement(name);
    if (cls) e.className = cls;
    if (text) e.textContent = text;
    return parent.appendChild(e);
  }
  // ---- one line a file
  function line(name, bytes) {
    var li = el(list, 'li', 'sending-file');
    el(li, 'strong', '', name);
    el(li, 'span', 'hint', ' ' + size(bytes));
    var bar = el(li, 'progress');
    bar.max = bytes; bar.value = 0; bar.setAttribute('aria-label', name);
    var words = el(li, 'span', 'hint'), buttons = el(li, 'span', 'actions');
    box.hidden = false;
    return { li: li, bar: bar, words: words, buttons: buttons };
  }
  function say(job, text, bad) {
    job.ui.words.textContent = text;
    job.ui.li.classList.toggle('is-bad', !!bad);
  }
  function button(job, text, fn) {
    var b = el(job.ui.buttons, 'button', 'quiet small', text);
    b.type = 'button';
    b.addEventListener('click', fn);
  }
  // ---- asking the server; a refusal carries its own words, a lost link none
  function ask(method, url, body, job) {
    return new Promise(function (yes, no) {
      var x = new XMLHttpRequest();
      x.open(method, url);
      x.timeout = 120000;
      x.setRequestHeader('X-CSRF-Token', token);
      if (body) x.setRequestHeader('Content-Type', typeof body === 'string' ? 'application/json' : 'application/octet-stream');
      if (job && job.at !== undefined) x.upload.onprogress = function (e) { job.ui.bar.value = job.at + e.loaded; };
      x.onload = function () {
        var answer = {};
        try { answer = JSON.parse(x.responseText); } catch (e) { /* words below */ }
        if (x.status < 300) yes(answer);
        else no({ status: x.status, rule: answer.rule, message: answer.message || w[4] });
      };
      x.onerror = x.ontimeout = x.onabort = function () { no({ lost: true }); };
      x.send(body || null);
    });
  }
  function rest(ms) { return new Promise(function (yes) { setTimeout(yes, ms); }); }
  function keyOf(file) { return 'm' + file.lastModified; } // edited meanwhile, it is another file
  // ---- one file from where the server says it is to its end
  function begin(job) {
    if (job.id) return ask('GET', parts + job.id);
    var old = unfinished.findIndex(function (u) { return u.name === job.file.name.normalize('NFC') && u.bytes === job.file.size && u.mark === keyOf(job.file); });
    if (old >= 0) {
      var u = unfinished.splice(old, 1)[0];
      if (u.li) u.li.remove();
      return ask('GET', parts + u.id);
    }
    var told = { name: job.file.name, bytes: job.file.size, key: keyOf(job.file), no_secret: true };
    fields.forEach(function (name) { told[name] = form.elements[name].value; });
    return ask('POST', base, JSON.stringify(told));
  }
  function pieces(job, state) {
    job.id = state.id;
    job.at = state.received;
    job.ui.bar.value = job.at;
    if (job.stopped) return Promise.reject({ stopped: true });
    if (job.at >= job.file.size) {
      say(job, w[1]);
      return ask('POST', parts + job.id + '/finish');
    }
    say(job, w[0]);
    return ask('PUT', parts + job.id + '?offset=' + job.at, job.file.slice(job.at, job.at + PIECE), job).then(function (next) {
      job.tries = 0;
      return pieces(job, next);
    });
  }
  function whole(job, e) {
    job.ui.bar.value = job.ui.bar.max;
    job.ui.li.classList.add('is-done');
    say(job, '✓ ' + w[2] + ' · SHA-256 ' + e.sha256.slice(0, 12));
    job.ui.buttons.textContent = '';
    var a = el(job.ui.buttons, 'a', '', w[7]);
    a.href = shown + (e.code || e.id);
    done++;
  }
  function failed(job, why) {
    if (why.stopped) return;
    var again = why.lost || why.status === 503 || why.rule === 'evidence-offset' || why.rule === 'evidence-busy';
    if (again && job.tries < 8) {
      job.tries++;
      say(job, w[3], true);
      return rest(Math.min(30000, 500 * Math.pow(2, job.tries))).then(function () { return run(job); });
    }
    say(job, again ? w[5] : why.message, true);
    job.ui.buttons.textContent = '';
    if (!again && why.status === 422) { job.stopped = true; return; } // another try would be refused alike
    button(job, w[6], function () { job.tries = 0; job.ui.buttons.textContent = ''; waiting.push(job); next(); });
    stopButton(job);
  }
  function run(job) {
    return begin(job).then(function (state) { return pieces(job, state); }).then(function (e) { whole(job, e); }, function (why) {
      if (why.status === 404) job.id = 0; // given up meanwhile: from the beginning
      return failed(job, why);
    });
  }
  function stopButton(job) {
    button(job, w[8], function () {
      job.stopped = true;
      job.ui.li.remove();
      if (job.id) ask('DELETE', parts + job.id).catch(function () {});
    });
  }
  function next() {
    while (running < AT_ONCE && waiting.length) {
      running++;
      run(waiting.shift()).then(function () {
        running--;
        next();
        if (running || waiting.length || !done || list.querySelector('.is-bad')) return;
        form.dispatchEvent(new Event('submit', { bubbles: true })); // all of it is sent: nothing to ask about
        window.location.assign(window.location.pathname + '?xong=' + done);
      });
    }
  }
  function add(files) {
    var empty = must.map(function (name) { return form.elements[name]; }).find(function (field) { return !field.value.trim(); });
    if (empty) { empty.reportValidity(); return; } // what must be told of it comes first
    Array.from(files).forEach(function (file) {
      var job = { file: file, tries: 0, ui: line(file.name, file.size) };
      say(job, w[9]);
      stopButton(job);
      waiting.push(job);
    });
    next();
  }
  // ---- ways in
  function named(file) { // a pasted picture has no name of its own
    if (file.name && file.name !== 'image.png') return file;
    var at = new Date(Date.now() + 7 * 3600e3).toISOString().slice(0, 19).replace('T', ' ').replace(/:/g, '.');
    return new File([file], w[10] + ' ' + at + '.png', { type: file.type });
  }
  Array.from(form.querySelectorAll('input[type=file]')).forEach(function (input) {
    input.addEventListener('input', function (e) { e.stopPropagation(); }); // nothing typed that could be lost
    input.addEventListener('change', function () { add(input.files); input.value = ''; });
  });
  form.querySelector('.actions').remove(); // what is chosen is sent at once
  d.getElementById('f-file-hint').textContent += ' ' + w[12];
  d.addEventListener('paste', function (e) {
    var files = e.clipboardData && e.clipboardData.files;
    if (files && files.length) { e.preventDefault(); add(Array.from(files).map(named)); }
  });
  d.addEventListener('dragover', function (e) { e.preventDefault(); form.classList.add('is-over'); });
  d.addEventListener('dragleave', function () { form.classList.remove('is-over'); });
  d.addEventListener('drop', function (e) {
    e.preventDefault();
    form.classList.remove('is-over');
    if (e.dataTransfer && e.dataTransfer.files.length) add(e.dataTransfer.files);
  });
  window.addEventListener('beforeunload', function (e) { if (running) e.preventDefault(); });
  window.addEventListener('online', function () { Array.from(list.querySelectorAll('.is-bad button')).slice(0, 1).forEach(function (b) { b.click(); }); });
  // ---- what an earlier page left unfinished: choosing the same file goes on with it
  ask('GET', base).then(function (all) {
    all.items.forEach(function (u) {
      var job = { id: u.id, ui: line(u.name, u.bytes) };
      u.li = job.ui.li;
      job.ui.bar.value = u.received;
      say(job, w[11]);
      stopButton(job);
      unfinished.push(u);
    });
  }).catch(function () {});
})();
