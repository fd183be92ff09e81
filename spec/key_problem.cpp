#include "spec/key_problem.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <iterator>
#include <utility>

namespace spintile::spec {
namespace {

std::string message(const std::string& file, const std::vector<Problem>& problems) {
  std::vector<std::string> lines;
  for (const Problem& problem : problems) {
    std::string line = file;
    if (problem.line > 0) line += fmt::format(":{}", problem.line);
    if (!problem.key.empty()) line += ": " + problem.key;
    if (!problem.value.empty()) {
      line += ": " + problem.value;
    } else if (!problem.key.empty()) {
      line += ": missing";
    }
    lines.push_back(line + ": " + problem.allowed);
  }
  return fmt::format("{}", fmt::join(lines, "\n"));
}

}  // namespace

KeyFileError::KeyFileError(std::string file, std::vector<Problem> problems)
    : std::runtime_error(message(file, problems)), problems_(std::move(problems)) {}

std::string read_key_file(const std::filesystem::path& file, const std::string& what) {
  const auto refuse = [&](const std::string& why) {
    throw KeyFileError(file.string(), {{0, "", "", fmt::format("not a readable {}: {}", what, why)}});
  };
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (!std::filesystem::exists(status)) refuse(error ? error.message() : "it does not exist");
  if (std::filesystem::is_directory(status)) refuse("it is a folder");
  std::ifstream stream(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) refuse("it cannot be opened or read");
  return text;
}

}  // namespace spintile::spec
