#include "verif/coverage.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <tuple>

#include "verif/cosimulation.h"
#include "verif/cover_points.h"
#include "verif/scratch_folder.h"

namespace spintile::verif {
namespace {

using PointKey = std::tuple<std::string, int, int, std::string>;  // file, line, column, kind

/// Fields of a line of Verilator's coverage file: C '<key>...' <count>, each key \1 name \2 value.
struct Record {
  std::map<std::string, std::string, std::less<>> fields;
  std::uint64_t count = 0;
};

Record parse_record(const std::string& line) {
  Record record;
  const std::size_t close = line.rfind('\'');
  std::size_t at = line.find('\1');
  while (at < close) {
    const std::size_t value = line.find('\2', at);
    const std::size_t next = std::min(line.find('\1', value), close);
    record.fields[line.substr(at + 1, value - at - 1)] = line.substr(value + 1, next - value - 1);
    at = next;
  }
  record.count = std::stoull(line.substr(close + 1));
  return record;
}

void add_file(const std::filesystem::path& file, std::map<PointKey, std::uint64_t>& counts) {
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    if (!line.starts_with("C '")) continue;
    try {
      const Record record = parse_record(line);
      const auto& field = record.fields;
      const std::string kind = field.at("page").starts_with("v_user") ? "cover" : field.at("o");
      counts[{field.at("f"), std::stoi(field.at("l")), std::stoi(field.at("n")), kind}] += record.count;
    } catch (const std::logic_error&) {  // a field missing, or no number where one should be
      throw std::runtime_error(fmt::format("{}: not a coverage file of Verilator: {}", file.string(), line));
    }
  }
}

std::vector<std::string> lines_of(const gen::Package& package, const std::string& path) {
  const auto file =
      std::find_if(package.files.begin(), package.files.end(), [&](const auto& one) { return one.path == path; });
  if (file == package.files.end()) throw std::runtime_error(fmt::format("coverage: no {} in the package", path));
  std::istringstream text(file->text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);)
    lines.push_back(line.substr(std::min(line.find_first_not_of(" "), line.size())));
  return lines;
}

std::string block_of(const std::string& path, const std::string& variant) {
  const std::string module = std::filesystem::path(path).stem();
  return module.starts_with(variant + "_") ? module.substr(variant.size() + 1) : module;
}

}  // namespace

std::vector<CoveragePoint> read_coverage(const std::filesystem::path& folder, const spec::Variant& variant,
                                         const gen::Package& package) {
  std::map<PointKey, std::uint64_t> counts;
  for (const auto& file : std::filesystem::directory_iterator(folder)) add_file(file.path(), counts);
  std::vector<CoveragePoint> points;
  std::vector<std::string> lines;
  for (const auto& [key, count] : counts) {
    const auto& [file, line, column, kind] = key;
    if (points.empty() || points.back().file != file) lines = lines_of(package, file);
    CoveragePoint point{variant.name,
                        block_of(file, variant.name),
                        file,
                        line,
                        column,
                        kind,
                        lines.at(static_cast<std::size_t>(line) - 1),
                        count,
                        {}};
    if (const CoverageException* exception = find_exception(point, variant)) point.reason = exception->reason;
    points.push_back(std::move(point));
  }
  return points;
}

std::vector<CoveragePoint> measure_coverage(const spec::Variant& variant, const CoverageOptions& options,
                                            const std::function<void(std::uint32_t cases)>& done) {
  const gen::Package package = with_cover_points(gen::generate(variant));
  const auto library = std::make_shared<const ModelLibrary>(ModelBuilder().build(package, {.coverage = true}));
  const ScratchFolder folder;
  library->collect_coverage(folder.path());
  for (const auto& result : run_cases(library, variant, options.seed, {0, options.cases}, options.jobs, done)) {
    if (result.mismatch) {
      throw std::runtime_error(fmt::format("{}: case {} differs from the golden model: {}", variant.name,
                                           result.case_number, to_string(*result.mismatch)));
    }
  }
  return read_coverage(folder.path(), variant, package);
}

std::vector<BlockCoverage> by_block(std::span<const CoveragePoint> points) {
  std::map<std::string, BlockCoverage> blocks;
  for (const CoveragePoint& point : points) {
    BlockCoverage& row = blocks[point.block];
    row.block = point.block;
    ++row.points;
    row.covered += point.covered() ? 1 : 0;
  }
  std::vector<BlockCoverage> rows;
  for (auto& [name, row] : blocks) rows.push_back(row);
  return rows;
}

double coverage_share(std::span<const CoveragePoint> points) {
  if (points.empty()) return 1.0;
  const auto covered =
      std::count_if(points.begin(), points.end(), [](const CoveragePoint& point) { return point.covered(); });
  return static_cast<double>(covered) / static_cast<double>(points.size());
}

}  // namespace spintile::verif
