// Stands for a browser and the person before it: opens the page it is given, allows the login and follows.
const [, , address = ''] = process.argv
const page = await (await fetch(address)).text()
const [, action = ''] = /<form method="post" action="([^"]*)">/.exec(page) ?? []
const [, name = '', value = ''] =
  /<input type="hidden" name="([^"]*)" value="([^"]*)">/.exec(page) ?? []
const body = new URLSearchParams({ [name]: value, answer: 'allow' })
await fetch(new URL(action, address), { method: 'POST', body })
