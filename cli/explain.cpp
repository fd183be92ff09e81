#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>

#include "cli/command.h"
#include "cli/variant_source.h"
#include "spec/command_reference.h"
#include "spec/parse.h"

namespace spintile::cli {
namespace {

struct ExplainOptions {
  std::string variant;
  bool commands = false;
  bool json = false;
};

void print_group(std::span<const spec::DerivedRow> rows) {
  std::size_t name_width = 0;
  std::size_t value_width = 0;
  for (const auto& row : rows) {
    name_width = std::max(name_width, row.name.size());
    value_width = std::max(value_width, row.value.size());
  }
  fmt::print("\n{}\n", rows.front().group);
  for (const auto& row : rows) {
    fmt::print("  {:<{}}  {:<{}}  {}\n", row.name, name_width, row.value, value_width, row.formula);
  }
}

void print_table(const spec::Variant& variant) {
  fmt::print("{}, hash {:016x}\n", variant.name, spec::variant_hash(variant));
  const auto rows = spec::explain(variant);
  for (auto first = rows.begin(); first != rows.end();) {
    const auto last = std::find_if(first, rows.end(), [first](const auto& row) { return row.group != first->group; });
    print_group({first, last});
    first = last;
  }
}

void print_commands_json(const spec::Variant& variant) {
  nlohmann::ordered_json commands = nlohmann::ordered_json::array();
  for (const spec::CommandDescription& one : spec::command_reference(variant)) {
    nlohmann::ordered_json errors = nlohmann::ordered_json::array();
    for (const spec::Error error : one.errors) errors.push_back(spec::name(error));
    commands.push_back({{"code", static_cast<int>(one.command)},
                        {"name", spec::name(one.command)},
                        {"operand", one.operand},
                        {"takes", one.takes},
                        {"does", one.does},
                        {"leaves", one.leaves},
                        {"cycles", one.cycles},
                        {"errors", errors}});
  }
  fmt::print("{}\n", nlohmann::ordered_json{{"variant", variant.name}, {"commands", commands}}.dump(2));
}

void print_json(const spec::Variant& variant) {
  nlohmann::ordered_json derived = nlohmann::ordered_json::array();
  for (const auto& row : spec::explain(variant)) {
    derived.push_back({{"group", row.group}, {"name", row.name}, {"formula", row.formula}, {"value", row.value}});
  }
  const nlohmann::ordered_json document = {
      {"variant", variant.name}, {"hash", fmt::format("{:016x}", spec::variant_hash(variant))}, {"derived", derived}};
  fmt::print("{}\n", document.dump(2));
}

}  // namespace

void add_explain(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("explain", "Print what follows from a variant: widths, depths, cycles");
  const auto options = std::make_shared<ExplainOptions>();
  command->add_option("variant", options->variant, "YAML file; the built-in variant when none is given");
  command->add_flag("--commands", options->commands,
                    "Print the reference of its commands, state spaces and registers instead: docs/commands.md");
  command->add_flag("--json", options->json, "Print JSON");
  command->callback([&action, options] {
    action = [options] {
      const spec::Variant variant = load_variant_or_default(options->variant);
      if (options->commands) {
        options->json ? print_commands_json(variant) : fmt::print("{}", spec::command_reference_markdown(variant));
      } else {
        options->json ? print_json(variant) : print_table(variant);
      }
      return good;
    };
  });
}

}  // namespace spintile::cli
