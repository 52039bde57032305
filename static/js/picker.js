// `data-picker`: turns a select into a search as you type. The select stays in the form and
// holds the answer, so what is sent is the same with and without this script.
let count = 0

function upgrade(box) {
  const select = box.querySelector("select")
  const list = document.createElement("ul")
  const input = document.createElement("input")
  Object.assign(list, { className: "picker__list", id: `picker-${++count}`, role: "listbox", hidden: true })
  Object.assign(input, { className: "input", id: select.id, type: "text", autocomplete: "off", role: "combobox" })
  input.value = select.selectedOptions[0]?.value ? select.selectedOptions[0].label : ""
  for (const [name, value] of [["controls", list.id], ["expanded", "false"], ["autocomplete", "list"]]) input.setAttribute(`aria-${name}`, value)
  for (const name of ["aria-invalid", "aria-describedby"]) if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name))
  select.removeAttribute("id")
  select.hidden = true
  list.setAttribute("aria-label", box.closest(".field")?.querySelector("label")?.textContent ?? "")
  box.append(input, list)

  const options = () => [...list.querySelectorAll("[role=option]")]
  let active = -1, pause, asked = 0

  function show(open) {
    list.hidden = !open
    input.setAttribute("aria-expanded", open)
    if (!open) move(-1)
  }
  function move(to) {
    active = to
    options().forEach((option, index) => option.toggleAttribute("data-active", index === to))
    const option = options()[to]
    option?.scrollIntoView({ block: "nearest" })
    option ? input.setAttribute("aria-activedescendant", option.id) : input.removeAttribute("aria-activedescendant")
  }
  function choose(value, label) {
    clearTimeout(pause) // an answer that comes now would open the list again
    asked++
    select.replaceChildren(new Option(label, value, true, true))
    select.dispatchEvent(new Event("change", { bubbles: true }))
    input.value = label
    show(false)
  }
  async function ask() {
    const turn = ++asked
    const answer = await fetch(`${box.dataset.picker}?q=${encodeURIComponent(input.value)}`).catch(() => null)
    if (turn !== asked) return
    // Led elsewhere, e.g. to sign in: that is no list. What is typed stays, and sending the form will say what is wrong.
    if (!answer?.ok || answer.redirected) return show(false)
    list.innerHTML = (await answer.text()).trim() || `<li class="picker__none"></li>`
    options().forEach((option, index) => { option.id = `${list.id}-${index}`; option.ariaSelected = option.dataset.value === select.value })
    list.querySelector(".picker__none")?.append(box.dataset.none)
    show(true)
    move(-1)
  }

  input.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(ask, 150) })
  input.addEventListener("click", () => { if (list.hidden) ask() })
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) { event.preventDefault(); list.hidden ? ask() : move((active + step + options().length) % options().length) }
    else if (event.key === "Enter" && options()[active]) { event.preventDefault(); options()[active].click() }
    else if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); show(false) }
  })
  input.addEventListener("blur", () => {
    asked++
    show(false)
    if (input.value === "") choose("", "")
    else input.value = select.value ? select.selectedOptions[0].label : ""
  })
  list.addEventListener("pointerdown", (event) => event.preventDefault())
  list.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]")
    if (option) choose(option.dataset.value, option.querySelector("bdi").textContent)
  })
}

for (const box of document.querySelectorAll("[data-picker]")) upgrade(box)
document.addEventListener("row-added", ({ target }) => target.querySelectorAll("[data-picker]").forEach(upgrade))
