// Which option of the command line a text is the value of, as far as the source itself says so: in
//
//   if (!strcmp(argv[i], "--model")) model = argv[i + 1];
//   if (arg.starts_with("--out=")) out = arg.substr(6);
//   switch (getopt(argc, argv, "m:")) { case 'm': model = optarg; }
//
// what is assigned stands where a comparison with the option's name holds. This looks at syntax
// alone: whether the texts are arguments of the program is seen from their values, here
// (Walker::UnderOption) and across functions by the linker (TextTemplate.Part.option).

#ifndef PEDIGREE_ANALYZER_EXTRACT_OPTIONS_H_
#define PEDIGREE_ANALYZER_EXTRACT_OPTIONS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"

namespace pedigree {

// A comparison that holds: `subject` is, or begins with, `name`.
struct OptionTest {
  std::string name = {};                 // as written: "--model", "--out="
  const clang::Expr* subject = nullptr;  // what is compared
  bool begins = false;                   // only the text's beginning is
  bool of_parser = false;                // a case of what getopt returned: the name is of `optarg`
  bool consumes = false;                 // the subject loses its beginning (ConsumePrefix)
};

// A text that may be an option's value.
struct OptionValue {
  enum Kind {
    kElement,   // of a sequence, or what a function returns
    kPart,      // the end of another text: arg.substr(6), arg + 6
    kVariable,  // what a variable holds
    kParser,    // getopt's optarg
    kAsked,     // what a function returns that is given the option's name
  };
  Kind kind = kElement;
  const clang::Expr* whole = nullptr;          // kPart: the text that it is a part of
  const clang::ValueDecl* variable = nullptr;  // kVariable
  std::string asked = {};                      // kAsked
  int context = -1;                            // see Options::Tests
  // The variable, field or parameter that takes it: what an argument goes by that is of no option
  // and that stands at no known place of the command line.
  std::string holder = {};
};

// The tests of one function.
class Options {
 public:
  Options(const clang::Stmt* body, const clang::ASTContext& ast);

  // What is known of the expression as an option's value; null: nothing.
  const OptionValue* ValueAt(const clang::Expr* expr) const;
  bool empty() const { return values_.empty(); }
  // The tests under which the value stands, the nearest first: of each condition, those of which
  // one at least holds.
  std::vector<llvm::ArrayRef<OptionTest>> Tests(const OptionValue& value) const;

  // As options are named, with or without their dashes.
  static bool IsName(llvm::StringRef text);
  // A text of C's or a string object.
  static bool IsText(clang::QualType type);
  // The variable or field that an expression names, if any.
  static const clang::ValueDecl* Named(const clang::Expr* expr);
  // TextTemplate.Part.option of what goes by a variable's name: "@path".
  static bool IsHolder(std::string_view option) { return option.starts_with('@'); }

 private:
  class Finder;
  struct Context {
    std::vector<OptionTest> tests;
    int outer = -1;
  };

  std::vector<Context> contexts_;
  llvm::DenseMap<const clang::Expr*, unsigned> value_of_;
  std::vector<OptionValue> values_;
};

}  // namespace pedigree

#endif  // PEDIGREE_ANALYZER_EXTRACT_OPTIONS_H_
