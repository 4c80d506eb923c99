import { instantMicrofiche } from "microfiche-instantsearch";
import { createRoot } from "react-dom/client";
import {
  ClearRefinements,
  CurrentRefinements,
  HierarchicalMenu,
  Highlight,
  Hits,
  InstantSearch,
  Pagination,
  RangeInput,
  RefinementList,
  SearchBox,
  Snippet,
  SortBy,
  Stats,
} from "react-instantsearch";

// The page says which archive, so that another one needs no building anew.
const archive = document.querySelector("meta[name=archive]").content;
const { searchClient } = instantMicrofiche(archive);

const LEVELS = [0, 1, 2, 3, 4, 5].map((level) => `topics.lvl${level}`);
const ORDERS = [
  { label: "Best match", value: "articles" },
  { label: "Newest first", value: "articles:newest" },
  { label: "Oldest first", value: "articles:oldest" },
];

function Hit({ hit }) {
  const told = [hit.source?.label, hit.published?.date].filter(Boolean).join(", ");
  return (
    <article lang={hit.language ?? undefined} dir="auto">
      <h2>
        <a href={`${archive}/articles/${hit.id}`}>
          <Highlight attribute="title" hit={hit} />
        </a>
      </h2>
      <p className="told">{told || "Date and source unknown"}</p>
      <p>
        <Snippet attribute="body" hit={hit} />
      </p>
    </article>
  );
}

function Facet({ title, children }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function App() {
  return (
    <InstantSearch indexName="articles" searchClient={searchClient} routing future={{ preserveSharedStateOnUnmount: true }}>
      <header>
        <h1>The archive</h1>
        <SearchBox placeholder="Search the archive" />
      </header>
      <main>
        <aside>
          <Facet title="Topics">
            <HierarchicalMenu attributes={LEVELS} showMore limit={8} sortBy={["count:desc", "name:asc"]} />
          </Facet>
          <Facet title="Years">
            <RangeInput attribute="year" />
          </Facet>
          <Facet title="Authors">
            <RefinementList attribute="author" searchable limit={6} />
          </Facet>
          <Facet title="Sources">
            <RefinementList attribute="source" limit={6} />
          </Facet>
          <Facet title="Languages">
            <RefinementList attribute="language" />
          </Facet>
        </aside>
        <div>
          <div className="bar">
            <Stats />
            <SortBy items={ORDERS} />
          </div>
          <CurrentRefinements />
          <ClearRefinements />
          <Hits hitComponent={Hit} />
          <Pagination />
        </div>
      </main>
    </InstantSearch>
  );
}

createRoot(document.getElementById("app")).render(<App />);
