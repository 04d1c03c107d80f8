// The rows: a grid of which only what is in sight stands in the document.
import { Component, html, useLayoutEffect, useRef } from "../ui.js";
import { count as figure, time } from "../format.js";
import { Text } from "./text.js";
import { shownOf } from "./fields.js";
import { useVirtual } from "./virtual.js";
import { Detail } from "./detail.js";

const OVERSCAN = 6;

/** The height of the head, which stays over the rows. */
const HEAD = 28;

/** The height of a row that is not opened; base of the estimate, so CSS has the same. */
export const heightOf = (narrow) => (narrow ? 62 : 24);

function Line({ row, columns, sort, wrap, mark }) {
  const level = row.level ?? "";
  return [
    html`<span role="gridcell" class="time">${time(row.time)}</span>`,
    html`<span role="gridcell" class="level">${level}</span>`,
    ...columns.map((name) => {
      const text = shownOf(row, name);
      return html`<span role="gridcell" key=${name} class=${"cell of-" + name + (name === sort ? " sorted" : "")} title=${text}>
        <${Text} text=${text} inLine max=${300} /></span>`;
    }),
    html`<span role="gridcell" class="message"><${Text} text=${row.message ?? ""} inLine=${!wrap} max=${1000} mark=${mark} /></span>`,
  ];
}

/** One row; it is drawn again only when something of it is other than before. */
class Row extends Component {
  shouldComponentUpdate(next) {
    return Object.keys(next).some((name) => next[name] !== this.props[name]);
  }

  render({ row, at, start, opened, selected, columns, span, sort, measure, act, total, context, wrap, mark }) {
    const level = (row?.level ?? "none").toLowerCase();
    return html`
      <div class=${"item level-" + level + (selected ? " selected" : "") + (opened ? " opened" : "")}
          data-index=${at} ref=${measure} role="presentation" style=${{ transform: `translateY(${start}px)` }}>
        <div role="row" class="line" id=${"row-" + at} aria-rowindex=${total + 1} aria-selected=${selected}
            aria-expanded=${opened} onClick=${(event) => act.clicked(at, event)}>
          ${row ? html`<${Line} row=${row} columns=${columns} sort=${sort} wrap=${wrap} mark=${mark} />`
            : html`<span role="gridcell" class="faint">…</span>`}
        </div>
        ${opened && row && html`<div role="row"><div role="gridcell" aria-colspan=${span}>
          <${Detail} row=${row} act=${act} columns=${columns} context=${context} mark=${mark} /></div></div>`}
      </div>`;
  }
}

const ARIA = { asc: "ascending", desc: "descending" };

/** The name of a column; of one with numbers, a button that sorts by it. */
function Name({ name, sort, order, numbers, act, tail }) {
  if (tail || !(numbers.includes(name) || sort === name)) return html`<span class="name">${name}</span>`;
  const title = sort !== name ? "The greatest first" : order === "desc" ? "The least first" : "By time again";
  return html`<button type="button" class="quiet name" title=${title}
    onClick=${() => act.sortBy(name)}>${name} ${sort === name ? (order === "asc" ? "↑" : "↓") : ""}</button>`;
}

function Head({ columns, order, sort, numbers, act, tail }) {
  const byTime = tail || !sort;
  return html`
    <div class="head" role="row" aria-rowindex="1">
      <span role="columnheader" class="time" aria-sort=${byTime ? (tail ? "ascending" : ARIA[order]) : "none"}>
        <button type="button" class="quiet" disabled=${tail} title=${byTime ? "Turn the order round (o)" : "By time again"}
          onClick=${act.byTime}>Time ${byTime ? (order === "asc" || tail ? "↑" : "↓") : ""}</button></span>
      <span role="columnheader" class="level">Level</span>
      ${columns.map((name) => html`
        <span role="columnheader" key=${name} class=${"cell of-" + name}
            aria-sort=${numbers.includes(name) || sort === name ? (sort === name ? ARIA[order] : "none") : undefined}>
          <${Name} name=${name} sort=${sort} order=${order} numbers=${numbers} act=${act} tail=${tail} />
          <button type="button" class="quiet" aria-label=${"Hide the column " + name} title="Hide this column"
            onClick=${() => act.column(name)}>✕</button></span>`)}
      <span role="columnheader" class="message">Message</span>
    </div>`;
}

/**
 * `source` has count, base and row(index); `known` is how many there are in all, -1 where that is
 * not known; `act` what may be done with rows; `handle` is given what the keys need.
 */
export function Table({ source, version, columns, order, sort, numbers, open, selected, act, handle, narrow, wrap, tail,
  follow, known, context, dim, mark }) {
  const scroll = useRef(null);
  const keyOf = useRef(null);
  if (keyOf.current?.base !== source.base || keyOf.current?.source !== source) {
    const { base } = source;
    keyOf.current = { base, source, of: (index) => base + index };
  }
  const virtual = useVirtual({
    count: source.count,
    getScrollElement: () => scroll.current,
    estimateSize: () => heightOf(narrow),
    getItemKey: keyOf.current.of,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const measure = useRef((node) => virtual.measureElement(node)).current;
  useLayoutEffect(() => virtual.measure(), [narrow, wrap, source]);
  useLayoutEffect(() => {
    if (items.length > 0) source.want?.(items[0].index, items[items.length - 1].index);
  }, [items[0]?.index, items[items.length - 1]?.index, version, source]);
  useLayoutEffect(() => {
    if (follow && scroll.current) scroll.current.scrollTop = scroll.current.scrollHeight;
  });
  useLayoutEffect(() => {
    if (!tail && scroll.current) scroll.current.scrollTop = 0;
  }, [source]);
  useLayoutEffect(() => {
    handle.current = {
      toIndex(index) {
        const start = virtual.getOffsetForIndex(index, "start")?.[0] ?? 0;
        const box = scroll.current;
        const last = start + heightOf(narrow) + HEAD - box.clientHeight;
        if (start < box.scrollTop) box.scrollTop = start;
        else if (last > box.scrollTop) box.scrollTop = last;
      },
      /** A row in the lower half moves up, so that there is room for what it unfolds. */
      toOpened(index) {
        const start = virtual.getOffsetForIndex(index, "start")?.[0] ?? 0;
        const box = scroll.current;
        if (start < box.scrollTop) box.scrollTop = start;
        else if (start > box.scrollTop + box.clientHeight / 2) box.scrollTop = start - box.clientHeight / 4;
      },
      inSight: () => items.find(({ end }) => end > (scroll.current?.scrollTop ?? 0))?.index ?? 0,
      focus: () => scroll.current?.focus({ preventScroll: true }),
    };
  });
  function scrolled({ target }) {
    if (!tail) return;
    act.away(target.scrollHeight - target.scrollTop - target.clientHeight > heightOf(narrow) * 1.5);
  }
  const widths = ["178px", "42px", ...columns.map((name) => (name === "origin" ? "270px" : "112px")), "minmax(150px, 1fr)"];
  const least = 260 + columns.length * 122 + 250;
  return html`
    <div class=${"table" + (dim ? " dim" : "") + (wrap ? " wrap" : "") + (narrow ? " narrow" : "")} aria-busy=${dim}
        style=${{ "--columns": widths.join(" "), "--least": narrow ? "0" : least + "px" }}>
      <div class="rows" ref=${scroll} tabindex="0" role="treegrid" aria-label="Log lines"
          aria-rowcount=${known < 0 ? -1 : known + 1} aria-colcount=${columns.length + 3}
          aria-activedescendant=${items.some(({ key }) => key === selected) ? "row-" + (selected - source.base) : undefined}
          onScroll=${scrolled}>
        <${Head} columns=${columns} order=${order} sort=${sort} numbers=${numbers} act=${act} tail=${tail} />
        <div class="body" role="rowgroup" style=${{ height: virtual.getTotalSize() + "px" }}>
          ${items.map(({ index, key, start }) => {
            const row = source.row(index);
            const opened = row !== null && open !== null && String(row.id) === open;
            return html`<${Row} key=${key} row=${row} at=${index} start=${start} opened=${opened}
              selected=${selected === key} columns=${columns} sort=${sort} span=${columns.length + 3} act=${act} total=${index + 1} wrap=${wrap} mark=${mark}
              context=${opened ? context : null} measure=${opened || wrap ? measure : null} />`;
          })}
        </div>
      </div>
      ${source.count > 0 && html`<p class="off-screen">${figure(source.count)} lines are loaded.</p>`}
    </div>`;
}
