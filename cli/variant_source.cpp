#include "cli/variant_source.h"

#include "spec/parse.h"

namespace spintile::cli {

spec::Variant load_variant_or_default(const std::string& file) {
  return file.empty() ? spec::parse_variant(default_variant_yaml, "<built-in>") : spec::load_variant(file);
}

}  // namespace spintile::cli
