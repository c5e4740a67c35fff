// Script is a Proxy that never constructs.
// ends: timed out after
var Script = new Proxy(function () {}, { construct() { for (;;) {} } });
