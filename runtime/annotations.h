// What a program says of itself, where its own code says it best. `pedigree extract` and the
// compiler plugin read these; for other compilers, and in the compiled program, they are nothing.
//
//   PEDIGREE_READS(DATASET, "{arg[0]}", "return")
//   std::vector<Click> LoadClicks(const std::string& path);
//
//   struct Click {
//     PEDIGREE_TAG("pii") std::string email;
//     float dwell;
//   };
//
// Ports ("return", "arg[1].pointee") and templates of names ("{arg[0]}") are those of catalogs:
// proto/catalog.proto. Kinds of assets and of transforms are its enumerators. A function so
// annotated does what the annotations say, and its body is not looked into where it is called.
// Several may stand before one function. They stand before the whole declaration.
#ifndef PEDIGREE_RUNTIME_ANNOTATIONS_H_
#define PEDIGREE_RUNTIME_ANNOTATIONS_H_

#if defined(__clang__) && defined(__cplusplus)
#define PEDIGREE_ANNOTATE_(text) [[clang::annotate(text)]]
#elif defined(__clang__)
#define PEDIGREE_ANNOTATE_(text) __attribute__((annotate(text)))
#else
#define PEDIGREE_ANNOTATE_(text)
#endif

// The function reads the asset of that name into a port.
#define PEDIGREE_READS(kind, name, into) \
  PEDIGREE_ANNOTATE_("pedigree:reads:" #kind "\t" name "\t" into)
// The function writes what is at a port to the asset of that name.
#define PEDIGREE_WRITES(kind, name, from) \
  PEDIGREE_ANNOTATE_("pedigree:writes:" #kind "\t" name "\t" from)
// The function is a named step (TRAIN, ANONYMIZE ...) from one port to another.
#define PEDIGREE_TRANSFORM(kind, from, to) \
  PEDIGREE_ANNOTATE_("pedigree:transform:" #kind "\t" from "\t" to)
// Before a field: what it holds carries the tag, wherever that is read from or written to.
#define PEDIGREE_TAG(tag) PEDIGREE_ANNOTATE_("pedigree:tag:" tag)

// Before a function: what flows from or to the assets that its body reads or writes is no news to a
// rule of a policy, and why. The compiler plugin does not report it; the reason is in the graph,
// and `pedigree doctor` lists it. (Who answers for a finding in reviews: waivers,
// docs/policies.md.)
#define PEDIGREE_ALLOW(rule, reason) PEDIGREE_ANNOTATE_("pedigree:allow:" rule "\t" reason)

#endif  // PEDIGREE_RUNTIME_ANNOTATIONS_H_
