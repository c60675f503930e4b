/* Runs in the head, before anything is painted: says that scripts run, and restores how the visitor likes to read. */
(function () {
  var page = document.documentElement;
  page.classList.add("js");
  try {
    var size = localStorage.getItem("exhibit-size");
    var contrast = localStorage.getItem("exhibit-contrast");
    if (size === "large" || size === "huge") page.setAttribute("data-size", size);
    if (contrast === "high") page.setAttribute("data-contrast", contrast);
  } catch (refused) { /* storage is closed: the page starts in its plain form */ }
})();
