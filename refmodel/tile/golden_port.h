// The golden engine behind host::TilePort: registers, commands and packets of the bus model, arrays of the analog
// model, cycles as docs/contract.md says them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "refmodel/analog/simd.h"
#include "refmodel/tile/arrays_port.h"
#include "refmodel/tile/golden_bus.h"

namespace spintile::refmodel {

/// After a TileError STATUS holds no error.
class GoldenPort final : public ArraysPort {
 public:
  explicit GoldenPort(host::SimulatedTile tile, Simd simd = best_simd());

  void write_register(std::uint32_t address, std::uint32_t value) override;
  std::uint32_t read_register(std::uint32_t address) override;
  /// std::invalid_argument for another command, or an operand that COMMAND has no room for.
  void run(spec::Command command, std::uint32_t operand = 0) override;
  /// std::invalid_argument unless there are as many elements as the space has at present, each of a size that its lane
  /// can hold; what a lane holds and the space does not take is a TileError.
  void write(spec::Space space, std::span<const std::int64_t> elements) override;
  std::vector<std::int64_t> read(spec::Space space) override;

  const GoldenBus& bus() const { return bus_; }

 private:
  /// Throws if STATUS has an error, and clears it.
  void check(const std::string& what);
  void start(spec::Command command, std::uint32_t operand);
  /// Each carries a running command out and says how many cycles it takes.
  std::uint64_t run_read(host::Direction direction);
  std::uint64_t run_update();
  std::uint64_t run_transfer();
  std::uint64_t run_program();
  std::uint64_t run_carry();
  /// First steps of a read of the row of a PROGRAM, CALIBRATE or CARRY.
  std::vector<std::int32_t> read_row();

  GoldenBus bus_;
};

}  // namespace spintile::refmodel
