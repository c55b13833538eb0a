/* Where the probes that the compiler plugin plants land: the static site of the graph, with the
 * name it has in this run.
 *
 * A probe is a call, planted before a call that the analysis knows as a site (SiteUse in
 * proto/graph.proto). The plugin emits one `pedigree_site` for each, constant but for `seen`, and
 * declares the functions weak: a program that is linked and run without the runtime finds them
 * null, and pays one load and a branch.
 *
 *   static pedigree_site site = {"src/load.cc", 42, 10, PEDIGREE_SITE_READS, "LoadClicks", "fopen",
 * 0}; if (pedigree_probe_name) pedigree_probe_name(&site, path);      // the call that gives the
 * name if (pedigree_probe_hit && !site.seen) pedigree_probe_hit(&site); // a call through a handle:
 * no name here
 *
 * A site is recorded once for each name that it has; a hit once. The functions preserve errno, may
 * be called from any thread, before main and after it ends, never allocate by malloc, and do
 * nothing where no ledger is being written.
 *
 * C ABI; plain C, so that any front end can emit it. */
#ifndef PEDIGREE_RUNTIME_PROBE_H_
#define PEDIGREE_RUNTIME_PROBE_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  PEDIGREE_SITE_READS = 0, /* as SiteUse.Access */
  PEDIGREE_SITE_WRITES = 1,
  PEDIGREE_SITE_OPENS = 2, /* what is then read or written through the handle, other sites say */
};

typedef struct pedigree_site {
  const char* file; /* as in the graph: relative to the workspace root */
  uint32_t line;
  uint32_t column;
  uint32_t access;
  const char* function;
  const char* api;
  uint32_t seen; /* 0; set by pedigree_probe_hit */
} pedigree_site;

/* The site is reached and touches what `name` names, a file's path as the program gives it. Null:
 * as a hit. */
void pedigree_probe_name(pedigree_site* site, const char* name);
/* The same for a name with a length, and in a namespace ("s3://bucket"; null is "file"). */
void pedigree_probe_asset(pedigree_site* site, const char* name_space, const char* name,
                          size_t size);
/* The site is reached; what it touches came through a handle. */
void pedigree_probe_hit(pedigree_site* site);

#ifdef __cplusplus
}
#endif

#endif /* PEDIGREE_RUNTIME_PROBE_H_ */
