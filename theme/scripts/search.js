/* Search over the whole exhibition: every word must be found, in the title, in its pinyin or initials, or in the text. */
(function () {
  var pages = window.exhibitIndex || [];
  var field = document.getElementById("find-words");
  var list = document.getElementById("find-results");
  var count = document.getElementById("find-count");
  var directory = document.getElementById("find-directory");
  if (!field || !list || !count || !directory) return;
  var SHOWN = 60;
  var AROUND = 28;

  /* Full-width letters and figures as half-width, small letters, no spaces; `from` leads back to the original. */
  function fold(text) {
    var plain = "";
    var from = [];
    for (var n = 0; n < text.length; n += 1) {
      var code = text.charCodeAt(n);
      if (code > 0xff00 && code < 0xff5f) code -= 0xfee0;
      if (code === 0x20 || code === 0x3000 || code === 0x0a) continue;
      plain += String.fromCharCode(code).toLowerCase().charAt(0);
      from.push(n);
    }
    return { plain: plain, from: from };
  }

  var ready = pages.map(function (page) {
    return { page: page, title: fold(page.t), text: fold(page.x || ""), pinyin: page.p || "", initials: page.i || "" };
  });

  function worth(entry, word) {
    if (entry.title.plain.indexOf(word) >= 0) return entry.title.plain === word ? 5 : 4;
    if (/^[a-z]+$/.test(word) && (entry.initials.indexOf(word) >= 0 || entry.pinyin.indexOf(word) >= 0)) return 3;
    return entry.text.plain.indexOf(word) >= 0 ? 1 : 0;
  }

  function find(words) {
    var hits = [];
    ready.forEach(function (entry, place) {
      var sum = 0;
      for (var n = 0; n < words.length; n += 1) {
        var one = worth(entry, words[n]);
        if (!one) return;
        sum += one;
      }
      hits.push({ entry: entry, sum: sum, place: place });
    });
    return hits.sort(function (a, b) { return b.sum - a.sum || a.place - b.place; });
  }

  /* The stretches of `folded` that any word covers, as [start, end] in the original text, in order, without overlaps. */
  function covered(folded, words) {
    var spans = [];
    words.forEach(function (word) {
      var at = folded.plain.indexOf(word);
      while (at >= 0) {
        spans.push([folded.from[at], folded.from[at + word.length - 1] + 1]);
        at = folded.plain.indexOf(word, at + word.length);
      }
    });
    spans.sort(function (a, b) { return a[0] - b[0]; });
    return spans.filter(function (span, n) { return !n || span[0] >= spans[n - 1][1]; });
  }

  function marked(parent, text, spans, start, end) {
    var at = start;
    spans.forEach(function (span) {
      if (span[0] < at || span[1] > end) return;
      parent.appendChild(document.createTextNode(text.slice(at, span[0])));
      var mark = document.createElement("mark");
      mark.textContent = text.slice(span[0], span[1]);
      parent.appendChild(mark);
      at = span[1];
    });
    parent.appendChild(document.createTextNode(text.slice(at, end)));
  }

  function part(parent, name, kind) {
    var made = document.createElement(name);
    made.className = kind;
    parent.appendChild(made);
    return made;
  }

  function row(entry, words) {
    var page = entry.page;
    var item = document.createElement("li");
    var link = part(item, "a", "find-link");
    link.href = page.a;
    part(link, "span", "card-over").textContent = page.h && page.h !== page.k ? page.h + "，" + page.k : page.k;
    marked(part(link, "span", "card-title serif"), page.t, covered(entry.title, words), 0, page.t.length);
    var text = page.x || "";
    var spans = covered(entry.text, words);
    var start = spans.length ? Math.max(0, spans[0][0] - AROUND) : 0;
    var end = Math.min(text.length, (spans.length ? spans[0][1] : 0) + AROUND * 2);
    var excerpt = part(link, "span", "card-lead");
    if (start) excerpt.appendChild(document.createTextNode("……"));
    marked(excerpt, text, spans, start, end);
    if (end < text.length) excerpt.appendChild(document.createTextNode("……"));
    return item;
  }

  function said(name, found, shown) {
    return count.getAttribute("data-" + name).replace("{n}", found).replace("{m}", shown);
  }

  function search() {
    var words = field.value.split(/[\s\u3000]+/).map(function (word) { return fold(word).plain; }).filter(Boolean);
    var hits = words.length ? find(words) : [];
    list.textContent = "";
    hits.slice(0, SHOWN).forEach(function (hit) { list.appendChild(row(hit.entry, words)); });
    directory.hidden = hits.length > 0;
    count.textContent = !words.length ? "" : !hits.length ? said("none")
      : said(hits.length > SHOWN ? "more" : "found", hits.length, SHOWN);
  }

  function remember() {
    var query = field.value ? "?q=" + encodeURIComponent(field.value) : location.pathname;
    try { history.replaceState(null, "", query); } catch (refused) { /* some browsers refuse this on files */ }
  }

  var composing = false;
  field.addEventListener("compositionstart", function () { composing = true; });
  field.addEventListener("compositionend", function () { composing = false; search(); remember(); });
  field.addEventListener("input", function () { if (!composing) { search(); remember(); } });
  field.form.addEventListener("submit", function (event) { event.preventDefault(); search(); remember(); });

  var asked = /[?&]q=([^&]*)/.exec(location.search);
  if (asked) {
    try { field.value = decodeURIComponent(asked[1].replace(/\+/g, " ")); } catch (garbled) { field.value = ""; }
    search();
  }
})();
