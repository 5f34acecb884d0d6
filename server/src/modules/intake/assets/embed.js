/* Puts the form where this script stands:
   <script src="https://anbu.example/p/enquiry/embed.js" data-form="…" async></script> */
(function () {
  var script = document.currentScript;
  if (!script || !script.dataset.form) return;
  var origin = new URL(script.src).origin;
  var query = new URLSearchParams({ frame: '1', page: location.origin + location.pathname });
  new URLSearchParams(location.search).forEach(function (value, name) {
    if (/^utm_(source|medium|campaign|term|content)$/.test(name)) query.set(name, value);
  });
  if (script.dataset.lang) query.set('lang', script.dataset.lang);
  var frame = document.createElement('iframe');
  frame.src = origin + '/p/enquiry/' + encodeURIComponent(script.dataset.form) + '?' + query;
  frame.title = script.dataset.title || 'Anbu';
  frame.style.cssText = 'width:100%;border:0;min-height:640px';
  window.addEventListener('message', function (event) {
    if (event.origin !== origin || event.source !== frame.contentWindow) return;
    var height = event.data && event.data.anbuHeight;
    if (typeof height === 'number' && height > 0 && height < 5000) frame.style.height = height + 'px';
  });
  script.after(frame);
})();
