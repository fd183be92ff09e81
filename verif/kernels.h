// The kernels of an analog block - VMM, MVM, outer product - in the RTL and the golden model at once, their answers,
// their arrays and their cycles compared. Marinella et al., JETCAS 2018.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "spec/variant.h"
#include "verif/mismatch.h"
#include "verif/verilated_model.h"

namespace spintile::verif {

/// Clock cycles of a command, packets not counted.
struct KernelCycles {
  std::uint64_t simulated = 0;  // 0: the variant has no such kernel
  std::uint64_t published = 0;
  std::uint64_t guards = 0;      // settle, synchroniser, combine; of an outer product its first cycle
  std::uint64_t requantise = 0;  // of a FORWARD
};

struct KernelReport {
  KernelCycles vmm, mvm, opu;
  std::uint64_t kernels = 0;         // that were run
  std::optional<Mismatch> mismatch;  // none: RTL and golden model agree, in the cycles that these add up to
};

/// Of a variant with a ramp: each kernel `repeats` times on each array, with random codes, by the ports' calls.
KernelReport compare_kernels(const std::shared_ptr<const ModelLibrary>& library, const spec::Variant& variant,
                             std::uint32_t seed, int repeats);

}  // namespace spintile::verif
