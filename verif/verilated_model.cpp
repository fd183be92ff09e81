#include "verif/verilated_model.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <stdexcept>

namespace spintile::verif {
namespace {

static_assert(std::endian::native == std::endian::little, "port storage is read as little-endian words");

std::size_t storage_bytes(int bits) {
  if (bits <= 8) return 1;
  if (bits <= 16) return 2;
  if (bits <= 32) return 4;
  if (bits <= 64) return 8;
  return (static_cast<std::size_t>(bits) + 31) / 32 * 4;
}

template <class Function>
void look_up(void* library, const std::filesystem::path& file, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(dlsym(library, name));
  if (function == nullptr) throw std::runtime_error(fmt::format("{}: not a model: no {}", file.string(), name));
}

}  // namespace

Port::Port(void* data, int bits) : data_(data), bits_(bits), bytes_(storage_bytes(bits)) {}

std::uint64_t Port::get() const {
  std::uint64_t value = 0;
  std::memcpy(&value, data_, bytes_);  // little-endian, as the words of copy_to
  return value;
}

void Port::set(std::uint64_t value) const { std::memcpy(data_, &value, bytes_); }

PinPort::PinPort(const Port& port) : data_(static_cast<std::uint8_t*>(port.data())) {
  if (port.bits() != 1) throw std::invalid_argument(fmt::format("a port of {} bits where one is meant", port.bits()));
}

StrobePort::StrobePort(const Port& port) : data_(static_cast<std::uint8_t*>(port.data())) {
  if (port.bits() > 8)
    throw std::invalid_argument(fmt::format("a port of {} bits where at most 8 are meant", port.bits()));
}

ModelLibrary::ModelLibrary(const std::filesystem::path& file) {
  void* library = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw std::runtime_error(fmt::format("{}: cannot be loaded: {}", file.string(), dlerror()));
  handle_ = std::shared_ptr<void>(library, [](void* handle) { dlclose(handle); });
  int (*count)() = nullptr;
  const char* (*name)(int) = nullptr;
  int (*bits)(int) = nullptr;
  int (*is_output)(int) = nullptr;
  look_up(library, file, "spintile_port_count", count);
  look_up(library, file, "spintile_port_name", name);
  look_up(library, file, "spintile_port_bits", bits);
  look_up(library, file, "spintile_port_is_output", is_output);
  look_up(library, file, "spintile_create", create_);
  look_up(library, file, "spintile_destroy", destroy_);
  look_up(library, file, "spintile_eval", eval_);
  look_up(library, file, "spintile_collect_coverage", collect_coverage_);
  look_up(library, file, "spintile_open_wave", open_wave_);
  look_up(library, file, "spintile_dump_wave", dump_wave_);
  look_up(library, file, "spintile_port_data", port_data_);
  for (int port = 0; port < count(); ++port) ports_.push_back({name(port), bits(port), is_output(port) != 0});
}

void ModelLibrary::collect_coverage(const std::filesystem::path& folder) const {
  if (collect_coverage_(folder.c_str()) == 0) throw std::runtime_error("the model was built without coverage");
}

VerilatedModel::VerilatedModel(std::shared_ptr<const ModelLibrary> library, std::optional<std::uint32_t> random_state)
    : library_(std::move(library)),
      instance_(library_->create_(random_state.value_or(0), random_state.has_value() ? 1 : 0), library_->destroy_) {}

Port VerilatedModel::port(std::string_view name) const {
  const auto& ports = library_->ports();
  const auto found = std::find_if(ports.begin(), ports.end(), [&](const PortInfo& info) { return info.name == name; });
  if (found == ports.end()) throw std::out_of_range(fmt::format("the Verilated model has no port {}", name));
  return {library_->port_data_(instance_.get(), static_cast<int>(found - ports.begin())), found->bits};
}

void VerilatedModel::open_wave(const std::filesystem::path& file) {
  if (library_->open_wave_(instance_.get(), file.c_str()) == 0) {
    throw std::runtime_error(
        fmt::format("{}: no wave file: cannot be opened, or the model has no tracing", file.string()));
  }
}

}  // namespace spintile::verif
