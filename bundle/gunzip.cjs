// Replaces zlib in hcl2json, which needs it to unpack its parser.
const { gunzipSync } = require('node:zlib')

/**
 * Unpacks in steps of 8 MB, which is more than the parser's size. With zlib's usual 16 KB it takes 22 ms
 * instead of 13.
 * @param {Uint8Array} data
 */
exports.gunzipSync = (data) => gunzipSync(data, { chunkSize: 2 ** 23 })
