#include "verif/replay.h"

#include "host/tile_state.h"
#include "refmodel/tile/golden_port.h"
#include "verif/lockstep_port.h"
#include "verif/rtl_port.h"

namespace spintile::verif {
namespace {

void repeat(const TileCase& tile_case, std::shared_ptr<const ModelLibrary> library, const std::filesystem::path& wave,
            const HarnessOptions& options) {
  auto golden = std::make_unique<refmodel::GoldenPort>(tile_case.tile);
  auto rtl = std::make_unique<RtlPort>(tile_case.tile, std::move(library), options);
  RtlPort& traced = *rtl;
  if (tile_case.start) {
    host::restore_tile(*golden, *tile_case.start);
    host::restore_tile(*rtl, *tile_case.start);
  }
  LockstepPort both(tile_case.tile, std::move(golden), std::move(rtl));
  for (std::size_t i = 0; i < tile_case.calls.size(); ++i) {
    if (i + 1 == tile_case.calls.size() && !wave.empty()) traced.open_wave(wave);
    const PortAnswer answer = make_call(both, tile_case.calls[i]);
    if (both.differs()) std::rethrow_exception(answer.failure);  // else both have refused the call, as they did then
  }
  both.compare();
}

}  // namespace

std::optional<Mismatch> replay(const TileCase& tile_case, std::shared_ptr<const ModelLibrary> library,
                               const std::filesystem::path& wave, const HarnessOptions& options) {
  return mismatch_of([&] { repeat(tile_case, std::move(library), wave, options); });
}

}  // namespace spintile::verif
