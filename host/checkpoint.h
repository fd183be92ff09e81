// A State in a file, beside the text of what it belongs to.
#pragma once

#include <filesystem>
#include <string>

#include "host/state.h"

namespace spintile::host {

struct Checkpoint {
  std::string subject;  // what was trained, and how: a run that differs in it cannot go on from here
  State state;

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// Written whole or not at all. Little-endian: magic, subject, arrays by name, FNV-1a (64 bits) of all of it.
void write_checkpoint(const std::filesystem::path& file, const Checkpoint& checkpoint);

/// Throws std::runtime_error naming the file: unreadable, no checkpoint, cut off or damaged.
Checkpoint read_checkpoint(const std::filesystem::path& file);

}  // namespace spintile::host
