#include "verif/model_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <future>
#include <sstream>

#include "verif/external_program.h"
#include "verif/model_shim.h"
#include "verif/scratch_folder.h"

namespace spintile::verif {
namespace {

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// Sources Verilator wrote, sorted; the slow ones run once (construction, reset of state).
std::vector<std::string> sources(const std::filesystem::path& folder, bool slow) {
  std::vector<std::string> found;
  for (const auto& item : std::filesystem::directory_iterator(folder)) {
    const std::string name = item.path().filename();
    if (!name.ends_with(".cpp")) continue;
    const bool is_slow = name.ends_with("__Slow.cpp") || name.ends_with("__Syms.cpp");
    if (is_slow == slow) found.push_back(name);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string includes(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += fmt::format("#include \"{}\"\n", name);
  return text;
}

/// All instructions of this machine: wide registers copy and clear faster. A cached model is of one kind of processor.
constexpr const char* native = "-march=native";

/// An undefined symbol is an error now, not when the model is loaded.
const std::vector<std::string> link_flags = {"-shared",   "-Wl,-Bsymbolic", "-Wl,-z,defs",
                                             "-lpthread", "-latomic",       "-lz"};

/// One compilation unit, and its command after the common part.
struct Unit {
  std::string source;
  std::string optimisation;
};

void compile(const std::vector<std::string>& command, const std::vector<Unit>& units,
             const std::filesystem::path& folder) {
  std::vector<std::future<std::string>> running;
  for (const Unit& unit : units) {
    running.push_back(std::async(std::launch::async, [&command, &folder, unit] {
      std::vector<std::string> argv = command;
      argv.insert(argv.end(), {unit.optimisation, "-c", unit.source, "-o", unit.source + ".o"});
      return run_program_or_throw(argv, folder);
    }));
  }
  for (auto& unit : running) unit.wait();
  for (auto& unit : running) unit.get();
}

}  // namespace

ModelBuilder::ModelBuilder(ModelCache cache)
    : cache_(std::move(cache)),
      verilator_(require_program("verilator")),
      compiler_(find_program("clang++") ? require_program("clang++") : require_program("g++")) {
  verilator_version_ = trimmed(run_program_or_throw({verilator_, "--version"}, "."));
  verilator_include_ = trimmed(run_program_or_throw({verilator_, "--getenv", "VERILATOR_ROOT"}, ".")) + "/include";
  const std::string version = run_program_or_throw({compiler_, "--version"}, ".");
  compiler_version_ = version.substr(0, version.find('\n'));
  processor_ = run_program_or_throw({compiler_, native, "-dM", "-E", "-x", "c++", "/dev/null"}, ".");
}

std::vector<std::string> ModelBuilder::verilator_flags(ModelOptions options) const {
  // -fno-const-bit-op-tree: 5.006 computes wrong values for some trees of XOR, AND and NOT (verilator_witness.h).
  // unique: whoever makes an instance chooses whether its state starts at 0 or at random values.
  std::vector<std::string> flags = {"--cc",           "-O3",       "-fno-const-bit-op-tree",
                                    "--x-initial",    "unique",    "--x-assign",
                                    "unique",         "-Wno-lint", "-Wno-style",
                                    "-Wno-fatal",     "--prefix",  "Vmodel",
                                    "--output-split", "20000"};
  if (options.trace) flags.push_back("--trace-fst");
  if (options.coverage) flags.insert(flags.end(), {"--coverage-line", "--coverage-user"});
  return flags;
}

std::vector<std::string> ModelBuilder::compiler_command(ModelOptions options) const {
  std::vector<std::string> command = {compiler_,
                                      "-std=gnu++17",
                                      native,
                                      "-w",
                                      "-fPIC",
                                      "-fvisibility=hidden",
                                      "-fcf-protection=none",
                                      "-DVL_TIME_CONTEXT",
                                      fmt::format("-DVM_TRACE={:d}", options.trace),
                                      fmt::format("-DVM_TRACE_FST={:d}", options.trace),
                                      fmt::format("-DVM_COVERAGE={:d}", options.coverage),
                                      "-I",
                                      verilator_include_,
                                      "-I",
                                      verilator_include_ + "/vltstd"};
  // Deep expressions of wide variants; and no symbol may be shared between two loaded models.
  command.push_back(compiler_.ends_with("clang++") ? "-fbracket-depth=4096" : "-fno-gnu-unique");
  return command;
}

std::filesystem::path ModelBuilder::runtime_library(ModelOptions options) const {
  ContentHash key;
  key.add("runtime").add(verilator_version_).add(compiler_version_).add(processor_);
  for (const std::string& word : compiler_command(options)) key.add(word);
  const std::filesystem::path entry = cache_.entry(key.hex(), [&](const std::filesystem::path& folder) {
    std::vector<std::string> names = {"verilated.cpp", "verilated_threads.cpp"};
    if (options.trace) names.emplace_back("verilated_fst_c.cpp");
    if (options.coverage) names.emplace_back("verilated_cov.cpp");
    std::vector<Unit> units;
    for (const std::string& name : names) {
      write_file(folder / name, fmt::format("#include \"{}/{}\"\n", verilator_include_, name));
      units.push_back({name, "-O1"});
    }
    compile(compiler_command(options), units, folder);
    std::vector<std::string> archive = {require_program("ar"), "rcs", "runtime.a"};
    for (const std::string& name : names) archive.push_back(name + ".o");
    run_program_or_throw(archive, folder);
  });
  return entry / "runtime.a";
}

void ModelBuilder::make_model(const gen::Package& package, ModelOptions options,
                              const std::filesystem::path& folder) const {
  const ScratchFolder work;
  const std::vector<std::string> files = write_package(package, work.path());
  std::vector<std::string> argv = {verilator_};
  for (const std::string& flag : verilator_flags(options)) argv.push_back(flag);
  argv.insert(argv.end(), {"--top-module", package.top, "--Mdir", "build"});
  argv.insert(argv.end(), files.begin(), files.end());
  run_program_or_throw(argv, work.path());

  // Fast code in up to two units, one a core of the smallest machine; the slow code and our shim in a third.
  const std::filesystem::path build = work.path() / "build";
  const std::vector<std::string> fast = sources(build, false);
  const auto middle = fast.begin() + static_cast<std::ptrdiff_t>((fast.size() + 1) / 2);
  const std::string slow = includes(sources(build, true));
  write_file(build / "fast_0.cc", includes({fast.begin(), middle}));
  write_file(build / "fast_1.cc", includes({middle, fast.end()}));
  write_file(build / "slow.cc", model_shim(read_file(build / "Vmodel.h")) + slow);
  compile(compiler_command(options), {{"fast_0.cc", "-O3"}, {"fast_1.cc", "-O3"}, {"slow.cc", "-O1"}}, build);

  std::vector<std::string> link = {compiler_,     "-o",        folder / "model.so",     "fast_0.cc.o",
                                   "fast_1.cc.o", "slow.cc.o", runtime_library(options)};
  link.insert(link.end(), link_flags.begin(), link_flags.end());
  run_program_or_throw(link, build);
}

std::filesystem::path ModelBuilder::build(const gen::Package& package, ModelOptions options) const {
  ContentHash key;
  key.add("model").add(verilator_version_).add(compiler_version_).add(processor_).add(package.top);
  for (const std::string& word : verilator_flags(options)) key.add(word);
  for (const std::string& word : compiler_command(options)) key.add(word);
  for (const std::string& word : link_flags) key.add(word);
  key.add(model_shim("VL_IN8(&clock,0,0);"));  // the interface the library exports
  for (const gen::File& file : package.files) {
    if (file.path.ends_with(".v")) key.add(file.path).add(file.text);
  }
  const auto make = [&](const std::filesystem::path& folder) { make_model(package, options, folder); };
  return cache_.entry(key.hex(), make) / "model.so";
}

}  // namespace spintile::verif
