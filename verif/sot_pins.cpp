#include "verif/sot_pins.h"

#include <fmt/format.h>

#include <algorithm>

#include "verif/mismatch.h"

namespace spintile::verif {
namespace {

constexpr unsigned op_store = 0;
constexpr unsigned op_and = 1;
constexpr unsigned op_or = 2;
constexpr unsigned op_xor = 3;
constexpr int count_max = 512;
constexpr int search_rows_max = 64;

[[noreturn]] void fail(std::uint64_t cycle, const std::string& pin, std::string expected, std::string got) {
  throw MismatchError({cycle, pin, -1, std::move(expected), std::move(got)});
}

int number(const Port& port) { return static_cast<int>(port.get()); }

}  // namespace

SotPorts bind_sot_ports(const VerilatedModel& model) {
  const auto port = [&](const char* name) { return model.port(name); };
  const auto pin = [&](const char* name) { return PinPort(model.port(name)); };
  return {.read = pin("sot_read_o"),
          .write = pin("sot_write_o"),
          .dual = pin("sot_dual_o"),
          .search = pin("sot_search_o"),
          .pair = pin("sot_pair_o"),
          .clear = pin("sot_clear_o"),
          .op = StrobePort(model.port("sot_op_o")),
          .raddr = port("sot_raddr_o"),
          .rdata = port("sot_rdata_i"),
          .waddr0 = port("sot_waddr0_o"),
          .waddr1 = port("sot_waddr1_o"),
          .wdata = port("sot_wdata_o"),
          .wmask = port("sot_wmask_o"),
          .count = port("sot_count_o"),
          .key = port("sot_key_o"),
          .match = port("sot_match_i")};
}

SotMacro::SotMacro(const SotPorts& ports, int rows, int lanes, bool rmw)
    : ports_(ports),
      rows_(rows),
      lanes_(lanes),
      rmw_(rmw),
      words_(ports.rdata.words()),
      cells_(static_cast<std::size_t>(rows) * words_),
      all_lanes_(words_, ~std::uint64_t{0}),
      data_(words_),
      mask_(words_),
      answer_(words_),
      scratch_(words_) {
  if (lanes % 64 != 0) all_lanes_.back() >>= 64 - lanes % 64;
}

void SotMacro::set_faults(const refmodel::CellFaults& faults) {
  faults_ = faults;
  for (int row = 0; row < rows_; ++row) faults_->load(row, this->row(row), this->row(row));
}

SotMacro::Request SotMacro::requested(Kind kind) const {
  Request request;
  request.kind = kind;
  switch (kind) {
    case Kind::read:
      request.first = number(ports_.raddr);
      break;
    case Kind::write:
      request.first = number(ports_.waddr0);
      request.op = ports_.op.get();
      request.dual = ports_.dual.get();
      if (request.dual) request.second = number(ports_.waddr1);
      break;
    case Kind::search:
      request.first = number(ports_.raddr);
      request.count = number(ports_.count);
      request.key = ports_.key.get();
      request.pair = ports_.pair.get();
      break;
    case Kind::clear:
      request.first = number(ports_.waddr0);
      request.count = number(ports_.count);
  }
  return request;
}

void SotMacro::access(std::uint64_t now) {
  if (left_ != 0) {
    check_stable(now);
    if (--left_ == 0) perform();
    return;
  }
  const int strobes = ports_.read.get() + ports_.write.get() + ports_.search.get() + ports_.clear.get();
  if (strobes != 1) fail(now, "SOT strobes", "at most one", fmt::format("{} together", strobes));
  const Kind kind = ports_.read.get()     ? Kind::read
                    : ports_.write.get()  ? Kind::write
                    : ports_.search.get() ? Kind::search
                                          : Kind::clear;
  request_ = requested(kind);
  check(request_, now);
  if (kind == Kind::write) ports_.wdata.copy_to(data_);
  if (kind == Kind::write || kind == Kind::clear) ports_.wmask.copy_to(mask_);
  left_ = kind == Kind::read ? waits_.read : kind == Kind::search ? waits_.search : waits_.write;
  if (left_ != 0) {
    scramble_answers();
  } else {
    perform();
  }
}

void SotMacro::check(const Request& request, std::uint64_t now) const {
  switch (request.kind) {
    case Kind::read:
      check_rows("sot_raddr_o", request.first, 1, now);
      break;
    case Kind::write:
      check_rows("sot_waddr0_o", request.first, 1, now);
      if (rmw_ && request.op == op_xor) fail(now, "sot_op_o", "no XOR with xor: rmw", "3");
      if (stores_alone_ && request.op != op_store) {
        fail(now, "sot_op_o", "0: writes are verified", fmt::to_string(request.op));
      }
      if (!request.dual) break;
      check_rows("sot_waddr1_o", request.second, 1, now);
      if (request.first == request.second) fail(now, "sot_waddr1_o", "another row", fmt::to_string(request.second));
      break;
    case Kind::search:
      if (request.count < 1 || request.count > search_rows_max) {
        fail(now, "sot_count_o", "1 .. 64", fmt::to_string(request.count));
      }
      check_rows("sot_raddr_o", request.first, request.pair ? 2 * request.count : request.count, now);
      break;
    case Kind::clear:
      if (request.count < 1 || request.count > count_max) {
        fail(now, "sot_count_o", "1 .. 512", fmt::to_string(request.count));
      }
      check_rows("sot_waddr0_o", request.first, request.count, now);
  }
}

void SotMacro::check_rows(const char* pin, int first, int count, std::uint64_t now) const {
  if (first + count > rows_) {
    fail(now, pin, fmt::format("rows 0 .. {}", rows_ - 1), fmt::format("{} .. {}", first, first + count - 1));
  }
}

void SotMacro::check_stable(std::uint64_t now) {
  if (strobe_seen()) fail(now, "SOT strobes", "0 until the access ends", "1");
  if (requested(request_.kind) != request_) fail(now, "SOT address, op, count or key", "stable", "changed");
  if (request_.kind == Kind::write && !ports_.wdata.equals(data_)) fail(now, "sot_wdata_o", "stable", "changed");
  const bool masked = request_.kind == Kind::write || request_.kind == Kind::clear;
  if (masked && !ports_.wmask.equals(mask_)) fail(now, "sot_wmask_o", "stable", "changed");
}

void SotMacro::perform() {
  switch (request_.kind) {
    case Kind::read:
      ++accesses_.reads;
      std::ranges::copy(seen(request_.first), answer_.begin());
      if (cut_) std::ranges::fill(answer_, 0);
      ports_.rdata.copy_from(answer_);
      break;
    case Kind::write:
      ++accesses_.writes;
      accesses_.rows_written += request_.dual ? 2 : 1;
      write_row(request_.first);
      if (request_.dual) write_row(request_.second);
      break;
    case Kind::search:
      ++accesses_.searches;
      search_rows();
      break;
    case Kind::clear:
      ++accesses_.clears;
      clear_rows();
  }
}

std::span<const std::uint64_t> SotMacro::seen(int row) {
  if (!faults_ || !program_runs_) return this->row(row);
  std::ranges::copy(this->row(row), scratch_.begin());
  faults_->read(scratch_);
  return scratch_;
}

template <class Change>
void SotMacro::change_row(int row, Change change) {
  if (!faults_) return change(row_data(row));
  std::ranges::copy(this->row(row), scratch_.begin());
  change(scratch_.data());
  if (program_runs_) {
    faults_->write(row, scratch_, this->row(row));
  } else {
    faults_->load(row, scratch_, this->row(row));
  }
}

void SotMacro::write_row(int row) {
  // With mask bit 0 the cell stays, in every operation.
  change_row(row, [this](std::uint64_t* cell) {
    const std::uint64_t* const data = data_.data();
    const std::uint64_t* const mask = mask_.data();
    const std::size_t words = words_;
    switch (request_.op) {
      case op_store:
        for (std::size_t i = 0; i < words; ++i) cell[i] ^= (cell[i] ^ data[i]) & mask[i];
        break;
      case op_and:
        for (std::size_t i = 0; i < words; ++i) cell[i] &= data[i] | ~mask[i];
        break;
      case op_or:
        for (std::size_t i = 0; i < words; ++i) cell[i] |= data[i] & mask[i];
        break;
      default:
        for (std::size_t i = 0; i < words; ++i) cell[i] ^= data[i] & mask[i];
    }
  });
}

void SotMacro::clear_rows() {
  for (int i = 0; i < request_.count; ++i) {
    change_row(request_.first + i, [this](std::uint64_t* cell) {
      for (std::size_t word = 0; word < words_; ++word) cell[word] &= ~mask_[word];
    });
  }
}

void SotMacro::search_rows() {
  answer_ = all_lanes_;
  const auto keep_equal = [&](int row, bool bit) {
    const std::span<const std::uint64_t> cell = seen(row);
    const std::uint64_t flip = bit ? 0 : ~std::uint64_t{0};
    for (std::size_t word = 0; word < words_; ++word) answer_[word] &= cell[word] ^ flip;
  };
  for (int i = 0; i < request_.count; ++i) {
    const bool bit = (request_.key >> i & 1) != 0;
    keep_equal(request_.first + i, bit);
    if (request_.pair) keep_equal(request_.first + request_.count + i, !bit);
  }
  ports_.match.copy_from(answer_);
}

void SotMacro::scramble_answers() {
  for (std::size_t word = 0; word < words_; ++word) {
    noise_ ^= noise_ << 13;  // Marsaglia's xorshift
    noise_ ^= noise_ >> 7;
    noise_ ^= noise_ << 17;
    answer_[word] = noise_ & all_lanes_[word];
  }
  ports_.rdata.copy_from(answer_);
  ports_.match.copy_from(answer_);
}

}  // namespace spintile::verif
