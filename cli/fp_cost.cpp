#include "cli/fp_cost.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "verif/float_cost.h"
#include "verif/published_float_cost.h"

namespace spintile::cli {
namespace {

using refmodel::XorWrite;

constexpr std::array<verif::FloatDevice, 8> devices = {{{false, XorWrite::toggle, false},
                                                        {false, XorWrite::toggle, true},
                                                        {false, XorWrite::rmw, false},
                                                        {false, XorWrite::rmw, true},
                                                        {true, XorWrite::toggle, false},
                                                        {true, XorWrite::toggle, true},
                                                        {true, XorWrite::rmw, false},
                                                        {true, XorWrite::rmw, true}}};

std::string_view search_name(const verif::FloatDevice& device) { return device.search_pairs ? "pair" : "row"; }
std::string_view xor_name(const verif::FloatDevice& device) {
  return device.xor_write == XorWrite::rmw ? "rmw" : "toggle";
}

/// "1097 + 47": what a source counts, and searches where it counts them apart.
std::string count_text(const verif::PublishedFloatCost& cost) {
  return cost.searches == 0 ? fmt::format("{:g}", cost.steps) : fmt::format("{:g} + {:g}", cost.steps, cost.searches);
}

/// The count of one source; empty where it says nothing.
std::string count_of(const std::vector<verif::PublishedFloatCost>& costs, std::string_view source) {
  const auto cost = std::ranges::find(costs, source, &verif::PublishedFloatCost::source);
  return cost == costs.end() ? "" : count_text(*cost);
}

/// What print_costs() says of one operation.
std::string cost_line(const spec::FloatOperation& operation) try {
  const verif::FloatCost plain = verif::float_cost(operation);
  const verif::FloatCost pair = verif::float_cost(operation, {.search_pairs = true});
  const verif::FloatCost rmw = verif::float_cost(operation, {.xor_write = XorWrite::rmw});
  const verif::FloatCost flags = verif::float_cost(operation, {.flags = true});
  const auto published = verif::published_float_costs(operation);
  const std::string line = fmt::format(
      "{:>5}  {:>4}  {:>5}  {:>5}  {:>6}  {:>4}  {:>5.0f}  {:>8}  {:>4}  {:>5}  {:>8}  {:>4}  {:>7}  {:>11}  {:>13}",
      plain.counts.steps, pair.counts.steps, flags.counts.steps, plain.counts.reads, plain.counts.write_pulses,
      rmw.counts.write_pulses, plain.cells_written, plain.counts.searches, plain.rows, plain.words,
      count_of(published, "required, at most"), count_of(published, "goal"), count_of(published, "AritPIM"),
      count_of(published, "FloatPIM"), count_of(published, "SOT-MRAM DPIM"));
  return line.substr(0, line.find_last_not_of(' ') + 1);
} catch (const std::invalid_argument&) {
  return "the array has no program for it";
}

nlohmann::ordered_json to_json(const verif::FloatDevice& device, const verif::FloatCost& cost) {
  const refmodel::SotCounts& counts = cost.counts;
  return {{"search", search_name(device)},
          {"xor", xor_name(device)},
          {"flags", device.flags},
          {"steps", counts.steps},
          {"reads", counts.reads},
          {"write_pulses", counts.write_pulses},
          {"rows_written", counts.rows_written},
          {"cells_written_a_lane", cost.cells_written},
          {"searches", counts.searches},
          {"mask_loads", counts.mask_loads},
          {"clears", counts.clears},
          {"rows", cost.rows},
          {"program_words", cost.words}};
}

nlohmann::ordered_json to_json(const verif::PublishedFloatCost& cost) {
  return {{"source", cost.source}, {"evidence", name(cost.evidence)}, {"steps", cost.steps},
          {"unit", cost.unit},     {"searches", cost.searches},       {"conditions", cost.conditions}};
}

}  // namespace

void print_cost(const spec::FloatOperation& operation) {
  fmt::print("{}\n\n", to_string(operation));
  fmt::print("search  xor     flags  steps  reads  write pulses  cells written  searches  rows  words\n");
  for (const verif::FloatDevice& device : devices) {
    const verif::FloatCost cost = verif::float_cost(operation, device);
    fmt::print("{:<6}  {:<6}  {:<5}  {:>5}  {:>5}  {:>12}  {:>13.1f}  {:>8}  {:>4}  {:>5}\n", search_name(device),
               xor_name(device), device.flags ? "yes" : "no", cost.counts.steps, cost.counts.reads,
               cost.counts.write_pulses, cost.cells_written, cost.counts.searches, cost.rows, cost.words);
  }
  fmt::print("\ncells written: in a lane, on average over operands of one magnitude, drawn at random\n");
  const auto published = verif::published_float_costs(operation);
  if (published.empty()) return;
  fmt::print("\n{:<17}  {:<9}  {:>11}  {:<12}  {}\n", "to compare with", "evidence", "count", "unit", "conditions");
  for (const auto& cost : published) {
    fmt::print("{:<17}  {:<9}  {:>11}  {:<12}  {}\n", cost.source, name(cost.evidence), count_text(cost), cost.unit,
               cost.conditions);
  }
}

void print_costs(const std::vector<spec::FloatOperation>& operations) {
  std::size_t width = 0;
  for (const auto& operation : operations) width = std::max(width, to_string(operation).size());
  fmt::print(
      "{:<{}}  steps  pair  flags  reads  pulses   rmw  cells  searches  rows  words  required  goal  AritPIM     "
      "FloatPIM  SOT-MRAM DPIM\n",
      "", width);
  for (const auto& operation : operations)
    fmt::print("{:<{}}  {}\n", to_string(operation), width, cost_line(operation));
  fmt::print(
      "\nsteps, reads, pulses, cells, searches, rows, words: search row, xor toggle, no flags\n"
      "pair: steps with search pairs; flags: steps with flag rows; rmw: write pulses with xor rmw\n"
      "cells: written in a lane, on average over operands of one magnitude, drawn at random\n"
      "required, goal: derived; AritPIM (flush), FloatPIM (no rounding; NOR steps + searches): published;\n"
      "SOT-MRAM DPIM (reads with writes + searches): recalled\n");
}

void print_costs_json(const std::vector<spec::FloatOperation>& operations) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& operation : operations) {
    nlohmann::ordered_json entry = {{"operation", to_string(operation)},
                                    {"devices", nlohmann::ordered_json::array()},
                                    {"compare", nlohmann::ordered_json::array()}};
    try {
      for (const auto& device : devices)
        entry["devices"].push_back(to_json(device, verif::float_cost(operation, device)));
    } catch (const std::invalid_argument& error) {  // the array has no program for it
      entry["refused"] = error.what();
    }
    for (const auto& cost : verif::published_float_costs(operation)) entry["compare"].push_back(to_json(cost));
    list.push_back(std::move(entry));
  }
  fmt::print("{}\n", list.dump(2));
}

}  // namespace spintile::cli
