'use strict'
// node loads this file first (`--require`). It moves the wall clock by TFSSO_TEST_CLOCK_MS. The clock of the disk and
// performance.now() stay correct, as on a machine with a network disk.
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
