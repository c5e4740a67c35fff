// Signs in with the key of a sign-in link, /login#KEY.
'use strict';

const form = document.getElementById('sign-in');

// The key leaves the address bar and the history before anything else.
function signInByLink() {
  const key = location.hash.slice(1);
  if (!key) return false;
  history.replaceState(null, '', location.pathname + location.search);
  form.elements.secret.value = key;
  form.submit();
  return true;
}

window.addEventListener('hashchange', signInByLink); // a link pasted over this page
if (!signInByLink()) {
  // Whoever came by a link from another site is signed in already, but the
  // browser kept the cookie back (SameSite). Asking from here sends it.
  fetch(location.href, { redirect: 'manual' }).then((answer) => {
    if (answer.type === 'opaqueredirect') location.replace(form.elements.next.value);
  }, () => { /* the form is there */ });
}
