// Puts a note into the object that a compile makes, and changes nothing else of it.
#ifndef PEDIGREE_PLUGIN_EMBED_H_
#define PEDIGREE_PLUGIN_EMBED_H_

#include <memory>
#include <string>

#include "clang/AST/ASTConsumer.h"
#include "clang/AST/ASTContext.h"
#include "clang/Basic/CodeGenOptions.h"

namespace pedigree {

// What is to be embedded, once; empty: nothing.
struct Embedded {
  std::string note;
};

// Makes the compiler's back end, when it comes to the module, embed what `embedded` has by then.
void EmbedWhenEmitted(clang::CodeGenOptions& options, std::shared_ptr<Embedded> embedded);

// The same for a compile that runs no passes (-save-temps): as a variable that the source might
// have had. Its object lists one symbol more as significant.
void EmbedAsVariable(clang::ASTContext& ast, clang::ASTConsumer& emitter, const std::string& note);

}  // namespace pedigree

#endif  // PEDIGREE_PLUGIN_EMBED_H_
