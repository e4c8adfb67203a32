'use strict'
// node loads this file first (`--require`). The file shifts node's wall clock by TFSSO_TEST_CLOCK_MS. performance.now()
// stays correct. The times of files also stay correct, as on a network disk, whose server has its own clock.
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
