// Where contents and metadata would push the text away, they begin folded. Everything works without this.
(() => {
  "use strict";
  const roomy = window.matchMedia("(min-width: 900px)").matches;
  const file = document.querySelector(".with-file") && window.matchMedia("(min-width: 1100px) and (max-width: 1499px)").matches;
  if (roomy && !file) return;
  for (const part of document.querySelectorAll(".reader-aside details")) part.open = false;
  // The page was opened at a passage before it grew shorter.
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: "center" });
})();
