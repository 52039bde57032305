// `data-shortcut="c"` or `"g h"`: keys that focus a field or press a link or button. Where the
// keyboard writes another script, the key's place counts.
const plain = /^[\x21-\x7e]$/
const keyOf = (event) => plain.test(event.key) ? event.key : event.code.replace(/^Key/, "").toLowerCase()
const typing = (target) => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")
let before = "", pause

document.addEventListener("keydown", (event) => {
  if (event.metaKey || event.ctrlKey || event.altKey || document.querySelector("dialog[open]")) return
  if (typing(event.target)) {
    if (event.key === "Escape" && event.target.matches("[type=search]") && event.target.value === "") event.target.blur()
    return
  }
  const key = keyOf(event)
  const all = [...document.querySelectorAll("[data-shortcut]")]
  // Rather what is shown: a phone keeps its menu out of sight, and has another way to what is in there.
  const find = (keys) => {
    const meant = all.filter((element) => element.dataset.shortcut === keys)
    return meant.find((element) => element.checkVisibility()) ?? meant[0]
  }
  // Where nothing searches everything, "/" searches the list.
  const target = find(`${before} ${key}`.trim()) ?? find(key) ?? (key === "/" ? find("f") : undefined)
  before = all.some((element) => element.dataset.shortcut.startsWith(`${key} `)) ? key : ""
  clearTimeout(pause)
  pause = setTimeout(() => { before = "" }, 1200)
  if (!target) return
  event.preventDefault()
  before = ""
  if (target.matches("input, textarea, select")) { target.focus(); target.select?.() }
  else target.click()
})
