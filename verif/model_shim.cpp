#include "verif/model_shim.h"

#include <fmt/format.h>

#include <regex>
#include <stdexcept>

namespace spintile::verif {
namespace {

// A shim holds the context, the model and, when tracing, the open wave file. Everything else stays hidden, so that any
// number of models live in one process.
constexpr std::string_view shim_head = R"(#include "Vmodel.h"
#include "verilated.h"
#if VM_TRACE_FST
#include "verilated_fst_c.h"
#endif
#if VM_COVERAGE
#include "verilated_cov.h"
#endif
#include <atomic>
#include <memory>
#include <string>
#define EXPORT extern "C" __attribute__((visibility("default")))

struct Instance {
  VerilatedContext context;
  std::unique_ptr<Vmodel> model;
#if VM_TRACE_FST
  std::unique_ptr<VerilatedFstC> wave;
#endif
};

static std::string coverage_folder;
static std::atomic<unsigned> coverage_files{0};
EXPORT int spintile_collect_coverage(const char* folder) {
  coverage_folder = folder;
  return VM_COVERAGE;
}
EXPORT void* spintile_create(unsigned seed, int random_state) {
  auto* instance = new Instance;
  instance->context.randSeed(static_cast<int>(seed & 0x7fffffffU));
  instance->context.randReset(random_state ? 2 : 0);
#if VM_TRACE_FST
  instance->context.traceEverOn(true);
#endif
  instance->model = std::make_unique<Vmodel>(&instance->context, "TOP");
  return instance;
}
EXPORT void spintile_destroy(void* handle) {
  auto* instance = static_cast<Instance*>(handle);
  instance->model->final();
#if VM_TRACE_FST
  if (instance->wave) instance->wave->close();
#endif
#if VM_COVERAGE
  if (!coverage_folder.empty()) {
    const std::string name = coverage_folder + "/" + std::to_string(coverage_files++) + ".dat";
    instance->context.coveragep()->write(name.c_str());
  }
#endif
  delete instance;
}
EXPORT void spintile_eval(void* handle) { static_cast<Instance*>(handle)->model->eval(); }
EXPORT int spintile_open_wave(void* handle, const char* file) {
#if VM_TRACE_FST
  auto* instance = static_cast<Instance*>(handle);
  instance->wave = std::make_unique<VerilatedFstC>();
  instance->model->trace(instance->wave.get(), 99);
  instance->wave->open(file);
  return instance->wave->isOpen();
#else
  return 0;
#endif
}
EXPORT void spintile_dump_wave(void* handle, unsigned long long time) {
#if VM_TRACE_FST
  auto* instance = static_cast<Instance*>(handle);
  if (instance->wave) instance->wave->dump(static_cast<uint64_t>(time));
#endif
}
)";

}  // namespace

std::string model_shim(std::string_view model_header) {
  // Verilator declares each port of the top module as VL_IN8(&name,msb,lsb), VL_OUT64(...),
  // VL_INW(&name,msb,lsb,words).
  static const std::regex declaration(R"(VL_(IN|OUT)(8|16||64|W)\(&(\w+),(\d+),(\d+)(,\d+)?\);)");
  std::string names;
  std::string bits;
  std::string outputs;
  std::string data;
  int count = 0;
  const std::string text(model_header);
  for (std::sregex_iterator match(text.begin(), text.end(), declaration), end; match != end; ++match, ++count) {
    const std::string name = (*match)[3];
    names += fmt::format("\"{}\", ", name);
    bits += fmt::format("{}, ", std::stoi((*match)[4]) - std::stoi((*match)[5]) + 1);
    outputs += (*match)[1] == "OUT" ? "1, " : "0, ";
    data += fmt::format("    case {}: return &model.{};\n", count, name);
  }
  if (count == 0) throw std::runtime_error("the Verilated model has no ports");
  return fmt::format(
      "{}"
      "EXPORT int spintile_port_count() {{ return {}; }}\n"
      "EXPORT const char* spintile_port_name(int port) {{ static const char* const t[] = {{{}}}; return t[port]; }}\n"
      "EXPORT int spintile_port_bits(int port) {{ static const int t[] = {{{}}}; return t[port]; }}\n"
      "EXPORT int spintile_port_is_output(int port) {{ static const int t[] = {{{}}}; return t[port]; }}\n"
      "EXPORT void* spintile_port_data(void* handle, int port) {{\n"
      "  Vmodel& model = *static_cast<Instance*>(handle)->model;\n"
      "  switch (port) {{\n{}    default: return nullptr;\n  }}\n}}\n",
      shim_head, count, names, bits, outputs, data);
}

}  // namespace spintile::verif
