/* Reading controls, sources that open when they are pointed at, the way back on touch screens, panels that turn page by page. */
(function () {
  var page = document.documentElement;
  var sizes = ["", "large", "huge"];

  function keep(store, name, value) {
    try {
      if (value) store.setItem(name, value);
      else store.removeItem(name);
    } catch (refused) { /* the choice then lasts for this page only */ }
  }

  function set(name, value) {
    if (value) page.setAttribute("data-" + name, value);
    else page.removeAttribute("data-" + name);
    keep(localStorage, "exhibit-" + name, value);
  }

  function each(selector, work) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), work);
  }

  function show() {
    var high = page.getAttribute("data-contrast") === "high";
    each('[data-control="contrast"]', function (button) { button.setAttribute("aria-pressed", high ? "true" : "false"); });
  }

  each("[data-control]", function (button) {
    button.addEventListener("click", function () {
      if (button.getAttribute("data-control") === "size") {
        var now = sizes.indexOf(page.getAttribute("data-size") || "");
        set("size", sizes[(now + 1) % sizes.length]);
      } else {
        set("contrast", page.getAttribute("data-contrast") === "high" ? "" : "high");
      }
      show();
      window.dispatchEvent(new Event("resize"));
    });
  });
  show();

  /* The faces wait behind the words: see the head of the page. */
  each("[data-fonts]", function (link) { link.media = "all"; });

  /* Sources stand open where there is a margin for them, and whenever a citation leads to one. */
  var wide = window.matchMedia("(min-width: 1000px)");
  if (wide.matches) each(".web .sources details", function (fold) { fold.open = true; });
  function reveal() {
    var target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var fold = target && target.closest && target.closest("details");
    if (fold && !fold.open) {
      fold.open = true;
      target.scrollIntoView();
    }
  }
  window.addEventListener("hashchange", reveal);
  reveal();
  window.addEventListener("beforeprint", function () { each("details", function (fold) { fold.open = true; }); });

  /* 返回: the page before this one, as this visitor walked; without a way walked, the link's own address. */
  var back = document.querySelector("[data-control-back]");
  if (back) {
    var trail = [];
    try { trail = JSON.parse(sessionStorage.getItem("exhibit-trail") || "[]"); } catch (unreadable) { trail = []; }
    var here = location.pathname;
    if (trail[trail.length - 2] === here) trail.pop();
    else if (trail[trail.length - 1] !== here) trail.push(here);
    trail = trail.slice(-50);
    keep(sessionStorage, "exhibit-trail", JSON.stringify(trail));
    back.addEventListener("click", function (event) {
      if (trail.length < 2) return;
      event.preventDefault();
      location.href = trail[trail.length - 2];
    });
  }

  /* A panel that is longer than the screen says so, and turns on at a tap. */
  each("[data-panel]", function (panel) {
    var more = panel.parentNode.querySelector("[data-panel-more]");
    if (!more) return;
    var waiting = 0;
    function look() {
      waiting = 0;
      more.hidden = panel.scrollHeight - panel.clientHeight - panel.scrollTop < 8;
    }
    function later() { if (!waiting) waiting = requestAnimationFrame(look); }
    more.addEventListener("click", function () {
      var calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      panel.scrollBy({ top: panel.clientHeight * 0.8, behavior: calm ? "auto" : "smooth" });
    });
    panel.addEventListener("scroll", later, { passive: true });
    window.addEventListener("resize", later);
    window.addEventListener("load", later);
    look();
  });
})();
