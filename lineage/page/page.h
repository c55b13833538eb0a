// A graph, or what changed between two, as a page: one HTML file that loads nothing from anywhere,
// in which the graph is drawn and can be moved, searched, opened and filtered, and every flow shows
// the code that it goes through. web/ has the page's own program.
//
// Names of assets come from programs that may be hostile. In the page they are data, in JSON with
// every character escaped that HTML could take for markup, and the page's program writes them as
// text only; its Content-Security-Policy lets no other script run.
#ifndef PEDIGREE_LINEAGE_PAGE_PAGE_H_
#define PEDIGREE_LINEAGE_PAGE_PAGE_H_

#include <string>
#include <string_view>

#include "lineage/diff.h"
#include "lineage/json.h"
#include "lineage/query.h"
#include "lineage/report/source_view.h"

namespace pedigree {

// Same graphs and sources, same bytes. `title` is what the page is called: the graph file's name.
std::string ShowPage(const Lineage& lineage, SourceView& sources, const std::string& title);
std::string DiffPage(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                     SourceView& sources, const std::string& title);

// ---- The data in the page

// More flows than that, and the page has one for each job and two assets, without columns.
inline constexpr size_t kMaxPageFlows = 40000;
// Of more changed flows, those that are alike being one, the page has the first: as many as its
// panel (web/panel.js) lists.
inline constexpr size_t kMaxPageChanges = 300;

// {"mode":"show", "title", "notes":[..], "texts":[..], "files":[..], "sources":{FILE:{LINE:text}},
//  "jobs":[{"name", ..}], "assets":[{"label", "kind", .., "columns":[..], "was":[..]}],
//  "edges":[{"job", "from", "fc", "to", "tc", "direct", "subtype", .., "more", "path":[[file, line,
//  column, note]]}]}. Jobs, assets, files and notes are numbers into the lists. "change" where
// something changed. `limit`: see kMaxPageFlows.
Json ShowPageData(const Lineage& lineage, SourceView& sources, const std::string& title,
                  size_t limit = kMaxPageFlows);
// The same of both graphs together, with "summary", "models", "downstream", "changes": [{"change",
// "from", "to", "how", "jobs", "likewise", "edges", "path"}], and where not all are listed
// "changesLeftOut", how many, and "touched", the edges that they go through.
Json DiffPageData(const Lineage& base, const Lineage& head, const LineageDiff& diff,
                  SourceView& sources, const std::string& title, size_t limit = kMaxPageFlows);
// As it stands in a <script> element: no "<", ">" or "&".
std::string ScriptData(const Json& json);

}  // namespace pedigree

#endif  // PEDIGREE_LINEAGE_PAGE_PAGE_H_
