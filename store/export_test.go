package store

// Translate is how the room turns what the driver says into portal's errors.
var Translate = translate
