#include "verif/transfer_layout.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "gen/microcode/transfer.h"
#include "spec/derive.h"

namespace spintile::verif {

spec::Variant with_room_for_transfer(spec::Variant variant) {
  if (!spec::has_transfer(variant)) return variant;
  const spec::sot::Program program = gen::microcode::compile_transfer(variant);
  const int missing = gen::microcode::TransferPlacement(variant, program).rows - spec::float_unit_of(variant).sot.rows;
  variant.sot.rows += std::max(missing, 0);
  variant.sot.program_words = std::max(variant.sot.program_words, static_cast<int>(program.words.size()));
  return variant;
}

TransferLayout transfer_layout(const spec::Variant& variant) {
  TransferLayout layout;
  layout.program = gen::microcode::compile_transfer(variant);
  const gen::microcode::TransferPlacement placement(variant, layout.program);
  layout.bases = placement.bases;
  const int rows = spec::float_unit_of(variant).sot.rows;
  if (placement.rows > rows) {
    throw std::invalid_argument(fmt::format("transfer.work_rows: {}: the transfer of {} needs {}", variant.sot.rows,
                                            variant.name, variant.sot.rows + placement.rows - rows));
  }
  const auto words = static_cast<int>(layout.program.words.size());
  if (words > variant.sot.program_words) {
    throw std::invalid_argument(fmt::format("transfer.program_words: {}: the transfer of {} needs {}",
                                            variant.sot.program_words, variant.name, words));
  }
  return layout;
}

}  // namespace spintile::verif
