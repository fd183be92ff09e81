#include "verif/transfer_layout.h"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

#include "gen/microcode/transfer.h"
#include "spec/derive.h"

namespace spintile::verif {

TransferLayout transfer_layout(const spec::Variant& variant) {
  namespace region = gen::microcode::transfer_region;
  const gen::microcode::Options options{.search_pairs = variant.sot.search == spec::SotSearch::pair};
  TransferLayout layout;
  layout.program = gen::microcode::compile_transfer(variant.transfer, spec::transfer_code_bits(variant), options);

  constexpr std::array order = {region::hidden, region::mean,      region::reference, region::read,
                                region::pulses, region::constants, region::scratch};
  int next = 0;
  for (const int number : order) {
    const auto base = static_cast<std::size_t>(number);
    const int rows = layout.program.regions.at(base).rows;
    if (rows != 0) layout.bases[base] = next;
    next += number <= region::reference ? rows * variant.crossbar.rows : rows;
  }
  const int rows = spec::float_unit_of(variant).sot.rows;
  if (next > rows) {
    throw std::invalid_argument(fmt::format("transfer.work_rows: {}: the transfer of {} needs {}", variant.sot.rows,
                                            variant.name, variant.sot.rows + next - rows));
  }
  const auto words = static_cast<int>(layout.program.words.size());
  if (words > variant.sot.program_words) {
    throw std::invalid_argument(fmt::format("transfer.program_words: {}: the transfer of {} needs {}",
                                            variant.sot.program_words, variant.name, words));
  }
  return layout;
}

}  // namespace spintile::verif
