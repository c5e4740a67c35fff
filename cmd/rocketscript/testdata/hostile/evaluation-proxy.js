// Script is a Proxy that never constructs.
// ends: stopped
var Script = new Proxy(function () {}, { construct() { for (;;) {} } });
