/// The style and the script of a report's HTML page.
enum ReportPage {
    static let style = """
        :root { --text: #1c1f24; --soft: #59606b; --paper: #fff; --line: #d9dde3; --shade: #f4f6f8; --link: #0b57a4;
          --edge: rgb(0 0 0 / .18); }
        @media (prefers-color-scheme: dark) {
          :root { --text: #e3e6ea; --soft: #a3abb6; --paper: #15181c; --line: #363c45; --shade: #1e2329; --link: #7db7f5;
            --edge: rgb(255 255 255 / .22); }
        }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 72rem; padding: 1rem 1.25rem 4rem; background: var(--paper); color: var(--text);
          font: 1rem/1.55 system-ui, "DejaVu Sans", sans-serif; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 1.5rem 0 1rem; }
        h2 { font-size: 1.35rem; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--line); }
        h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
        p, li { max-width: 46rem; }
        a { color: var(--link); }
        a:focus-visible, button:focus-visible, summary:focus-visible, .table:focus-visible, pre:focus-visible
          { outline: 3px solid var(--link); outline-offset: 2px; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; list-style: none; margin: 0; padding: 0;
          font-size: .9rem; }
        img { max-width: 100%; height: auto; background: #fff; border-radius: 4px; }
        code { font: .9em ui-monospace, "DejaVu Sans Mono", monospace; background: var(--shade); padding: .1em .3em;
          border-radius: 3px; overflow-wrap: anywhere; }
        pre { background: var(--shade); padding: .75rem 1rem; overflow-x: auto; border-radius: 4px; }
        pre code { padding: 0; background: none; overflow-wrap: normal; }
        th code { overflow-wrap: normal; white-space: nowrap; }
        td code { overflow-wrap: break-word; }
        .table { overflow-x: auto; margin: 1rem 0;
          background: linear-gradient(90deg, var(--paper) 40%, transparent) 0 0 / 3rem 100% no-repeat local,
            linear-gradient(270deg, var(--paper) 40%, transparent) 100% 0 / 3rem 100% no-repeat local,
            linear-gradient(90deg, var(--edge), transparent) 0 0 / .9rem 100% no-repeat scroll,
            linear-gradient(270deg, var(--edge), transparent) 100% 0 / .9rem 100% no-repeat scroll; }
        .more { color: var(--soft); font-size: .85rem; margin: 1rem 0 -.75rem; }
        table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .35rem .75rem; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { border-bottom: 2px solid var(--soft); vertical-align: bottom; }
        th:not([align]) { text-align: left; }
        th button { all: unset; cursor: pointer; font-weight: 600; }
        th button::after { content: "\\2195"; color: var(--soft); padding-left: .3em; font-weight: 400; }
        th[aria-sort=ascending] button::after { content: "\\2191"; }
        th[aria-sort=descending] button::after { content: "\\2193"; }
        th[align=right] button { display: flex; flex-direction: row-reverse; align-items: end; text-align: right; }
        th[align=right] button::after { padding: 0 .3em 0 0; }
        .number { white-space: nowrap; }
        .table td.long { min-width: 14rem; }
        tbody tr:hover { background: var(--shade); }
        details { margin: .5rem 0; } summary { cursor: pointer; }
        blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--soft); }
        @media (max-width: 46rem) {
          .charts table, .charts tbody, .charts tr, .charts td { display: block; padding: 0; border: 0; }
          .charts thead, .charts tr:not(:has(img)) { display: none; }
          .charts img { display: block; margin-bottom: 1rem; }
          .table:not(.charts) :is(th, td):first-child { position: sticky; left: 0; max-width: 40vw;
            background: var(--paper); overflow-wrap: break-word; }
        }
        @media print { .more { display: none; } nav { display: none; } th button::after { content: ""; } }

        """

    /// The script that sorts a table by the column whose header is clicked, and says which tables
    /// scroll.
    ///
    /// Numbers and durations are sorted by size and come before other texts; empty cells come last.
    /// Rows at the end whose first cell is in italics, or `mean` as in older reports, are totals or
    /// means, which stay at the end.
    static let script = """
        (() => {
          const units = { s: 1, min: 60, h: 3600 };
          const value = cell => {
            const text = cell.textContent.trim();
            if (!text || text === "\\u2013") return null;
            const plain = text.replace(/,/g, "").replace(/^[<>]\\s*/, "");
            const parts = [...plain.matchAll(/(\\d+(?:\\.\\d+)?)\\s*(h|min|s)(?![\\w])/g)];
            if (parts.length && plain.startsWith(parts[0][0]))
              return parts.reduce((sum, part) => sum + part[1] * units[part[2]], 0);
            const match = plain.match(/^[-+]?\\d*\\.?\\d+(?:e[-+]?\\d+)?(?![\\w.])/i);
            return match ? Number(match[0]) : text;
          };
          const compare = (a, b) => {
            const [aText, bText] = [typeof a === "string", typeof b === "string"];
            if (aText !== bText) return aText - bText;
            return aText ? a.localeCompare(b, "en", { numeric: true }) : a - b;
          };
          const isTotal = row => {
            const cell = row.cells[0];
            return cell.textContent.trim() === "mean"
              || (cell.childNodes.length === 1 && cell.firstChild.nodeName === "EM");
          };
          for (const cell of document.querySelectorAll("td")) {
            const text = cell.textContent.trim();
            if (text.length < 24 && /^[-+<]?\\s?[\\d.]/.test(text)) cell.classList.add("number");
            if (text.length > 60) cell.classList.add("long");
          }
          for (const table of document.querySelectorAll("table")) {
            const body = table.tBodies[0];
            if (!table.tHead || !body || body.rows.length < 3 || table.querySelector("img")) continue;
            const rows = [...body.rows], totals = [];
            while (rows.length && isTotal(rows.at(-1))) totals.unshift(rows.pop());
            [...table.tHead.rows[0].cells].forEach((head, column) => {
              if (!head.textContent.trim()) return;
              const button = document.createElement("button"), title = document.createElement("span");
              title.append(...head.childNodes);
              button.append(title);
              head.append(button);
              button.addEventListener("click", () => {
                const rises = head.getAttribute("aria-sort") !== "ascending";
                for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
                head.setAttribute("aria-sort", rises ? "ascending" : "descending");
                const keyed = rows.map(row => ({ row, key: value(row.cells[column]) }));
                keyed.sort((a, b) => {
                  if (a.key === null || b.key === null) return (a.key === null) - (b.key === null);
                  return rises ? compare(a.key, b.key) : compare(b.key, a.key);
                });
                body.append(...keyed.map(({ row }) => row), ...totals);
              });
            });
          }
          for (const box of document.querySelectorAll(".table")) {
            const note = document.createElement("p");
            note.className = "more";
            note.textContent = "This table is wider than the page: scroll it sideways.";
            note.hidden = true;
            box.before(note);
            new ResizeObserver(() => { note.hidden = box.scrollWidth <= box.clientWidth + 1; }).observe(box);
          }
        })();
        """
}
