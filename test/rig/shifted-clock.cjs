'use strict'
// A preload for node: its wall clock is TFSSO_TEST_CLOCK_MS off. The filesystem's clock and the steady
// one stay right, as on a machine whose disk is another's.
const RealDate = Date
const { TFSSO_TEST_CLOCK_MS = '0' } = process.env
const offset = Number(TFSSO_TEST_CLOCK_MS)
const now = () => RealDate.now() + offset
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, self) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, self),
  apply: () => new RealDate(now()).toString(),
  get: (target, name, self) => (name === 'now' ? now : Reflect.get(target, name, self)),
})
