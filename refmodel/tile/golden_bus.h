// The whole digital tile at the level of bus transactions: what the registers, packets and state spaces must hold after
// any sequence of them. The converters are whoever calls run_forward, run_backward or run_transfer.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "host/array.h"
#include "refmodel/analog/opu_drive.h"
#include "refmodel/analog/update_drive.h"
#include "refmodel/periphery/command_frontend.h"
#include "refmodel/periphery/health_monitor.h"
#include "refmodel/periphery/packet.h"
#include "refmodel/periphery/partial_sum_counter.h"
#include "refmodel/sot/sot_unit.h"
#include "spec/interface.h"
#include "spec/variant.h"

namespace spintile::refmodel {

/// What a TRANSFER did.
struct TransferRun {
  ProgramRun program;
  std::optional<UpdateDrive> pulses = {};  // of array W; none where none are written
  bool flipped = false;                    // the chopper of its row
};

/// What a CARRY wrote: a pulse of array A, then one of W.
struct CarryRun {
  OpuDrive fast;
  OpuDrive weight;
};

class GoldenBus {
 public:
  using Beat = refmodel::Beat;
  using ReadResult = refmodel::ReadResult;
  /// Fills `bits` with what the converters answer in a sample of a phase (0 .. M - 1) of a stream (0 = least
  /// significant); converter i is bit i % 64 of word i / 64. The words come zeroed; bits past the last converter, and
  /// of MTJs that the sample does not use, are ignored.
  using Converters = std::function<void(int stream, int phase, int sample, std::span<std::uint64_t> bits)>;
  /// The same, faster, where no health monitor looks at single samples: `ones` of each converter of the direction over
  /// all samples of a phase of a stream. Of a bus with watches_samples() it is std::logic_error.
  using ConverterOnes = std::function<void(int stream, int phase, std::span<std::int32_t> ones)>;

  /// What the comparators of a ramp answer: of each output of the direction the first step at which it shows 1,
  /// 0 .. 2^ramp_bits - 1; 2^ramp_bits: none.
  using FirstSteps = std::span<const std::int32_t>;

  explicit GoldenBus(spec::Variant variant);

  /// False: SLVERR. strobes: one bit a byte, 4 bits.
  bool write_register(std::uint32_t address, std::uint32_t value, unsigned strobes = 0xF);
  ReadResult read_register(std::uint32_t address) const;

  /// A command runs or, of a variant with a command queue, waits.
  bool busy() const { return frontend_.occupied(); }
  std::optional<spec::Command> running() const { return frontend_.running(); }
  /// Commands that wait, in their order: when the running one has ended, start_waiting() starts the first. An end with
  /// an error drops them.
  const std::deque<CheckedCommand>& waiting() const { return frontend_.waiting(); }
  /// One cycle after the end of the command before. False: none waits. std::logic_error while one runs.
  bool start_waiting() { return frontend_.start_waiting(); }
  /// Of the running READ, WRITE, LOAD_X, LOAD_D or READ_Y.
  spec::Space running_space() const { return frontend_.space(); }
  bool interrupt() const { return frontend_.interrupt(); }

  /// Ends a running LOAD_X, LOAD_D or WRITE. `beats`: all up to and including the one with tlast (std::invalid_argument
  /// otherwise).
  void take_packet(std::span<const Beat> beats);
  /// Ends a running READ_Y or READ.
  std::vector<Beat> give_packet();
  /// Ends a running FORWARD; asks for streams in driven order (most significant first), phases and samples ascending.
  /// Of a variant with a ramp, and of no other, the last of the three; as those below.
  void run_forward(const Converters& converters);
  void run_forward(const ConverterOnes& converters);
  void run_forward(FirstSteps steps);
  /// Ends a running BACKWARD; the same.
  void run_backward(const Converters& converters);
  void run_backward(const ConverterOnes& converters);
  void run_backward(FirstSteps steps);
  /// Ends a running UPDATE by pulses: those of array().
  UpdateDrive run_update();
  /// Ends a running UPDATE by outer product: that of array().
  OpuDrive run_outer_product();
  /// Ends a running TRANSFER; asks for stream 0, phases and samples ascending.
  TransferRun run_transfer(const Converters& converters);
  TransferRun run_transfer(const ConverterOnes& converters);
  TransferRun run_transfer(FirstSteps steps);
  /// A read of the row of a running PROGRAM or CALIBRATE: the pulse of array() that comes before the next read; none:
  /// the command has ended.
  std::optional<OpuDrive> run_program(FirstSteps steps);
  /// Ends a running CARRY.
  CarryRun run_carry(FirstSteps steps);
  /// Ends a running SOT.
  ProgramRun run_sot();

  /// The reset of the digital part; cells of the SOT array and program store stay.
  void reset();

  int samples() const { return frontend_.samples(); }
  int shift() const { return frontend_.shift(); }
  /// A health monitor is enabled.
  bool watches_samples() const { return health_.enabled(); }
  /// That of the last FORWARD, BACKWARD, UPDATE, PROGRAM or CALIBRATE taken; of a TRANSFER W if it wrote pulses, else
  /// A; of a CARRY that has ended W.
  host::Array array() const { return frontend_.array(); }
  const TrainingRegisters& training() const { return frontend_.training(); }
  const RowRegisters& rows() const { return frontend_.rows(); }
  /// Of a variant with a transfer (std::bad_optional_access otherwise).
  const SotRegisters& sot_registers() const { return frontend_.sot(); }
  SotUnit& sot() { return sot_.value(); }
  const SotUnit& sot() const { return sot_.value(); }
  /// Signed levels that stream `stream` (0 = least significant) drives: of all rows of the array by the loaded input,
  /// the offset row in all slots; backward of the C columns by the loaded output error.
  std::vector<std::int32_t> drive(int stream, host::Direction direction = host::Direction::forward) const;
  /// Codes of the lines of a direction: of the rows the loaded input, and all slots of the offset row; of the columns
  /// the loaded output error.
  std::vector<std::int32_t> codes(host::Direction direction) const;
  /// The running command is CALIBRATE: its reads have the full scale of all rows.
  bool calibrates() const { return running() == spec::Command::calibrate; }
  /// What the reads of the running PROGRAM, CARRY or CALIBRATE drive, in signed slots of all rows of the array: the row
  /// that the command is about, in all slots.
  std::vector<std::int32_t> row_drive() const;
  /// The layout of a space as its packets have it at present.
  spec::SpaceLayout layout(spec::Space space) const;
  /// All elements of a state space, but for `program` and `lanes`, which are sot()'s.
  std::vector<std::int64_t> space(spec::Space space) const;

 private:
  void expect_running(bool expected, const char* what) const;
  std::vector<std::int64_t>& values(spec::Space space) { return spaces_.at(space); }
  void store(spec::Space space, std::vector<std::int64_t> elements);
  struct ReadOut {
    int streams = 1;
    int samples = 1;
    std::optional<int> subarray = {};  // only its converters count
  };
  /// Reads all columns of `tile`, whose FORWARD this is in its direction; leaves counters and accumulators.
  void read_out(const spec::Variant& tile, const ReadOut& read, const Converters& converters);
  void read_out(const spec::Variant& tile, const ReadOut& read, const ConverterOnes& converters);
  /// `count(stream, phase)` leaves counts and samples taken of a phase in `counter` and `total`.
  template <class CountPhase>
  void accumulate(const spec::Variant& tile, const ReadOut& read, PartialSumCounter& counter, PartialSumCounter& total,
                  const CountPhase& count);
  /// Bits of the converters whose samples count; none of those that `tile` does not have.
  std::vector<std::uint64_t> counted(const spec::Variant& tile, std::optional<int> subarray) const;
  ReadOut forward_read() const { return {variant_.input.streams, samples()}; }
  ReadOut transfer_read() const;
  /// Codes and flags of the outputs of `tile`, whose FORWARD this is in its direction.
  void capture(const spec::Variant& tile, FirstSteps steps);
  void end_forward();
  /// Of the running PROGRAM, CARRY or CALIBRATE.
  int written_row() const;
  TransferRun end_transfer();
  void store_codes(int row);
  UpdateDrive stored_pulses(int row) const;

  spec::Variant variant_;
  spec::Variant forward_;                  // the tile of each direction alone
  std::optional<spec::Variant> backward_;  // transposed; where there is a BACKWARD
  CommandFrontend frontend_;
  HealthMonitor health_;
  int program_pulses_ = 0;                                   // of the running PROGRAM or CALIBRATE
  std::map<spec::Space, std::vector<std::int64_t>> spaces_;  // but for those that are another part's
  std::optional<SotUnit> sot_;
};

}  // namespace spintile::refmodel
