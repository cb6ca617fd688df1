// For browsers in which nothing else here can be read: what is too old says so.
(function () {
  var missing = typeof WebAssembly !== "object" || typeof DecompressionStream !== "function" || typeof Promise !== "function" || typeof Blob.prototype.arrayBuffer !== "function";
  if (!missing) return;
  var app = document.getElementById("app");
  app.className = "old";
  app.textContent = "这个浏览器太旧，打不开这一页。请换用 Chromium 86、Edge 86、火狐 115 以上的浏览器；" +
    "Windows 7 可以用 Chrome 109、火狐 115；国产系统的浏览器请更新到最新。也可以用程序 nianbao。";
  window.nianbaoTooOld = true;
})();
