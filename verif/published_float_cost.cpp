#include "verif/published_float_cost.h"

#include <algorithm>
#include <array>

namespace spintile::verif {
namespace {

using spec::FloatFormat;
using spec::FloatKind;
using spec::Subnormals;

constexpr FloatFormat fp32 = {8, 23};
constexpr FloatFormat bf16 = {8, 7};
constexpr FloatFormat fp16 = {5, 10};

// FloatPIM (ISCA 2019): the formulas of its analysis of the floating-point procedures.
double floatpim_add_nor(double ne, double nm) { return 3 + 16 * ne + 19 * nm + nm * nm; }
double floatpim_add_searches(double nm) { return 2 * nm + 1; }
double floatpim_multiply_nor(double ne, double nm) { return 12 * ne + 6.5 * nm * nm - 7.5 * nm - 2; }

// SOT-MRAM digital processing in memory (arXiv 2003.01551), its formulas as remembered. Reads and writes are equal in
// number but for one more read of the addition; a step here is the pair.
double sot_paper_add_pairs(double ne, double nm) { return 1 + 7 * ne + 7 * nm; }
double sot_paper_add_searches(double nm) { return 2 * (nm + 2); }
double sot_paper_multiply_pairs(double ne, double nm) { return 2 * nm * nm + 6.5 * nm + 6 * ne + 3; }

/// A figure that is a number and no formula, of one operation and format.
struct Row {
  FloatKind kind;
  FloatFormat format;
  double steps;
};

// AritPIM, table of its open-source implementation: cycles, one lane-parallel operation.
constexpr std::array<Row, 6> aritpim = {{{FloatKind::add, bf16, 1849},
                                         {FloatKind::add, fp16, 1978},
                                         {FloatKind::add, fp32, 3997},
                                         {FloatKind::multiply, bf16, 1742},
                                         {FloatKind::multiply, fp16, 2780},
                                         {FloatKind::multiply, fp32, 11586}}};

// The targets of this project, and the prototype that they were set by (bit-exact over 10^6 cases each).
constexpr std::array<Row, 6> prototype = {{{FloatKind::add, fp32, 676},
                                           {FloatKind::multiply, fp32, 2288},
                                           {FloatKind::add, bf16, 347},
                                           {FloatKind::multiply, bf16, 494},
                                           {FloatKind::add, fp16, 364},
                                           {FloatKind::multiply, fp16, 663}}};
constexpr std::array<Row, 6> required_full = {{{FloatKind::add, fp32, 690},
                                               {FloatKind::multiply, fp32, 2320},
                                               {FloatKind::add, bf16, 350},
                                               {FloatKind::multiply, bf16, 500},
                                               {FloatKind::add, fp16, 370},
                                               {FloatKind::multiply, fp16, 670}}};
constexpr std::array<Row, 6> goal_full = {{{FloatKind::add, fp32, 600},
                                           {FloatKind::multiply, fp32, 2150},
                                           {FloatKind::add, bf16, 300},
                                           {FloatKind::multiply, bf16, 440},
                                           {FloatKind::add, fp16, 320},
                                           {FloatKind::multiply, fp16, 600}}};
constexpr std::array<Row, 2> required_flush = {{{FloatKind::multiply, fp32, 2060}, {FloatKind::multiply, bf16, 400}}};
constexpr std::array<Row, 2> goal_flush = {{{FloatKind::multiply, fp32, 1950}, {FloatKind::multiply, bf16, 360}}};

void add_row(std::vector<PublishedFloatCost>& costs, std::span<const Row> table, FloatKind kind,
             const FloatFormat& format, PublishedFloatCost cost) {
  const auto row =
      std::ranges::find_if(table, [&](const Row& entry) { return entry.kind == kind && entry.format == format; });
  if (row == table.end()) return;
  cost.steps = row->steps;
  costs.push_back(cost);
}

}  // namespace

std::string_view name(Evidence evidence) {
  switch (evidence) {
    case Evidence::published:
      return "published";
    case Evidence::recalled:
      return "recalled";
    case Evidence::derived:
      return "derived";
  }
  return "";
}

std::vector<PublishedFloatCost> published_float_costs(const spec::FloatOperation& operation) {
  const FloatKind kind = operation.kind == FloatKind::subtract ? FloatKind::add : operation.kind;
  if (kind != FloatKind::add && kind != FloatKind::multiply) return {};
  const bool adds = kind == FloatKind::add;
  const double ne = operation.format.exponent_bits;
  const double nm = operation.format.fraction_bits;
  const FloatFormat& format = operation.format;

  std::vector<PublishedFloatCost> costs;
  add_row(costs, aritpim, kind, format,
          {"AritPIM", Evidence::published, "cycles", 0, 0, "nearest even, subnormals flushed"});
  costs.push_back({"FloatPIM", Evidence::published, "NOR steps",
                   adds ? floatpim_add_nor(ne, nm) : floatpim_multiply_nor(ne, nm),
                   adds ? floatpim_add_searches(nm) : 0, "no left-normalisation, no rounding"});
  costs.push_back({"SOT-MRAM DPIM", Evidence::recalled, "read + write",
                   adds ? sot_paper_add_pairs(ne, nm) : sot_paper_multiply_pairs(ne, nm),
                   adds ? sot_paper_add_searches(nm) : 0, "half of the multiplier bits are 1, rounding not spoken of"});
  if (operation.subnormals == Subnormals::full) {
    add_row(costs, prototype, kind, format, {"prototype", Evidence::derived, "steps", 0, 0, "subnormals full"});
  }
  const bool full = operation.subnormals == Subnormals::full;
  add_row(costs, full ? std::span<const Row>(required_full) : required_flush, kind, format,
          {"required, at most", Evidence::derived, "steps", 0, 0, full ? "subnormals full" : "subnormals flush"});
  add_row(costs, full ? std::span<const Row>(goal_full) : goal_flush, kind, format,
          {"goal", Evidence::derived, "steps", 0, 0, full ? "subnormals full" : "subnormals flush"});
  return costs;
}

}  // namespace spintile::verif
