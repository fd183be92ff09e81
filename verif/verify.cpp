#include "verif/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "host/commanded_tile.h"
#include "host/philox.h"
#include "refmodel/tile/golden_port.h"
#include "refmodel/tile/golden_tile.h"
#include "spec/derive.h"
#include "verif/cosimulation.h"
#include "verif/float_unit_programs.h"
#include "verif/host_draws.h"
#include "verif/icarus_witness.h"
#include "verif/kernels.h"
#include "verif/refusals.h"
#include "verif/reset_sweep.h"
#include "verif/rtl_port.h"
#include "verif/static_checks.h"
#include "verif/training_cosimulation.h"
#include "verif/verilator_witness.h"

namespace spintile::verif {
namespace {

constexpr std::uint32_t replayed_case = 2;  // even: starts at 0, as Icarus cannot start at random values
constexpr std::size_t replayed_cycles = 600;
constexpr std::size_t replayed_float_cycles = 12'000;  // beyond the loading of the program store
constexpr int compared_vectors = 8;
constexpr std::uint32_t pairs_per_case = 5;  // operand pairs an operation, for each case of the co-simulation

/// What the checks of one variant share.
struct Subject {
  const spec::Variant& variant;
  const VerifyOptions& options;
  const VerifyProgress& progress;
  const gen::Package& package;
  std::shared_ptr<const ModelLibrary> model;  // null until a check needs it

  const std::shared_ptr<const ModelLibrary>& library() {
    if (!model) model = std::make_shared<const ModelLibrary>(ModelBuilder().build(package));
    return model;
  }
};

void report(const VerifyProgress& progress, std::string_view check, std::uint32_t done, std::uint32_t total) {
  if (progress) progress(check, done, total);
}

/// As a person types it in a shell.
std::string shell_word(const std::string& text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+=:,@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  std::string quoted = "'";
  for (const char character : text) quoted += character == '\'' ? std::string("'\\''") : std::string(1, character);
  return quoted + "'";
}

CheckResult verdict(const ToolVerdict& tool) {
  CheckResult result;
  result.passed = tool.passed;
  result.detail = tool.passed ? "nothing to say" : tool.log;
  return result;
}

CheckResult check_witness(Subject&) {
  CheckResult result;
  const ModelBuilder builder;
  result.passed = verilator_computes_right(builder);
  result.detail = fmt::format("{}: {} the known expression", builder.verilator_version(),
                              result.passed ? "computes" : "gives a wrong value for");
  return result;
}

CheckResult check_model(Subject& subject) {
  CheckResult result;
  result.passed = true;
  result.detail = fmt::format("{} ports", subject.library()->ports().size());
  return result;
}

void write_trace(const Subject& subject, std::uint32_t case_number) {
  HarnessOptions options;
  options.wave = subject.options.trace;
  const ModelBuilder builder;
  const auto library = std::make_shared<const ModelLibrary>(builder.build(subject.package, {.trace = true}));
  run_case(library, subject.variant, subject.options.seed, case_number, options);
}

CheckResult check_cosimulation(Subject& subject) {
  const VerifyOptions& options = subject.options;
  const std::uint32_t first = options.only_case.value_or(0);
  const std::uint32_t count = options.only_case ? 1 : options.cases;
  const std::vector<CaseResult> cases =
      run_cases(subject.library(), subject.variant, options.seed, {first, count}, options.jobs,
                [&](std::uint32_t done) { report(subject.progress, "cosimulation", done, count); });
  std::uint64_t cycles = 0;
  std::uint32_t failed = 0;
  const CaseResult* first_failed = nullptr;
  for (const CaseResult& result : cases) {
    cycles += result.cycles;
    if (!result.mismatch) continue;
    ++failed;
    if (first_failed == nullptr) first_failed = &result;
  }
  CheckResult result;
  result.passed = failed == 0;
  result.figures = {{"cases", count}, {"cycles", static_cast<double>(cycles)}};
  if (first_failed == nullptr) {
    result.detail = fmt::format("{} cases, {} cycles: no difference", count, cycles);
  } else {
    const std::string name = options.variant_argument.empty() ? subject.variant.name : options.variant_argument;
    const std::string wave =
        options.trace.empty() ? fmt::format("case_{}.fst", first_failed->case_number) : options.trace.string();
    result.detail = fmt::format(
        "{} of {} cases differ, first case {}: {}\nsee it again: spintile verify {} --seed {} --case {} --trace {}",
        failed, count, first_failed->case_number, to_string(*first_failed->mismatch), shell_word(name), options.seed,
        first_failed->case_number, shell_word(wave));
  }
  if (!options.trace.empty() && (options.only_case || first_failed != nullptr)) {
    write_trace(subject, first_failed != nullptr ? first_failed->case_number : first);
  }
  return result;
}

bool has_sot_array(const spec::Variant& variant) {
  return variant.unit == spec::Unit::float_unit || spec::has_transfer(variant);
}

/// Data of a SOT array are RAM and registers without reset: known when they are loaded, and then asked for.
std::vector<QualifiedOutput> qualified_outputs(const spec::Variant& variant) {
  if (!has_sot_array(variant)) return {};
  std::vector<QualifiedOutput> qualified = {{"m_axis_tdata", "m_axis_tvalid"}};
  if (variant.sot.array == spec::SotArray::pins) {
    qualified.insert(qualified.end(), {{"sot_raddr_o", "(sot_read_o | sot_search_o)"},
                                       {"sot_waddr0_o", "(sot_write_o | sot_clear_o)"},
                                       {"sot_waddr1_o", "(sot_write_o & sot_dual_o)"},
                                       {"sot_dual_o", "sot_write_o"},
                                       {"sot_op_o", "sot_write_o"},
                                       {"sot_wdata_o", "sot_write_o"},
                                       {"sot_wmask_o", "(sot_write_o | sot_clear_o)"},
                                       {"sot_count_o", "(sot_search_o | sot_clear_o)"},
                                       {"sot_key_o", "sot_search_o"},
                                       {"sot_pair_o", "sot_search_o"}});
  }
  return qualified;
}

CheckResult check_icarus_replay(Subject& subject) {
  PortRecorder recorder(has_sot_array(subject.variant) ? replayed_float_cycles : replayed_cycles);
  HarnessOptions options;
  options.recorder = &recorder;
  run_case(subject.library(), subject.variant, subject.options.seed, replayed_case, options);
  const std::optional<Mismatch> mismatch =
      replay_in_icarus(subject.package, recorder, "aclk", qualified_outputs(subject.variant));
  CheckResult result;
  result.passed = !mismatch;
  result.detail = mismatch ? fmt::format("Verilator (expected) and Icarus (got): {}", to_string(*mismatch))
                           : fmt::format("{} cycles: the same outputs", recorder.cycles());
  result.figures = {{"cycles", static_cast<double>(recorder.cycles())}};
  return result;
}

/// All that must change nothing.
CheckResult check_refusals(Subject& subject) {
  const RefusalReport report = try_refusals(subject.library(), subject.variant, {.seed = subject.options.seed});
  CheckResult result;
  result.passed = !report.mismatch;
  result.detail = report.mismatch ? to_string(*report.mismatch)
                                  : fmt::format("{} accesses and packets refused as the contract says, nothing changed",
                                                report.refused);
  result.figures = {{"refused", static_cast<double>(report.refused)}, {"cycles", static_cast<double>(report.cycles)}};
  return result;
}

/// Resets inside every command.
CheckResult check_resets(Subject& subject) {
  constexpr int points = 2;  // beside the first and last cycles
  const ResetSweepReport report =
      sweep_resets(subject.library(), subject.variant, {.seed = subject.options.seed, .points = points});
  CheckResult result;
  result.passed = !report.mismatch;
  result.detail = report.mismatch ? fmt::format("{}: {}", report.where, to_string(*report.mismatch))
                                  : fmt::format("{} resets inside {} commands: all as after power-up, and it works on",
                                                report.resets, report.commands);
  result.figures = {{"resets", static_cast<double>(report.resets)}, {"cycles", static_cast<double>(report.cycles)}};
  return result;
}

host::Matrix<std::int32_t> random_codes(host::PhiloxSequence& draws, int rows, int columns, std::int32_t limit) {
  host::Matrix<std::int32_t> codes(rows, columns);
  for (std::int32_t& code : codes.values()) {
    code = static_cast<std::int32_t>(draws.below(2 * static_cast<std::uint32_t>(limit) + 1)) - limit;
  }
  return codes;
}

host::Requantisation random_requantisation(host::PhiloxSequence& draws, const spec::Variant& variant) {
  const auto values = [&](spec::Space space) {
    const spec::SpaceLayout layout = spec::space_layout(variant, space);
    std::vector<std::int64_t> elements(static_cast<std::size_t>(layout.elements));
    for (std::int64_t& element : elements) {
      element = std::clamp(static_cast<std::int64_t>(draws.next()) - (std::int64_t{1} << 31), layout.minimum(),
                           layout.maximum());
      element >>= draws.below(4);
    }
    return elements;
  };
  host::Requantisation requantisation;
  requantisation.scale = values(spec::Space::scale);
  requantisation.offset = values(spec::Space::offset);
  requantisation.shift = static_cast<int>(draws.below(static_cast<std::uint32_t>(spec::shift_max(variant)) + 1));
  return requantisation;
}

/// Weight codes into an array; where it learns, the same as numbers.
void set_cells(host::InferenceTile& tile, const host::Matrix<std::int32_t>& codes, host::Array array) {
  if (!spec::has_update(tile.variant())) return tile.program(codes, array);
  host::Matrix<float> weights(codes.rows(), codes.columns());
  const auto most = static_cast<float>(spec::weight_code_max(tile.variant()));
  std::ranges::transform(codes.values(), weights.values().begin(),
                         [most](std::int32_t code) { return static_cast<float>(code) / most; });
  dynamic_cast<host::CommandedTile&>(tile).port().set_weights(array, weights);
}

/// What every array of a tile reads out.
std::vector<host::Readout> forward_all(host::InferenceTile& tile, const host::Matrix<std::int32_t>& weights,
                                       const host::Matrix<std::int32_t>& codes) {
  std::vector<host::Readout> readouts = {tile.forward(codes)};
  if (tile.variant().crossbar.fast_array) {
    set_cells(tile, weights, host::Array::fast);
    readouts.push_back(tile.forward(codes, host::Array::fast));
  }
  return readouts;
}

/// The golden tile that reads whole batches does so through MTJs, of arrays that are programmed.
bool has_golden_tile(const spec::Variant& variant) { return !spec::has_update(variant) && !spec::has_ramp(variant); }

/// Both engines behind host::InferenceTile, analog arrays included: the golden tile that reads whole batches where
/// there is one, else the golden port.
CheckResult check_tile(Subject& subject) {
  const spec::Variant& variant = subject.variant;
  const host::SimulatedTile simulated{variant, subject.options.seed};
  host::PhiloxSequence draws({subject.options.seed, host_draws::tile_comparison}, 0);
  std::unique_ptr<host::InferenceTile> golden;
  if (!has_golden_tile(variant)) {
    golden = std::make_unique<host::CommandedTile>(std::make_unique<refmodel::GoldenPort>(simulated));
  } else {
    golden = std::make_unique<refmodel::GoldenTile>(variant, subject.options.seed);
  }
  auto port = std::make_unique<RtlPort>(simulated, subject.library());
  const RtlPort& pins = *port;
  host::CommandedTile rtl(std::move(port));
  CheckResult result;
  result.passed = true;
  const auto weights =
      random_codes(draws, variant.crossbar.rows, variant.crossbar.columns, spec::weight_code_max(variant));
  const std::array<int, 2> samples = {1, variant.readout.samples_max};
  for (const int n : samples) {
    const auto requantisation = random_requantisation(draws, variant);
    const auto codes = random_codes(draws, compared_vectors, variant.crossbar.rows, spec::input_code_max(variant));
    for (host::InferenceTile* tile : {golden.get(), static_cast<host::InferenceTile*>(&rtl)}) {
      set_cells(*tile, weights, host::Array::weight);
      tile->set_samples(n);
      tile->set_requantisation(requantisation);
    }
    if (forward_all(*golden, weights, codes) == forward_all(rtl, weights, codes)) continue;
    result.passed = false;
    result.detail = fmt::format("n = {}: RTL with the analog array and the golden tile read out different values", n);
    return result;
  }
  result.detail = fmt::format("{} vectors, n = 1 and {}: the same accumulators and outputs", 2 * compared_vectors,
                              variant.readout.samples_max);
  result.figures = {{"cycles", static_cast<double>(pins.cycles())}};
  return result;
}

/// VMM, MVM and outer product: answers, arrays, and the published cycles with their guards.
CheckResult check_kernels(Subject& subject) {
  constexpr int repeats = 3;
  const KernelReport report = compare_kernels(subject.library(), subject.variant, subject.options.seed, repeats);
  CheckResult result;
  result.passed = !report.mismatch;
  const auto cycles = [&](const char* name, const KernelCycles& kernel) {
    if (kernel.simulated == 0) return;
    const std::string requantise = kernel.requantise == 0 ? "" : fmt::format(", requantiser {}", kernel.requantise);
    result.detail += fmt::format("{} {} cycles (published {}, guards {}{}); ", name, kernel.simulated, kernel.published,
                                 kernel.guards, requantise);
    result.figures.emplace_back(fmt::format("{} cycles", name), static_cast<double>(kernel.simulated));
  };
  cycles("VMM", report.vmm);
  cycles("MVM", report.mvm);
  cycles("outer product", report.opu);
  result.detail += report.mismatch ? to_string(*report.mismatch)
                                   : fmt::format("{} kernels: the same answers and arrays", report.kernels);
  return result;
}

/// Updates and transfers on resistive devices.
CheckResult check_training(Subject& subject) {
  const spec::Variant& variant = subject.variant;
  TrainingCosimulationOptions options;
  options.transfers = static_cast<int>(subject.options.cases);
  const TrainingReport report = cosimulate_training(subject.library(), variant, subject.options.seed, options);
  // What never happens is not checked.
  std::string missing;
  const auto require = [&](bool applies, std::uint64_t count, const char* what) {
    if (applies && count == 0) missing += fmt::format("{}no {}", missing.empty() ? "" : ", ", what);
  };
  const bool transfers = spec::has_transfer(variant);
  require(true, report.coincidences, spec::has_outer_update(variant) ? "units" : "coincidences");
  require(spec::has_backward(variant), report.backwards, "BACKWARD");
  require(spec::has_choppers(variant), report.flips, "chopper flips");
  require(transfers, report.crossings, "|H| of 1 or more");
  require(transfers, report.weight_pulses, "pulses of W");
  const bool writes_rows = spec::has_outer_update(variant);
  require(writes_rows, report.programs, "row that came to its targets");
  require(writes_rows, report.failed_programs, "row that did not");
  require(spec::has_carry(variant), report.carries_up, "carry upwards");
  require(spec::has_carry(variant), report.carries_down, "carry downwards");
  CheckResult result;
  result.passed = !report.mismatch && missing.empty();
  result.detail = fmt::format(
      "{} updates with {} coincidences, {} transfers with {} chopper flips, {} |H| of 1 or more, {} pulses of W{}: {}",
      report.updates, report.coincidences, report.transfers, report.flips, report.crossings, report.weight_pulses,
      writes_rows ? fmt::format(", {} rows programmed and {} not, {} carries", report.programs, report.failed_programs,
                                report.carries_up + report.carries_down)
                  : "",
      report.mismatch   ? to_string(*report.mismatch)
      : missing.empty() ? "no difference between RTL, golden tile and arithmetic"
                        : missing);
  const auto figure = [&](const char* name, std::uint64_t value) {
    result.figures.emplace_back(name, static_cast<double>(value));
  };
  figure("updates", report.updates);
  figure("BACKWARDs", report.backwards);
  figure("coincidences", report.coincidences);
  figure("transfers", report.transfers);
  figure("chopper flips", report.flips);
  figure("|H| of 1 or more", report.crossings);
  figure("pulses of W", report.weight_pulses);
  figure("cycles", report.cycles);
  return result;
}

/// The compiled programs of all operations in the RTL, against the arithmetic.
CheckResult check_programs(Subject& subject) {
  const auto engine = rtl_engine(subject.library(), subject.variant);
  auto operations = named_float_operations();
  const auto reductions = named_lane_reductions(engine->lanes());
  operations.insert(operations.end(), reductions.begin(), reductions.end());
  const auto progress = [&](std::size_t done, std::size_t total) {
    report(subject.progress, "programs", static_cast<std::uint32_t>(done), static_cast<std::uint32_t>(total));
  };
  const std::uint64_t pairs = std::uint64_t{pairs_per_case} * subject.options.cases;
  const ProgramsReport programs = compare_programs(*engine, operations, subject.options.seed, pairs, progress);
  CheckResult result;
  result.passed = !programs.difference;
  result.detail = programs.difference
                      ? to_string(*programs.difference)
                      : fmt::format(
                            "{} operations, {} results and flags as the arithmetic's; {} operations need more "
                            "rows or program words",
                            programs.operations, programs.cases, programs.without_room);
  result.figures = {{"operations", static_cast<double>(programs.operations)},
                    {"results", static_cast<double>(programs.cases)}};
  return result;
}

bool always(const spec::Variant&) { return true; }
bool is_tile(const spec::Variant& variant) { return variant.unit == spec::Unit::tile; }
bool is_float_unit(const spec::Variant& variant) { return variant.unit == spec::Unit::float_unit; }

struct Check {
  const char* name;
  CheckResult (*run)(Subject&);
  bool (*belongs_to)(const spec::Variant&) = always;
};

constexpr std::array checks = {
    Check{"lint.verilator", [](Subject& subject) { return verdict(lint_with_verilator(subject.package)); }},
    Check{"lint.icarus", [](Subject& subject) { return verdict(compile_with_icarus(subject.package)); }},
    Check{"lint.yosys", [](Subject& subject) { return verdict(check_with_yosys(subject.package)); }},
    Check{"witness.verilator", check_witness},
    Check{"model", check_model},
    Check{"cosimulation", check_cosimulation},
    Check{"refusals", check_refusals, is_tile},
    Check{"resets", check_resets, is_tile},
    Check{"icarus", check_icarus_replay},
    Check{"tile", check_tile, is_tile},
    Check{"kernels", check_kernels, spec::has_ramp},
    Check{"training", check_training, spec::has_update},
    Check{"programs", check_programs, is_float_unit},
};

CheckResult timed(const Check& check, Subject& subject) {
  const auto start = std::chrono::steady_clock::now();
  CheckResult result;
  try {
    result = check.run(subject);
  } catch (const std::exception& error) {
    result.passed = false;
    result.detail = error.what();
  }
  result.name = check.name;
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace

std::vector<std::string> check_names() {
  std::vector<std::string> names;
  for (const Check& check : checks) names.emplace_back(check.name);
  return names;
}

std::vector<std::string> check_names(const spec::Variant& variant) {
  std::vector<std::string> names;
  for (const Check& check : checks) {
    if (check.belongs_to(variant)) names.emplace_back(check.name);
  }
  return names;
}

std::vector<CheckResult> verify(const spec::Variant& variant, const VerifyOptions& options,
                                const VerifyProgress& progress) {
  return verify(variant, gen::generate(variant), options, progress);
}

std::vector<CheckResult> verify(const spec::Variant& variant, const gen::Package& package, const VerifyOptions& options,
                                const VerifyProgress& progress) {
  Subject subject{variant, options, progress, package, nullptr};
  std::vector<CheckResult> results;
  for (const Check& check : checks) {
    const std::string_view name = check.name;
    if (!check.belongs_to(variant)) continue;
    if (options.only_case ? name != "cosimulation" : name.find(options.filter) == std::string_view::npos) continue;
    report(progress, name, 0, name == "cosimulation" && !options.only_case ? options.cases : 1);
    results.push_back(timed(check, subject));
  }
  return results;
}

std::shared_ptr<const ModelLibrary> load_model(const spec::Variant& variant, ModelOptions options) {
  return std::make_shared<const ModelLibrary>(ModelBuilder().build(gen::generate(variant), options));
}

}  // namespace spintile::verif
