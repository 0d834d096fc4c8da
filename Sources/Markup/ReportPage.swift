/// The style and the script of a report's HTML page.
enum ReportPage {
    static let style = """
        :root { --text: #1c1f24; --soft: #59606b; --paper: #fff; --line: #d9dde3; --shade: #f4f6f8; --link: #0b57a4; }
        @media (prefers-color-scheme: dark) {
          :root { --text: #e3e6ea; --soft: #a3abb6; --paper: #15181c; --line: #363c45; --shade: #1e2329; --link: #7db7f5; }
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
        .table { overflow-x: auto; margin: 1rem 0; }
        table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .35rem .75rem; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { border-bottom: 2px solid var(--soft); text-align: left; vertical-align: bottom; }
        th button { all: unset; cursor: pointer; font-weight: 600; }
        th button::after { content: "\\2195"; color: var(--soft); padding-left: .3em; font-weight: 400; }
        th[aria-sort=ascending] button::after { content: "\\2191"; }
        th[aria-sort=descending] button::after { content: "\\2193"; }
        tbody tr:hover { background: var(--shade); }
        details { margin: .5rem 0; } summary { cursor: pointer; }
        blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--soft); }
        @media print { nav { display: none; } th button::after { content: ""; } }

        """

    /// The script that sorts a table by the column whose header is clicked: numbers and durations
    /// by size, other columns by text.
    static let script = """
        (() => {
          const units = { s: 1, min: 60, h: 3600 };
          const value = cell => {
            const text = cell.textContent.trim();
            const match = text.replace(/,/g, "").match(/^([-+]?\\d*\\.?\\d+(?:e[-+]?\\d+)?)\\s*(s|min|h)?\\b/i);
            return match ? Number(match[1]) * (units[match[2]] || 1) : text === "\\u2013" ? NaN : text;
          };
          const compare = (a, b) => {
            const aLast = Number.isNaN(a), bLast = Number.isNaN(b);
            if (aLast || bLast) return aLast - bLast;
            if (typeof a === "number" && typeof b === "number") return a - b;
            return String(a).localeCompare(String(b), "en", { numeric: true });
          };
          for (const table of document.querySelectorAll("table")) {
            const body = table.tBodies[0];
            if (!table.tHead || !body || body.rows.length < 3 || table.querySelector("img")) continue;
            [...table.tHead.rows[0].cells].forEach((head, column) => {
              if (!head.textContent.trim()) return;
              const button = document.createElement("button");
              button.append(...head.childNodes);
              head.append(button);
              button.addEventListener("click", () => {
                const rises = head.getAttribute("aria-sort") !== "ascending";
                for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
                head.setAttribute("aria-sort", rises ? "ascending" : "descending");
                const rows = [...body.rows].map(row => ({ row, key: value(row.cells[column]) }));
                rows.sort((a, b) => {
                  const order = compare(a.key, b.key);
                  return rises || Number.isNaN(a.key) || Number.isNaN(b.key) ? order : -order;
                });
                body.append(...rows.map(({ row }) => row));
              });
            });
          }
        })();
        """
}
