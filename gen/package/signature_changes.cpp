#include "gen/package/signature_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace spintile::gen {
namespace {

using Json = nlohmann::ordered_json;

/// A line of words for one entry of a signature: entries with the same words are the same to a user.
struct Kind {
  const char* name;
  const char* list;  // its key in signature.json
  std::string (*words)(const Json&);
};

std::string port_words(const Json& port) {
  return fmt::format("{}, {} bits", port["direction"].get<std::string>(), port["width"].get<int>());
}

std::string register_words(const Json& entry) {
  std::string words =
      fmt::format("at {:#04x}, reset {:#010x}", entry["offset"].get<unsigned>(), entry["reset"].get<unsigned>());
  for (const Json& field : entry["fields"]) {
    const int lsb = field["lsb"];
    words += fmt::format("; {}[{}:{}] {}: {}", field["name"].get<std::string>(), lsb + field["bits"].get<int>() - 1,
                         lsb, field["access"].get<std::string>(), field["description"].get<std::string>());
  }
  return words;
}

std::string space_words(const Json& space) {
  if (space.contains("most_elements")) {
    return fmt::format("code {}: at most {} x {} bits, {}", space["code"].get<int>(), space["most_elements"].get<int>(),
                       space["most_value_bits"].get<int>(), space["access"].get<std::string>());
  }
  return fmt::format("code {}: {} x {} bits, {} .. {}, {}, {} beats, reset {}", space["code"].get<int>(),
                     space["elements"].get<int>(), space["value_bits"].get<int>(), space["minimum"].get<std::int64_t>(),
                     space["maximum"].get<std::int64_t>(), space["access"].get<std::string>(),
                     space["beats"].get<int>(), space["reset"].get<std::int64_t>());
}

std::string command_words(const Json& command) { return fmt::format("code {}", command["code"].get<int>()); }

std::string latency_words(const Json& latency) {
  return fmt::format("{} cycles: {}", latency["cycles"].get<int>(), latency["formula"].get<std::string>());
}

constexpr Kind kinds[] = {{"port", "ports", port_words},
                          {"register", "registers", register_words},
                          {"space", "spaces", space_words},
                          {"command", "commands", command_words},
                          {"latency", "latencies", latency_words}};

Json signature_of(const Package& package) {
  const auto file = std::ranges::find(package.files, "signature.json", &File::path);
  if (file == package.files.end()) throw std::invalid_argument(package.top + ": the package has no signature.json");
  return Json::parse(file->text);
}

/// The words for the entry called `name`; empty when there is none.
std::string words_of(const Kind& kind, const Json& signature, const std::string& name) {
  for (const Json& entry : signature[kind.list]) {
    if (entry["name"] == name) return kind.words(entry);
  }
  return {};
}

}  // namespace

std::vector<SignatureChange> signature_changes(const Package& before, const Package& after) {
  const Json old_signature = signature_of(before);
  const Json new_signature = signature_of(after);
  std::vector<SignatureChange> changes;
  for (const Kind& kind : kinds) {
    for (const Json& entry : old_signature[kind.list]) {
      const std::string name = entry["name"];
      SignatureChange change{kind.name, name, kind.words(entry), words_of(kind, new_signature, name)};
      if (change.before != change.after) changes.push_back(std::move(change));
    }
    for (const Json& entry : new_signature[kind.list]) {
      const std::string name = entry["name"];
      if (words_of(kind, old_signature, name).empty()) changes.push_back({kind.name, name, {}, kind.words(entry)});
    }
  }
  return changes;
}

}  // namespace spintile::gen
