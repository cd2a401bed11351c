/** All that a page looks like: light or dark as the reader's system is, black on white on paper. */
export const css = `
:root{color-scheme:light dark;--ink:#1b2430;--soft:#5b6675;--line:#d8dee6;--paper:#fff;--tint:#f4f6f9;--a:#2563a8;--b:#b4541a;--c:#2b7a4b;--d:#7a3f98}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa7b6;--line:#313b48;--paper:#12171e;--tint:#1b222c;--a:#6cb0f5;--b:#f0a06a;--c:#6fce97;--d:#c998e6}}
*{box-sizing:border-box}
body{margin:0 auto;padding:24px;max-width:1000px;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{font-size:24px;margin:0 0 4px}h2{font-size:18px;margin:36px 0 4px;border-top:1px solid var(--line);padding-top:20px}
p{margin:0 0 12px}.facts,.note,small{color:var(--soft)}.definition{max-width:75ch}
figure{margin:20px 0;break-inside:avoid}figcaption{font-weight:600;margin-bottom:8px}
ul{list-style:none;margin:0;padding:0}
.bars li,.funnel li{display:grid;grid-template-columns:minmax(90px,22%) 1fr minmax(90px,26%);gap:10px;align-items:center;padding:2px 0}
.label{overflow-wrap:anywhere}.value{font-variant-numeric:tabular-nums}
.track{display:flex;background:var(--tint);height:16px}.funnel .track{justify-content:center}
.bar{display:block;background:var(--a);print-color-adjust:exact;-webkit-print-color-adjust:exact}.bar.below{background:var(--b)}
.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(180px,1fr));gap:12px}
.tiles li{display:flex;flex-direction:column;background:var(--tint);padding:12px;border-radius:6px}.tiles b{font-size:21px}
.spark{width:100%;height:26px}.spark polyline{fill:none;stroke:var(--a);stroke-width:1.5;vector-effect:non-scaling-stroke}
svg{width:100%;height:auto;display:block}svg text{font:11px system-ui,sans-serif;fill:var(--soft)}
.grid{stroke:var(--line)}.line{fill:none;stroke-width:2}
.line.s0{stroke:var(--a)}.line.s1{stroke:var(--b)}.line.s2{stroke:var(--c)}.line.s3{stroke:var(--d)}
text.s0{fill:var(--a)}text.s1{fill:var(--b)}text.s2{fill:var(--c)}text.s3{fill:var(--d)}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:4px 8px;text-align:left;border-bottom:1px solid var(--line);vertical-align:top}.number{text-align:right}
td.number{white-space:nowrap}td:first-child{min-width:11ch}th button{all:unset;cursor:pointer;font-weight:600}th button:focus-visible{outline:2px solid var(--a)}
th[aria-sort=ascending] button::after{content:" \\2191"}th[aria-sort=descending] button::after{content:" \\2193"}
.heat{background:color-mix(in srgb,var(--a) calc(var(--shade)*.55),transparent);print-color-adjust:exact;-webkit-print-color-adjust:exact}
nav a{margin-right:14px;white-space:nowrap;color:var(--a)}
@media print{body{max-width:none;padding:0}nav{display:none}tr{break-inside:avoid}}
@media(max-width:560px){.bars li,.funnel li{grid-template-columns:1fr auto}.track{grid-row:2;grid-column:1/-1}}
`;

/** Sorts a table by the column whose heading is clicked, numbers as numbers, empty cells last. */
export const script = `
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => head.querySelector("button").addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const value = (row) => row.cells[column].dataset.value;
    const numeric = head.classList.contains("number");
    const rows = [...table.tBodies[0].rows].sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (x === "" || y === "") return (x === "") - (y === "");
      const order = numeric ? x - y : x.localeCompare(y);
      return down ? -order : order;
    });
    table.tBodies[0].append(...rows);
  }));
}
`;
