// The link's token is behind the number sign, which browsers do not send: it goes in the form's body, and out of the history.
const token = location.hash.slice(1);
if (token) {
    history.replaceState(null, '', location.pathname + location.search);
    document.getElementById('token').value = token;
    document.getElementById('open').requestSubmit();
}
