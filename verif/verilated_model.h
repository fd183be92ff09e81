// One running instance of a Verilated module: its ports as plain storage, and eval().
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "verif/model_builder.h"

namespace spintile::verif {

/// A port's storage inside the model, as Verilator lays it out: the least of 1, 2, 4, 8 bytes that holds the bits, or
/// for more than 64 bits a row of 32-bit words, least significant first. Bits above the port's width must stay 0.
class Port {
 public:
  Port() = default;
  Port(void* data, int bits);

  int bits() const { return bits_; }
  void* data() const { return data_; }
  /// 64-bit words that hold the port: the size of a buffer for the functions on words.
  std::size_t words() const { return (static_cast<std::size_t>(bits_) + 63) / 64; }

  /// Value of a port of at most 64 bits.
  std::uint64_t get() const;
  void set(std::uint64_t value) const;
  /// Ports of any width; bit i is bit i % 64 of word i / 64.
  void copy_to(std::span<std::uint64_t> words) const { std::memcpy(words.data(), data_, bytes_); }
  void copy_from(std::span<const std::uint64_t> words) const { std::memcpy(data_, words.data(), bytes_); }
  bool equals(std::span<const std::uint64_t> words) const { return std::memcmp(data_, words.data(), bytes_) == 0; }

 private:
  void* data_ = nullptr;
  int bits_ = 0;
  std::size_t bytes_ = 0;
};

/// A port of one bit, which costs one load.
class PinPort {
 public:
  PinPort() = default;
  /// Throws std::invalid_argument when the port is wider.
  explicit PinPort(const Port& port);

  Port port() const { return Port(data_, 1); }
  bool get() const { return *data_ != 0; }
  void set(bool value) const { *data_ = value ? 1 : 0; }

 private:
  std::uint8_t* data_ = nullptr;
};

/// A port of at most 8 bits, which costs one load too.
class StrobePort {
 public:
  StrobePort() = default;
  /// Throws std::invalid_argument when the port is wider.
  explicit StrobePort(const Port& port);

  std::uint8_t get() const { return *data_; }
  void set(std::uint8_t value) const { *data_ = value; }

 private:
  std::uint8_t* data_ = nullptr;
};

struct PortInfo {
  std::string name;
  int bits = 0;
  bool is_output = false;
};

/// A loaded model library; may be shared by any number of instances, also in different threads.
class ModelLibrary {
 public:
  /// Throws std::runtime_error naming the file when it is not a model library.
  explicit ModelLibrary(const std::filesystem::path& file);

  const std::vector<PortInfo>& ports() const { return ports_; }

  /// From now on every instance leaves what it counted in a file of its own in `folder`, as its life ends
  /// (verif/coverage.h reads them). Not while instances live. Throws std::runtime_error when the model was built
  /// without coverage.
  void collect_coverage(const std::filesystem::path& folder) const;

 private:
  friend class VerilatedModel;

  std::shared_ptr<void> handle_;
  std::vector<PortInfo> ports_;
  void* (*create_)(unsigned, int) = nullptr;
  void (*destroy_)(void*) = nullptr;
  void (*eval_)(void*) = nullptr;
  int (*collect_coverage_)(const char*) = nullptr;
  int (*open_wave_)(void*, const char*) = nullptr;
  void (*dump_wave_)(void*, unsigned long long) = nullptr;
  void* (*port_data_)(void*, int) = nullptr;
};

class VerilatedModel {
 public:
  /// All state starts at 0, or at random values picked by the seed.
  explicit VerilatedModel(std::shared_ptr<const ModelLibrary> library, std::optional<std::uint32_t> random_state = {});

  /// Looked up by name once; throws std::out_of_range naming the port when there is none.
  Port port(std::string_view name) const;
  const ModelLibrary& library() const { return *library_; }

  void eval() { library_->eval_(instance_.get()); }

  /// Starts an FST file; throws std::runtime_error when the model was built without tracing or the file cannot be
  /// opened.
  void open_wave(const std::filesystem::path& file);
  /// Writes the present values at `time` (increasing); nothing without open_wave.
  void dump_wave(std::uint64_t time) { library_->dump_wave_(instance_.get(), time); }

 private:
  std::shared_ptr<const ModelLibrary> library_;
  std::unique_ptr<void, void (*)(void*)> instance_;
};

}  // namespace spintile::verif
