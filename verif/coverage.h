// Which lines of the emitted Verilog the random co-simulation reaches, as Verilator counts them: one point a branch of
// a clocked block, and one a cover statement. Continuous assignments are no points; what they compute is the mutants'
// matter (verif/mutants.h).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gen/generate.h"
#include "spec/variant.h"

namespace spintile::verif {

/// Share of all points that has to be reached.
inline constexpr double coverage_threshold = 0.95;

struct CoveragePoint {
  std::string variant;
  std::string block;  // the module's name without the variant's prefix
  std::string file;   // in the package: "rtl/<module>.v"
  int line = 0;
  int column = 0;
  std::string kind;         // "block", "if", "elsif", "else" (also one that is not written), "cover"
  std::string text;         // the line's, without indentation
  std::uint64_t count = 0;  // times reached, over all instances and cases
  std::string reason;       // why it need not be reached; empty: it should

  bool covered() const { return count != 0; }
};

/// A point that cannot be reached in some variants, and why.
struct CoverageException {
  std::string_view block;
  std::string_view kind;
  std::string_view text;                // part of the line
  bool (*holds)(const spec::Variant&);  // in which variants
  std::string_view reason;
};

std::span<const CoverageException> coverage_exceptions();

/// The exception that names the point in that variant, or null.
const CoverageException* find_exception(const CoveragePoint& point, const spec::Variant& variant);

struct CoverageOptions {
  std::uint32_t seed = 1;
  std::uint32_t cases = 200;  // of the co-simulation
  int jobs = 1;               // threads that run cases
};

/// All points of the variant's Verilog in the order of file and line, counted over the cases. Throws std::runtime_error
/// when a case differs from the golden model (lines reached by a wrong tile prove nothing) or a tool is missing.
std::vector<CoveragePoint> measure_coverage(const spec::Variant& variant, const CoverageOptions& options,
                                            const std::function<void(std::uint32_t cases)>& done = {});

/// The points in the files that instances left in `folder` (ModelLibrary::collect_coverage), counts of the same point
/// added up. Throws std::runtime_error naming a file that is not as Verilator writes it.
std::vector<CoveragePoint> read_coverage(const std::filesystem::path& folder, const spec::Variant& variant,
                                         const gen::Package& package);

/// Points and covered points of one block over any number of variants. Lines differ from variant to variant, so points
/// are added up rather than laid on top of each other: a line has to be reached in every variant that has it.
struct BlockCoverage {
  std::string block;
  int points = 0;
  int covered = 0;
};

/// One row a block, by name.
std::vector<BlockCoverage> by_block(std::span<const CoveragePoint> points);

/// Covered points over all points; 1 when there are none.
double coverage_share(std::span<const CoveragePoint> points);

}  // namespace spintile::verif
