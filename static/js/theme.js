// The chosen colours, before anything is painted; without a choice the device decides.
const theme = localStorage.getItem("theme")
if (theme) document.documentElement.dataset.theme = theme
