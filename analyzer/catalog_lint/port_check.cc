#include "analyzer/catalog_lint/port_check.h"

#include <fmt/format.h>

#include <vector>

#include "analyzer/catalog/nearest.h"
#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/DeclTemplate.h"

namespace pedigree {
namespace {

class Checker {
 public:
  Checker(const Port& port, PortUse use, const clang::FunctionDecl* function, bool* doubt)
      : port_(port), use_(use), function_(function), doubt_(doubt) {}

  std::string Check() {
    if (std::string wrong = Root(); !wrong.empty()) return wrong;
    for (const Port::Step& step : port_.steps) {
      if (std::string wrong = Follow(step); !wrong.empty()) return wrong;
    }
    return End();
  }

 private:
  const clang::CXXMethodDecl* Method() const {
    const auto* method = llvm::dyn_cast<clang::CXXMethodDecl>(function_);
    return method && method->isInstance() ? method : nullptr;
  }

  // How many arguments a call may have: no number if any.
  bool TakesMore() const {
    if (function_->isVariadic()) return true;
    for (const clang::ParmVarDecl* p : function_->parameters()) {
      if (p->isParameterPack()) return true;
    }
    return !function_->hasPrototype();
  }

  std::string Root() {
    const unsigned count = function_->getNumParams();
    switch (port_.root) {
      case Port::kArg:
        if (static_cast<unsigned>(port_.index) >= count) {
          return TakesMore() ? "" : NoSuch(count);
        }
        return Argument(function_->getParamDecl(port_.index)->getType());
      case Port::kAllArgs:
        return "";
      case Port::kArgsFrom:
        return static_cast<unsigned>(port_.index) > count && !TakesMore() ? NoSuch(count) : "";
      case Port::kThis:
        if (!Method()) return "the function is not called on an object";
        type_ = function_->getASTContext().getRecordType(Method()->getParent());
        const_ = Method()->isConst();
        why_const_ = "the method is const";
        return "";
      case Port::kReturn:
        if (llvm::isa<clang::CXXConstructorDecl>(function_)) {
          return "a constructor returns nothing: the object is 'this'";
        }
        if (function_->getReturnType()->isVoidType()) return "the function returns void";
        type_ = function_->getReturnType().getNonReferenceType();
        return "";
      case Port::kGlobal:
      case Port::kNew:
        return "";  // perhaps a place of the catalog's own
    }
    return "";
  }

  std::string NoSuch(unsigned count) const {
    return fmt::format("there {} only {} parameter{}", count == 1 ? "is" : "are", count,
                       count == 1 ? "" : "s");
  }

  std::string Argument(clang::QualType type) {
    type_ = type.getNonReferenceType();
    given_ = true;
    lost_ = !type->isReferenceType() && !type->isDependentType();
    const_ = type->isReferenceType() && type_.isConstQualified();
    why_const_ = "it is a reference to const";
    return "";
  }

  bool Unknown() const { return type_.isNull() || type_->isDependentType(); }

  bool IsNumber() const {
    const clang::QualType canonical = type_.getCanonicalType();
    return canonical->isArithmeticType() || canonical->isEnumeralType();
  }

  std::string Spelled() const {
    return type_.getUnqualifiedType().getAsString(function_->getASTContext().getPrintingPolicy());
  }

  std::string Follow(const Port::Step& step) {
    if (step.kind == Port::Step::kIndexedBy &&
        static_cast<unsigned>(step.arg) >= function_->getNumParams() && !TakesMore()) {
      return fmt::format("there is no arg[{}]", step.arg);
    }
    if (step.kind == Port::Step::kField) return Field(step.label);
    if (step.kind == Port::Step::kItself) {
      return use_ == PortUse::kRead ? "" : "where a pointer stands is read, and nothing else";
    }
    const bool pointee = step.kind == Port::Step::kPointee;
    if (Unknown()) {
      if (pointee) lost_ = const_ = false;
      return "";
    }
    if (IsNumber()) {
      return fmt::format("'{}' {}", Spelled(), pointee ? "points to nothing" : "has no elements");
    }
    if (type_->isPointerType()) {
      type_ = type_->getPointeeType();
      lost_ = false;
      // Behind a pointer that the call itself leaves there is what the call has made.
      const_ = given_ && type_.isConstQualified();
      given_ = false;
      why_const_ = "the pointer is one to const";
      // Which type it really is, is unknown.
      if (type_->isVoidType() || type_->isFunctionType()) type_ = clang::QualType();
    } else if (const auto* array = function_->getASTContext().getAsArrayType(type_)) {
      type_ = array->getElementType();
      const_ |= type_.isConstQualified();
    } else {
      // A smart pointer, an iterator, a view, a container: what is in it may be anything.
      type_ = clang::QualType();
      lost_ = false;
      if (pointee) const_ = false;
    }
    return "";
  }

  std::string Field(const std::string& label) {
    if (Unknown()) return "";
    if (type_->isPointerType()) {
      *doubt_ = use_ == PortUse::kRead;  // nothing is there, which may be what is meant
      return "a pointer has no fields: is a .pointee missing?";
    }
    std::vector<std::string> names;
    clang::QualType type;
    const auto look = [&](const clang::CXXRecordDecl* in, auto&& self) -> void {
      in = in ? in->getDefinition() : nullptr;
      if (!in) return;
      for (const clang::FieldDecl* field : in->fields()) {
        if (field->getNameAsString() == label) type = field->getType();
        names.push_back(field->getNameAsString());
        if (field->isAnonymousStructOrUnion()) self(field->getType()->getAsCXXRecordDecl(), self);
      }
      for (const clang::CXXBaseSpecifier& base : in->bases()) {
        self(base.getType()->getAsCXXRecordDecl(), self);
      }
    };
    look(type_->getAsCXXRecordDecl(), look);
    if (type.isNull()) {
      // A field that the class does not have is a place of the catalog's own.
      const std::string meant = Nearest(label, names);
      if (!meant.empty()) {
        *doubt_ = true;
        return fmt::format("'{}' has no field '{}'{}", Spelled(), label, Hint(meant));
      }
      type_ = clang::QualType();
      return "";
    }
    const_ |= type.isConstQualified();
    type_ = type.getNonReferenceType();
    return "";
  }

  std::string End() {
    if (use_ == PortUse::kCall && !Unknown() && IsNumber()) {
      return fmt::format("'{}' cannot be called", Spelled());
    }
    if (use_ != PortUse::kStore) return "";
    if (lost_) return "the argument is passed by value: what is stored there is lost";
    if (const_) return fmt::format("nothing can be stored there: {}", why_const_);
    return "";
  }

  const Port& port_;
  const PortUse use_;
  const clang::FunctionDecl* function_;
  bool* doubt_;

  clang::QualType type_;  // of the place so far; null: unknown
  bool lost_ = false, const_ = false;
  bool given_ = false;  // still the caller's own: nothing was dereferenced
  std::string why_const_;
};

}  // namespace

std::string WrongWithPort(const Port& port, PortUse use, const clang::FunctionDecl* function,
                          bool* doubt) {
  *doubt = false;
  return Checker(port, use, function, doubt).Check();
}

}  // namespace pedigree
