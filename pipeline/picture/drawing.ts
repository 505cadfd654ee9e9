import type { Connection } from './connections';
import type { Picture, PictureComponent } from './model';

/** What one box says. */
export interface Item {
  readonly id: string;
  readonly name: string;
  /** A few words beside the name while there is room, else below it. */
  readonly aside: string;
  /** More words below the name. */
  readonly notes: readonly string[];
  readonly isOutside: boolean;
  /** Where a click on the box leads, in words and as an address, and the class that colours it. */
  readonly link?: { readonly href: string; readonly label: string; readonly colour: string };
}

/** Boxes that stand together under one title. */
export interface Row {
  readonly title: string;
  /** More about the title; may be empty. */
  readonly subtitle: string;
  readonly items: readonly Item[];
}

/** What is drawn: boxes in rows, and lines between them; a line to or from a box that is not there is left out. */
export interface Drawing {
  readonly rows: readonly Row[];
  readonly connections: readonly Connection[];
}

/** An environment in the order of its roll-out; who calls from outside comes first, whom it calls last. */
export function drawingOf({ components, neighbours, connections }: Picture): Drawing {
  const outside = (isCaller: boolean) =>
    neighbours
      .filter((one) => one.isCaller === isCaller)
      .map(({ id, name, detail }) => ({ id, name, aside: detail, notes: [], isOutside: true }));
  const stages = [...new Set(components.map(({ stage }) => stage))].map((stage) => ({
    title: `stage ${stage}`,
    subtitle: '',
    items: components.filter((one) => one.stage === stage).map(componentItem),
  }));
  const rows = [
    { title: 'outside', subtitle: 'calls', items: outside(true) },
    ...stages,
    { title: 'outside', subtitle: 'is called', items: outside(false) },
  ];
  return { rows: rows.filter(({ items }) => items.length > 0), connections };
}

function componentItem({ id, name, namespaces, after }: PictureComponent): Item {
  const aside = namespaces.length === 0 ? 'no pods' : `in ${namespaces.join(', ')}`;
  return { id, name, aside, notes: after.length === 0 ? [] : [`after ${after.join(', ')}`], isOutside: false };
}
