#include "cli/study.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/progress.h"
#include "host/file_replacement.h"
#include "verif/study/line_chart.h"
#include "verif/study/offset_study.h"

namespace spintile::cli {
namespace {

using verif::OffsetResult;
using verif::OffsetStudy;

struct OffsetCommand {
  std::vector<int> states;
  std::vector<std::string> algorithms;
  int seeds = 0;  // 0: as the study has it
  int threads = 1;
  bool quick = false;
  bool json = false;
  bool quiet = false;
  std::string output;
  std::string svg;
};

constexpr spec::Algorithm learning_on_devices[] = {spec::Algorithm::sgd,  spec::Algorithm::ttv1,
                                                   spec::Algorithm::ttv2, spec::Algorithm::c_ttv2,
                                                   spec::Algorithm::agad, spec::Algorithm::mixed_precision};

std::vector<std::string> algorithm_names() {
  std::vector<std::string> names;
  for (const spec::Algorithm algorithm : learning_on_devices) names.emplace_back(spec::name(algorithm));
  return names;
}

OffsetStudy study_of(const OffsetCommand& command) {
  OffsetStudy study = command.quick ? OffsetStudy::quick() : OffsetStudy{};
  if (!command.states.empty()) study.states = command.states;
  if (command.seeds != 0) study.seeds = command.seeds;
  study.threads = command.threads;
  if (command.algorithms.empty()) return study;
  study.algorithms.clear();
  for (const spec::Algorithm algorithm : learning_on_devices) {
    if (std::ranges::count(command.algorithms, spec::name(algorithm)) != 0) study.algorithms.push_back(algorithm);
  }
  return study;
}

/// Results of one row of the table, in order of offset.
std::vector<std::vector<OffsetResult>> rows_of(const std::vector<OffsetResult>& results) {
  std::vector<std::vector<OffsetResult>> rows;
  for (const OffsetResult& result : results) {
    if (rows.empty() || rows.back().back().algorithm != result.algorithm ||
        rows.back().back().states != result.states) {
      rows.emplace_back();
    }
    rows.back().push_back(result);
  }
  return rows;
}

std::string row_name(const OffsetResult& result) {
  return fmt::format("{}, {} states", spec::name(result.algorithm), result.states);
}

/// A Markdown table: measured errors, and under them what the authors' code gave.
std::string table(const OffsetStudy& study, const std::vector<OffsetResult>& results) {
  std::string text = "| RMS weight error at sigma_r |";
  for (const double offset : study.offsets) text += fmt::format(" {} |", offset);
  text += "\n| --- |";
  for (std::size_t i = 0; i < study.offsets.size(); ++i) text += " --- |";
  text += '\n';
  for (const auto& row : rows_of(results)) {
    text += fmt::format("| {} |", row_name(row.front()));
    bool published = false;
    for (const OffsetResult& result : row) {
      text += fmt::format(" {:.3f} |", result.error);
      published |= !std::isnan(verif::published_error(result.algorithm, result.states, result.offset));
    }
    text += '\n';
    if (!published) continue;
    text += "| the authors' code |";
    for (const OffsetResult& result : row) {
      const double error = verif::published_error(result.algorithm, result.states, result.offset);
      text += std::isnan(error) ? std::string(" |") : fmt::format(" {:.3f} |", error);
    }
    text += '\n';
  }
  return text;
}

std::string json(const OffsetStudy& study, const std::vector<OffsetResult>& results,
                 const std::vector<std::string>& violations) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const OffsetResult& result : results) {
    nlohmann::ordered_json entry = {{"algorithm", spec::name(result.algorithm)},
                                    {"states", result.states},
                                    {"offset", result.offset},
                                    {"error", result.error},
                                    {"deviation", result.deviation},
                                    {"rate", result.rate},
                                    {"errors_by_rate", result.mean_errors}};
    const double published = verif::published_error(result.algorithm, result.states, result.offset);
    if (!std::isnan(published)) entry["published"] = published;
    list.push_back(entry);
  }
  const nlohmann::ordered_json report = {{"vectors", study.vectors},
                                         {"seeds", study.seeds},
                                         {"rates", study.rates},
                                         {"results", list},
                                         {"outside_acceptance", violations}};
  return report.dump(2) + "\n";
}

std::string chart(const std::vector<OffsetResult>& results) {
  verif::LineChart chart{.title = "Learning with unknown symmetry points",
                         .x = {.label = "deviation of the symmetry points, sigma_r", .minimum = 0.0},
                         .y = {.label = "RMS weight error", .minimum = 0.0},
                         .series = {}};
  for (const auto& row : rows_of(results)) {
    verif::ChartSeries series{.name = row_name(row.front()), .points = {}, .dashed = row.front().states != 20};
    for (const OffsetResult& result : row) series.points.push_back({result.offset, result.error, result.deviation});
    chart.series.push_back(std::move(series));
  }
  return line_chart_svg(chart);
}

int offset(const OffsetCommand& command) {
  const OffsetStudy study = study_of(command);
  Progress progress(command.quiet);
  const std::vector<OffsetResult> results =
      verif::offset_study(study, [&](int done, int total) { progress.show("offset study", done, total); });
  progress.clear();
  // Short runs have not settled yet: nothing is promised for them.
  const std::vector<std::string> violations =
      command.quick ? std::vector<std::string>{} : verif::offset_violations(results);
  const std::string text = command.json ? json(study, results, violations) : table(study, results);
  write_report(text, command.output);
  if (!command.svg.empty()) host::replace_file(command.svg, chart(results));
  for (const std::string& violation : violations) fmt::print(stderr, "outside the bounds: {}\n", violation);
  return violations.empty() ? good : check_failed;
}

void add_offset(CLI::App& study, Action& action) {
  CLI::App* command = study.add_subcommand(
      "offset", "How well SGD, TTv2, c-TTv2 and AGAD learn when the symmetry points of the devices are off");
  const auto options = std::make_shared<OffsetCommand>();
  command->add_option("--states", options->states, "Steps of a device between its bounds (20 and 100)")
      ->check(CLI::Range(2, 100'000));
  command->add_option("--algorithm", options->algorithms, "Which (sgd, ttv2, c_ttv2 and agad)")
      ->check(CLI::IsMember(algorithm_names()));
  command->add_option("--seeds", options->seeds, "Runs of each kind, seeds 1, 2 .. (3)")->check(CLI::Range(1, 1000));
  command->add_option("--threads", options->threads, "Runs at a time; the same results")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command->add_flag("--quick", options->quick, "A few offsets, short runs; no verdict");
  command->add_flag("--json", options->json, "JSON instead of a table");
  command->add_option("--output", options->output, "Write the table (or JSON) to this file");
  command->add_option("--svg", options->svg, "Draw the table into this SVG file");
  command->add_flag("--quiet", options->quiet, "Show no progress");
  command->callback([&action, options] { action = [options] { return offset(*options); }; });
}

}  // namespace

void write_report(const std::string& text, const std::string& output) {
  if (output.empty()) {
    fmt::print("{}", text);
  } else {
    host::replace_file(output, text);
  }
}

void add_study(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("study", "Repeat a published experiment, or see what circuits do");
  command->require_subcommand(1);
  add_offset(*command, action);
  add_mnist_study(*command, action);
  add_circuit_study(*command, action);
  add_mnist_analog_study(*command, action);
  add_sot_fault_study(*command, action);
}

}  // namespace spintile::cli
