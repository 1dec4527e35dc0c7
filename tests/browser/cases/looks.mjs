// looks.mjs - what can be told of a page's looks by measuring: what runs over, what is covered, what is
// too small for a thumb. Each answers with what is wrong; nothing wrong is [].

export function sideways(page) {
  return page.evaluate(() => {
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return over > 1 ? [`the page is ${over} px too wide`] : [];
  });
}

// Texts that lie on each other, or stick out of the window and cannot be scrolled to.
export function overlaps(page) {
  return page.evaluate(() => {
    const rects = [];
    const unseen = e => e.closest('.unseen, .skip, script, option, .drop:not([open]) .drop-in') ||
      (e.closest('thead') && getComputedStyle(e.closest('thead')).position === 'absolute'); // heads of cards
    // An open dialog lies over the page by its nature, and nothing behind it can be reached.
    const within = document.querySelector('dialog[open]') ?? document.body;
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.data.trim() || unseen(node.parentElement)) continue;
      if (!node.parentElement.checkVisibility({ visibilityProperty: true })) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const r of range.getClientRects()) if (r.width > 1 && r.height > 1) rects.push({ r, node });
    }
    const wrong = [];
    rects.sort((a, b) => a.r.top - b.r.top);
    for (let i = 0; i < rects.length; i++) {
      for (let k = i + 1; k < rects.length && rects[k].r.top < rects[i].r.bottom; k++) {
        const [a, b] = [rects[i], rects[k]];
        const wide = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left);
        const high = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
        // Lines of one paragraph touch by a little of their leading.
        if (a.node !== b.node && wide > 2 && high > 8) wrong.push(`"${a.node.data.trim().slice(0, 30)}" lies on "${b.node.data.trim().slice(0, 30)}"`);
      }
    }
    return wrong.slice(0, 3);
  });
}

// On a phone: 44 px for what navigates and acts, 24 px for a link of a list. A link inside a sentence has
// the height of its line (WCAG 2.2, 2.5.8).
export function smallTargets(page) {
  return page.evaluate(() => {
    const wrong = [];
    for (const e of document.querySelectorAll('a[href], button, summary, select, input:not([type=hidden]), textarea')) {
      if (!e.checkVisibility({ visibilityProperty: true }) || e.matches('.unseen, .skip')) continue;
      const tick = e.matches('[type=checkbox], [type=radio]');
      const target = tick ? e.closest('label') ?? e : e;
      const height = target.getBoundingClientRect().height;
      const sentence = e.matches('a') && !e.matches('.button, .chip') && !e.closest('nav, .tools, .actions, th, .tasks')
        && e.closest('p, li, dd, td, .hint') && e.closest('p, li, dd, td, .hint').innerText.trim() !== e.innerText.trim();
      if (sentence) continue;
      const least = e.matches('a:not(.button)') && !e.closest('nav.menu, .tools') || e.matches('details.fold > summary') ? 24 : 44;
      if (height < least - .5) wrong.push(`${Math.round(height)} px: ${e.outerHTML.slice(0, 90)}`);
    }
    return wrong.slice(0, 4);
  });
}
