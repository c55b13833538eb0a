#include "analyzer/extract/options.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <set>

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringRef.h"

namespace pedigree {
namespace {

// Without what Clang wraps an expression in.
const clang::Expr* Bare(const clang::Expr* expr) {
  while (expr) {
    const clang::Expr* inner = expr->IgnoreParenImpCasts();
    if (const auto* full = llvm::dyn_cast<clang::FullExpr>(inner)) {
      inner = full->getSubExpr();
    } else if (const auto* made = llvm::dyn_cast<clang::MaterializeTemporaryExpr>(inner)) {
      inner = made->getSubExpr();
    } else if (const auto* bind = llvm::dyn_cast<clang::CXXBindTemporaryExpr>(inner)) {
      inner = bind->getSubExpr();
    }
    if (inner == expr) return expr;
    expr = inner;
  }
  return expr;
}

// As far as a string object is made of a text alone: that text.
const clang::Expr* TextIn(const clang::Expr* expr) {
  while (true) {
    expr = Bare(expr);
    if (!expr) return expr;
    if (const auto* cast = llvm::dyn_cast<clang::ExplicitCastExpr>(expr)) {
      expr = cast->getSubExpr();
      continue;
    }
    const auto* construct = llvm::dyn_cast<clang::CXXConstructExpr>(expr);
    if (!construct || construct->getNumArgs() == 0 || !Options::IsText(construct->getType())) {
      return expr;
    }
    for (unsigned i = 1; i < construct->getNumArgs(); ++i) {
      if (!llvm::isa<clang::CXXDefaultArgExpr>(construct->getArg(i))) return expr;
    }
    expr = construct->getArg(0);
  }
}

// The text that the expression is, if it is a constant.
std::optional<std::string> LiteralOf(const clang::Expr* expr, int depth = 0) {
  expr = TextIn(expr);
  if (!expr || depth > 2) return std::nullopt;
  if (const auto* text = llvm::dyn_cast<clang::StringLiteral>(expr)) {
    if (!text->isOrdinary() && !text->isUTF8()) return std::nullopt;
    return text->getString().str();
  }
  if (const auto* call = llvm::dyn_cast<clang::UserDefinedLiteral>(expr)) {
    return call->getNumArgs() > 0 ? LiteralOf(call->getArg(0), depth + 1) : std::nullopt;
  }
  if (const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(expr)) {
    const auto* variable = llvm::dyn_cast<clang::VarDecl>(ref->getDecl());
    if (!variable || !variable->getAnyInitializer()) return std::nullopt;
    const clang::QualType type = variable->getType();
    if (!type.isConstQualified() && !variable->isConstexpr()) return std::nullopt;
    return LiteralOf(variable->getAnyInitializer(), depth + 1);
  }
  return std::nullopt;
}

// An option's name as it is written on a command line.
bool Dashed(llvm::StringRef name) {
  const llvm::StringRef bare = name.ltrim('-');
  return bare.size() < name.size() && name.size() - bare.size() <= 2 && !bare.empty() &&
         std::isalpha(static_cast<unsigned char>(bare.front()));
}

// Or what is left of that when the dashes are cut off.
bool LikeName(llvm::StringRef name) {
  if (Dashed(name)) return true;
  if (name.empty() || !std::isalpha(static_cast<unsigned char>(name.front()))) return false;
  return name.drop_back(name.ends_with("=") ? 1 : 0).find_if([](char c) {
    return !std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_' && c != '.';
  }) == llvm::StringRef::npos;
}

// Whether a variable's name says what it holds: path does, a and argv do not.
bool TellsSomething(llvm::StringRef name) {
  static constexpr llvm::StringLiteral kAnyText[] = {
      "arg",  "args", "argv",   "argument", "cur", "current", "next", "opt",   "option", "param",
      "prog", "str",  "string", "text",     "tmp", "token",   "val",  "value", "word",
  };
  return name.size() > 1 &&
         std::find(std::begin(kAnyText), std::end(kAnyText), name) == std::end(kAnyText);
}

std::string CalleeName(const clang::CallExpr* call) {
  const auto* callee = call->getDirectCallee();
  if (!callee || !callee->getDeclName().isIdentifier()) return "";
  return callee->getName().lower();
}

std::optional<int64_t> NumberOf(const clang::Expr* expr, const clang::ASTContext& ast) {
  clang::Expr::EvalResult result;
  if (!expr || expr->isValueDependent() || !expr->getType()->isIntegralOrEnumerationType() ||
      !expr->EvaluateAsInt(result, ast) || !result.Val.getInt().isRepresentableByInt64()) {
    return std::nullopt;
  }
  return result.Val.getInt().getExtValue();
}

bool IsOptarg(const clang::ValueDecl* decl) {
  const auto* variable = llvm::dyn_cast_or_null<clang::VarDecl>(decl);
  return variable && variable->hasGlobalStorage() && variable->getDeclName().isIdentifier() &&
         variable->getName() == "optarg" && variable->isExternC();
}

// Nothing behind the statement runs after it.
bool Leaves(const clang::Stmt* stmt) {
  if (const auto* block = llvm::dyn_cast_or_null<clang::CompoundStmt>(stmt)) {
    return !block->body_empty() && Leaves(block->body_back());
  }
  if (const auto* label = llvm::dyn_cast_or_null<clang::SwitchCase>(stmt)) {
    return Leaves(label->getSubStmt());
  }
  if (const auto* expr = llvm::dyn_cast_or_null<clang::Expr>(stmt)) {
    const auto* call = llvm::dyn_cast<clang::CallExpr>(Bare(expr));
    const auto* callee = call ? call->getDirectCallee() : nullptr;
    return callee && callee->isNoReturn();
  }
  return llvm::isa_and_nonnull<clang::BreakStmt, clang::ContinueStmt, clang::ReturnStmt,
                               clang::GotoStmt>(stmt);
}

// The text of which the expression is the first character behind a dash: arg of arg[1].
const clang::Expr* TextOfLetter(const clang::Expr* expr, const clang::ASTContext& ast) {
  expr = Bare(expr);
  const clang::Expr *text = nullptr, *index = nullptr;
  if (const auto* at = llvm::dyn_cast_or_null<clang::ArraySubscriptExpr>(expr)) {
    text = at->getBase();
    index = at->getIdx();
  } else if (const auto* call = llvm::dyn_cast_or_null<clang::CXXOperatorCallExpr>(expr);
             call && call->getOperator() == clang::OO_Subscript && call->getNumArgs() == 2) {
    text = call->getArg(0);
    index = call->getArg(1);
  }
  if (!text || NumberOf(index, ast) != 1) return nullptr;
  text = Bare(text);
  return Options::IsText(text->getType().getNonReferenceType()) ? text : nullptr;
}

// What a comparison is made of: the constant and the other text.
struct Compared {
  std::string name;
  const clang::Expr* subject = nullptr;
};

std::optional<Compared> ComparedIn(llvm::ArrayRef<const clang::Expr*> texts) {
  Compared compared;
  bool named = false;
  for (const clang::Expr* text : texts) {
    const clang::Expr* bare = TextIn(text);
    if (!bare) continue;
    if (auto literal = LiteralOf(text)) {
      if (named) return std::nullopt;
      named = true;
      compared.name = *std::move(literal);
    } else if (!compared.subject && (Options::IsText(bare->getType().getNonReferenceType()) ||
                                     (bare->getType()->isPointerType() &&
                                      Options::IsText(bare->getType()->getPointeeType())))) {
      compared.subject = bare;
    }
  }
  if (!named || !compared.subject || !LikeName(compared.name)) return std::nullopt;
  return compared;
}

}  // namespace

bool Options::IsName(llvm::StringRef text) { return LikeName(text); }

bool Options::IsText(clang::QualType type) {
  if (type.isNull()) return false;
  if (type->isPointerType()) {
    return type->getPointeeType()->isCharType();
  }
  const auto* record = type->getAsCXXRecordDecl();
  if (!record || !record->getDeclName().isIdentifier()) return false;
  const llvm::StringRef name = record->getName();
  return name == "basic_string" || name == "basic_string_view" || name == "string_view" ||
         name == "StringRef" || name == "StringPiece" || name == "path" || name == "QString";
}

const clang::ValueDecl* Options::Named(const clang::Expr* expr) {
  expr = Bare(expr);
  while (true) {
    if (const auto* address = llvm::dyn_cast_or_null<clang::UnaryOperator>(expr);
        address && address->getOpcode() == clang::UO_AddrOf) {
      expr = Bare(address->getSubExpr());
    } else if (const auto* call = llvm::dyn_cast_or_null<clang::CXXMemberCallExpr>(expr);
               call && call->getNumArgs() == 0 &&
               (CalleeName(call) == "c_str" || CalleeName(call) == "data")) {
      expr = Bare(call->getImplicitObjectArgument());
    } else {
      break;
    }
  }
  if (const auto* ref = llvm::dyn_cast_or_null<clang::DeclRefExpr>(expr)) return ref->getDecl();
  if (const auto* member = llvm::dyn_cast_or_null<clang::MemberExpr>(expr)) {
    return llvm::isa<clang::FieldDecl>(member->getMemberDecl()) ? member->getMemberDecl() : nullptr;
  }
  return nullptr;
}

class Options::Finder {
 public:
  Finder(Options& options, const clang::ASTContext& ast) : options_(options), ast_(ast) {}

  void Visit(const clang::Stmt* stmt, int context) {
    if (!stmt || llvm::isa<clang::LambdaExpr>(stmt)) return;
    if (const auto* branch = llvm::dyn_cast<clang::IfStmt>(stmt)) {
      Visit(branch->getInit(), context);
      Visit(branch->getConditionVariableDeclStmt(), context);
      Visit(branch->getCond(), context);
      Visit(branch->getThen(), Under(branch->getCond(), true, context));
      Visit(branch->getElse(), Under(branch->getCond(), false, context));
      return;
    }
    if (const auto* choice = llvm::dyn_cast<clang::ConditionalOperator>(stmt)) {
      Visit(choice->getCond(), context);
      Visit(choice->getTrueExpr(), Under(choice->getCond(), true, context));
      Visit(choice->getFalseExpr(), Under(choice->getCond(), false, context));
      return;
    }
    if (const auto* op = llvm::dyn_cast<clang::BinaryOperator>(stmt); op && op->isLogicalOp()) {
      Visit(op->getLHS(), context);
      Visit(op->getRHS(), Under(op->getLHS(), op->getOpcode() == clang::BO_LAnd, context));
      return;
    }
    if (const auto* block = llvm::dyn_cast<clang::CompoundStmt>(stmt)) {
      for (const clang::Stmt* child : block->body()) {
        Visit(child, context);
        // Who goes on behind `if (...) continue;` has failed the condition.
        const auto* branch = llvm::dyn_cast<clang::IfStmt>(child);
        if (branch && !branch->getElse() && Leaves(branch->getThen())) {
          context = Under(branch->getCond(), false, context);
        }
      }
      return;
    }
    if (const auto* choice = llvm::dyn_cast<clang::SwitchStmt>(stmt)) {
      Visit(choice->getInit(), context);
      Visit(choice->getCond(), context);
      VisitSwitch(choice, context);
      return;
    }
    NoteHolders(stmt);
    if (const auto* expr = llvm::dyn_cast<clang::Expr>(stmt)) Note(expr, context);
    for (const clang::Stmt* child : stmt->children()) Visit(child, context);
  }

  // The names of getopt_long's table, by what it returns for them; likewise of parsers that are
  // made as getopt is.
  void FindTables(const clang::Stmt* body) {
    llvm::SmallVector<const clang::Stmt*, 32> todo{body};
    while (!todo.empty()) {
      const clang::Stmt* stmt = todo.pop_back_val();
      if (!stmt) continue;
      for (const clang::Stmt* child : stmt->children()) todo.push_back(child);
      const auto* call = llvm::dyn_cast<clang::CallExpr>(stmt);
      if (!call || call->getNumArgs() < 4) continue;
      const std::string name = CalleeName(call);
      if (name == "getopt_long" || name == "getopt_long_only") ReadTable(call->getArg(3));
      NoteParser(call);
    }
  }

 private:
  // `expr` is put into what is called `name`.
  void Hold(const clang::Expr* expr, const clang::NamedDecl* holder) {
    if (!holder || !holder->getDeclName().isIdentifier() || !TellsSomething(holder->getName())) {
      return;
    }
    const clang::Expr* text = TextIn(expr);
    if (const auto* choice = llvm::dyn_cast_or_null<clang::ConditionalOperator>(text)) {
      Hold(choice->getTrueExpr(), holder);
      Hold(choice->getFalseExpr(), holder);
    } else if (text) {
      holders_.try_emplace(text, holder->getName());
    }
  }

  // What is stored in a variable or field, or given to a parameter, by this statement alone.
  void NoteHolders(const clang::Stmt* stmt) {
    if (const auto* declare = llvm::dyn_cast<clang::DeclStmt>(stmt)) {
      for (const clang::Decl* decl : declare->decls()) {
        const auto* variable = llvm::dyn_cast<clang::VarDecl>(decl);
        if (!variable || !variable->getInit()) continue;
        if (IsText(variable->getType())) Hold(variable->getInit(), variable);
        HoldMade(variable->getInit(), variable);
      }
    } else if (const auto* op = llvm::dyn_cast<clang::BinaryOperator>(stmt)) {
      if (op->getOpcode() != clang::BO_Assign) return;
      Hold(op->getRHS(), Named(op->getLHS()));
      HoldMade(op->getRHS(), Named(op->getLHS()));
    } else if (const auto* made = llvm::dyn_cast<clang::CXXConstructExpr>(stmt)) {
      HoldParameters(made->getConstructor(), {made->getArgs(), made->getNumArgs()});
    } else if (const auto* call = llvm::dyn_cast<clang::CallExpr>(stmt)) {
      const auto* op = llvm::dyn_cast<clang::CXXOperatorCallExpr>(call);
      if (op && op->getOperator() == clang::OO_Equal && op->getNumArgs() == 2) {
        Hold(op->getArg(1), Named(op->getArg(0)));
        HoldMade(op->getArg(1), Named(op->getArg(0)));
      } else if (!op) {
        HoldCopied(call);
        HoldParameters(call->getDirectCallee(), {call->getArgs(), call->getNumArgs()});
      }
    }
  }

  // FILE* input = fopen(argv[i], "r"), std::ifstream input(argv[i]): what a library makes of it.
  void HoldMade(const clang::Expr* made, const clang::NamedDecl* holder) {
    made = Bare(made);
    llvm::ArrayRef<const clang::Expr*> arguments;
    const clang::FunctionDecl* callee = nullptr;
    if (const auto* call = llvm::dyn_cast_or_null<clang::CallExpr>(made)) {
      callee = call->getDirectCallee();
      arguments = {call->getArgs(), call->getNumArgs()};
    } else if (const auto* built = llvm::dyn_cast_or_null<clang::CXXConstructExpr>(made)) {
      callee = built->getConstructor();
      arguments = {built->getArgs(), built->getNumArgs()};
    }
    if (!callee || !ast_.getSourceManager().isInSystemHeader(callee->getLocation())) return;
    for (const clang::Expr* argument : arguments) {
      const clang::Expr* text = TextIn(argument);
      if (text && IsText(text->getType().getNonReferenceType())) Hold(argument, holder);
    }
  }

  // strcpy(path, argv[i]), and snprintf(path, n, "%s", argv[i]).
  void HoldCopied(const clang::CallExpr* call) {
    const std::string callee = CalleeName(call);
    const llvm::StringRef name = callee;
    const unsigned count = call->getNumArgs();
    const bool formats = name == "sprintf" || name == "snprintf";
    const bool copies = name.ends_with("cpy") && name.contains("str");
    const unsigned from = copies ? 1 : name == "sprintf" ? 2 : 3;
    if ((!copies && !formats) || from >= count) return;
    if (formats && LiteralOf(call->getArg(from - 1)) != "%s") return;
    Hold(call->getArg(from), Named(call->getArg(0)));
  }

  // The parameters of the program's own functions.
  void HoldParameters(const clang::FunctionDecl* callee,
                      llvm::ArrayRef<const clang::Expr*> arguments) {
    if (!callee || ast_.getSourceManager().isInSystemHeader(callee->getLocation())) return;
    for (unsigned i = 0; i < arguments.size() && i < callee->getNumParams(); ++i) {
      const clang::ParmVarDecl* parameter = callee->getParamDecl(i);
      if (IsText(parameter->getType().getNonReferenceType())) Hold(arguments[i], parameter);
    }
  }

  // `ketopt(&state, argc, argv, "m:", table)`: says in a number which option it is, and puts the
  // option's value into a field of its state.
  void NoteParser(const clang::CallExpr* call) {
    const clang::VarDecl* state = nullptr;
    bool arguments = false, letters = false;
    for (const clang::Expr* argument : call->arguments()) {
      const clang::Expr* bare = Bare(argument);
      const clang::QualType type = bare->getType();
      letters |= LiteralOf(bare).has_value();
      if (type->isPointerType()) {
        const clang::QualType to = type->getPointeeType();
        arguments |= to->isPointerType() && to->getPointeeType()->isAnyCharacterType();
      }
      const auto* address = llvm::dyn_cast<clang::UnaryOperator>(bare);
      if (!address || address->getOpcode() != clang::UO_AddrOf) continue;
      const auto* variable = llvm::dyn_cast_or_null<clang::VarDecl>(Named(address->getSubExpr()));
      if (variable && variable->getType()->isRecordType()) state = variable;
    }
    const clang::QualType returned = call->getType();
    if (!state || !arguments || !letters ||
        !(returned->isIntegerType() || returned->isVoidType())) {
      return;
    }
    parsers_.insert(state);
    for (const clang::Expr* argument : call->arguments()) ReadTable(argument);
  }

  // A field of such a state.
  bool IsParsed(const clang::Expr* expr) const {
    const auto* member = llvm::dyn_cast<clang::MemberExpr>(expr);
    if (!member || member->isArrow() || !member->getType()->isPointerType()) return false;
    const auto* ref = llvm::dyn_cast<clang::DeclRefExpr>(member->getBase()->IgnoreParenImpCasts());
    const auto* state = ref ? llvm::dyn_cast<clang::VarDecl>(ref->getDecl()) : nullptr;
    return state && parsers_.contains(state);
  }

  void ReadTable(const clang::Expr* expr) {
    const auto* variable = llvm::dyn_cast_or_null<clang::VarDecl>(Named(expr));
    const clang::Expr* init = variable ? variable->getAnyInitializer() : nullptr;
    const auto* list = llvm::dyn_cast_or_null<clang::InitListExpr>(init ? Bare(init) : nullptr);
    if (!list) return;
    for (const clang::Expr* row : list->inits()) {
      const auto* fields = llvm::dyn_cast<clang::InitListExpr>(Bare(row));
      if (!fields || fields->getNumInits() < 3) continue;
      const auto name = LiteralOf(fields->getInit(0));
      const auto value = NumberOf(fields->getInit(fields->getNumInits() - 1), ast_);
      if (name && value && *value != 0) table_.emplace(*value, *name);
    }
  }

  int Nested(std::vector<OptionTest> tests, int context) {
    if (tests.empty()) return context;
    options_.contexts_.push_back({std::move(tests), context});
    return static_cast<int>(options_.contexts_.size()) - 1;
  }

  int Under(const clang::Expr* condition, bool holds, int context) {
    std::vector<OptionTest> tests;
    Collect(condition, holds, tests);
    return Nested(std::move(tests), context);
  }

  void VisitSwitch(const clang::SwitchStmt* choice, int context) {
    const auto* block = llvm::dyn_cast_or_null<clang::CompoundStmt>(choice->getBody());
    if (!block) {
      Visit(choice->getBody(), context);
      return;
    }
    std::vector<OptionTest> tests;
    int inside = context;
    bool open = false;  // the statements so far fall through
    for (const clang::Stmt* child : block->body()) {
      const clang::Stmt* stmt = child;
      if (llvm::isa<clang::SwitchCase>(stmt) && !open) tests.clear();
      while (const auto* label = llvm::dyn_cast_or_null<clang::SwitchCase>(stmt)) {
        if (const auto* one = llvm::dyn_cast<clang::CaseStmt>(label)) {
          AddCase(choice->getCond(), NumberOf(one->getLHS(), ast_), tests);
        }
        stmt = label->getSubStmt();
        inside = -2;
      }
      if (inside == -2) inside = Nested(tests, context);
      Visit(stmt, inside);
      open = !Leaves(stmt);
    }
  }

  void AddCase(const clang::Expr* subject, std::optional<int64_t> value,
               std::vector<OptionTest>& tests) {
    if (!value) return;
    OptionTest test;
    test.subject = subject;
    if (const clang::Expr* text = TextOfLetter(subject, ast_)) {
      if (*value <= 0 || *value > 127 || !std::isalnum(static_cast<int>(*value))) return;
      test.name = std::string("-") + static_cast<char>(*value);
      test.subject = text;
      tests.push_back(std::move(test));
      return;
    }
    test.of_parser = true;
    if (const auto known = table_.find(*value); known != table_.end()) {
      test.name = known->second;
    } else if (*value > 0 && *value < 127 && std::isalnum(static_cast<int>(*value))) {
      test.name = std::string(1, static_cast<char>(*value));
    } else {
      return;
    }
    tests.push_back(std::move(test));
  }

  void Add(const std::optional<Compared>& compared, bool begins, std::vector<OptionTest>& tests,
           bool consumes = false) {
    if (!compared) return;
    begins |= llvm::StringRef(compared->name).ends_with("=");
    tests.push_back({compared->name, compared->subject, begins, false, consumes});
  }

  // The tests that hold if `condition` is as `holds` says.
  void Collect(const clang::Expr* condition, bool holds, std::vector<OptionTest>& tests) {
    condition = Bare(condition);
    if (!condition) return;
    if (const auto* rewritten = llvm::dyn_cast<clang::CXXRewrittenBinaryOperator>(condition)) {
      Collect(rewritten->getSemanticForm(), holds, tests);
      return;
    }
    if (const auto* op = llvm::dyn_cast<clang::UnaryOperator>(condition)) {
      if (op->getOpcode() == clang::UO_LNot) Collect(op->getSubExpr(), !holds, tests);
      return;
    }
    if (const auto* op = llvm::dyn_cast<clang::BinaryOperator>(condition)) {
      if (op->isLogicalOp()) {
        Collect(op->getLHS(), holds, tests);
        Collect(op->getRHS(), holds, tests);
      } else if (op->getOpcode() == clang::BO_EQ || op->getOpcode() == clang::BO_NE) {
        Compare(op->getLHS(), op->getRHS(), (op->getOpcode() == clang::BO_EQ) == holds, tests);
      } else if (op->getOpcode() == clang::BO_GT || op->getOpcode() == clang::BO_GE) {
        if (holds) LookUp(op->getLHS(), tests);
      } else if (op->getOpcode() == clang::BO_Assign && holds) {
        LookUp(op, tests);
      }
      return;
    }
    const auto* call = llvm::dyn_cast<clang::CallExpr>(condition);
    if (!call) return;
    if (const auto* op = llvm::dyn_cast<clang::CXXOperatorCallExpr>(call)) {
      const bool equal = op->getOperator() == clang::OO_EqualEqual;
      if (op->getNumArgs() == 2 && (equal || op->getOperator() == clang::OO_ExclaimEqual)) {
        if (equal == holds) Add(ComparedIn({op->getArg(0), op->getArg(1)}), false, tests);
      }
      return;
    }
    // strcmp is false where the texts are equal; what says yes or no is true.
    if (Orders(call) == holds) return;
    const size_t before = tests.size();
    OfCall(call, tests);
    if (tests.size() == before && holds) LookUp(call, tests);
  }

  // What says where the option is: (i = ArgPos("-train", argc, argv)) > 0.
  void LookUp(const clang::Expr* expr, std::vector<OptionTest>& tests) {
    expr = Bare(expr);
    if (const auto* op = llvm::dyn_cast<clang::BinaryOperator>(expr);
        op && op->getOpcode() == clang::BO_Assign) {
      expr = Bare(op->getRHS());
    }
    const auto* call = llvm::dyn_cast<clang::CallExpr>(expr);
    if (!call || llvm::isa<clang::CXXOperatorCallExpr>(call)) return;
    std::optional<std::string> name;
    for (const clang::Expr* argument : call->arguments()) {
      auto literal = LiteralOf(argument);
      if (!literal) continue;
      if (name) return;
      name = std::move(literal);
    }
    if (name && Dashed(*name)) tests.push_back({*name, call});
  }

  // left == right, where `equal`; else only what != says.
  void Compare(const clang::Expr* left, const clang::Expr* right, bool equal,
               std::vector<OptionTest>& tests) {
    left = Bare(left);
    right = Bare(right);
    if (llvm::isa<clang::CallExpr>(right) && !llvm::isa<clang::CallExpr>(left)) {
      std::swap(left, right);
    }
    const auto number = NumberOf(right, ast_);
    if (const auto* call = llvm::dyn_cast<clang::CallExpr>(left)) {
      const std::string name = CalleeName(call);
      const bool searches = name == "find" || name == "rfind" || name == "strstr";
      if (number == 0 && (Orders(call) || searches)) {
        if (equal) OfCall(call, tests);
      } else if (searches && !equal && number != 0) {
        OfCall(call, tests);  // != npos
      } else if (!equal) {
        LookUp(call, tests);
      }
      return;
    }
    if (!equal) LookUp(left, tests);
    if (number && equal && *number != 0) {
      // if (arg[1] == 'm'), and if (c == 'm') of what getopt returned.
      if (TextOfLetter(left, ast_)) AddCase(left, number, tests);
      const clang::ValueDecl* named = Named(left);
      if (named && !named->getType()->isPointerType()) AddCase(left, number, tests);
    }
  }

  // Whether the function returns how two texts are ordered.
  static bool Orders(const clang::CallExpr* call) {
    const std::string callee = CalleeName(call);
    const llvm::StringRef name = callee;
    return name.contains("cmp") || name.contains("compare") || name.contains("coll");
  }

  void OfCall(const clang::CallExpr* call, std::vector<OptionTest>& tests) {
    std::vector<const clang::Expr*> texts;
    if (const auto* method = llvm::dyn_cast<clang::CXXMemberCallExpr>(call)) {
      texts.push_back(method->getImplicitObjectArgument());
    }
    texts.insert(texts.end(), call->arg_begin(), call->arg_end());
    const std::string callee = CalleeName(call);
    const llvm::StringRef name = callee;
    const bool begins = name.contains("start") || name.contains("prefix") || name == "find" ||
                        name == "rfind" || name == "strstr" || name.contains("ncmp") ||
                        name.contains("ncasecmp") || name.contains("nicmp") ||
                        (name == "compare" && call->getNumArgs() > 1);
    Add(ComparedIn(texts), begins, tests, name.contains("consume"));
  }

  void Put(const clang::Expr* expr, OptionValue value, int context) {
    if (value.kind == OptionValue::kElement || value.kind == OptionValue::kVariable) {
      const auto held = holders_.find(Bare(expr));
      if (held != holders_.end()) value.holder = held->second;
    }
    if (context < 0 && value.holder.empty() && value.kind != OptionValue::kAsked) return;
    value.context = context;
    if (!options_.value_of_.try_emplace(expr, options_.values_.size()).second) return;
    options_.values_.push_back(std::move(value));
  }

  // argv[2] is that, and no option's value; unless the arguments have been moved.
  void PutElement(const clang::Expr* expr, bool known, int context) {
    Put(expr, {.kind = known ? OptionValue::kVariable : OptionValue::kElement},
        known ? -1 : context);
  }

  // Notes `expr` if it is a text that is read here.
  void Note(const clang::Expr* expr, int context) {
    if (!IsText(expr->getType())) return;
    const clang::Expr* inner = expr;
    if (const auto* cast = llvm::dyn_cast<clang::ImplicitCastExpr>(expr)) {
      const bool reads = cast->getCastKind() == clang::CK_LValueToRValue ||
                         (cast->getCastKind() == clang::CK_NoOp &&
                          expr->getType().isConstQualified() && !expr->isPRValue());
      if (!reads) return;
      inner = cast->getSubExpr()->IgnoreParens();
    } else if (!expr->isPRValue() && !expr->getType().isConstQualified()) {
      return;  // it may be stored to
    }
    if (const auto* sum = llvm::dyn_cast<clang::BinaryOperator>(inner)) {
      if (sum->getOpcode() == clang::BO_Add && IsText(sum->getType())) {
        const clang::Expr* text =
            sum->getLHS()->getType()->isPointerType() ? sum->getLHS() : sum->getRHS();
        Put(expr, {.kind = OptionValue::kPart, .whole = text}, context);
      }
      return;
    }
    if (const auto* address = llvm::dyn_cast<clang::UnaryOperator>(inner);
        address && address->getOpcode() == clang::UO_AddrOf) {
      if (const auto* at =
              llvm::dyn_cast<clang::ArraySubscriptExpr>(address->getSubExpr()->IgnoreParens())) {
        Put(expr, {.kind = OptionValue::kPart, .whole = at->getBase()}, context);
      }
      return;
    }
    if (const auto* call = llvm::dyn_cast<clang::CallExpr>(inner)) {
      NoteCall(expr, call, context);
      return;
    }
    if (const auto* at = llvm::dyn_cast<clang::ArraySubscriptExpr>(inner)) {
      PutElement(expr, NumberOf(at->getIdx(), ast_).has_value(), context);
    } else if (const auto* unary = llvm::dyn_cast<clang::UnaryOperator>(inner)) {
      if (unary->getOpcode() == clang::UO_Deref) {
        Put(expr, {.kind = OptionValue::kElement}, context);
      }
    } else if (llvm::isa<clang::DeclRefExpr, clang::MemberExpr>(inner)) {
      const clang::ValueDecl* named = Named(inner);
      if (!named) return;
      if (IsOptarg(named) || IsParsed(inner)) {
        Put(expr, {.kind = OptionValue::kParser}, context);
      } else {
        Put(expr, {.kind = OptionValue::kVariable, .variable = named}, context);
      }
    }
  }

  // Whether the object that is asked is one of options, by its name or its class's.
  static bool KeepsOptions(const clang::CallExpr* call) {
    const clang::Expr* object = nullptr;
    if (const auto* method = llvm::dyn_cast<clang::CXXMemberCallExpr>(call)) {
      object = method->getImplicitObjectArgument();
    } else if (llvm::isa<clang::CXXOperatorCallExpr>(call) && call->getNumArgs() == 2) {
      object = call->getArg(0);
    }
    if (!object) return false;
    const auto speaks = [](llvm::StringRef name) {
      return name.contains_insensitive("arg") || name.contains_insensitive("option") ||
             name.contains_insensitive("opts") || name.contains_insensitive("flag") ||
             name.contains_insensitive("cmdline") || name.contains_insensitive("commandline");
    };
    const clang::ValueDecl* named = Named(object->IgnoreParenImpCasts());
    if (named && named->getDeclName().isIdentifier() && speaks(named->getName())) return true;
    const auto* record = object->IgnoreParenImpCasts()->getType()->getAsCXXRecordDecl();
    return record && record->getDeclName().isIdentifier() && speaks(record->getName());
  }

  void NoteCall(const clang::Expr* expr, const clang::CallExpr* call, int context) {
    const std::string name = CalleeName(call);
    const auto* method = llvm::dyn_cast<clang::CXXMemberCallExpr>(call);
    if (method && (name == "substr" || name == "mid" || name == "drop_front")) {
      Put(expr, {.kind = OptionValue::kPart, .whole = method->getImplicitObjectArgument()},
          context);
      return;
    }
    if (method && method->getNumArgs() == 0 && (name == "c_str" || name == "data")) return;
    // The option's name, and maybe a default beside it.
    std::optional<std::string> asked;
    bool literals = false;
    for (const clang::Expr* argument : call->arguments()) {
      const auto literal = LiteralOf(argument);
      if (!literal) continue;
      if (Dashed(*literal)) {
        asked = asked ? "" : *literal;  // of several, none
      } else if (!literals && !asked && KeepsOptions(call)) {
        asked = *literal;
      }
      literals = true;
    }
    if (asked && !asked->empty()) {
      Put(expr, {.kind = OptionValue::kAsked, .asked = *asked}, context);
    } else if (!literals) {
      const unsigned last = call->getNumArgs();
      PutElement(expr, last > 0 && NumberOf(call->getArg(last - 1), ast_).has_value(), context);
    }
  }

  Options& options_;
  const clang::ASTContext& ast_;
  std::map<int64_t, std::string> table_;
  std::set<const clang::VarDecl*> parsers_;  // states of parsers that are made as getopt is
  llvm::DenseMap<const clang::Expr*, llvm::StringRef> holders_;
};

Options::Options(const clang::Stmt* body, const clang::ASTContext& ast) {
  if (!body) return;
  Finder finder(*this, ast);
  finder.FindTables(body);
  finder.Visit(body, -1);
}

const OptionValue* Options::ValueAt(const clang::Expr* expr) const {
  const auto it = value_of_.find(expr);
  return it == value_of_.end() ? nullptr : &values_[it->second];
}

std::vector<llvm::ArrayRef<OptionTest>> Options::Tests(const OptionValue& value) const {
  std::vector<llvm::ArrayRef<OptionTest>> tests;
  for (int at = value.context; at >= 0; at = contexts_[at].outer) {
    tests.push_back(contexts_[at].tests);
  }
  return tests;
}

}  // namespace pedigree
