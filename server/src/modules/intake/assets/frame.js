/* Inside the frame: tells the page around how high the form is. */
(function () {
  var tell = function () {
    parent.postMessage({ anbuHeight: document.documentElement.scrollHeight }, '*');
  };
  new ResizeObserver(tell).observe(document.body);
  tell();
})();
