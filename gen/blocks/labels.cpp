#include "gen/blocks/labels.h"

#include <stdexcept>
#include <string>

namespace spintile::gen::blocks {
namespace {

/// "packet_length" or "PACKET_LENGTH" -> "PacketLength"
std::string upper_camel(std::string_view words) {
  std::string result;
  bool starts_word = true;
  for (const char letter : words) {
    if (letter == '_') {
      starts_word = true;
    } else {
      const bool is_upper = letter >= 'A' && letter <= 'Z';
      const bool is_lower = letter >= 'a' && letter <= 'z';
      const char other_case = static_cast<char>(letter ^ ('a' ^ 'A'));
      result += (starts_word && is_lower) || (!starts_word && is_upper) ? other_case : letter;
      starts_word = false;
    }
  }
  return result;
}

}  // namespace

hdl::Expr command_label(hdl::Module& module, spec::Command command) {
  return module.constant("Command" + upper_camel(spec::name(command)), 8, static_cast<std::int64_t>(command));
}

hdl::Expr error_label(hdl::Module& module, spec::Error error) {
  return module.constant("Error" + upper_camel(spec::name(error)), 8, static_cast<std::int64_t>(error));
}

hdl::Expr space_label(hdl::Module& module, spec::Space space) {
  return module.constant("Space" + upper_camel(spec::name(space)), 8, static_cast<std::int64_t>(space));
}

hdl::Expr address_label(hdl::Module& module, const spec::Register& entry) {
  return module.constant("Address" + upper_camel(entry.name), spec::register_address_bits, entry.offset);
}

}  // namespace spintile::gen::blocks
