"use strict";
// Sorting and searching of tables. A page without it has the same rows, in the order of their list.
{
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  const textOf = (cell) => cell.dataset.value ?? cell.textContent.trim();

  const compare = (kind, a, b) => {
    if (kind !== "number") return collator.compare(a, b);
    return Number.parseFloat(a) - Number.parseFloat(b);
  };

  // Cells that are empty stay at the end whichever way the others are turned.
  const sortRows = (table, column, kind, direction) => {
    const body = table.tBodies[0];
    const keyed = Array.from(body.rows, (row) => [textOf(row.cells[column]), row]);
    keyed.sort(([a], [b]) => {
      if (a === "" || b === "") return (a === "") - (b === "");
      return direction * compare(kind, a, b);
    });
    body.append(...keyed.map(([, row]) => row));
  };

  for (const header of document.querySelectorAll("th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const order = header.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", order);
      const direction = order === "ascending" ? 1 : -1;
      sortRows(header.closest("table"), header.cellIndex, header.dataset.sort, direction);
    });
  }

  // Letters count without their accents: whoever looks for Jose means José too.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  for (const box of document.querySelectorAll(".search")) {
    const rows = Array.from(document.getElementById(box.dataset.table).tBodies[0].rows, (row) => ({
      row,
      text: plain(row.textContent),
    }));
    const shown = box.querySelector("[role=status]");
    const input = box.querySelector("input");
    const filter = () => {
      const words = plain(input.value).split(/\s+/);
      let count = 0;
      for (const { row, text } of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        count += !row.hidden;
      }
      shown.textContent = `${count} of ${rows.length} ${shown.dataset.of} shown`;
    };
    box.hidden = false;
    input.addEventListener("input", filter);
    filter(); // a browser keeps what was typed when a page is loaded again
  }

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const search = document.querySelector(".search input");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || !search) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  // Paper cannot be clicked.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
}
