// The study of failing cells as tables, JSON and a chart.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "verif/study/line_chart.h"
#include "verif/study/sot_fault_study.h"

namespace spintile::verif {
namespace {

std::string short_name(const spec::FloatOperation& operation) {
  return fmt::format("{} {}", to_string(operation.format), spec::name(operation.kind));
}

std::string verifying(int rewrites) {
  if (rewrites == 0) return "not verified";
  return fmt::format("{} store{} at most", rewrites, rewrites == 1 ? "" : "s");
}

std::string columns(int count) {
  std::string text = "\n|";
  for (int i = 0; i < count; ++i) text += " --- |";
  return text + "\n";
}

/// Figures of one row of a table: they differ in rate alone.
std::vector<std::vector<FaultyOperation>> rows_of(const std::vector<FaultyOperation>& figures) {
  std::vector<std::vector<FaultyOperation>> rows;
  for (const FaultyOperation& figure : figures) {
    const auto same = [&](const FaultyOperation& other) {
      return other.operation == figure.operation && other.reads_err == figure.reads_err &&
             other.rewrites == figure.rewrites;
    };
    if (rows.empty() || !same(rows.back().back())) rows.emplace_back();
    rows.back().push_back(figure);
  }
  return rows;
}

std::string error_rate(const FaultyOperation& figure) {
  if (figure.wrong == 0) return fmt::format("none of {}", figure.results);
  return fmt::format("{:.2g}", figure.error_rate());
}

std::string rates(const std::vector<FaultyOperation>& row) {
  std::string text;
  for (const FaultyOperation& figure : row) text += fmt::format(" {:.0e} |", figure.rate);
  return text;
}

std::string error_table(const SotFaultResult& result, bool reads_err) {
  std::string text;
  for (const auto& row : rows_of(result.faulty)) {
    if (row.front().reads_err != reads_err) continue;
    if (text.empty()) {
      text = fmt::format("| Wrong results where {} err at |{}{}", reads_err ? "writes and reads" : "writes", rates(row),
                         columns(static_cast<int>(row.size()) + 1));
    }
    text += fmt::format("| {}, {} |", short_name(row.front().operation), verifying(row.front().rewrites));
    for (const FaultyOperation& figure : row) text += fmt::format(" {} |", error_rate(figure));
    text += "\n";
  }
  return text;
}

std::string cost_table(const SotFaultResult& result) {
  std::string text =
      fmt::format("| An operation over {} lanes, writes erring | at | reads | writes | cycles | rows left wrong |{}",
                  result.lanes, columns(6));
  for (const auto& row : rows_of(result.faulty)) {
    if (row.front().reads_err) continue;
    const auto line = [&](const FaultyOperation& figure) {
      text += fmt::format("| {}, {} | {:.0e} | {:.0f} | {:.0f} | {:.0f} | {:.2g} |\n", short_name(figure.operation),
                          verifying(figure.rewrites), figure.rate, figure.reads, figure.writes, figure.cycles,
                          figure.failures);
    };
    line(row.front());
    // Without verifying nothing depends on the rate.
    if (row.size() > 1 && row.front().rewrites > 0) line(row.back());
  }
  return text;
}

std::string wear_table(const SotFaultResult& result) {
  std::string text = fmt::format(
      "| Writes of a row by an operation, {} rows | rows of the program | regions move by | mean | worst |{}",
      result.array_rows, columns(5));
  for (const OperationWear& figure : result.wear) {
    text += fmt::format("| {}, {} | {} | {} | {:.3g} | {:.3g} |\n", short_name(figure.operation),
                        verifying(figure.rewrites), figure.rows, figure.turn, figure.mean, figure.worst);
  }
  return text;
}

}  // namespace

std::string sot_fault_tables(const SotFaultResult& result) {
  return error_table(result, false) + "\n" + error_table(result, true) + "\n" + cost_table(result) + "\n" +
         wear_table(result);
}

std::string sot_fault_json(const SotFaultResult& result) {
  using Json = nlohmann::ordered_json;
  Json faulty = Json::array();
  for (const FaultyOperation& figure : result.faulty) {
    faulty.push_back({{"operation", short_name(figure.operation)},
                      {"write_error", figure.rate},
                      {"read_error", figure.reads_err ? figure.rate : 0.0},
                      {"rewrites", figure.rewrites},
                      {"results", figure.results},
                      {"wrong", figure.wrong},
                      {"reads", figure.reads},
                      {"writes", figure.writes},
                      {"cycles", figure.cycles},
                      {"failures", figure.failures}});
  }
  Json wear = Json::array();
  for (const OperationWear& figure : result.wear) {
    wear.push_back({{"operation", short_name(figure.operation)},
                    {"rewrites", figure.rewrites},
                    {"rows", figure.rows},
                    {"turn", figure.turn},
                    {"mean", figure.mean},
                    {"worst", figure.worst}});
  }
  const Json report = {
      {"lanes", result.lanes}, {"operations", faulty}, {"array_rows", result.array_rows}, {"wear", wear}};
  return report.dump(2) + "\n";
}

std::string sot_fault_chart(const SotFaultResult& result) {
  LineChart chart{.title = "Floating point on cells whose writes err",
                  .x = {.label = "rate of writes that err, power of ten"},
                  .y = {.label = "wrong results, power of ten", .maximum = 0.0},
                  .series = {}};
  for (const auto& row : rows_of(result.faulty)) {
    if (row.front().reads_err) continue;
    // Of each format the operation with the most steps.
    if (row.front().operation.kind != spec::FloatKind::multiply) continue;
    ChartSeries series{
        .name = fmt::format("{}, {}", short_name(row.front().operation), verifying(row.front().rewrites)),
        .points = {},
        .dashed = row.front().operation.format.total_bits() < 32};
    for (const FaultyOperation& figure : row) {
      if (figure.wrong == 0) continue;  // no power of ten
      series.points.push_back({std::log10(figure.rate), std::log10(figure.error_rate())});
    }
    if (!series.points.empty()) chart.series.push_back(std::move(series));
  }
  return line_chart_svg(chart);
}

}  // namespace spintile::verif
