#include "plugin/plant_probes.h"

#include <map>
#include <string>
#include <tuple>

#include "llvm/ADT/StringRef.h"
#include "llvm/IR/DebugInfoMetadata.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/InstIterator.h"
#include "llvm/IR/IntrinsicInst.h"
#include "llvm/IR/MDBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/Passes/PassBuilder.h"
#include "llvm/Transforms/Utils/BasicBlockUtils.h"
#include "plugin/compatibility.h"

namespace pedigree {
namespace {

// The last part of a file's name: the compiler and the graph call the folders differently.
std::string LastName(llvm::StringRef file) { return file.substr(file.rfind('/') + 1).str(); }

bool IsDestructor(llvm::StringRef symbol) {
  return symbol.starts_with("_Z") &&
         (symbol.ends_with("D0Ev") || symbol.ends_with("D1Ev") || symbol.ends_with("D2Ev"));
}

class Planter {
 public:
  Planter(llvm::Module& module, const std::vector<PlannedProbe>& probes) : module_(module) {
    for (const PlannedProbe& probe : probes)
      by_place_[{LastName(probe.file), probe.line, probe.column}].push_back(&probe);
  }

  bool Run() {
    std::vector<std::pair<llvm::CallBase*, const PlannedProbe*>> found;
    for (llvm::Function& function : module_) {
      for (llvm::Instruction& instruction : llvm::instructions(function)) {
        auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
        if (call == nullptr || llvm::isa<llvm::IntrinsicInst>(call) || call->isInlineAsm())
          continue;
        for (const PlannedProbe* probe : PlannedFor(*call)) found.push_back({call, probe});
      }
    }
    for (const auto& [call, probe] : found) Plant(*call, *probe);
    return !found.empty();
  }

 private:
  using Place = std::tuple<std::string, uint32_t, uint32_t>;

  std::vector<const PlannedProbe*> PlannedFor(const llvm::CallBase& call) const {
    std::vector<const PlannedProbe*> planned;
    const llvm::DILocation* at = call.getDebugLoc().get();
    if (at == nullptr) return planned;
    const auto it = by_place_.find({LastName(at->getFilename()), at->getLine(), at->getColumn()});
    if (it == by_place_.end()) return planned;
    const llvm::Function* callee = call.getCalledFunction();
    for (const PlannedProbe* probe : it->second) {
      // At the same place are the ends of temporaries, and what converts arguments.
      if (callee != nullptr &&
          (IsDestructor(callee->getName()) || !callee->getName().contains(probe->callee))) {
        continue;
      }
      planned.push_back(probe);
    }
    return planned;
  }

  llvm::Type* Pointer() { return llvm::PointerType::getUnqual(module_.getContext()); }
  llvm::IntegerType* Int32() { return llvm::Type::getInt32Ty(module_.getContext()); }
  llvm::IntegerType* Size() { return module_.getDataLayout().getIntPtrType(module_.getContext()); }

  // `struct pedigree_site`.
  llvm::StructType* SiteType() {
    return llvm::StructType::get(module_.getContext(), {Pointer(), Int32(), Int32(), Int32(),
                                                        Pointer(), Pointer(), Int32()});
  }

  llvm::Constant* Text(const std::string& text) {
    llvm::Constant*& known = texts_[text];
    if (known != nullptr) return known;
    auto* bytes = llvm::ConstantDataArray::getString(module_.getContext(), text);
    auto* variable =
        new llvm::GlobalVariable(module_, bytes->getType(), /*isConstant=*/true,
                                 llvm::GlobalValue::PrivateLinkage, bytes, "pedigree.text");
    variable->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
    variable->setAlignment(llvm::Align(1));
    return known = variable;
  }

  // A site that several functions have (instances of a template, an inline function) is one.
  llvm::GlobalVariable* SiteOf(const PlannedProbe& probe) {
    llvm::GlobalVariable*& known = sites_[&probe];
    if (known != nullptr) return known;
    const auto number = [&](uint32_t value) { return llvm::ConstantInt::get(Int32(), value); };
    auto* value = llvm::ConstantStruct::get(
        SiteType(), {Text(probe.file), number(probe.line), number(probe.column),
                     number(probe.access), Text(probe.function), Text(probe.api), number(0)});
    known = new llvm::GlobalVariable(module_, value->getType(), /*isConstant=*/false,
                                     llvm::GlobalValue::PrivateLinkage, value, "pedigree.site");
    return known;
  }

  // Null in a program that has no runtime.
  llvm::FunctionCallee Landing(const char* name, llvm::ArrayRef<llvm::Type*> parameters) {
    auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(module_.getContext()), parameters,
                                         /*isVarArg=*/false);
    const bool is_new = module_.getFunction(name) == nullptr;
    llvm::FunctionCallee landing = module_.getOrInsertFunction(name, type);
    auto* function = llvm::dyn_cast<llvm::Function>(landing.getCallee());
    if (is_new && function != nullptr) {
      function->setLinkage(llvm::GlobalValue::ExternalWeakLinkage);
      function->setDoesNotThrow();
      function->addFnAttr(llvm::Attribute::Cold);
    }
    return landing;
  }

  // Where `before` comes after code that is run if the landing function is there: its end.
  llvm::Instruction* Guard(llvm::FunctionCallee landing, llvm::Instruction* before) {
    llvm::IRBuilder<> build(before);
    llvm::Value* there = build.CreateIsNotNull(landing.getCallee());
    return llvm::SplitBlockAndInsertIfThen(
        there, before, /*Unreachable=*/false,
        llvm::MDBuilder(module_.getContext()).createBranchWeights(1, 2000));
  }

  void Plant(llvm::CallBase& call, const PlannedProbe& probe) {
    llvm::GlobalVariable* site = SiteOf(probe);
    const unsigned argument =
        static_cast<unsigned>(probe.argument) + (call.hasStructRetAttr() ? 1 : 0);
    const bool named = probe.name != PlannedProbe::kNone && argument < call.arg_size() &&
                       call.getArgOperand(argument)->getType()->isPointerTy();
    if (!named) {
      const auto landing = Landing("pedigree_probe_hit", {Pointer()});
      llvm::IRBuilder<> build(Guard(landing, &call));
      llvm::Value* seen =
          build.CreateLoad(Int32(), build.CreateStructGEP(site->getValueType(), site, 6));
      llvm::Instruction* inner = llvm::SplitBlockAndInsertIfThen(
          build.CreateIsNull(seen), &*build.GetInsertPoint(), /*Unreachable=*/false);
      build.SetInsertPoint(inner);
      build.CreateCall(landing, {site})->setDebugLoc(call.getDebugLoc());
      return;
    }
    llvm::Value* name = call.getArgOperand(argument);
    if (probe.name == PlannedProbe::kCString) {
      const auto landing = Landing("pedigree_probe_name", {Pointer(), Pointer()});
      llvm::IRBuilder<> build(Guard(landing, &call));
      build.CreateCall(landing, {site, name})->setDebugLoc(call.getDebugLoc());
      return;
    }
    const auto landing = Landing("pedigree_probe_asset", {Pointer(), Pointer(), Pointer(), Size()});
    llvm::IRBuilder<> build(Guard(landing, &call));
    auto* string = llvm::StructType::get(module_.getContext(), {Pointer(), Size()});
    llvm::Value* text = build.CreateLoad(Pointer(), build.CreateStructGEP(string, name, 0));
    llvm::Value* size = build.CreateLoad(Size(), build.CreateStructGEP(string, name, 1));
    llvm::Value* file = llvm::ConstantPointerNull::get(llvm::cast<llvm::PointerType>(Pointer()));
    build.CreateCall(landing, {site, file, text, size})->setDebugLoc(call.getDebugLoc());
  }

  llvm::Module& module_;
  std::map<Place, std::vector<const PlannedProbe*>> by_place_;
  std::map<std::string, llvm::Constant*> texts_;
  std::map<const PlannedProbe*, llvm::GlobalVariable*> sites_;
};

class PlantPass : public llvm::PassInfoMixin<PlantPass> {
 public:
  explicit PlantPass(std::shared_ptr<Planting> planting) : planting_(std::move(planting)) {}

  llvm::PreservedAnalyses run(llvm::Module& module, llvm::ModuleAnalysisManager&) {
    return Planter(module, planting_->probes).Run() ? llvm::PreservedAnalyses::none()
                                                    : llvm::PreservedAnalyses::all();
  }

  static bool isRequired() { return true; }

 private:
  std::shared_ptr<Planting> planting_;
};

}  // namespace

void PlantWhenEmitted(clang::CodeGenOptions& options, std::shared_ptr<Planting> planting) {
  options.PassBuilderCallbacks.push_back([planting](llvm::PassBuilder& builder) {
    builder.registerPipelineStartEPCallback(
        [planting](llvm::ModulePassManager& passes, llvm::OptimizationLevel) {
          passes.addPass(PlantPass(planting));
        });
  });
}

}  // namespace pedigree
