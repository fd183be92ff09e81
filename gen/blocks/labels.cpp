#include "gen/blocks/labels.h"

#include <stdexcept>
#include <string>

namespace spintile::gen::blocks {
namespace {

/// "packet_length" -> "PacketLength"
std::string upper_camel(std::string_view words) {
  std::string result;
  bool starts_word = true;
  for (const char letter : words) {
    if (letter == '_') {
      starts_word = true;
    } else {
      result += starts_word && letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
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

}  // namespace spintile::gen::blocks
