#include "gen/generate.h"

#include <fmt/format.h>

#include "gen/blocks/blocks.h"
#include "gen/hdl/writer.h"
#include "spec/parse.h"

namespace spintile::gen {
namespace {

hdl::Reset reset_style(spec::ResetStyle style) {
  switch (style) {
    case spec::ResetStyle::async_low:
      return hdl::Reset::async_low;
    case spec::ResetStyle::async_high:
      return hdl::Reset::async_high;
    case spec::ResetStyle::sync_low:
      return hdl::Reset::sync_low;
    case spec::ResetStyle::sync_high:
      return hdl::Reset::sync_high;
    case spec::ResetStyle::none:
      return hdl::Reset::none;
  }
  return hdl::Reset::async_low;
}

}  // namespace

Package generate(const spec::Variant& variant) {
  hdl::Design design(variant.name, reset_style(variant.reset));
  const std::uint64_t hash = spec::variant_hash(variant);
  const auto top = blocks::tile(design, variant, static_cast<std::uint32_t>(hash));

  const std::string header = fmt::format(
      "spintile {}, variant {}, hash {:016x}.\n"
      "Generated: change the variant, not this file. This text belongs to whoever generated it; the licence of the\n"
      "generator does not reach it.",
      SPINTILE_VERSION, variant.name, hash);
  Package package{top->name(), {}};
  std::string file_list;
  for (const auto& module : design.modules()) {
    const std::string path = fmt::format("rtl/{}.v", module->name());
    package.files.push_back({path, hdl::write(*module, header)});
    file_list += path + "\n";
  }
  package.files.push_back({"files.f", file_list});
  package.files.push_back({"variant.yaml", spec::to_yaml(variant)});
  return package;
}

}  // namespace spintile::gen
