/** Which of Algolia's attributes stand for which of Microfiche's filters and facets. */

export const DIMENSIONS = ["topic", "source", "author", "agency", "language", "year", "month"] as const;
export type Dimension = (typeof DIMENSIONS)[number];

const LEVEL = /^topics\.lvl(\d+)$/;
export const SEPARATOR = " > ";

/** A facet as it is; a level of the tree of topics; or days as seconds since 1970, which have a range and no values. */
export type Attribute =
  | { kind: "flat"; dimension: Dimension }
  | { kind: "level"; dimension: "topic"; level: number }
  | { kind: "date" };

/** Throws where Microfiche has no such facet: a misspelt attribute would else be an empty list. */
export function attribute(name: string): Attribute {
  if (name === "date") return { kind: "date" };
  const level = LEVEL.exec(name);
  if (level) return { kind: "level", dimension: "topic", level: Number(level[1]) };
  const dimension = DIMENSIONS.find((one) => one === name);
  if (dimension) return { kind: "flat", dimension };
  const known = [...DIMENSIONS, "date", "topics.lvl0, topics.lvl1, ..."].join(", ");
  throw new Error(`Microfiche has no attribute "${name}" to filter by or count. There are: ${known}.`);
}

/** Whether a word of the query language finds the whole value, so that several can be asked of one article. */
export function isWord(dimension: Dimension): boolean {
  return dimension !== "source" && dimension !== "author" && dimension !== "agency";
}

/** Years and months are shown as they are; all else by its label. */
export function isCalendar(dimension: Dimension): dimension is "year" | "month" {
  return dimension === "year" || dimension === "month";
}
